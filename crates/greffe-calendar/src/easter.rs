//! The date of Easter Sunday in the Gregorian calendar.

use chrono::NaiveDate;

use crate::CalendarError;

/// The first and the last year for which [`easter_sunday`] is checked and given.
pub const EASTER_YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// Easter Sunday of `year` (*dimanche de Pâques*), by the anonymous Gregorian computus published by Butcher in 1876.
///
/// ```
/// let easter = greffe_calendar::easter_sunday(2026)?;
/// assert_eq!(easter.to_string(), "2026-04-05");
/// # Ok::<(), greffe_calendar::CalendarError>(())
/// ```
///
/// # Errors
/// [`CalendarError::HolidaysUnknown`] outside 1900 to 2199.
pub fn easter_sunday(year: i32) -> Result<NaiveDate, CalendarError> {
    if !EASTER_YEARS.contains(&year) {
        return Err(CalendarError::HolidaysUnknown);
    }
    // The letters are those of the published algorithm.
    let a = year % 19;
    let (b, c) = (year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let p = h + l - 7 * m + 114;
    let month = u32::try_from(p / 31).map_err(|_| CalendarError::OutOfRange)?;
    let day = u32::try_from(p % 31 + 1).map_err(|_| CalendarError::OutOfRange)?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or(CalendarError::OutOfRange)
}
