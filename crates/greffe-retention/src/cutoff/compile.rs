//! From a rule to a test: the due day is pushed down to the days of events.

use chrono::NaiveDate;
use greffe_calendar::FiscalYears;

use super::search::{covered, days_before};
use super::{DayRange, Predicate};
use crate::evaluate::{done_by, kept_through, next_day, opens_on, previous_day};
use crate::{
    Absence, Anchor, Ceiling, Close, Condition, CutoffError, Event, Length, Limit, Rule, Stage,
    Unit,
};

/// What the test is put to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// Facts, which may say more of an event than its day.
    Facts,
    /// Nullable columns.
    Columns,
}

pub(super) fn rule(
    rule: &Rule,
    years: &FiscalYears,
    as_of: NaiveDate,
    source: Source,
) -> Result<Predicate, CutoffError> {
    let compiler = Compiler {
        years,
        as_of,
        source,
    };
    let stages = rule.stages();
    let mut tests = Vec::new();
    for stage in stages {
        // A maximum on the anchor of what it limits leaves a window for every record; any other one may contradict it.
        let other_anchor = stage.ceiling().and_then(Ceiling::after);
        let other_anchor = other_anchor.is_some_and(|anchor| Some(anchor) != stage.after());
        if other_anchor || stages.len() > 1 && rule.maximum().is_some() {
            return Err(CutoffError::StagesConflict);
        }
        tests.push(compiler.stage(stage)?);
    }
    if rule.is_extensible() {
        tests.push(Predicate::ExtendedAtMost(previous_day(as_of)));
    }
    Ok(Predicate::all(tests))
}

struct Compiler<'a> {
    years: &'a FiscalYears,
    as_of: NaiveDate,
    source: Source,
}

/// The states of an anchor or a condition as tests.
struct Shape {
    /// It has a day, and that day leads before the bound.
    met: Predicate,
    /// It has a day.
    dated: Predicate,
    open: Predicate,
    never: Predicate,
}

/// How far an anchor's day leads, and what it must stay before.
struct Due<'a> {
    reach: &'a dyn Fn(NaiveDate) -> Option<NaiveDate>,
    bound: NaiveDate,
}

