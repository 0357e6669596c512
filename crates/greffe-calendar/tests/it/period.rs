//! Laws of `Period`.

use chrono::{Datelike, NaiveDate};
use greffe_calendar::{CalendarError, Period};
use greffe_terms::Lang;
use proptest::prelude::*;

use crate::{any_zone, day, telling_day};

#[test]
fn a_period_keeps_what_was_written() {
    for text in [
        "P10Y",
        "P1M",
        "PT72H",
        "P1825D",
        "P0D",
        "P2W",
        "P1Y6M",
        "P1Y2M3W4DT5H6M",
        "PT5M",
    ] {
        assert_eq!(text.parse::<Period>().unwrap().to_string(), text);
    }
    assert_ne!("P5Y".parse::<Period>(), "P1825D".parse::<Period>());
    assert_ne!("P12M".parse::<Period>(), "P1Y".parse::<Period>());
    assert_eq!("PT0H".parse::<Period>().unwrap().to_string(), "P0D");
    assert!("P0M".parse::<Period>().unwrap().is_zero());
}

#[test]
fn what_is_no_period_is_refused() {
    for text in [
        "", "P", "PT", "1M", "p1m", "P1", "PM", "P1MT", "P1D1M", "P1M1M", "P-1D", "P1.5D", "PT1S",
        "P1H", "PT1D", " P1D", "P1D ", "P١D", "PT1HT1M", "P1DT", "P1T1H",
    ] {
        assert_eq!(
            text.parse::<Period>(),
            Err(CalendarError::InvalidPeriod),
            "{text:?}"
        );
    }
    assert_eq!(
        "P4294967296D".parse::<Period>(),
        Err(CalendarError::PeriodTooLong)
    );
}

#[test]
fn a_period_in_words() {
    for (text, fr, en) in [
        ("P10Y", "10 ans", "10 years"),
        ("P1Y", "1 an", "1 year"),
        ("P1M", "1 mois", "1 month"),
        ("PT72H", "72 heures", "72 hours"),
        ("P0D", "0 jour", "0 days"),
        ("P1Y6M", "1 an et 6 mois", "1 year and 6 months"),
        (
            "P1Y1W2D",
            "1 an, 1 semaine et 2 jours",
            "1 year, 1 week and 2 days",
        ),
        ("PT1M", "1 minute", "1 minute"),
    ] {
        let period: Period = text.parse().unwrap();
        assert_eq!(period.in_language(Lang::Fr), fr);
        assert_eq!(period.in_language(Lang::En), en);
    }
}

#[test]
fn a_period_is_a_string_in_documents() {
    let period: Period = serde_json::from_str("\"P10Y\"").unwrap();
    assert_eq!(period, Period::years(10));
    assert_eq!(serde_json::to_string(&period).unwrap(), "\"P10Y\"");
    let error = serde_json::from_str::<Period>("\"jean.dupont@example.org\"").unwrap_err();
    assert!(!error.to_string().contains("dupont"), "{error}");
}

#[test]
fn beyond_the_calendar_is_an_error() {
    let today = day("2026-11-23");
    assert_eq!(
        Period::years(u32::MAX).add_to_date(today),
        Err(CalendarError::PeriodTooLong)
    );
    for period in [
        Period::years(300_000_000),
        Period::days(u32::MAX),
        Period::weeks(u32::MAX),
    ] {
        assert_eq!(period.add_to_date(today), Err(CalendarError::OutOfRange));
        assert_eq!(
            period.subtract_from_date(today),
            Err(CalendarError::OutOfRange)
        );
    }
    assert_eq!(
        Period::hours(1).add_to_date(today),
        Err(CalendarError::TimeOnDate)
    );
    assert_eq!(
        Period::days(u32::MAX).plus(Period::days(1)),
        Err(CalendarError::PeriodTooLong)
    );
}

#[test]
fn years_and_months_are_one_step() {
    let leap_day = day("2024-02-29");
    let together: Period = "P1Y1M".parse().unwrap();
    assert_eq!(together.add_to_date(leap_day), Ok(day("2025-03-29")));
    let first = Period::years(1).add_to_date(leap_day).unwrap();
    assert_eq!(Period::months(1).add_to_date(first), Ok(day("2025-03-28")));
}

#[test]
fn each_unit_moves_an_instant() {
    let (zone, start) = (chrono_tz::Europe::Paris, "2026-01-31T09:00:00Z");
    for (period, end) in [
        (Period::years(1), "2027-01-31T09:00:00Z"),
        (Period::months(1), "2026-02-28T09:00:00Z"),
        (Period::weeks(1), "2026-02-07T09:00:00Z"),
        (Period::days(1), "2026-02-01T09:00:00Z"),
        (Period::hours(1), "2026-01-31T10:00:00Z"),
        (Period::minutes(1), "2026-01-31T09:01:00Z"),
    ] {
        let reached = period.add_to_instant(start.parse().unwrap(), zone);
        assert_eq!(reached, Ok(end.parse().unwrap()), "{period}");
    }
    assert_eq!(Period::minutes(90).to_string(), "PT90M");
}

fn any_period() -> impl Strategy<Value = Period> {
    (0_u32..40, 0_u32..40, 0_u32..60, 0_u32..400).prop_map(|(years, months, weeks, days)| {
        format!("P{years}Y{months}M{weeks}W{days}D")
            .parse()
            .unwrap()
    })
}

