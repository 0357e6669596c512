//! The exact inversion of a rule: which days of an event are due, as one comparison.

mod batch;
mod compile;
mod predicate;
mod search;

use chrono::{DateTime, NaiveDate, Utc};
use greffe_calendar::{CalendarError, FiscalYears, Tz, zone};

pub use batch::Columns;
pub use predicate::Predicate;

use crate::{CutoffError, Event, Facts, Rule};

/// Which records may be disposed of on one day, said as comparisons that an index serves.
///
/// It selects exactly the records of which [`Rule::evaluate`] says that they may be disposed of: the days are found by search on the
/// forward computation, never by subtracting the period.
///
/// ```
/// use chrono::NaiveDate;
/// use greffe_calendar::FiscalYears;
/// use greffe_retention::{Event, Facts, Rule};
///
/// let rule = Rule::from_toml("keep = \"P1M\"\nafter = \"recorded\"")?;
/// let years = FiscalYears::regular("12-31".parse()?);
/// let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
/// let cutoff = rule.cutoff(&years, day(3, 1))?;
/// // 31 January + 1 month is 28 February, so it is due on 1 March; 1 March - 1 month would say 1 February.
/// let (event, days) = cutoff.single().unwrap();
/// assert_eq!((event, days.through()), (&Event::Recorded, Some(day(1, 31))));
/// assert!(cutoff.selects(&Facts::new().on(Event::Recorded, day(1, 31))));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cutoff {
    as_of: NaiveDate,
    contact: Vec<Event>,
    extensible: bool,
    facts: Predicate,
    columns: Predicate,
}

/// An interval of days, both ends included; no end means that it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DayRange {
    pub(crate) since: Option<NaiveDate>,
    pub(crate) through: Option<NaiveDate>,
}

impl Rule {
    /// The cutoff of the day `as_of`.
    ///
    /// Days of the years before 1 are taken to be covered by fiscal years where 1 January 1 is.
    ///
    /// # Errors
    /// [`CutoffError`] says why the rule has none; it is then evaluated record by record.
    pub fn cutoff(&self, years: &FiscalYears, as_of: NaiveDate) -> Result<Cutoff, CutoffError> {
        let facts = compile::rule(self, years, as_of, compile::Source::Facts)?;
        // Only a rule that looks at the last contact says what counts as one.
        if let Some(end) = self.contact().iter().find(|kind| kind.is_an_end()) {
            return Err(CutoffError::ContactRuns { event: end.clone() });
        }
        Ok(Cutoff {
            as_of,
            contact: self.contact().to_vec(),
            extensible: self.is_extensible(),
            facts,
            columns: compile::rule(self, years, as_of, compile::Source::Columns)?,
        })
    }
}

impl Cutoff {
    /// The day for which it holds.
    #[must_use]
    pub const fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// Whether the record of `facts` may be disposed of. The same answer as from evaluation, holds included.
    #[must_use]
    pub fn selects(&self, facts: &Facts) -> bool {
        (self.extensible || facts.extension().is_none())
            && self.facts.holds_for(facts, &self.contact, self.as_of)
            && facts.active_holds(self.as_of).next().is_none()
    }

    /// The comparisons over nullable columns, one column an event. Holds are not in it: leave held rows out as well.
    ///
    /// The column of `last_contact` has the latest event of the kinds that the rule counts as contact, and nothing else: a service that stores the
    /// day of a contact without its kind lists `last_contact` among those kinds, or evaluates record by record. [`Cutoff::selects`] and
    /// evaluation tell such a contact apart and never dispose on it. Nor does one column tell of a document that contacts of two kinds had two days, where the
    /// rule counts document by document.
    #[must_use]
    pub const fn columns(&self) -> &Predicate {
        &self.columns
    }

    /// The comparisons over columns that also say, each in one of its own, that something still runs or never happened: as [`Self::columns`], and
    /// [`Predicate::Open`] and [`Predicate::Never`] are also there where only such a statement makes them hold.
    #[must_use]
    pub const fn statements(&self) -> &Predicate {
        &self.facts
    }

    /// The event and its due days where one column decides alone.
    #[must_use]
    pub const fn single(&self) -> Option<(&Event, DayRange)> {
        match &self.columns {
            Predicate::Day { event, days } => Some((event, *days)),
            _ => None,
        }
    }
}

impl DayRange {
    /// The first day.
    #[must_use]
    pub const fn since(&self) -> Option<NaiveDate> {
        self.since
    }

    /// The last day.
    #[must_use]
    pub const fn through(&self) -> Option<NaiveDate> {
        self.through
    }

    /// Whether `day` is one of them; no day never is.
    #[inline]
    #[must_use]
    pub fn contain(&self, day: Option<NaiveDate>) -> bool {
        day.is_some_and(|day| {
            self.since.is_none_or(|since| since <= day)
                && self.through.is_none_or(|through| day <= through)
        })
    }

    /// The instants of these days on the clocks of `zone`, for a column of timestamps.
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`] at the ends of the calendar.
    pub fn instants(&self, zone: Tz) -> Result<Instants, CalendarError> {
        let start = |day| zone::start_of_day(zone, day);
        let after = |day: NaiveDate| start(day.succ_opt().ok_or(CalendarError::OutOfRange)?);
        Ok(Instants {
            from: self.since.map(start).transpose()?,
            before: self.through.map(after).transpose()?,
        })
    }
}

/// The instants of an interval of days; no end means that it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instants {
    from: Option<DateTime<Utc>>,
    before: Option<DateTime<Utc>>,
}

impl Instants {
    /// The first instant: local midnight of the first day.
    #[must_use]
    pub const fn from(&self) -> Option<DateTime<Utc>> {
        self.from
    }

    /// The first instant after them: local midnight after the last day. Compare with `<`.
    #[must_use]
    pub const fn before(&self) -> Option<DateTime<Utc>> {
        self.before
    }
}
