//! Laws of the 72 hours.

use chrono::{DateTime, TimeDelta, Timelike, Utc};
use greffe_calendar::{Action, Breach, Calendar, Place, Tz, zone};
use proptest::prelude::*;

use crate::{any_zone, instant};

/// The start of counting, looked for second by second on the clocks of the zone.
fn next_full_hour(aware: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
    let from = DateTime::from_timestamp(aware.timestamp(), 0).unwrap();
    (1..=7200)
        .map(|seconds| from + TimeDelta::seconds(seconds))
        .find(|t| {
            let shown = zone::local_time(zone, *t).time();
            shown.minute() == 0 && shown.second() == 0
        })
        .unwrap()
}

/// Instants from 2018-06 to 2037, often near a change of clocks in Europe.
fn awareness() -> impl Strategy<Value = DateTime<Utc>> {
    prop_oneof![
        (1_527_811_200_i64..2_114_380_800).prop_map(|s| DateTime::from_timestamp(s, 0).unwrap()),
        (2019_i32..2037, proptest::bool::ANY, -360_000_i64..20_000).prop_map(
            |(year, spring, s)| {
                let month = if spring { 3 } else { 10 };
                let last = chrono::NaiveDate::from_ymd_opt(year, month, 31).unwrap();
                let back = u64::from(chrono::Datelike::weekday(&last).num_days_from_sunday());
                let change = (last - chrono::Days::new(back))
                    .and_hms_opt(1, 0, 0)
                    .unwrap()
                    .and_utc();
                change + TimeDelta::seconds(s)
            }
        ),
    ]
}

#[test]
fn a_processor_has_no_hours_only_no_undue_delay() {
    assert_eq!(Breach::PROCESSOR.as_str(), "GDPR 33(2)");
}

#[test]
fn the_lenient_reading_cites_the_disputed_article() {
    let friday = instant("2026-06-12T12:17:00+02:00");
    let breach = Breach::aware_at(friday, chrono_tz::Europe::Paris);
    let due = breach
        .notification_due(&Calendar::of(Place::France))
        .unwrap();
    let articles = |explained: &greffe_calendar::Explained<_>| {
        let found = explained.trace().citations();
        found
            .into_iter()
            .map(|c| c.as_str().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(articles(due.strict()), ["GDPR 33(1)"]);
    assert!(articles(due.regulation()).contains(&"Regulation 1182/71 3(1)".to_owned()));
    assert!(!articles(due.regulation()).contains(&"Regulation 1182/71 3(5)".to_owned()));
    assert_eq!(
        articles(due.lenient()).last().map(String::as_str),
        Some("Regulation 1182/71 3(5)")
    );
    assert_eq!(
        due.lenient().trace().steps().last().unwrap().action(),
        &Action::TwoWorkingDaysForHours
    );
}

#[test]
fn two_working_days_that_are_held_already_prolong_nothing() {
    // Counted from Saturday, the second working day ends when the 72 hours do.
    let saturday = instant("2026-06-13T12:17:00+02:00");
    let breach = Breach::aware_at(saturday, chrono_tz::Europe::Paris);
    let due = breach
        .notification_due(&Calendar::of(Place::France))
        .unwrap();
    assert_eq!(*due.lenient().value(), instant("2026-06-16T13:00:00+02:00"));
    assert_eq!(due.lenient(), due.regulation());
}

proptest! {
    #[test]
    fn strict_is_72_elapsed_hours_in_every_zone(aware in awareness(), zone in any_zone()) {
        let due = Breach::aware_at(aware, zone).notification_due(&Calendar::of(Place::France)).unwrap();
        prop_assert_eq!(*due.strict().value() - aware, TimeDelta::hours(72));
    }

    #[test]
    fn the_regulation_counts_from_the_next_full_hour(aware in awareness(), zone in any_zone()) {
        let due = Breach::aware_at(aware, zone).notification_due(&Calendar::of(Place::France)).unwrap();
        let start = *due.regulation().value() - TimeDelta::hours(72);
        prop_assert_eq!(start, next_full_hour(aware, zone));
        prop_assert!(start > aware && start - aware <= TimeDelta::hours(2));
    }

    #[test]
    fn the_readings_are_in_order_and_the_lenient_one_holds_two_working_days(aware in awareness(), zone in any_zone()) {
        let calendar = Calendar::of(Place::AlsaceMoselle { good_friday: true });
        let due = Breach::aware_at(aware, zone).notification_due(&calendar).unwrap();
        let (regulation, lenient) = (*due.regulation().value(), *due.lenient().value());
        prop_assert!(*due.strict().value() <= regulation && regulation <= lenient);
        let start = zone::date_of(zone, next_full_hour(aware, zone) - TimeDelta::seconds(1));
        let until = zone::date_of(zone, lenient - TimeDelta::seconds(1));
        let working = start.iter_days().skip(1).take_while(|day| *day <= until)
            .filter(|day| calendar.is_working_day(*day).unwrap()).count();
        prop_assert!(working >= 2);
        if lenient > regulation {
            prop_assert!(calendar.is_working_day(until).unwrap());
        }
    }

    #[test]
    fn a_later_awareness_is_never_due_earlier(aware in awareness(), later in 0_i64..200_000) {
        let paris = chrono_tz::Europe::Paris;
        let calendar = Calendar::of(Place::France);
        let due = |t| Breach::aware_at(t, paris).notification_due(&calendar).unwrap();
        let (first, second) = (due(aware), due(aware + TimeDelta::seconds(later)));
        prop_assert!(first.strict().value() <= second.strict().value());
        prop_assert!(first.regulation().value() <= second.regulation().value());
    }
}
