//! From the comparisons of a cutoff to those of columns.

use greffe_retention::{Cutoff, Event, Predicate};

use super::days::Days;
use super::fact_columns::{EventColumns, FactColumns, Setting};
use super::name::QualifiedName;
use super::stored_day::StoredDay;
use super::tree::{Piece, Test};
use crate::PredicateError;

type Result<V> = std::result::Result<Test<V>, PredicateError>;

/// All that `cutoff` asks of a row, holds included.
pub(super) fn cutoff<S: StoredDay>(columns: &FactColumns<S>, cutoff: &Cutoff) -> Result<S::Value> {
    if !columns.holds_are_said {
        return Err(PredicateError::UnmappedHolds);
    }
    let mut tests = vec![columns.test(cutoff.statements())?];
    if let Some((extension, _)) = &columns.extension
        && !asks_for_extension(cutoff.statements())
    {
        // The rule allows none: of a row that has one, nobody knows what was promised.
        tests.push(Test::of(extension, " IS NULL"));
    }
    tests.extend(columns.held.iter().map(|held| S::flag(held, false)));
    for holds in &columns.holds {
        tests.push(holds.none_on(cutoff.as_of(), columns.zone)?);
    }
    Ok(Test::all(tests))
}

fn asks_for_extension(predicate: &Predicate) -> bool {
    match predicate {
        Predicate::ExtendedAtMost(_) => true,
        Predicate::All(of) | Predicate::Any(of) => of.iter().any(asks_for_extension),
        _ => false,
    }
}

impl<S: StoredDay> FactColumns<S> {
    fn test(&self, predicate: &Predicate) -> Result<S::Value> {
        match predicate {
            Predicate::Day { event, days } => {
                let (said, _) = self.mapped(event)?;
                Ok(Test::all([
                    self.on(event, (*days).into())?,
                    unmarked::<S>(said),
                ]))
            }
            Predicate::Never { event, implied } => {
                let (said, day) = self.mapped(event)?;
                let stated = stated_never::<S>(event, said, day, false);
                Ok(Test::any([stated, silence::<S>(said, day, *implied)]))
            }
            Predicate::Open { event, implied } => {
                let (said, day) = self.mapped(event)?;
                let runs = said.open.as_ref().map(|open| S::flag(open, true));
                let awaited = stated_never::<S>(event, said, day, true);
                let silence = silence::<S>(said, day, *implied);
                Ok(Test::any(runs.into_iter().chain([awaited, silence])))
            }
            Predicate::InOrder { first, then } => self.in_order(first, then),
            // A column holds one day.
            Predicate::OneDay { .. } => Ok(Test::TRUE),
            Predicate::SettingOn(name) => match self.of_setting(name) {
                Some(Setting::Column(column)) => Ok(S::flag(column, true)),
                Some(Setting::Known(true)) => Ok(Test::TRUE),
                Some(Setting::Known(false)) => Ok(Test::FALSE),
                None => Err(PredicateError::UnmappedSetting {
                    setting: name.clone(),
                }),
            },
            Predicate::ExtendedAtMost(day) => {
                let Some((column, stored)) = &self.extension else {
                    return Err(PredicateError::UnmappedExtension);
                };
                let over = stored.within(column, Days::through(*day), self.zone)?;
                Ok(Test::any([Test::of(column, " IS NULL"), over]))
            }
            Predicate::All(of) => Ok(Test::all(self.tests(of)?)),
            Predicate::Any(of) => Ok(Test::any(self.tests(of)?)),
            _ => Err(PredicateError::UnknownTest),
        }
    }

    fn tests(&self, of: &[Predicate]) -> std::result::Result<Vec<Test<S::Value>>, PredicateError> {
        of.iter().map(|one| self.test(one)).collect()
    }

    /// That the column of `event` holds one of `days`.
    fn on(&self, event: &Event, days: Days) -> Result<S::Value> {
        let (_, (column, stored)) = self.mapped(event)?;
        if days.since > days.through {
            return Ok(Test::FALSE);
        }
        Ok(stored.within(column, days, self.zone)?)
    }

    fn in_order(&self, first: &Event, then: &Event) -> Result<S::Value> {
        let (said, (column, stored)) = self.mapped(first)?;
        let (then_said, (then_column, then_stored)) = self.mapped(then)?;
        if stored != then_stored || !stored.is_of_days() {
            return Err(PredicateError::NotComparable {
                first: first.clone(),
                then: then.clone(),
            });
        }
        let in_order = Test::Leaf(vec![
            Piece::Name(column.clone()),
            Piece::Sql(" <= "),
            Piece::Name(then_column.clone()),
        ]);
        Ok(Test::all([
            in_order,
            self.on(first, Days::ALL)?,
            self.on(then, Days::ALL)?,
            unmarked::<S>(said),
            unmarked::<S>(then_said),
        ]))
    }

    fn mapped(
        &self,
        event: &Event,
    ) -> std::result::Result<(&EventColumns<S>, &(QualifiedName, S)), PredicateError> {
        self.of_event(event)
            .ok_or_else(|| PredicateError::UnmappedEvent {
                event: event.clone(),
            })
    }
}

/// That nothing is said of the event but perhaps its day.
fn unmarked<S: StoredDay>(said: &EventColumns<S>) -> Test<S::Value> {
    let marks = [&said.open, &said.never];
    Test::all(marks.into_iter().flatten().map(|mark| S::flag(mark, false)))
}

/// That nothing at all is said of the event, where the rule says what that means.
fn silence<S: StoredDay>(
    said: &EventColumns<S>,
    (column, _): &(QualifiedName, S),
    implied: bool,
) -> Test<S::Value> {
    if !implied {
        return Test::FALSE;
    }
    Test::all([Test::of(column, " IS NULL"), unmarked::<S>(said)])
}

/// That the event is said never to have happened, which of an end means that it is awaited.
fn stated_never<S: StoredDay>(
    event: &Event,
    said: &EventColumns<S>,
    (column, _): &(QualifiedName, S),
    awaited: bool,
) -> Test<S::Value> {
    match &said.never {
        Some(never) if event.is_an_end() == awaited => {
            let runs_not = said.open.as_ref().map(|open| S::flag(open, false));
            let stated = [S::flag(never, true), Test::of(column, " IS NULL")];
            Test::all(stated.into_iter().chain(runs_not))
        }
        _ => Test::FALSE,
    }
}
