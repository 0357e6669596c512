//! Limits of conservation. No text says how to count them: clamping and the included last day are those of Union law, and the
//! storage limitation forbids to lengthen a maximum by moving its end.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::trace::{Action, Record};
use crate::{CalendarError, Moment, Period, zone};

const STORAGE_LIMITATION: &str = "GDPR 5(1)(e)";

pub(super) fn last_day<R: Record>(
    anchor: NaiveDate,
    period: Period,
    record: &mut R,
) -> Result<NaiveDate, CalendarError> {
    let last = period.add_to_date(anchor)?;
    record.note_cited(|| (Action::RunsFrom, anchor.into()), None);
    record.note_cited(|| (Action::Added(period), last.into()), None);
    if R::KEEPS && period.clamps(anchor) {
        // As Union law does (Regulation 1182/71, Art. 3(2)(c)), which does not apply to these limits.
        record.note_cited(|| (Action::ClampedToMonthEnd, last.into()), None);
    }
    record.note(
        || (Action::LastDayNeverMoved, last.into()),
        STORAGE_LIMITATION,
    );
    Ok(last)
}

pub(super) fn ends_at(
    anchor: DateTime<Utc>,
    period: Period,
    zone: Tz,
    record: &mut impl Record,
) -> Result<DateTime<Utc>, CalendarError> {
    if period.has_time() {
        let end = period.add_to_instant(anchor, zone)?;
        record.note_cited(|| (Action::RunsFrom, Moment::of(anchor, zone)), None);
        record.note(
            || (Action::Elapsed(period), Moment::of(end, zone)),
            STORAGE_LIMITATION,
        );
        return Ok(end);
    }
    let last = last_day(zone::date_of(zone, anchor), period, record)?;
    let end = zone::end_of_day(zone, last)?;
    record.note(
        || (Action::Expired, Moment::of(end, zone)),
        STORAGE_LIMITATION,
    );
    Ok(end)
}
