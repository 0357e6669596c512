//! IANA time zones: local days of an instant, and the instants at which a local day begins or the clocks show a time.
//!
//! ```
//! use chrono::NaiveDate;
//! use greffe_calendar::zone;
//!
//! let paris = zone::parse("Europe/Paris")?;
//! let day = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
//! let start = zone::start_of_day(paris, day)?;
//! assert_eq!(start.to_rfc3339(), "2026-06-30T22:00:00+00:00");
//! assert_eq!(zone::date_of(paris, start), day);
//! # Ok::<(), greffe_calendar::CalendarError>(())
//! ```

use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc};
use chrono_tz::{GapInfo, Tz};

use crate::CalendarError;
use crate::calendar::following;

/// Reads the name of a zone of the IANA database, such as `Europe/Paris` (exact spelling).
///
/// # Errors
/// [`CalendarError::UnknownZone`] for every other text.
pub fn parse(name: &str) -> Result<Tz, CalendarError> {
    name.parse().map_err(|_| CalendarError::UnknownZone)
}

/// The first instant whose local date in `zone` is `date`.
///
/// That is midnight where midnight exists. Where the clocks jump over it (Lebanon, Paraguay or Brazil on some days), it is the
/// instant of the jump; where midnight comes twice, its first passage. A date that a zone skipped whole (Samoa had no
/// 30 December 2011) begins with the next day that existed.
///
/// # Errors
/// [`CalendarError::OutOfRange`] at the ends of the calendar, some 262,000 years away.
pub fn start_of_day(zone: Tz, date: NaiveDate) -> Result<DateTime<Utc>, CalendarError> {
    first_instant_of(zone, date.and_time(NaiveTime::MIN))
}

/// The first instant after `date` in `zone`: when data kept through that day falls due.
///
/// # Errors
/// As for [`start_of_day`].
pub fn end_of_day(zone: Tz, date: NaiveDate) -> Result<DateTime<Utc>, CalendarError> {
    start_of_day(zone, following(date)?)
}

/// The local date in `zone` at `instant`.
#[must_use]
pub fn date_of(zone: Tz, instant: DateTime<Utc>) -> NaiveDate {
    local_time(zone, instant).date()
}

/// What the clocks of `zone` show at `instant`.
#[must_use]
pub fn local_time(zone: Tz, instant: DateTime<Utc>) -> NaiveDateTime {
    let utc = instant.naive_utc();
    let offset = zone.offset_from_utc_datetime(&utc).fix();
    // In the calendar's last hours, 262,000 years away, the clocks could show what cannot be counted.
    utc.checked_add_offset(offset).unwrap_or(utc)
}

/// The first instant at which the clocks of `zone` show `local`; the instant of the jump where they skip it.
///
/// ```
/// use chrono::NaiveDate;
/// use greffe_calendar::zone;
///
/// let paris = zone::parse("Europe/Paris")?;
/// let skipped = NaiveDate::from_ymd_opt(2026, 3, 29).unwrap().and_hms_opt(2, 30, 0).unwrap();
/// let jump = zone::first_instant_of(paris, skipped)?;
/// assert_eq!(jump.to_rfc3339(), "2026-03-29T01:00:00+00:00");
/// # Ok::<(), greffe_calendar::CalendarError>(())
/// ```
///
/// # Errors
/// [`CalendarError::OutOfRange`] at the ends of the calendar, some 262,000 years away.
pub fn first_instant_of(zone: Tz, local: NaiveDateTime) -> Result<DateTime<Utc>, CalendarError> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(instant) | LocalResult::Ambiguous(instant, _) => {
            Ok(instant.with_timezone(&Utc))
        }
        LocalResult::None => end_of_gap(zone, &local).ok_or(CalendarError::OutOfRange),
    }
}

fn end_of_gap(zone: Tz, local: &NaiveDateTime) -> Option<DateTime<Utc>> {
    let gap = GapInfo::new(local, &zone)?;
    if let Some(end) = gap.end {
        return Some(end.with_timezone(&Utc));
    }
    // The end is not given where the clocks went back again soon after; the beginning is the same instant.
    let (begin, offset) = gap.begin?;
    begin
        .checked_sub_offset(offset.fix())
        .map(|naive| naive.and_utc())
}
