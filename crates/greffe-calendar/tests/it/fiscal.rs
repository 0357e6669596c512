//! Fiscal years.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use greffe_calendar::{CalendarError, Closing, FiscalYear, FiscalYears, Month, MonthDay};
use proptest::prelude::*;

use crate::{any_day, day};

fn row(text: &str) -> FiscalYear {
    text.parse().unwrap()
}

fn closing(text: &str) -> Closing {
    text.parse().unwrap()
}

fn weekday() -> impl Strategy<Value = Weekday> {
    (0_u8..7).prop_map(|n| Weekday::try_from(n).unwrap())
}

fn any_closing() -> impl Strategy<Value = Closing> {
    let month = || (1_u32..=12).prop_map(|n| Month::new(n).unwrap());
    prop_oneof![
        (1_u32..=12, 1_u32..=31)
            .prop_filter_map("a day of some year", |(m, d)| MonthDay::new(m, d).ok())
            .prop_map(Closing::Day),
        month().prop_map(Closing::EndOf),
        (weekday(), month()).prop_map(|(w, m)| Closing::LastWeekday(w, m)),
        (weekday(), month()).prop_map(|(w, m)| Closing::NearestWeekday(w, m)),
    ]
}

#[test]
fn a_closing_is_read_and_written() {
    for text in [
        "12-31",
        "06-30",
        "02-29",
        "02-end",
        "last-saturday-of-08",
        "sunday-nearest-end-of-01",
    ] {
        assert_eq!(closing(text).to_string(), text);
        let json = format!("\"{text}\"");
        assert_eq!(serde_json::to_string(&closing(text)).unwrap(), json);
        assert_eq!(
            serde_json::from_str::<Closing>(&json).unwrap(),
            closing(text)
        );
    }
    for text in [
        "",
        "31-12",
        "2-end",
        "13-end",
        "last-samedi-of-08",
        "last-saturday-of-8",
        "end-02",
    ] {
        assert_eq!(
            text.parse::<Closing>(),
            Err(CalendarError::InvalidClosing),
            "{text:?}"
        );
    }
}

#[test]
fn fifty_two_and_fifty_three_weeks_both_ways() {
    // The last Saturday of August, and the Saturday nearest to its end, part in 2024.
    let last = FiscalYears::regular(closing("last-saturday-of-08"));
    let nearest = FiscalYears::regular(closing("saturday-nearest-end-of-08"));
    let end = |years: &FiscalYears, date| years.containing(day(date)).unwrap().end();
    assert_eq!(end(&last, "2023-08-26"), day("2023-08-26"));
    assert_eq!(end(&last, "2023-08-27"), day("2024-08-31"));
    assert_eq!(end(&nearest, "2023-08-27"), day("2023-09-02"));
    assert_eq!(end(&nearest, "2023-09-03"), day("2024-08-31"));
    // The Sunday nearest to 31 December may be in January.
    let december = FiscalYears::regular(closing("sunday-nearest-end-of-12"));
    assert_eq!(
        december.containing(day("2027-01-03")),
        Some(row("2025-12-29/2027-01-03"))
    );
    assert_eq!(
        december.containing(day("2027-01-04")),
        Some(row("2027-01-04/2028-01-02"))
    );
}

#[test]
fn the_end_of_february_follows_the_leap_years() {
    let years = FiscalYears::regular(closing("02-end"));
    assert_eq!(
        years.containing(day("2024-02-29")),
        Some(row("2023-03-01/2024-02-29"))
    );
    assert_eq!(
        years.containing(day("2025-02-28")),
        Some(row("2024-03-01/2025-02-28"))
    );
    assert_eq!(
        FiscalYears::regular(closing("02-29")).containing(day("2024-02-29")),
        Some(row("2023-03-01/2024-02-29"))
    );
}

#[test]
fn a_short_first_year_and_a_changed_closing() {
    // Founded on 1 April 2024, closing moved to 30 September with a short year.
    let years = FiscalYears::with_table(
        closing("09-30"),
        [
            row("2026-01-01/2026-09-30"),
            row("2024-04-01/2024-12-31"),
            row("2025-01-01/2025-12-31"),
        ],
    )
    .unwrap();
    assert_eq!(years.containing(day("2024-03-31")), None, "not founded yet");
    assert_eq!(
        years.containing(day("2024-12-31")),
        Some(row("2024-04-01/2024-12-31"))
    );
    assert_eq!(
        years.containing(day("2026-10-01")),
        Some(row("2026-10-01/2027-09-30"))
    );
    assert_eq!(
        years.after(row("2025-01-01/2025-12-31")),
        Some(row("2026-01-01/2026-09-30"))
    );
    assert_eq!(years.table().len(), 3);
}

