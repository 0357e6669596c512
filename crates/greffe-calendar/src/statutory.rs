//! Periods of the dated table of statutory numbers.

use chrono::NaiveDate;
use greffe_terms::statutory::{self, Statutory};

use crate::{CalendarError, Period};

/// The row and its period in force on `day`, such as `request_response`; see [`greffe_terms::statutory`] for the ids.
///
/// ```
/// use chrono::NaiveDate;
/// use greffe_calendar::{Period, statutory_period};
///
/// let day = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
/// let (row, period) = statutory_period("request_response", day)?;
/// assert_eq!(period, Period::months(1));
/// assert_eq!(row.citation().as_str(), "GDPR 12(3)");
/// # Ok::<(), greffe_calendar::CalendarError>(())
/// ```
///
/// # Errors
/// [`CalendarError::NoStatutoryPeriod`] for an unknown id or a day before its first row.
pub fn statutory_period(
    id: &str,
    day: NaiveDate,
) -> Result<(&'static Statutory, Period), CalendarError> {
    let row = statutory::in_force(id, &day.to_string()).ok_or(CalendarError::NoStatutoryPeriod)?;
    Ok((row, row.period().parse()?))
}