/// Month arithmetic written down a second time, digit by digit.
fn months_by_hand(date: NaiveDate, months: i32) -> NaiveDate {
    let count = date.year() * 12 + i32::try_from(date.month()).unwrap() - 1 + months;
    let (year, month) = (
        count.div_euclid(12),
        u32::try_from(count.rem_euclid(12)).unwrap() + 1,
    );
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let length = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    NaiveDate::from_ymd_opt(year, month, date.day().min(length)).unwrap()
}

proptest! {
    #[test]
    fn text_and_period_are_one(period in any_period(), hours in 0_u32..2000, minutes in 0_u32..2000) {
        let period = period.plus(Period::hours(hours)).unwrap().plus(Period::minutes(minutes)).unwrap();
        let text = period.to_string();
        prop_assert_eq!(text.parse::<Period>(), Ok(period));
        prop_assert_eq!(period.is_zero(), text == "P0D");
        prop_assert_eq!(period.has_time(), hours + minutes > 0);
    }

    #[test]
    fn no_text_makes_it_panic(text in "[PT0-9YMWDHé-]{0,12}") {
        if let Ok(period) = text.parse::<Period>() {
            prop_assert_eq!(period.to_string().parse::<Period>(), Ok(period));
        }
    }

    #[test]
    fn months_are_clamped_as_by_hand(date in telling_day(), months in 0_i32..600) {
        let period = Period::months(u32::try_from(months).unwrap());
        prop_assert_eq!(period.add_to_date(date), Ok(months_by_hand(date, months)));
        prop_assert_eq!(period.subtract_from_date(date), Ok(months_by_hand(date, -months)));
    }

    #[test]
    fn mixed_periods_are_months_then_days(date in telling_day(), years in 0_u32..30, months in 0_u32..30, weeks in 0_u32..30, days in 0_u32..90) {
        let period: Period = format!("P{years}Y{months}M{weeks}W{days}D").parse().unwrap();
        let by_hand = months_by_hand(date, i32::try_from(years * 12 + months).unwrap())
            + chrono::Days::new(u64::from(weeks * 7 + days));
        prop_assert_eq!(period.add_to_date(date), Ok(by_hand));
    }

    #[test]
    fn a_later_anchor_never_ends_earlier(date in telling_day(), later in 0_u64..70, period in any_period()) {
        let (first, second) = (period.add_to_date(date), period.add_to_date(date + chrono::Days::new(later)));
        prop_assert!(first.unwrap() <= second.unwrap());
    }

    #[test]
    fn a_period_takes_no_fewer_and_no_more_days_than_its_bounds(date in telling_day(), period in any_period()) {
        let (fewest, most) = period.bounds_in_days().unwrap();
        let end = period.add_to_date(date).unwrap();
        let days = u64::try_from(end.signed_duration_since(date).num_days()).unwrap();
        prop_assert!((fewest..=most).contains(&days), "{} of {}..={}", days, fewest, most);
    }

    #[test]
    fn a_longer_period_never_ends_earlier(date in telling_day(), months in 0_u32..400, more in 0_u32..400) {
        let first = Period::months(months).add_to_date(date).unwrap();
        let second = Period::months(months + more).add_to_date(date).unwrap();
        prop_assert!(first <= second);
    }

    #[test]
    fn hours_and_minutes_are_elapsed_time(date in telling_day(), minute in 0_i64..1440, hours in 0_u32..3000, minutes in 0_u32..300, zone in any_zone()) {
        let start = date.and_hms_opt(0, 0, 0).unwrap().and_utc() + chrono::TimeDelta::minutes(minute);
        let period = Period::hours(hours).plus(Period::minutes(minutes)).unwrap();
        let end = period.add_to_instant(start, zone).unwrap();
        prop_assert_eq!(end - start, chrono::TimeDelta::minutes(i64::from(hours) * 60 + i64::from(minutes)));
    }

    #[test]
    fn a_period_taken_apart_ends_on_the_same_day(date in telling_day(), period in any_period(), hours in 1_u32..9) {
        let (months, days) = period.in_months_and_days().unwrap();
        prop_assert_eq!(period.add_to_date(date), Ok(date + months + days));
        let timed = period.plus(Period::hours(hours)).unwrap();
        prop_assert_eq!(timed.in_months_and_days(), None);
    }

    #[test]
    fn days_keep_the_time_on_the_clock(date in telling_day(), minute in 0_i64..1440, period in any_period()) {
        let zone = chrono_tz::Europe::Paris;
        let start = date.and_hms_opt(0, 0, 0).unwrap().and_utc() + chrono::TimeDelta::minutes(minute);
        let end = period.add_to_instant(start, zone).unwrap();
        let (before, after) = (greffe_calendar::zone::local_time(zone, start), greffe_calendar::zone::local_time(zone, end));
        prop_assert_eq!(Ok(after.date()), period.add_to_date(before.date()));
        // Only the hour that the clocks skip in spring cannot be kept.
        if !(after.time() == chrono::NaiveTime::from_hms_opt(3, 0, 0).unwrap() && before.time() < after.time()) {
            prop_assert_eq!(after.time(), before.time());
        }
    }
}
