//! The days and hours of calls on the consumer's clocks.

use chrono::{
    DateTime, Datelike, Days, LocalResult, NaiveDate, NaiveTime, TimeZone, Timelike, Utc,
};
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
        Some((skipped, LocalResult::None)) => {
            [zone::first_instant_of(consumer, skipped).ok(), None]
        }
        None => [None, None],
    };
    instants.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instants_of(zone: &str, date: (i32, u32, u32), hour: u32) -> Vec<String> {
        let (zone, (year, month, day)) = (zone::parse(zone), date);
        let found = zone
            .ok()
            .zip(NaiveDate::from_ymd_opt(year, month, day))
            .into_iter()
            .flat_map(|(zone, date)| instants(zone, date, hour));
        found.map(|instant| instant.to_rfc3339()).collect()
    }

    // Of the hours between which consumers may be called, no zone skipped one since they apply: what the crate can be asked does not lead there.
    #[test]
    fn an_hour_begins_once_or_twice_or_at_the_jump_over_it() {
        let once = instants_of("Europe/Paris", (2026, 10, 25), 10);
        assert_eq!(once, ["2026-10-25T09:00:00+00:00"]);
        let twice = instants_of("Europe/Paris", (2026, 10, 25), 2);
        let both = ["2026-10-25T00:00:00+00:00", "2026-10-25T01:00:00+00:00"];
        assert_eq!(twice, both);
        // Samoa had no 30 December 2011.
        let skipped = instants_of("Pacific/Apia", (2011, 12, 30), 10);
        assert_eq!(skipped, ["2011-12-30T10:00:00+00:00"]);
    }
}
