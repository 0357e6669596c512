//! Fiscal years (*exercices comptables*): a table of dated ones, and regular ones around it.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use greffe_terms::is_day_form;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::calendar::{following, preceding};
use crate::{CalendarError, Closing};

/// A fiscal year: its first and its last day, both counted. It may be shorter or longer than twelve months.
///
/// In text it is an ISO 8601 interval: `2025-01-01/2026-06-30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FiscalYear {
    start: NaiveDate,
    end: NaiveDate,
}

/// The fiscal years of one organisation.
///
/// Dated years win; regular years fill what lies between, after and, where they join the table without a gap, before. A date
/// that no year covers is undetermined: nothing is ever deleted on it.
///
/// ```
/// use chrono::NaiveDate;
/// use greffe_calendar::{CalendarError, FiscalYears};
///
/// // The closing moved from 31 December to 30 June: one long year.
/// let years = FiscalYears::with_table("06-30".parse()?, ["2025-01-01/2026-06-30".parse()?])?
///     .preceded_by("12-31".parse()?)?;
/// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
/// let close = |date| years.containing(date).map(|year| year.end());
/// assert_eq!(close(day(2024, 2, 1)), Some(day(2024, 12, 31)));
/// assert_eq!(close(day(2025, 2, 1)), Some(day(2026, 6, 30)));
/// assert_eq!(close(day(2026, 7, 1)), Some(day(2027, 6, 30)));
/// # Ok::<(), CalendarError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiscalYears {
    /// In order of dates, without overlaps; a hole is filled by `regular` without remainder.
    rows: Vec<FiscalYear>,
    before: Option<Closing>,
    regular: Option<Closing>,
}

impl FiscalYear {
    /// The year from `start` to `end`, both counted.
    ///
    /// # Errors
    /// [`CalendarError::OutOfOrder`] if it ends before it starts.
    pub fn new(start: NaiveDate, end: NaiveDate) -> Result<Self, CalendarError> {
        if end < start {
            return Err(CalendarError::OutOfOrder);
        }
        Ok(Self { start, end })
    }

    /// The first day.
    #[must_use]
    pub const fn start(&self) -> NaiveDate {
        self.start
    }

    /// The last day (*clôture*).
    #[must_use]
    pub const fn end(&self) -> NaiveDate {
        self.end
    }

    /// Whether `date` is one of its days.
    #[must_use]
    pub fn contains(&self, date: NaiveDate) -> bool {
        (self.start..=self.end).contains(&date)
    }
}

impl FiscalYears {
    /// The same closing in every year.
    #[must_use]
    pub const fn regular(closing: Closing) -> Self {
        Self {
            rows: Vec::new(),
            before: Some(closing),
            regular: Some(closing),
        }
    }

    /// Only these years, in any order. Every date outside them is undetermined.
    ///
    /// # Errors
    /// [`CalendarError::FiscalGap`] and [`CalendarError::FiscalOverlap`] if they do not follow one another day by day.
    pub fn from_table(rows: impl IntoIterator<Item = FiscalYear>) -> Result<Self, CalendarError> {
        Self::build(None, rows)
    }

    /// These years, and the regular ones of `closing` in the holes between them, after them, and before them if the day before
    /// the first of them is a closing.
    ///
    /// # Errors
    /// [`CalendarError::FiscalOverlap`] if two rows share a day; [`CalendarError::FiscalGap`] if regular years do not fill a hole
    /// exactly, or do not follow the last row.
    pub fn with_table(
        closing: Closing,
        rows: impl IntoIterator<Item = FiscalYear>,
    ) -> Result<Self, CalendarError> {
        Self::build(Some(closing), rows)
    }

