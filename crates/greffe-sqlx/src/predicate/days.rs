//! The days that a test asks for, and their instants on the clocks of a zone.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};
use greffe_calendar::{CalendarError, Tz, zone};
use greffe_retention::DayRange;

/// An interval of days, both ends included. It always has both ends: what is stored outside of the years 1 to 9999 is no day but a sentinel such as
/// `infinity` or `0000-00-00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    pub since: NaiveDate,
    pub through: NaiveDate,
}

/// An interval of instants, its end excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub from: DateTime<Utc>,
    pub before: DateTime<Utc>,
}

impl Days {
    /// Every day.
    pub(super) const ALL: Self = Self {
        since: FIRST_DAY,
        through: LAST_DAY,
    };

    pub(super) fn through(day: NaiveDate) -> Self {
        Self {
            through: day.min(LAST_DAY),
            ..Self::ALL
        }
    }

    pub(super) fn since(day: NaiveDate) -> Self {
        Self {
            since: day.max(FIRST_DAY),
            ..Self::ALL
        }
    }

    /// Its instants in `zone`.
    ///
    /// Some zones showed a day, went back to the day before and showed the day again (St. John's until 2011 at one minute past midnight). The
    /// instants of that hour are left out on both sides: a row is then selected a day later, and never a day earlier.
    pub(super) fn span(self, zone: Tz) -> Result<Span, CalendarError> {
        let from = if self.since == FIRST_DAY {
            FIRST_INSTANT
        } else {
            last_start_of(zone, self.since)?.max(FIRST_INSTANT)
        };
        let before = match self.through.succ_opt() {
            Some(after) if self.through < LAST_DAY => {
                zone::start_of_day(zone, after)?.min(AFTER_LAST)
            }
            _ => AFTER_LAST,
        };
        Ok(Span { from, before })
    }
}

impl From<DayRange> for Days {
    fn from(range: DayRange) -> Self {
        let since = range.since().unwrap_or(FIRST_DAY);
        let through = range.through().unwrap_or(LAST_DAY);
        Self {
            since: since.max(FIRST_DAY),
            through: through.min(LAST_DAY),
        }
    }
}

/// The instant from which the clocks show `day` or a later one for good.
fn last_start_of(zone: Tz, day: NaiveDate) -> Result<DateTime<Utc>, CalendarError> {
    let start = zone::start_of_day(zone, day)?;
    let midnight = zone.from_local_datetime(&day.and_time(NaiveTime::MIN));
    let Some(again) = midnight.latest().map(|instant| instant.with_timezone(&Utc)) else {
        return Ok(start);
    };
    let went_back = again
        .checked_sub_signed(TimeDelta::seconds(1))
        .is_some_and(|before| zone::date_of(zone, before) < day);
    Ok(if went_back { again.max(start) } else { start })
}

const FIRST_DAY: NaiveDate = date(1, 1, 1);
const LAST_DAY: NaiveDate = date(9999, 12, 31);
/// 1 January 1, in UTC.
const FIRST_INSTANT: DateTime<Utc> = instant(-62_135_596_800);
/// 31 December 9999, in UTC: a day early, so that no zone shows a year of five digits.
const AFTER_LAST: DateTime<Utc> = instant(253_402_214_400);

const fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MIN,
    }
}

const fn instant(seconds: i64) -> DateTime<Utc> {
    match DateTime::from_timestamp(seconds, 0) {
        Some(instant) => instant,
        None => DateTime::UNIX_EPOCH,
    }
}
