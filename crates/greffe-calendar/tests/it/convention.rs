//! Laws of the three conventions.

use chrono::{Datelike, Days, Months, NaiveDate, TimeDelta};
use greffe_calendar::{
    Action, Calendar, CalendarError, Convention, Holiday, Period, Place, Trace, zone,
};
use proptest::prelude::*;

use crate::{any_zone, day, telling_day};

fn any_period() -> impl Strategy<Value = Period> {
    prop_oneof![
        (0_u32..40).prop_map(Period::days),
        (0_u32..60).prop_map(Period::weeks),
        (0_u32..60).prop_map(Period::months),
        (0_u32..20).prop_map(Period::years),
        ((0_u32..20), (0_u32..40))
            .prop_map(|(months, days)| Period::months(months).plus(Period::days(days)).unwrap()),
    ]
}

fn french_place() -> impl Strategy<Value = Calendar> {
    (0_usize..8).prop_map(|index| Calendar::of(Place::ALL[index]))
}

/// Regulation 1182/71 walked day by day: not before the unmoved end, on a working day, with two of them inside.
fn walked(event: NaiveDate, unmoved: NaiveDate, calendar: &Calendar) -> NaiveDate {
    let needed = if (unmoved - event).num_days() >= 2 {
        2
    } else {
        0
    };
    let mut working = 0;
    for date in event.iter_days().take(1_000_000) {
        let open = calendar.is_working_day(date).unwrap();
        working += i32::from(open && date > event);
        if date >= unmoved && open && working >= needed {
            return date;
        }
    }
    panic!("no working day in a lifetime");
}

#[test]
fn every_convention_has_a_code_that_reads_back() {
    for convention in Convention::ALL {
        assert_eq!(convention.code().parse(), Ok(convention));
        assert_eq!(convention.to_string(), convention.code());
        let json = serde_json::to_string(&convention).unwrap();
        assert_eq!(
            serde_json::from_str::<Convention>(&json).unwrap(),
            convention
        );
    }
    assert_eq!(
        "1182".parse::<Convention>(),
        Err(CalendarError::UnknownConvention)
    );
}

#[test]
fn two_working_days_are_in_a_week_of_holidays() {
    // A house that closes from Christmas to New Year.
    let mut house = Calendar::of(Place::France);
    for n in 0..8 {
        house = house.with_holiday(
            day("2026-12-24") + Days::new(n),
            Holiday::new("Pont", "Bridge"),
        );
    }
    let week = Period::weeks(1);
    let last = Convention::Regulation1182.last_day(day("2026-12-23"), week, &house);
    // 30 December is closed, Monday 4 January is the first working day, Tuesday the second.
    assert_eq!(last, Ok(day("2027-01-05")));
    assert_eq!(
        Convention::FrenchCpc.last_day(day("2026-12-23"), week, &house),
        Ok(day("2027-01-04"))
    );
}

#[test]
fn a_period_counted_backwards_is_not_moved() {
    let france = Calendar::of(Place::France);
    let before = |event, period| {
        let first = Convention::Regulation1182.first_day_before(day(event), period, &france);
        *first.unwrap().value()
    };
    // Sunday 31 May stays where it is.
    assert_eq!(before("2026-06-30", Period::days(30)), day("2026-05-31"));
    assert_eq!(before("2026-03-31", Period::months(1)), day("2026-02-28"));
    let month =
        Convention::Regulation1182.first_day_before(day("2026-03-31"), Period::months(1), &france);
    let clamped = month.unwrap().trace().steps().last().cloned().unwrap();
    assert_eq!(clamped.action(), &Action::ClampedToMonthEnd);
    assert_eq!(
        clamped.citation().unwrap().as_str(),
        "Regulation 1182/71 3(2)(c)"
    );
    // Two days before Monday hold only a weekend: Thursday is the second working day.
    assert_eq!(before("2026-06-15", Period::days(2)), day("2026-06-11"));
    // Nor do three before the Tuesday after Easter; a single day need not hold any.
    assert_eq!(before("2026-04-07", Period::days(3)), day("2026-04-02"));
    assert_eq!(before("2026-06-15", Period::days(1)), day("2026-06-14"));
    for convention in [Convention::Retention, Convention::FrenchCpc] {
        let refused = convention.first_day_before(day("2026-06-30"), Period::days(1), &france);
        assert_eq!(refused, Err(CalendarError::NotCovered));
    }
}

#[test]
fn the_last_hour_is_that_of_the_rule_which_counts() {
    let (event, paris) = (
        crate::instant("2026-06-12T12:17:00+02:00"),
        chrono_tz::Europe::Paris,
    );
    for (period, article) in [
        (Period::days(10), "Regulation 1182/71 3(2)(b)"),
        (Period::weeks(3), "Regulation 1182/71 3(2)(c)"),
        (Period::months(1), "Regulation 1182/71 3(2)(c)"),
    ] {
        let end = Convention::Regulation1182
            .explain_end(event, period, paris, &Calendar::of(Place::France))
            .unwrap();
        let last = end.trace().steps().last().unwrap();
        assert_eq!(last.action(), &Action::Expired);
        assert_eq!(last.citation().unwrap().as_str(), article);
    }
}

#[test]
fn what_a_convention_has_no_rule_for_is_an_error() {
    let france = Calendar::of(Place::France);
    let paris = chrono_tz::Europe::Paris;
    let event = crate::instant("2026-06-12T12:17:00+02:00");
    for (convention, period) in [
        (Convention::Regulation1182, "P1DT2H"),
        (Convention::Regulation1182, "PT90M"),
        (Convention::FrenchCpc, "PT24H"),
    ] {
        let end = convention.ends_at(event, period.parse().unwrap(), paris, &france);
        assert_eq!(end, Err(CalendarError::NotCovered), "{convention} {period}");
    }
    for convention in Convention::ALL {
        let last = convention.last_day(day("2026-06-12"), Period::hours(1), &france);
        assert_eq!(last, Err(CalendarError::TimeOnDate));
    }
}