    /// The same from the values of a file: the regular closing, the one before the first row, the rows.
    ///
    /// Without rows and without a closing every date is undetermined.
    ///
    /// # Errors
    /// As for [`FiscalYears::from_table`], [`FiscalYears::with_table`] and [`FiscalYears::preceded_by`].
    pub fn from_parts(
        regular: Option<Closing>,
        before: Option<Closing>,
        rows: impl IntoIterator<Item = FiscalYear>,
    ) -> Result<Self, CalendarError> {
        let years = Self::build(regular, rows)?;
        match before {
            Some(closing) => years.preceded_by(closing),
            None => Ok(years),
        }
    }

    fn build(
        regular: Option<Closing>,
        rows: impl IntoIterator<Item = FiscalYear>,
    ) -> Result<Self, CalendarError> {
        let mut rows: Vec<_> = rows.into_iter().collect();
        rows.sort_unstable();
        let closes_on = |date| match regular {
            Some(closing) => closing.closes_on(date),
            None => Ok(false),
        };
        for (row, (earlier, later)) in (2_usize..).zip(rows.iter().zip(rows.iter().skip(1))) {
            if later.start <= earlier.end {
                return Err(CalendarError::FiscalOverlap { row });
            }
            let eve = preceding(later.start)?;
            if eve != earlier.end && !(closes_on(earlier.end)? && closes_on(eve)?) {
                return Err(CalendarError::FiscalGap { row });
            }
        }
        if let Some(last) = rows.last()
            && regular.is_some()
            && !closes_on(last.end)?
        {
            return Err(CalendarError::FiscalGap {
                row: rows.len() + 1,
            });
        }
        let joins = match rows.first() {
            Some(first) => closes_on(preceding(first.start)?)?,
            None => true,
        };
        Ok(Self {
            rows,
            before: regular.filter(|_| joins),
            regular,
        })
    }

    /// Regular years of another closing before the first row: those before the closing was changed.
    ///
    /// # Errors
    /// [`CalendarError::FiscalGap`] if there is no row, or the day before the first one is no such closing.
    pub fn preceded_by(mut self, closing: Closing) -> Result<Self, CalendarError> {
        let first = self
            .rows
            .first()
            .ok_or(CalendarError::FiscalGap { row: 1 })?;
        if !closing.closes_on(preceding(first.start)?)? {
            return Err(CalendarError::FiscalGap { row: 1 });
        }
        self.before = Some(closing);
        Ok(self)
    }

    /// The fiscal year in which `date` falls; `None` where it is undetermined.
    #[must_use]
    pub fn containing(&self, date: NaiveDate) -> Option<FiscalYear> {
        let index = self.rows.partition_point(|row| row.start <= date);
        let earlier = index.checked_sub(1).and_then(|i| self.rows.get(i));
        match earlier {
            Some(row) if row.contains(date) => Some(*row),
            // Without rows both closings are one.
            None => self.before?.year_containing(date).ok(),
            _ => self.regular?.year_containing(date).ok(),
        }
    }

    /// The year after `year`, which need not be one of these; `None` where it is undetermined.
    #[must_use]
    pub fn after(&self, year: FiscalYear) -> Option<FiscalYear> {
        self.containing(following(year.end).ok()?)
    }

    /// The dated years, in order.
    #[must_use]
    pub fn table(&self) -> &[FiscalYear] {
        &self.rows
    }
}

impl fmt::Display for FiscalYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.start, self.end)
    }
}

impl FromStr for FiscalYear {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (start, end) = text
            .split_once('/')
            .ok_or(CalendarError::InvalidFiscalYear)?;
        let day = |text: &str| {
            // Reading dates by themselves takes a year of five digits, blanks and single digits.
            let written = Some(text).filter(|text| is_day_form(text));
            written
                .and_then(|text| text.parse::<NaiveDate>().ok())
                .ok_or(CalendarError::InvalidFiscalYear)
        };
        Self::new(day(start)?, day(end)?)
    }
}

impl Serialize for FiscalYear {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FiscalYear {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        greffe_terms::quiet::parse(deserializer, "a fiscal year")
    }
}
