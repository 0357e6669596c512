//! A cutoff over columns, by blocks of rows and without allocation.

use chrono::NaiveDate;

use super::{Cutoff, DayRange, Predicate};
use crate::{ColumnError, Event};

/// Nullable columns of days, one an event; row `i` of each is the same record.
///
/// ```
/// use chrono::NaiveDate;
/// use greffe_calendar::FiscalYears;
/// use greffe_retention::{Columns, Event, Rule};
///
/// let rule = Rule::from_toml("keep = \"P3Y\"\nafter = { latest = [\"collected\", \"relation_end\"] }")?;
/// let day = |y| NaiveDate::from_ymd_opt(y, 5, 10);
/// let (collected, ended) = ([day(2018), day(2018), day(2018)], [day(2020), day(2025), None]);
/// let columns = Columns::new()
///     .days(Event::Collected, &collected)
///     .days(Event::RelationEnd, &ended)
///     .held(&[false, false, false]);
/// let cutoff = rule.cutoff(&FiscalYears::regular("12-31".parse()?), "2026-11-23".parse()?)?;
/// let mut selected = [false; 3];
/// assert_eq!(cutoff.select(&columns, &mut selected)?, 1);
/// assert_eq!(selected, [true, false, false]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Columns<'a> {
    days: Vec<(Event, &'a [Option<NaiveDate>])>,
    settings: Vec<(Box<str>, Truth<'a>)>,
    extended: Option<&'a [Option<NaiveDate>]>,
    held: Held<'a>,
}

/// What is known of holds.
#[derive(Debug, Clone, Copy, Default)]
enum Held<'a> {
    #[default]
    Unsaid,
    CheckedElsewhere,
    OfEach(&'a [bool]),
}

/// A truth value of every row, or of each.
#[derive(Debug, Clone, Copy)]
enum Truth<'a> {
    OfAll(bool),
    OfEach(&'a [bool]),
}

/// Rows are looked at in blocks of this many: their truth values stay in the nearest cache.
const BLOCK: usize = 1024;

impl<'a> Columns<'a> {
    /// No columns yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The days of `event`; `None` where no day is stored. For the last contact: the latest event of the kinds that the rule counts as
    /// contact, and nothing else.
    #[must_use]
    pub fn days(mut self, event: Event, column: &'a [Option<NaiveDate>]) -> Self {
        self.days.push((event, column));
        self
    }

    /// Whether the setting `name` is on, row by row.
    #[must_use]
    pub fn setting(mut self, name: &str, column: &'a [bool]) -> Self {
        self.settings.push((name.into(), Truth::OfEach(column)));
        self
    }

    /// Whether the setting `name` is on, for all rows.
    #[must_use]
    pub fn setting_of_all(mut self, name: &str, on: bool) -> Self {
        self.settings.push((name.into(), Truth::OfAll(on)));
        self
    }

    /// The last day to which each record was extended on request.
    #[must_use]
    pub const fn extended_until(mut self, column: &'a [Option<NaiveDate>]) -> Self {
        self.extended = Some(column);
        self
    }

    /// Which records wait, for whatever reason, on the day of the cutoff.
    #[must_use]
    pub const fn held(mut self, column: &'a [bool]) -> Self {
        self.held = Held::OfEach(column);
        self
    }

    /// Held records are left out by the caller, or looked for again before anything is disposed of.
    #[must_use]
    pub const fn holds_are_checked_elsewhere(mut self) -> Self {
        self.held = Held::CheckedElsewhere;
        self
    }

    fn of(&self, event: &Event) -> Option<&'a [Option<NaiveDate>]> {
        let found = self.days.iter().find(|(of, _)| of == event);
        found.map(|(_, column)| *column)
    }

    fn truth_of(&self, name: &str) -> Option<Truth<'a>> {
        let found = self.settings.iter().find(|(of, _)| &**of == name);
        found.map(|(_, truth)| *truth)
    }

    /// Whether every column has `rows` rows.
    fn are_of(&self, rows: usize) -> bool {
        let days = self.days.iter().map(|(_, column)| column.len());
        let settings = self.settings.iter().filter_map(|(_, truth)| match truth {
            Truth::OfEach(column) => Some(column.len()),
            Truth::OfAll(_) => None,
        });
        let extended = self.extended.map(<[_]>::len);
        let held = match self.held {
            Held::OfEach(column) => Some(column.len()),
            Held::Unsaid | Held::CheckedElsewhere => None,
        };
        let mut lengths = days.chain(settings).chain(extended).chain(held);
        lengths.all(|length| length == rows)
    }
}

impl Cutoff {
    /// Which rows may be disposed of: `selected[i]` answers for row `i`. Returns how many may. The same answer as from evaluating each row.
    ///
    /// # Errors
    /// [`ColumnError`] names the column that the rule needs and that is not there, or says that columns differ in length; then nothing is
    /// selected.
    pub fn select(
        &self,
        columns: &Columns<'_>,
        selected: &mut [bool],
    ) -> Result<usize, ColumnError> {
        selected.fill(false);
        if !columns.are_of(selected.len()) {
            return Err(ColumnError::Length);
        }
        if matches!(columns.held, Held::Unsaid) {
            return Err(ColumnError::Holds);
        }
        needs(&self.columns, columns)?;
        let mut count = 0;
        for (number, block) in selected.chunks_mut(BLOCK).enumerate() {
            let from = number * BLOCK;
            let rows = Rows { columns, from };
            rows.put(&self.columns, block);
            rows.leave_out(self.extensible, block);
            count += counted(block);
        }
        Ok(count)
    }
}

