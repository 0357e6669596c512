//! A day of every year.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};

use crate::CalendarError;

/// A month and a day, such as `12-31`. `02-29` is the last day of February in every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MonthDay {
    month: u32,
    day: u32,
}

impl MonthDay {
    /// The day `day` of month `month`, both counted from 1.
    ///
    /// # Errors
    /// [`CalendarError::InvalidMonthDay`] for a day that no year has.
    pub fn new(month: u32, day: u32) -> Result<Self, CalendarError> {
        // 2000 is a leap year: it has every day that any year has.
        NaiveDate::from_ymd_opt(2000, month, day)
            .map(|_| Self { month, day })
            .ok_or(CalendarError::InvalidMonthDay)
    }

    /// The month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u32 {
        self.month
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub const fn day(self) -> u32 {
        self.day
    }

    /// This day in `year`; 28 February stands in for 29 February where the year has none.
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`] for a year beyond the calendar.
    pub fn in_year(self, year: i32) -> Result<NaiveDate, CalendarError> {
        NaiveDate::from_ymd_opt(year, self.month, self.day)
            .or_else(|| NaiveDate::from_ymd_opt(year, self.month, 28))
            .ok_or(CalendarError::OutOfRange)
    }

    /// Whether `date` is this day of its year, without standing in.
    #[must_use]
    pub fn is(self, date: NaiveDate) -> bool {
        date.month() == self.month && date.day() == self.day
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

/// Reads two digits, a hyphen, two digits.
impl FromStr for MonthDay {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (month, day) = text.split_once('-').ok_or(CalendarError::InvalidMonthDay)?;
        Self::new(two_digits(month)?, two_digits(day)?)
    }
}

pub(crate) fn two_digits(text: &str) -> Result<u32, CalendarError> {
    if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().map_err(|_| CalendarError::InvalidMonthDay)
    } else {
        Err(CalendarError::InvalidMonthDay)
    }
}