#[test]
fn regular_years_fill_the_holes_of_a_table() {
    let years = FiscalYears::with_table(
        closing("12-31"),
        [row("2015-01-01/2015-12-31"), row("2020-01-01/2020-12-31")],
    )
    .unwrap();
    assert_eq!(
        years.containing(day("2017-06-01")),
        Some(row("2017-01-01/2017-12-31"))
    );
    assert_eq!(
        years.containing(day("2014-06-01")),
        Some(row("2014-01-01/2014-12-31"))
    );
}

#[test]
fn gaps_and_overlaps_are_errors_with_their_row() {
    let table = |rows: &[&str]| FiscalYears::from_table(rows.iter().map(|text| row(text)));
    assert_eq!(
        table(&["2024-01-01/2024-12-31", "2025-01-02/2025-12-31"]),
        Err(CalendarError::FiscalGap { row: 2 })
    );
    assert_eq!(
        table(&[
            "2026-01-01/2026-12-31",
            "2024-01-01/2024-12-31",
            "2024-12-31/2025-12-31"
        ]),
        Err(CalendarError::FiscalOverlap { row: 2 })
    );
    // Regular years cannot fill half a year.
    let half = [row("2020-01-01/2020-12-31"), row("2022-07-01/2022-12-31")];
    assert_eq!(
        FiscalYears::with_table(closing("12-31"), half),
        Err(CalendarError::FiscalGap { row: 2 })
    );
    let half = [row("2020-01-01/2020-06-30"), row("2022-01-01/2022-12-31")];
    assert_eq!(
        FiscalYears::with_table(closing("12-31"), half),
        Err(CalendarError::FiscalGap { row: 2 })
    );
    // The regular years do not follow.
    assert_eq!(
        FiscalYears::with_table(closing("12-31"), [row("2025-01-01/2026-06-30")]),
        Err(CalendarError::FiscalGap { row: 2 })
    );
    let years = FiscalYears::with_table(closing("06-30"), [row("2025-01-01/2026-06-30")]).unwrap();
    assert_eq!(
        years.preceded_by(closing("11-30")),
        Err(CalendarError::FiscalGap { row: 1 })
    );
    assert_eq!(
        FiscalYears::regular(closing("06-30")).preceded_by(closing("06-30")),
        Err(CalendarError::FiscalGap { row: 1 })
    );
}

#[test]
fn the_values_of_a_file_are_enough() {
    let rows = [row("2025-01-01/2026-06-30")];
    let parts = |regular: Option<&str>, before: Option<&str>, rows: &[FiscalYear]| {
        FiscalYears::from_parts(regular.map(closing), before.map(closing), rows.to_vec())
    };
    assert_eq!(
        parts(Some("06-30"), Some("12-31"), &rows),
        FiscalYears::with_table(closing("06-30"), rows)
            .and_then(|years| years.preceded_by(closing("12-31")))
    );
    assert_eq!(
        parts(Some("12-31"), None, &[]),
        Ok(FiscalYears::regular(Closing::Day(
            MonthDay::new(12, 31).unwrap()
        )))
    );
    assert_eq!(parts(None, None, &rows), FiscalYears::from_table(rows));
    let nothing = parts(None, None, &[]).unwrap();
    assert_eq!(nothing.containing(day("2026-01-01")), None);
}

#[test]
fn a_table_alone_leaves_the_rest_undetermined() {
    let years = FiscalYears::from_table([row("2024-01-01/2024-12-31")]).unwrap();
    assert_eq!(years.containing(day("2023-12-31")), None);
    assert_eq!(years.containing(day("2025-01-01")), None);
    assert_eq!(
        FiscalYears::from_table([])
            .unwrap()
            .containing(day("2025-01-01")),
        None
    );
}

