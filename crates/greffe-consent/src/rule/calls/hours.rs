//! The days and hours of calls on the consumer's clocks.

use chrono::{DateTime, Datelike, Days, LocalResult, NaiveDate, NaiveTime, TimeDelta, TimeZone};
use chrono::{Timelike, Utc};
use greffe_calendar::{Place, Tz, zone};

use super::law::Timing;

/// Whether the consumer's clocks show a day and an hour for calls. Days whose holidays are not known are closed.
pub(super) fn are_open(timing: &Timing, consumer: Tz, at: DateTime<Utc>) -> bool {
    let local = zone::local_time(consumer, at);
    let hour = local.hour();
    let hours = timing.hours.iter();
    hours
        .into_iter()
        .any(|(from, until)| (*from..*until).contains(&hour))
        && is_open_day(timing, local.date())
}

fn is_open_day(timing: &Timing, date: NaiveDate) -> bool {
    timing.days.contains(&date.weekday()) && matches!(Place::France.holiday_on(date), Ok(None))
}

/// The longest row of closed days that is looked through: far beyond any holidays, so that the search ends where no day is open.
const LONGEST_CLOSURE: u64 = 40;

/// The first instant after `at` at which the hours open or close; `None` where they never do.
pub(super) fn next_edge(timing: &Timing, consumer: Tz, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let open = are_open(timing, consumer, at);
    // A day earlier, for clocks that were put back over midnight.
    let first = zone::local_time(consumer, at).date().pred_opt()?;
    let dates = (0..LONGEST_CLOSURE).filter_map(|days| first.checked_add_days(Days::new(days)));
    let edges = dates
        .filter(|date| is_open_day(timing, *date))
        .flat_map(|date| {
            let hours = timing.hours.iter();
            hours.flat_map(move |(from, until)| [(date, *from), (date, *until)])
        })
        .flat_map(|(date, hour)| instants(consumer, date, hour));
    let mut later = edges.filter(|edge| *edge > at);
    later.find(|edge| are_open(timing, consumer, *edge) != open)
}

/// The instants at which the clocks begin to show an hour: two where it comes twice, the jump where it is skipped.
fn instants(
    consumer: Tz,
    date: NaiveDate,
    hour: u32,
) -> impl Iterator<Item = DateTime<Utc>> + use<> {
    let local = NaiveTime::from_hms_opt(hour, 0, 0).map(|time| date.and_time(time));
    let instants = match local.map(|local| (local, consumer.from_local_datetime(&local))) {
        Some((_, LocalResult::Single(instant))) => [Some(instant.to_utc()), None],
        Some((_, LocalResult::Ambiguous(first, second))) => {
            [Some(first.to_utc()), Some(second.to_utc())]
        }
        Some((local, LocalResult::None)) => [jump_over(consumer, local), None],
        None => [None, None],
    };
    instants.into_iter().flatten()
}

/// The instant at which the clocks jump over `local`, to the second.
fn jump_over(consumer: Tz, local: chrono::NaiveDateTime) -> Option<DateTime<Utc>> {
    let day = TimeDelta::days(1);
    let mut before = local.and_utc().checked_sub_signed(day)?;
    let mut after = local.and_utc().checked_add_signed(day)?;
    while after - before > TimeDelta::seconds(1) {
        let middle = before + (after - before) / 2;
        if zone::local_time(consumer, middle) < local {
            before = middle;
        } else {
            after = middle;
        }
    }
    after.with_nanosecond(0)
}
