//! Code de procédure civile, Art. 640 to 642.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::trace::{Action, Record};
use crate::{Calendar, CalendarError, Moment, Period, zone};

const COUNTING: &str = "C. pr. civ. 641";
const EXPIRY: &str = "C. pr. civ. 642";

/// Months first, then days (641); to the next working day (642). A week is seven days.
pub(super) fn last_day<R: Record>(
    event: NaiveDate,
    period: Period,
    calendar: &Calendar,
    record: &mut R,
) -> Result<NaiveDate, CalendarError> {
    let reached = period.add_to_date(event)?;
    // The day of the event is left out of periods in days; months and years end on its own date.
    let start = if period.has_months() {
        Action::RunsFrom
    } else {
        Action::EventNotCounted
    };
    record.note(|| (start, event.into()), COUNTING);
    record.note(|| (Action::Added(period), reached.into()), COUNTING);
    if R::KEEPS && period.clamps(event) {
        record.note(|| (Action::ClampedToMonthEnd, reached.into()), COUNTING);
    }
    let Some(closed) = calendar.closed_on(reached)? else {
        return Ok(reached);
    };
    let working = calendar.working_day_from(reached)?;
    record.note(
        || (Action::MovedToWorkingDay(closed), working.into()),
        EXPIRY,
    );
    Ok(working)
}

/// At twenty-four hours of the last day (642).
pub(super) fn ends_at(
    event: DateTime<Utc>,
    period: Period,
    zone: Tz,
    calendar: &Calendar,
    record: &mut impl Record,
) -> Result<DateTime<Utc>, CalendarError> {
    if period.has_time() {
        return Err(CalendarError::NotCovered);
    }
    let last = last_day(zone::date_of(zone, event), period, calendar, record)?;
    let end = zone::end_of_day(zone, last)?;
    record.note(|| (Action::Expired, Moment::of(end, zone)), EXPIRY);
    Ok(end)
}