/// Whether the steps say that a month was too short.
fn says_short_month(trace: &Trace) -> bool {
    let mut steps = trace.steps().iter();
    steps.any(|step| *step.action() == Action::ClampedToMonthEnd)
}

#[test]
fn a_leap_day_after_a_year_is_the_28th_and_said_so() {
    let france = Calendar::of(Place::France);
    for convention in Convention::ALL {
        let year = convention.explain_last_day(day("2024-02-29"), Period::years(1), &france);
        let year = year.unwrap();
        assert_eq!(*year.value(), day("2025-02-28"));
        assert!(says_short_month(year.trace()), "{convention}");
    }
    let back = Convention::Regulation1182;
    let back = back.first_day_before(day("2024-02-29"), Period::years(1), &france);
    let back = back.unwrap();
    assert_eq!(*back.value(), day("2023-02-28"));
    assert!(says_short_month(back.trace()));
}

proptest! {
    #[test]
    fn a_short_month_is_said_exactly_where_there_is_one(event in telling_day(), months in 0_u32..30, days in 0_u32..40, calendar in french_place()) {
        let period = Period::months(months).plus(Period::days(days)).unwrap();
        let there = event + Months::new(months);
        for convention in Convention::ALL {
            let explained = convention.explain_last_day(event, period, &calendar).unwrap();
            prop_assert_eq!(says_short_month(explained.trace()), there.day() != event.day(), "{}", convention);
        }
        let back = event - Months::new(months);
        let explained = Convention::Regulation1182.first_day_before(event, period, &calendar).unwrap();
        prop_assert_eq!(says_short_month(explained.trace()), back.day() != event.day());
    }

    #[test]
    fn retention_is_never_moved(event in telling_day(), period in any_period(), calendar in french_place()) {
        let last = Convention::Retention.last_day(event, period, &calendar);
        prop_assert_eq!(last, period.add_to_date(event));
    }

    #[test]
    fn retention_is_due_from_the_midnight_after_its_last_day(event in telling_day(), minute in 0_i64..1440, period in any_period(), zone in any_zone()) {
        let instant = event.and_hms_opt(0, 0, 0).unwrap().and_utc() + TimeDelta::minutes(minute);
        let calendar = Calendar::of(Place::France);
        let end = Convention::Retention.ends_at(instant, period, zone, &calendar).unwrap();
        let last = Convention::Retention.last_day(zone::date_of(zone, instant), period, &calendar).unwrap();
        prop_assert!(zone::date_of(zone, end) > last);
        prop_assert!(zone::date_of(zone, end - TimeDelta::seconds(1)) <= last);
    }

    #[test]
    fn moving_never_lands_on_a_closed_day(event in telling_day(), period in any_period(), calendar in french_place()) {
        for convention in [Convention::Regulation1182, Convention::FrenchCpc] {
            let last = convention.last_day(event, period, &calendar).unwrap();
            prop_assert!(calendar.is_working_day(last).unwrap());
            prop_assert!(last >= period.add_to_date(event).unwrap());
        }
    }

    #[test]
    fn the_regulation_is_what_a_walk_finds(event in telling_day(), period in any_period(), calendar in french_place()) {
        let unmoved = period.add_to_date(event).unwrap();
        let last = Convention::Regulation1182.last_day(event, period, &calendar);
        prop_assert_eq!(last, Ok(walked(event, unmoved, &calendar)));
    }

    #[test]
    fn a_later_event_never_ends_earlier(event in telling_day(), later in 0_u64..60, period in any_period(), calendar in french_place()) {
        for convention in Convention::ALL {
            let first = convention.last_day(event, period, &calendar).unwrap();
            let second = convention.last_day(event + Days::new(later), period, &calendar).unwrap();
            prop_assert!(first <= second, "{}", convention);
        }
    }

    #[test]
    fn the_explanation_reaches_the_same_day(event in telling_day(), period in any_period(), calendar in french_place()) {
        for convention in Convention::ALL {
            let explained = convention.explain_last_day(event, period, &calendar).unwrap();
            prop_assert_eq!(Ok(*explained.value()), convention.last_day(event, period, &calendar));
            let reached = explained.trace().steps().last().unwrap().at();
            prop_assert_eq!(reached, greffe_calendar::Moment::Day(*explained.value()));
        }
    }

    #[test]
    fn procedure_and_regulation_differ_only_by_the_two_working_days(event in telling_day(), months in 1_u32..60) {
        let (calendar, period) = (Calendar::of(Place::France), Period::months(months));
        prop_assert_eq!(
            Convention::FrenchCpc.last_day(event, period, &calendar),
            Convention::Regulation1182.last_day(event, period, &calendar)
        );
    }

    #[test]
    fn backwards_holds_two_working_days(event in telling_day(), days in 2_u32..40, calendar in french_place()) {
        let explained = Convention::Regulation1182.first_day_before(event, Period::days(days), &calendar).unwrap();
        let first = *explained.value();
        let working = first.iter_days().take_while(|day| *day < event).filter(|day| calendar.is_working_day(*day).unwrap()).count();
        prop_assert!(working >= 2);
        prop_assert!(first <= event - Days::new(u64::from(days)));
        prop_assert!(first.year() >= 1989);
    }
}
