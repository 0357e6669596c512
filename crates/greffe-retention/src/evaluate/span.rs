//! Days reached by a period from a day.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use greffe_calendar::{CalendarError, Period, Tz};

/// The last day of a kept period. Hours count from the end of the anchor's day: the event may have been as late.
#[inline]
pub(crate) fn kept_through(anchor: NaiveDate, period: Period) -> Result<NaiveDate, CalendarError> {
    if !period.has_time() {
        return period.add_to_date(anchor);
    }
    let day_after = anchor.succ_opt().ok_or(CalendarError::OutOfRange)?;
    let end = end_from(day_after, period)?;
    Ok(if end.time() == NaiveTime::MIN {
        previous_day(end.date_naive())
    } else {
        end.date_naive()
    })
}

/// The last day of a promise. Hours count from the beginning of the anchor's day: the event may have been as early.
pub(crate) fn done_by(anchor: NaiveDate, period: Period) -> Result<NaiveDate, CalendarError> {
    if !period.has_time() {
        return period.add_to_date(anchor);
    }
    let end = end_from(anchor, period)?;
    Ok(previous_day(end.date_naive()).max(anchor))
}

/// The first day on which a promise may be kept that runs from `anchor` and ends on `latest`: the anchor's own, or the day after where the
/// anchor's day still belongs to what ends with it. A promise of no length leaves only that day.
pub(crate) fn opens_on(anchor: NaiveDate, latest: NaiveDate, ends_something: bool) -> NaiveDate {
    if ends_something {
        next_day(anchor).min(latest)
    } else {
        anchor
    }
}

pub(crate) fn next_day(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

pub(crate) fn previous_day(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap_or(day)
}

fn end_from(day: NaiveDate, period: Period) -> Result<DateTime<Utc>, CalendarError> {
    period.add_to_instant(day.and_time(NaiveTime::MIN).and_utc(), Tz::UTC)
}
