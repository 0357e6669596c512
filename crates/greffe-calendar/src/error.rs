//! What can go wrong with dates. No variant holds a date or a text: dates of people are personal.

/// Why a date, a period or a calendar could not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum CalendarError {
    /// A text is not an ISO 8601 period of years, months, weeks, days, hours and minutes.
    #[error("not an ISO 8601 period such as `P10Y`, `P1M` or `PT72H`")]
    InvalidPeriod,
    /// A number of a period is larger than the calendar can count.
    #[error("the period is longer than the calendar can count")]
    PeriodTooLong,
    /// A date or an instant lies outside the years that the calendar can count.
    #[error("the result lies outside the calendar")]
    OutOfRange,
    /// A period with hours or minutes was added to a date, which has neither.
    #[error("a period with hours or minutes needs an instant, not a date")]
    TimeOnDate,
    /// A name is not in the IANA time zone database.
    #[error("not an IANA time zone such as `Europe/Paris`")]
    UnknownZone,
    /// A text names no place whose holidays are known.
    #[error("not a known place such as `fr` or `fr-alsace-moselle`")]
    UnknownPlace,
    /// A text names no convention.
    #[error("not a known convention: `retention`, `eec-1182-71` or `fr-cpc`")]
    UnknownConvention,
    /// The holidays of the place are not known for the year that is needed.
    #[error("the holidays of the place are not known for that year")]
    HolidaysUnknown,
    /// The convention has no rule for such a period, or for counting it backwards.
    #[error("the convention has no rule for such a period")]
    NotCovered,
    /// A text is not a day of the year.
    #[error("not a month and day such as `12-31`")]
    InvalidMonthDay,
    /// A text is not a closing of fiscal years.
    #[error(
        "not a closing such as `12-31`, `02-end`, `last-saturday-of-08` or `saturday-nearest-end-of-01`"
    )]
    InvalidClosing,
    /// A text is not a fiscal year.
    #[error("not a fiscal year such as `2025-01-01/2026-06-30`")]
    InvalidFiscalYear,
    /// An interval ends before it begins, or events come in an order that cannot be.
    #[error("a date lies before the one that it must follow")]
    OutOfOrder,
    /// No fiscal year covers the days just before this row of the table.
    #[error("the table of fiscal years has a gap before row {row}")]
    FiscalGap {
        /// The row in order of dates, counted from 1; one past the last when the regular years do not follow the table.
        row: usize,
    },
    /// Two fiscal years cover the same day.
    #[error("the fiscal year in row {row} begins before the one before it ends")]
    FiscalOverlap {
        /// The later row in order of dates, counted from 1.
        row: usize,
    },
    /// No number of the law was in force on the day of the event.
    #[error("no statutory period was in force on that day")]
    NoStatutoryPeriod,
}