impl Compiler<'_> {
    fn stage(&self, stage: &Stage) -> Result<Predicate, CutoffError> {
        let met = match stage.limit() {
            Limit::Keep(Length::Fixed(period)) => {
                let reach = |anchor| kept_through(anchor, *period).ok();
                self.after(stage, &reach, self.as_of)?
            }
            Limit::Keep(Length::Session) => {
                self.condition(&Condition::Event(Event::SessionEnd))?.met
            }
            Limit::Keep(Length::Set(_)) => return Err(CutoffError::PeriodIsSet),
            Limit::Keep(Length::Unstated) => return Err(CutoffError::Unstated),
            Limit::Within(period) => {
                let ends_something = stage.after().is_some_and(Anchor::ends_something);
                let opens = |anchor| {
                    let latest = done_by(anchor, *period).ok()?;
                    Some(opens_on(anchor, latest, ends_something))
                };
                self.after(stage, &opens, next_day(self.as_of))?
            }
            Limit::Until(condition) => self.condition(condition)?.met,
            Limit::Latest { .. } => return Err(CutoffError::KeepsLatest),
        };
        let setting = stage.when().map(|name| Predicate::SettingOn(name.into()));
        Ok(Predicate::all([met].into_iter().chain(setting)))
    }

    fn after(
        &self,
        stage: &Stage,
        reach: &dyn Fn(NaiveDate) -> Option<NaiveDate>,
        bound: NaiveDate,
    ) -> Result<Predicate, CutoffError> {
        let due = Due { reach, bound };
        match stage.after() {
            Some(anchor) => Ok(self.anchor(anchor, &due).met),
            None => Err(CutoffError::Unstated),
        }
    }

    fn anchor(&self, anchor: &Anchor, due: &Due<'_>) -> Shape {
        match anchor {
            Anchor::Event { event, absent } => {
                self.event(event, *absent, ALWAYS, due.reach, due.bound)
            }
            Anchor::Close {
                event,
                absent,
                of,
                unit,
            } => {
                let close = |day| crate::evaluate::close(self.years, day, *of);
                let reach = |day| (due.reach)(close(day)?);
                let covered = match of {
                    Close::FiscalYear => covered(self.years, self.as_of),
                    Close::CalendarYear | Close::Document => Some(ALWAYS),
                };
                let shape = match covered {
                    Some(covered) => self.event(event, *absent, covered, &reach, due.bound),
                    None => Shape {
                        met: Predicate::FALSE,
                        dated: Predicate::FALSE,
                        ..self.event(event, *absent, ALWAYS, &reach, due.bound)
                    },
                };
                match (unit, self.source) {
                    (Unit::Document, Source::Facts) => {
                        let one = || Predicate::OneDay {
                            event: event.clone(),
                        };
                        Shape {
                            met: Predicate::all([shape.met, one()]),
                            dated: Predicate::all([shape.dated, one()]),
                            ..shape
                        }
                    }
                    _ => shape,
                }
            }
            Anchor::Latest(of) => {
                let shapes: Vec<_> = of.iter().map(|a| self.anchor(a, due)).collect();
                latest(shapes)
            }
            Anchor::Earliest(of) => {
                let shapes: Vec<_> = of.iter().map(|a| self.anchor(a, due)).collect();
                earliest(shapes)
            }
        }
    }

    fn event(
        &self,
        event: &Event,
        absent: Absence,
        covered: DayRange,
        reach: &dyn Fn(NaiveDate) -> Option<NaiveDate>,
        bound: NaiveDate,
    ) -> Shape {
        let in_days = |days| Predicate::Day {
            event: event.clone(),
            days,
        };
        let implied = absent == Absence::Never;
        let dated = DayRange {
            since: covered.since,
            through: if event.may_lie_ahead() {
                covered.through
            } else {
                // A date in the future is quarantined.
                Some(
                    covered
                        .through
                        .map_or(self.as_of, |end| end.min(self.as_of)),
                )
            },
        };
        let met = days_before(reach, covered, self.as_of, bound);
        Shape {
            met: met.map_or(Predicate::FALSE, in_days),
            dated: in_days(dated),
            open: self.absent(implied && event.is_an_end(), |implied| Predicate::Open {
                event: event.clone(),
                implied,
            }),
            never: self.absent(implied && !event.is_an_end(), |implied| Predicate::Never {
                event: event.clone(),
                implied,
            }),
        }
    }

    fn absent(&self, implied: bool, test: impl FnOnce(bool) -> Predicate) -> Predicate {
        if implied || self.source == Source::Facts {
            test(implied)
        } else {
            Predicate::FALSE
        }
    }

    fn condition(&self, condition: &Condition) -> Result<Shape, CutoffError> {
        let shape = match condition {
            Condition::Event(event) => Shape {
                // An event that has not come is awaited, so it never drops out.
                never: Predicate::FALSE,
                ..self.event(event, Absence::Unknown, ALWAYS, &Some, self.as_of)
            },
            Condition::All(of) => latest(self.conditions(of)?),
            Condition::Any(of) => {
                let shapes = self.conditions(of)?;
                Shape {
                    never: Predicate::all(shapes.iter().map(|s| s.never.clone())),
                    open: Predicate::FALSE,
                    dated: Predicate::any(shapes.iter().map(|s| s.dated.clone())),
                    met: Predicate::any(shapes.into_iter().map(|s| s.met)),
                }
            }
            Condition::IfOpened { opened, then } => {
                let Condition::Event(settled) = &**then else {
                    return Err(CutoffError::NotMonotone {
                        event: opened.clone(),
                    });
                };
                let before = self.event(opened, Absence::Unknown, ALWAYS, &Some, self.as_of);
                let after = self.condition(then)?;
                let in_order = || Predicate::InOrder {
                    first: opened.clone(),
                    then: settled.clone(),
                };
                Shape {
                    met: Predicate::all([after.met, in_order()]),
                    dated: in_order(),
                    open: Predicate::FALSE,
                    never: before.never,
                }
            }
        };
        Ok(shape)
    }

    fn conditions(&self, of: &[Condition]) -> Result<Vec<Shape>, CutoffError> {
        of.iter().map(|c| self.condition(c)).collect()
    }
}

/// The latest leads before the bound if all that have a day do, and every other one never happened.
fn latest(shapes: Vec<Shape>) -> Shape {
    let or_never = |part: fn(&Shape) -> &Predicate| {
        let each = shapes
            .iter()
            .map(|s| Predicate::any([part(s).clone(), s.never.clone()]));
        let each = Predicate::all(each);
        if shapes.iter().any(|s| s.never == Predicate::FALSE) {
            // One of them always has a day.
            return each;
        }
        let one = Predicate::any(shapes.iter().map(|s| part(s).clone()));
        Predicate::all([each, one])
    };
    Shape {
        met: or_never(|s| &s.met),
        dated: or_never(|s| &s.dated),
        open: Predicate::any(shapes.iter().map(|s| s.open.clone())),
        never: Predicate::all(shapes.iter().map(|s| s.never.clone())),
    }
}

/// The earliest leads before the bound if one does, and of no other one the day is unknown.
fn earliest(shapes: Vec<Shape>) -> Shape {
    let known = Predicate::all(
        shapes
            .iter()
            .map(|s| Predicate::any([s.dated.clone(), s.never.clone(), s.open.clone()])),
    );
    let idle = shapes
        .iter()
        .map(|s| Predicate::any([s.never.clone(), s.open.clone()]));
    Shape {
        met: Predicate::all([
            Predicate::any(shapes.iter().map(|s| s.met.clone())),
            known.clone(),
        ]),
        dated: Predicate::all([
            Predicate::any(shapes.iter().map(|s| s.dated.clone())),
            known,
        ]),
        open: Predicate::all([
            Predicate::all(idle),
            Predicate::any(shapes.iter().map(|s| s.open.clone())),
        ]),
        never: Predicate::all(shapes.into_iter().map(|s| s.never)),
    }
}

const ALWAYS: DayRange = DayRange {
    since: None,
    through: None,
};
