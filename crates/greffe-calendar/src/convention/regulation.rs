//! Regulation (EEC, Euratom) No 1182/71 determining the rules applicable to periods, dates and time limits.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::trace::{Action, Record};
use crate::{Calendar, CalendarError, Moment, Period, zone};

pub(crate) const EVENT: &str = "Regulation 1182/71 3(1)";
pub(crate) const HOURS: &str = "Regulation 1182/71 3(2)(a)";
const DAYS: &str = "Regulation 1182/71 3(2)(b)";
pub(crate) const SAME_DATE: &str = "Regulation 1182/71 3(2)(c)";
pub(crate) const WORKING_DAY: &str = "Regulation 1182/71 3(4)";
pub(crate) const TWO_WORKING_DAYS: &str = "Regulation 1182/71 3(5)";

/// Art. 3(1) to 3(5) for days, weeks, months and years.
pub(super) fn last_day(
    event: NaiveDate,
    period: Period,
    calendar: &Calendar,
    record: &mut impl Record,
) -> Result<NaiveDate, CalendarError> {
    let reached = unmoved(event, period, record)?;
    let last = moved(reached, calendar, record)?;
    if reached - event < TimeDelta::days(2) {
        return Ok(last);
    }
    let second = calendar.working_day_after(calendar.working_day_after(event)?)?;
    if second <= last {
        return Ok(last);
    }
    record.note(|| (Action::TwoWorkingDays, second.into()), TWO_WORKING_DAYS);
    Ok(second)
}

/// Art. 3(1) and 3(2): where the period ends before its last day is looked at.
pub(crate) fn unmoved(
    event: NaiveDate,
    period: Period,
    record: &mut impl Record,
) -> Result<NaiveDate, CalendarError> {
    record.note(|| (Action::EventNotCounted, event.into()), EVENT);
    plus(event, period, record)
}

/// Art. 3(2): adds one more period to a day that is reached already.
pub(crate) fn plus<R: Record>(
    from: NaiveDate,
    period: Period,
    record: &mut R,
) -> Result<NaiveDate, CalendarError> {
    let reached = period.add_to_date(from)?;
    record.note(|| (Action::Added(period), reached.into()), counting(period));
    if R::KEEPS && period.clamps(from) {
        record.note(|| (Action::ClampedToMonthEnd, reached.into()), SAME_DATE);
    }
    Ok(reached)
}

/// Art. 3(4): to the next working day.
pub(crate) fn moved(
    day: NaiveDate,
    calendar: &Calendar,
    record: &mut impl Record,
) -> Result<NaiveDate, CalendarError> {
    let Some(closed) = calendar.closed_on(day)? else {
        return Ok(day);
    };
    let working = calendar.working_day_from(day)?;
    record.note(
        || (Action::MovedToWorkingDay(closed), working.into()),
        WORKING_DAY,
    );
    Ok(working)
}

/// Art. 3(4), second sentence, and 3(5).
pub(super) fn first_day_before<R: Record>(
    event: NaiveDate,
    period: Period,
    calendar: &Calendar,
    record: &mut R,
) -> Result<NaiveDate, CalendarError> {
    record.note(|| (Action::EventNotCounted, event.into()), EVENT);
    let reached = period.subtract_from_date(event)?;
    record.note(
        || (Action::CountedBack(period), reached.into()),
        WORKING_DAY,
    );
    if R::KEEPS && period.clamps_backwards(event) {
        record.note(|| (Action::ClampedToMonthEnd, reached.into()), SAME_DATE);
    }
    if event - reached < TimeDelta::days(2) {
        return Ok(reached);
    }
    let second = calendar.working_day_before(calendar.working_day_before(event)?)?;
    if second >= reached {
        return Ok(reached);
    }
    record.note(|| (Action::TwoWorkingDays, second.into()), TWO_WORKING_DAYS);
    Ok(second)
}

pub(super) fn ends_at(
    event: DateTime<Utc>,
    period: Period,
    zone: Tz,
    calendar: &Calendar,
    record: &mut impl Record,
) -> Result<DateTime<Utc>, CalendarError> {
    if period.has_time() {
        return hours(event, period, zone, record);
    }
    let last = last_day(zone::date_of(zone, event), period, calendar, record)?;
    let end = zone::end_of_day(zone, last)?;
    record.note(
        || (Action::Expired, Moment::of(end, zone)),
        counting(period),
    );
    Ok(end)
}

/// What says how a period is counted, and that it ends with the expiry of the last hour.
const fn counting(period: Period) -> &'static str {
    if period.is_in_days() { DAYS } else { SAME_DATE }
}

/// Art. 3(1) and 3(2)(a), without 3(5): whether an hour period of two days or more holds two working days is disputed, and
/// [`crate::Breach`] shows both answers.
pub(crate) fn hours(
    event: DateTime<Utc>,
    period: Period,
    zone: Tz,
    record: &mut impl Record,
) -> Result<DateTime<Utc>, CalendarError> {
    if period.has_calendar() || period.has_minutes() {
        return Err(CalendarError::NotCovered);
    }
    let start = next_full_hour(event, zone)?;
    let end = period.add_to_instant(start, zone)?;
    record.note(|| (Action::EventNotCounted, Moment::of(event, zone)), EVENT);
    record.note(|| (Action::NextFullHour, Moment::of(start, zone)), EVENT);
    record.note(|| (Action::Elapsed(period), Moment::of(end, zone)), HOURS);
    record.note(
        || (Action::HoursNeverMoved, Moment::of(end, zone)),
        WORKING_DAY,
    );
    Ok(end)
}

/// The first instant after `event` at which the clocks of `zone` show a full hour. An event at hh:00:00 lies in that hour.
pub(crate) fn next_full_hour(
    event: DateTime<Utc>,
    zone: Tz,
) -> Result<DateTime<Utc>, CalendarError> {
    const HOUR: i64 = 3600;
    let mut instant = event.timestamp();
    // The clocks may change before the hour is full. Where they change by a part of an hour (Lord Howe Island), the first try
    // ends within an hour and the next one from there is right: no zone changes twice in two hours.
    for _ in 0..3 {
        let shown = shown_at(instant, zone)?;
        instant += HOUR - shown.rem_euclid(HOUR);
        if shown_at(instant, zone)?.rem_euclid(HOUR) == 0 {
            break;
        }
    }
    DateTime::from_timestamp(instant, 0).ok_or(CalendarError::OutOfRange)
}

/// What the clocks of `zone` show, in seconds.
fn shown_at(timestamp: i64, zone: Tz) -> Result<i64, CalendarError> {
    let instant = DateTime::from_timestamp(timestamp, 0).ok_or(CalendarError::OutOfRange)?;
    Ok(zone::local_time(zone, instant).and_utc().timestamp())
}
