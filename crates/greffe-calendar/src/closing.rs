//! The rule by which an organisation's regular fiscal years end.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::calendar::following;
use crate::month_day::two_digits;
use crate::{CalendarError, FiscalYear, MonthDay};

/// When regular fiscal years end.
///
/// | text | ends on |
/// | --- | --- |
/// | `12-31` | this day of every year |
/// | `02-end` | the last day of this month |
/// | `last-saturday-of-08` | the last such weekday of this month: 52 or 53 weeks |
/// | `saturday-nearest-end-of-01` | the such weekday nearest to the end of this month: 52 or 53 weeks |
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Closing {
    /// The same day of every year. `02-29` is the last day of February.
    Day(MonthDay),
    /// The last day of a month.
    EndOf(Month),
    /// The last such weekday of a month.
    LastWeekday(Weekday, Month),
    /// The such weekday nearest to the last day of a month, which may be up to three days into the next one.
    NearestWeekday(Weekday, Month),
}

/// A month of the year, 1 to 12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Month(u32);

impl Month {
    /// The month with this number, 1 for January.
    ///
    /// # Errors
    /// [`CalendarError::InvalidMonthDay`] outside 1 to 12.
    pub fn new(number: u32) -> Result<Self, CalendarError> {
        MonthDay::new(number, 1).map(|_| Self(number))
    }

    /// 1 for January.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }

    fn last_day(self, year: i32) -> Result<NaiveDate, CalendarError> {
        NaiveDate::from_ymd_opt(year, self.0, 1)
            .and_then(|first| {
                let days = i64::from(first.num_days_in_month());
                first.checked_add_signed(TimeDelta::days(days - 1))
            })
            .ok_or(CalendarError::OutOfRange)
    }
}

impl Closing {
    /// The closing of the fiscal year that is named after the calendar year `year`; the nearest weekday to 31 December may fall
    /// in the next one.
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`] beyond the calendar.
    pub fn in_year(self, year: i32) -> Result<NaiveDate, CalendarError> {
        let (weekday, month, ahead) = match self {
            Self::Day(day) => return day.in_year(year),
            Self::EndOf(month) => return month.last_day(year),
            Self::LastWeekday(weekday, month) => (weekday, month, 0),
            Self::NearestWeekday(weekday, month) => (weekday, month, 3),
        };
        // The last such weekday up to the end of the month, or up to three days after it.
        let limit = month
            .last_day(year)?
            .checked_add_signed(TimeDelta::days(ahead))
            .ok_or(CalendarError::OutOfRange)?;
        let back = limit.weekday().days_since(weekday);
        limit
            .checked_sub_signed(TimeDelta::days(i64::from(back)))
            .ok_or(CalendarError::OutOfRange)
    }

    /// Whether a fiscal year ends on `date`.
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`] beyond the calendar.
    pub fn closes_on(self, date: NaiveDate) -> Result<bool, CalendarError> {
        Ok(self.in_year(date.year())? == date || self.in_year(date.year() - 1)? == date)
    }

    /// The regular fiscal year in which `date` falls.
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`] beyond the calendar.
    pub fn year_containing(self, date: NaiveDate) -> Result<FiscalYear, CalendarError> {
        // A closing lies at most three days away from its calendar year: the year before covers those.
        let mut year = date.year() - 1;
        while self.in_year(year)? < date {
            year += 1;
        }
        FiscalYear::new(following(self.in_year(year - 1)?)?, self.in_year(year)?)
    }
}

impl fmt::Display for Closing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::EndOf(month) => write!(f, "{:02}-end", month.0),
            Self::LastWeekday(weekday, month) => {
                write!(f, "last-{}-of-{:02}", name_of(*weekday), month.0)
            }
            Self::NearestWeekday(weekday, month) => {
                write!(f, "{}-nearest-end-of-{:02}", name_of(*weekday), month.0)
            }
        }
    }
}

impl FromStr for Closing {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::read(text).ok_or(CalendarError::InvalidClosing)
    }
}

impl Closing {
    fn read(text: &str) -> Option<Self> {
        if let Some(month) = text.strip_suffix("-end") {
            return Some(Self::EndOf(month_of(month)?));
        }
        if let Some((weekday, month)) = text.split_once("-nearest-end-of-") {
            return Some(Self::NearestWeekday(weekday_of(weekday)?, month_of(month)?));
        }
        if let Some(rest) = text.strip_prefix("last-") {
            let (weekday, month) = rest.split_once("-of-")?;
            return Some(Self::LastWeekday(weekday_of(weekday)?, month_of(month)?));
        }
        text.parse().ok().map(Self::Day)
    }
}

impl Serialize for Closing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Closing {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        greffe_terms::quiet::parse(deserializer, "the closing of a fiscal year")
    }
}

fn month_of(text: &str) -> Option<Month> {
    Month::new(two_digits(text).ok()?).ok()
}

const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Mon, "monday"),
    (Weekday::Tue, "tuesday"),
    (Weekday::Wed, "wednesday"),
    (Weekday::Thu, "thursday"),
    (Weekday::Fri, "friday"),
    (Weekday::Sat, "saturday"),
    (Weekday::Sun, "sunday"),
];

fn weekday_of(name: &str) -> Option<Weekday> {
    let row = WEEKDAYS.iter().find(|(_, known)| *known == name);
    row.map(|(weekday, _)| *weekday)
}

fn name_of(weekday: Weekday) -> &'static str {
    let row = WEEKDAYS.iter().find(|(known, _)| *known == weekday);
    row.map_or("", |(_, name)| name)
}
