//! Local days, in every zone of the database.

use chrono::{DateTime, TimeDelta, Utc};
use greffe_calendar::{CalendarError, Period, zone};
use proptest::prelude::*;

use crate::{any_day, any_zone, day, instant};

#[test]
fn a_zone_is_named_as_in_the_database() {
    assert_eq!(zone::parse("Europe/Paris"), Ok(chrono_tz::Europe::Paris));
    for name in [
        "",
        "europe/paris",
        "Europe/Pariss",
        "CEST",
        "+02:00",
        "Europe/Paris ",
    ] {
        assert_eq!(
            zone::parse(name),
            Err(CalendarError::UnknownZone),
            "{name:?}"
        );
    }
}

#[test]
fn a_day_begins_where_midnight_does_not_exist() {
    for (name, date, start) in [
        // The clocks jumped from 00:00 to 01:00.
        (
            "America/Sao_Paulo",
            "2018-11-04",
            "2018-11-04T01:00:00-02:00",
        ),
        ("Asia/Beirut", "2026-03-29", "2026-03-29T01:00:00+03:00"),
        // Midnight came twice: the clocks went back from 01:00.
        ("America/Havana", "2026-11-01", "2026-11-01T00:00:00-04:00"),
        // The clocks went back at 00:01 to 23:01 of the day before.
        (
            "America/St_Johns",
            "2010-11-07",
            "2010-11-07T00:00:00-02:30",
        ),
        // Samoa crossed the date line: there was no 30 December 2011.
        ("Pacific/Apia", "2011-12-30", "2011-12-31T00:00:00+14:00"),
        ("Europe/Paris", "2026-03-29", "2026-03-29T00:00:00+01:00"),
        ("Europe/Paris", "2026-10-25", "2026-10-25T00:00:00+02:00"),
    ] {
        let found = zone::start_of_day(zone::parse(name).unwrap(), day(date)).unwrap();
        assert_eq!(found, instant(start), "{name} {date}");
    }
}

#[test]
fn a_skipped_time_becomes_the_instant_of_the_jump() {
    let paris = chrono_tz::Europe::Paris;
    let eve = instant("2026-03-28T02:30:00+01:00");
    let next = Period::days(1).add_to_instant(eve, paris).unwrap();
    assert_eq!(next, instant("2026-03-29T03:00:00+02:00"));
    let eve = instant("2026-10-24T02:30:00+02:00");
    let next = Period::days(1).add_to_instant(eve, paris).unwrap();
    assert_eq!(
        next,
        instant("2026-10-25T02:30:00+02:00"),
        "the first passage"
    );
    let second_pass = instant("2026-10-25T02:30:00+01:00");
    assert_eq!(
        Period::ZERO.add_to_instant(second_pass, paris),
        Ok(second_pass)
    );
}

#[test]
fn the_ends_of_the_calendar_are_errors_not_panics() {
    let france = greffe_calendar::Calendar::of(greffe_calendar::Place::France);
    for name in [
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
        "Europe/Paris",
        "UTC",
    ] {
        let zone = zone::parse(name).unwrap();
        for end in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            let date = zone::date_of(zone, end);
            let words =
                greffe_calendar::instant_in_words(end.with_timezone(&zone), greffe_terms::Lang::En);
            assert!(!words.is_empty());
            let _ = zone::start_of_day(zone, date);
            let _ = zone::end_of_day(zone, date);
            let _ = Period::days(1).add_to_instant(end, zone);
            for convention in greffe_calendar::Convention::ALL {
                for period in [Period::hours(72), Period::months(1), Period::ZERO] {
                    let _ = convention.ends_at(end, period, zone, &france);
                }
            }
            let due = greffe_calendar::Breach::aware_at(end, zone).notification_due(&france);
            assert!(due.is_err());
        }
        for date in [chrono::NaiveDate::MIN, chrono::NaiveDate::MAX] {
            let years = greffe_calendar::FiscalYears::regular("12-31".parse().unwrap());
            let _ = years.containing(date);
            assert!(
                greffe_calendar::SubjectRequest::received(date)
                    .response_due(&france)
                    .is_err()
            );
            assert!(Period::days(u32::MAX).add_to_date(date).is_err());
        }
        assert_eq!(
            zone::end_of_day(zone, chrono::NaiveDate::MAX),
            Err(CalendarError::OutOfRange)
        );
    }
}

proptest! {
    #[test]
    fn the_start_of_a_day_is_its_first_instant(date in any_day(), zone in any_zone()) {
        let start = zone::start_of_day(zone, date).unwrap();
        prop_assert!(zone::date_of(zone, start) >= date);
        prop_assert!(zone::date_of(zone, start - TimeDelta::seconds(1)) < date);
        // Looked for the slow way: no earlier quarter of an hour in two days shows the date.
        let earlier = (1..200).map(|n| start - TimeDelta::minutes(15 * n));
        prop_assert_eq!(earlier.filter(|&t| zone::date_of(zone, t) >= date).count(), 0);
    }

    #[test]
    fn every_instant_lies_in_its_local_day(seconds in 0_i64..4_000_000_000, zone in any_zone()) {
        let t: DateTime<Utc> = DateTime::from_timestamp(seconds, 0).unwrap();
        let date = zone::date_of(zone, t);
        prop_assert!(zone::start_of_day(zone, date).unwrap() <= t);
        // Where the clocks go back over midnight, the next day has begun once already and the old one came again.
        let next = zone::start_of_day(zone, date + chrono::Days::new(1)).unwrap();
        prop_assert!(next > t - TimeDelta::hours(2));
    }
}
