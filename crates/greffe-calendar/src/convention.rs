//! The ways in which law counts time.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::trace::{Record, Silent};
use crate::{Calendar, CalendarError, Explained, Period, Trace};

mod french;
pub(crate) mod regulation;
mod retention;

/// How a period is counted from a day or an instant. The last day always belongs to the period.
///
/// ```
/// use chrono::NaiveDate;
/// use greffe_calendar::{Calendar, Convention, Period, Place};
/// use greffe_terms::Lang;
///
/// let received = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
/// let due = Convention::Regulation1182.explain_last_day(
///     received,
///     Period::months(1),
///     &Calendar::of(Place::France),
/// )?;
/// assert_eq!(due.value().to_string(), "2026-03-02");
/// let moved = due.trace().in_language(Lang::En).pop().unwrap();
/// assert!(moved.starts_with("not a working day (a Saturday), moved to Monday 2 March 2026"));
/// assert_eq!(due.trace().citations().last().unwrap().as_str(), "Regulation 1182/71 3(4)");
/// # Ok::<(), greffe_calendar::CalendarError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Convention {
    /// Limits of conservation (GDPR 5(1)(e)): clamped to the month's end, the last day included, not moved to a working day, which
    /// would lengthen a maximum. Data is due from the next local midnight.
    Retention,
    /// Time limits of Union law: Regulation (EEC, Euratom) No 1182/71, Art. 2 and 3.
    Regulation1182,
    /// French civil procedure: Code de procédure civile, Art. 641 and 642.
    FrenchCpc,
}

impl Convention {
    /// Every convention.
    pub const ALL: [Self; 3] = [Self::Retention, Self::Regulation1182, Self::FrenchCpc];

    /// The code in files and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Retention => "retention",
            Self::Regulation1182 => "eec-1182-71",
            Self::FrenchCpc => "fr-cpc",
        }
    }

    /// The last day of `period`, counted from the day of an event. `Retention` does not look at the calendar.
    ///
    /// # Errors
    /// [`CalendarError::TimeOnDate`] for hours or minutes; [`CalendarError::HolidaysUnknown`] if the place's holidays are needed and
    /// not known; [`CalendarError::PeriodTooLong`] and [`CalendarError::OutOfRange`] beyond the calendar.
    pub fn last_day(
        self,
        event: NaiveDate,
        period: Period,
        calendar: &Calendar,
    ) -> Result<NaiveDate, CalendarError> {
        self.count(event, period, calendar, &mut Silent)
    }

    /// The same last day with the steps and articles that led to it.
    ///
    /// # Errors
    /// As for [`Convention::last_day`].
    pub fn explain_last_day(
        self,
        event: NaiveDate,
        period: Period,
        calendar: &Calendar,
    ) -> Result<Explained<NaiveDate>, CalendarError> {
        let mut trace = Trace::default();
        let day = self.count(event, period, calendar, &mut trace)?;
        Ok(Explained::new(day, trace))
    }

    /// The instant from which `period`, counted from an instant, is over: for days and longer the midnight after the last day
    /// on the clocks of `zone`.
    ///
    /// # Errors
    /// As for [`Convention::last_day`]; [`CalendarError::NotCovered`] for hours in French procedure, and for minutes, or hours
    /// mixed with days, under the Regulation.
    pub fn ends_at(
        self,
        event: DateTime<Utc>,
        period: Period,
        zone: Tz,
        calendar: &Calendar,
    ) -> Result<DateTime<Utc>, CalendarError> {
        self.run(event, period, zone, calendar, &mut Silent)
    }

    /// The same instant with the steps and articles that led to it.
    ///
    /// # Errors
    /// As for [`Convention::ends_at`].
    pub fn explain_end(
        self,
        event: DateTime<Utc>,
        period: Period,
        zone: Tz,
        calendar: &Calendar,
    ) -> Result<Explained<DateTime<Utc>>, CalendarError> {
        let mut trace = Trace::default();
        let end = self.run(event, period, zone, calendar, &mut trace)?;
        Ok(Explained::new(end, trace))
    }

    /// The first day of a period that is counted backwards from an event, such as a notice to give before a date. It is not
    /// moved off a holiday, but holds two working days (Regulation 1182/71, Art. 3(4) and 3(5)).
    ///
    /// # Errors
    /// [`CalendarError::NotCovered`] for every convention but the Regulation, otherwise as for [`Convention::last_day`].
    pub fn first_day_before(
        self,
        event: NaiveDate,
        period: Period,
        calendar: &Calendar,
    ) -> Result<Explained<NaiveDate>, CalendarError> {
        if self != Self::Regulation1182 {
            return Err(CalendarError::NotCovered);
        }
        let mut trace = Trace::default();
        let day = regulation::first_day_before(event, period, calendar, &mut trace)?;
        Ok(Explained::new(day, trace))
    }

    fn count(
        self,
        event: NaiveDate,
        period: Period,
        calendar: &Calendar,
        record: &mut impl Record,
    ) -> Result<NaiveDate, CalendarError> {
        match self {
            Self::Retention => retention::last_day(event, period, record),
            Self::Regulation1182 => regulation::last_day(event, period, calendar, record),
            Self::FrenchCpc => french::last_day(event, period, calendar, record),
        }
    }

    fn run(
        self,
        event: DateTime<Utc>,
        period: Period,
        zone: Tz,
        calendar: &Calendar,
        record: &mut impl Record,
    ) -> Result<DateTime<Utc>, CalendarError> {
        match self {
            Self::Retention => retention::ends_at(event, period, zone, record),
            Self::Regulation1182 => regulation::ends_at(event, period, zone, calendar, record),
            Self::FrenchCpc => french::ends_at(event, period, zone, calendar, record),
        }
    }
}

impl fmt::Display for Convention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Convention {
    type Err = CalendarError;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|convention| convention.code() == code)
            .ok_or(CalendarError::UnknownConvention)
    }
}

impl Serialize for Convention {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Convention {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        greffe_terms::quiet::parse(deserializer, "a convention")
    }
}