/// Whether every column of the test is there.
fn needs(test: &Predicate, columns: &Columns<'_>) -> Result<(), ColumnError> {
    let day = |event: &Event| match columns.of(event) {
        Some(_) => Ok(()),
        None => Err(ColumnError::Missing {
            event: event.clone(),
        }),
    };
    match test {
        Predicate::Day { event, .. }
        | Predicate::Never { event, .. }
        | Predicate::Open { event, .. }
        | Predicate::OneDay { event } => day(event),
        Predicate::InOrder { first, then } => day(first).and_then(|()| day(then)),
        Predicate::SettingOn(name) => match columns.truth_of(name) {
            Some(_) => Ok(()),
            None => Err(ColumnError::Setting {
                setting: name.clone(),
            }),
        },
        Predicate::ExtendedAtMost(_) => match columns.extended {
            Some(_) => Ok(()),
            None => Err(ColumnError::Extension),
        },
        Predicate::All(tests) | Predicate::Any(tests) => {
            tests.iter().try_for_each(|test| needs(test, columns))
        }
    }
}

/// The rows of one block.
#[derive(Clone, Copy)]
struct Rows<'a> {
    columns: &'a Columns<'a>,
    from: usize,
}

impl<'a> Rows<'a> {
    /// Puts the test to every row of the block. A column that is not there selects nothing.
    fn put(self, test: &Predicate, out: &mut [bool]) {
        match test {
            Predicate::Day { event, days } => {
                days.put(self.days(event, out.len()), out);
            }
            Predicate::Never { event, .. } | Predicate::Open { event, .. } => {
                for (out, day) in out.iter_mut().zip(self.days(event, usize::MAX)) {
                    *out = day.is_none();
                }
            }
            Predicate::InOrder { first, then } => {
                let pairs = self.days(first, usize::MAX).iter();
                let pairs = pairs.zip(self.days(then, usize::MAX));
                for (out, pair) in out.iter_mut().zip(pairs) {
                    *out = matches!(pair, (Some(first), Some(then)) if first <= then);
                }
            }
            Predicate::OneDay { .. } => out.fill(true),
            Predicate::SettingOn(name) => match self.columns.truth_of(name) {
                Some(Truth::OfAll(on)) => out.fill(on),
                Some(Truth::OfEach(column)) => {
                    for (out, on) in out.iter_mut().zip(column.iter().skip(self.from)) {
                        *out = *on;
                    }
                }
                None => out.fill(false),
            },
            Predicate::ExtendedAtMost(last) => {
                let column = self.columns.extended.unwrap_or_default();
                for (out, day) in out.iter_mut().zip(column.iter().skip(self.from)) {
                    *out = day.is_none_or(|day| day <= *last);
                }
            }
            Predicate::All(tests) => {
                out.fill(true);
                self.each(tests, out, |all, one| *all &= one);
            }
            Predicate::Any(tests) => {
                out.fill(false);
                self.each(tests, out, |any, one| *any |= one);
            }
        }
    }

    fn each(self, tests: &[Predicate], out: &mut [bool], join: fn(&mut bool, bool)) {
        let mut block = [false; BLOCK];
        let (answers, _) = block.split_at_mut(out.len().min(BLOCK));
        for test in tests {
            self.put(test, answers);
            for (out, answer) in out.iter_mut().zip(answers.iter()) {
                join(out, *answer);
            }
        }
    }

    /// Rows that wait, and rows with an extension that the rule does not allow.
    fn leave_out(self, extensible: bool, out: &mut [bool]) {
        if let Held::OfEach(held) = self.columns.held {
            for (out, held) in out.iter_mut().zip(held.iter().skip(self.from)) {
                *out &= !held;
            }
        }
        if let (false, Some(extended)) = (extensible, self.columns.extended) {
            for (out, extended) in out.iter_mut().zip(extended.iter().skip(self.from)) {
                *out &= extended.is_none();
            }
        }
    }

    fn days(self, event: &Event, most: usize) -> &'a [Option<NaiveDate>] {
        let column = self.columns.of(event).unwrap_or_default();
        let (_, rest) = column.split_at_checked(self.from).unwrap_or_default();
        rest.split_at_checked(most).map_or(rest, |(block, _)| block)
    }
}

/// How many are selected: in runs that fit an octet, so that this too becomes wide instructions.
fn counted(selected: &[bool]) -> usize {
    let runs = selected.chunks(usize::from(u8::MAX));
    let runs = runs.map(|run| run.iter().map(|row| u8::from(*row)).sum::<u8>());
    runs.map(usize::from).sum()
}

impl DayRange {
    /// Which of a column of days are among them, without allocation: `selected[i]` answers for `column[i]`. Returns how many are.
    ///
    /// Where the slices differ in length, only as many as the shorter has are looked at.
    pub fn select(&self, column: &[Option<NaiveDate>], selected: &mut [bool]) -> usize {
        let rows = column.len().min(selected.len());
        let selected = selected.get_mut(..rows).unwrap_or_default();
        self.put(column, selected);
        counted(selected)
    }

    #[inline]
    fn put(&self, column: &[Option<NaiveDate>], out: &mut [bool]) {
        // Ends that are always there make the loop one pair of comparisons.
        let since = self.since.unwrap_or(NaiveDate::MIN);
        let through = self.through.unwrap_or(NaiveDate::MAX);
        for (day, out) in column.iter().zip(out) {
            // Both comparisons always: without a branch the loop becomes wide instructions.
            *out = day.is_some_and(|day| (since <= day) & (day <= through));
        }
    }
}