#[test]
fn a_fiscal_year_is_read_and_written() {
    let json = "\"2025-01-01/2026-06-30\"";
    let year: FiscalYear = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&year).unwrap(), json);
    assert_eq!(
        "2025-01-01/2024-12-31".parse::<FiscalYear>(),
        Err(CalendarError::OutOfOrder)
    );
    for text in [
        "",
        "2025",
        "2025-01-01",
        "2025-01-01/2025-02-30",
        "2025-01-01/2025-12-31/",
        "2025-1-1/2025-12-31",
        " 2025-01-01/2025-12-31",
        "2025-01-01/2025-12-31 ",
        "+2025-01-01/2025-12-31",
        "2025-01-01/+20256-12-31",
    ] {
        assert_eq!(
            text.parse::<FiscalYear>(),
            Err(CalendarError::InvalidFiscalYear),
            "{text:?}"
        );
    }
}

proptest! {
    #[test]
    fn regular_years_leave_no_day_out(date in any_day(), closing in any_closing()) {
        let years = FiscalYears::regular(closing);
        let year = years.containing(date).unwrap();
        prop_assert!(year.contains(date));
        prop_assert_eq!(years.containing(year.start()), Some(year));
        prop_assert_eq!(years.containing(year.end()), Some(year));
        let next = years.after(year).unwrap();
        prop_assert_eq!(next.start(), year.end() + Days::new(1));
        let length = (year.end() - year.start()).num_days() + 1;
        match closing {
            Closing::LastWeekday(weekday, month) => {
                prop_assert!(length == 364 || length == 371);
                prop_assert_eq!(year.end().weekday(), weekday);
                prop_assert_eq!(year.end().month(), month.number());
                prop_assert_ne!((year.end() + Days::new(7)).month(), month.number());
            }
            Closing::NearestWeekday(weekday, month) => {
                prop_assert!(length == 364 || length == 371);
                prop_assert_eq!(year.end().weekday(), weekday);
                // Within three days of the end of the month, which is the eve of some first day.
                let near = (-3_i64..=3).map(|n| year.end() + chrono::TimeDelta::days(n + 1));
                let mut firsts = near.filter(|day| day.day() == 1);
                let after = if month.number() == 12 { 1 } else { month.number() + 1 };
                prop_assert!(firsts.any(|first| first.month() == after));
            }
            _ => prop_assert!(length == 365 || length == 366),
        }
    }

    #[test]
    fn text_and_closing_are_one(closing in any_closing()) {
        prop_assert_eq!(closing.to_string().parse::<Closing>(), Ok(closing));
    }

    #[test]
    fn a_dated_row_wins_and_the_rest_joins_on(old in any_closing(), new in any_closing(), date in any_day(), probe in any_day()) {
        // From some closing of the old rule to some closing of the new one, a year or two later.
        let start = FiscalYears::regular(old).containing(date).unwrap().end() + Days::new(1);
        let end = FiscalYears::regular(new).containing(start + Days::new(300)).unwrap().end();
        let exceptional = FiscalYear::new(start, end).unwrap();
        let years = FiscalYears::with_table(new, [exceptional]).unwrap().preceded_by(old).unwrap();
        let year = years.containing(probe).unwrap();
        prop_assert!(year.contains(probe));
        let is_row = year == exceptional;
        prop_assert_eq!(is_row, exceptional.contains(probe));
        // No two years share a day, and none is left out.
        prop_assert_eq!(years.after(year).unwrap().start(), year.end() + Days::new(1));
        let rule = if probe < start { old } else { new };
        prop_assert!(is_row || rule.closes_on(year.end()).unwrap());
    }

    #[test]
    fn the_order_of_the_rows_does_not_matter(lengths in proptest::collection::vec(1_u64..700, 1..6), seed in any::<u64>()) {
        let mut start = day("2010-01-01");
        let mut rows = Vec::new();
        for length in lengths {
            let end: NaiveDate = start + Days::new(length - 1);
            rows.push(FiscalYear::new(start, end).unwrap());
            start = end + Days::new(1);
        }
        let sorted = FiscalYears::from_table(rows.clone()).unwrap();
        let turn = usize::try_from(seed % 6).unwrap() % rows.len();
        rows.rotate_left(turn);
        prop_assert_eq!(FiscalYears::from_table(rows).unwrap(), sorted);
    }
}
