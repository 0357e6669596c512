//! Days of French law: they begin at 00:00 in Paris, whatever the policy's zone.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use greffe_calendar::{Tz, zone};

/// The zone of French law.
const PARIS: Tz = Tz::Europe__Paris;

/// A day on which a text begins or ends to apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LegalDay(i32, u32, u32);

impl LegalDay {
    pub(crate) const fn new(year: i32, month: u32, day: u32) -> Self {
        Self(year, month, day)
    }

    /// The day in Paris at an instant.
    pub(crate) fn at(instant: DateTime<Utc>) -> Self {
        let date = zone::date_of(PARIS, instant);
        Self(date.year(), date.month(), date.day())
    }

    /// Its first instant; `None` for what is no day.
    pub(crate) fn begins(self) -> Option<DateTime<Utc>> {
        let date = NaiveDate::from_ymd_opt(self.0, self.1, self.2)?;
        zone::start_of_day(PARIS, date).ok()
    }
}
