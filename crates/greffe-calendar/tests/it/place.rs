//! Places and calendars.

use chrono::Datelike;
use greffe_calendar::{Calendar, CalendarError, Closed, Holiday, MonthDay, Place};
use greffe_terms::{Citation, Lang};
use proptest::prelude::*;

use crate::{any_day, day};

#[test]
fn every_place_has_a_code_that_reads_back() {
    for place in Place::ALL {
        assert_eq!(place.code().parse(), Ok(place));
        assert_eq!(place.to_string(), place.code());
        let json = serde_json::to_string(&place).unwrap();
        assert_eq!(serde_json::from_str::<Place>(&json).unwrap(), place);
    }
    assert_eq!(
        "fr-paris".parse::<Place>(),
        Err(CalendarError::UnknownPlace)
    );
    assert_eq!("FR".parse::<Place>(), Err(CalendarError::UnknownPlace));
}

#[test]
fn the_eleven_days_of_2026_in_france() {
    let days: Vec<String> = day("2026-01-01")
        .iter_days()
        .take(365)
        .filter(|date| Place::France.holiday_on(*date).unwrap().is_some())
        .map(|date| date.to_string())
        .collect();
    assert_eq!(
        days,
        [
            "2026-01-01",
            "2026-04-06",
            "2026-05-01",
            "2026-05-08",
            "2026-05-14",
            "2026-05-25",
            "2026-07-14",
            "2026-08-15",
            "2026-11-01",
            "2026-11-11",
            "2026-12-25",
        ]
    );
}

#[test]
fn a_holiday_has_its_name_and_its_law() {
    let friday = day("2026-04-03");
    let place = Place::AlsaceMoselle { good_friday: true };
    let holiday = place.holiday_on(friday).unwrap().unwrap();
    assert_eq!(holiday.name(Lang::Fr), "Vendredi saint");
    assert_eq!(holiday.name(Lang::En), "Good Friday");
    assert_eq!(
        holiday.citation(),
        Some(&Citation::from_static("C. trav. L3134-13"))
    );
}

#[test]
fn the_days_of_the_institutions_as_the_decisions_count_them() {
    // 2002 and 2013 say 17 days, 2014 and 2023 say 18; the lists of 2017, 2020 and 2025 give no sum.
    for (year, days) in [
        (2002, 17),
        (2013, 17),
        (2014, 18),
        (2017, 18),
        (2020, 17),
        (2023, 18),
        (2025, 18),
    ] {
        let weekdays = day(&format!("{year}-01-01"))
            .iter_days()
            .take_while(|date| date.year() == year)
            .filter(|date| {
                let closed = Calendar::of(Place::EuInstitutions)
                    .closed_on(*date)
                    .unwrap();
                matches!(closed, Some(Closed::Holiday(_)))
            })
            .count();
        assert_eq!(weekdays, days, "{year}");
    }
}

#[test]
fn the_feasts_of_the_institutions_move_with_easter() {
    let institutions = Place::EuInstitutions;
    for year in [2002, 2013, 2014, 2017, 2020, 2023, 2024, 2025] {
        let easter = greffe_calendar::easter_sunday(year).unwrap();
        for from_easter in [-3, -2, 1, 39, 40, 50] {
            let date = easter + chrono::TimeDelta::days(from_easter);
            assert!(institutions.holiday_on(date).unwrap().is_some(), "{date}");
        }
    }
}

#[test]
fn a_list_that_was_not_read_to_its_end_is_known_up_to_there() {
    let holiday = |date| Place::EuInstitutions.holiday_on(day(date));
    for (last, next, closed) in [
        ("2022-04-15", "2022-04-16", true),
        ("2024-08-15", "2024-08-16", true),
        ("2024-02-29", "2024-12-24", false),
    ] {
        assert_eq!(holiday(last).unwrap().is_some(), closed, "{last}");
        assert_eq!(holiday(next), Err(CalendarError::HolidaysUnknown), "{next}");
    }
}

#[test]
fn years_without_a_table_are_an_error_not_a_working_day() {
    for (place, date) in [
        (Place::France, "1959-05-08"),
        (Place::France, "2200-01-01"),
        (Place::EuInstitutions, "2026-05-08"),
    ] {
        assert_eq!(
            place.holiday_on(day(date)),
            Err(CalendarError::HolidaysUnknown)
        );
    }
}

#[test]
fn a_holiday_of_ones_own_may_have_its_law() {
    let bridge = Holiday::new("Pont", "Bridge");
    assert_eq!(bridge.citation(), None);
    let agreed = bridge.cited(Citation::new("accord du 5 mai 2020"));
    let law = agreed.citation().map(Citation::as_str);
    assert_eq!(law, Some("accord du 5 mai 2020"));
}

#[test]
fn what_is_national_around_a_place_is_of_its_country() {
    for place in Place::ALL {
        let country = match place {
            Place::EuInstitutions => Place::EuInstitutions,
            _ => Place::France,
        };
        assert_eq!(place.national(), country);
        assert_eq!(Calendar::of(place).national(), Calendar::of(country));
    }
}

#[test]
fn a_custom_day_is_added_to_a_place() {
    let carnival = Holiday::new("Mardi gras", "Shrove Tuesday");
    let schoelcher = Holiday::new("Victor Schoelcher", "Victor Schoelcher");
    let calendar = Calendar::of(Place::Martinique)
        .with_holiday(day("2026-02-17"), carnival.clone())
        .with_yearly("07-21".parse().unwrap(), schoelcher);
    assert_eq!(
        calendar.closed_on(day("2026-02-17")),
        Ok(Some(Closed::Holiday(carnival)))
    );
    assert!(!calendar.is_working_day(day("2026-07-21")).unwrap());
    // The same day of another month, and another day of the same month, are what they were.
    for open in ["2026-04-21", "2026-07-22"] {
        assert_eq!(calendar.holiday_on(day(open)), Ok(None), "{open}");
    }
    assert!(!calendar.is_working_day(day("2026-05-22")).unwrap());
    assert!(
        calendar
            .national()
            .is_working_day(day("2026-07-21"))
            .unwrap()
    );
}

#[test]
fn a_calendar_of_ones_own_knows_only_its_years() {
    let own = Calendar::custom(day("2026-01-01"), day("2026-12-31")).unwrap();
    let own = own.with_holiday(day("2026-12-31"), Holiday::new("Clôture", "Closing"));
    assert!(own.is_working_day(day("2026-05-01")).unwrap());
    assert_eq!(
        own.working_day_from(day("2026-12-31")),
        Err(CalendarError::HolidaysUnknown)
    );
    assert_eq!(
        own.working_day_before(day("2026-01-01")),
        Err(CalendarError::HolidaysUnknown)
    );
    assert_eq!(
        Calendar::custom(day("2026-12-31"), day("2026-01-01")),
        Err(CalendarError::OutOfOrder)
    );
    let one_day = Calendar::custom(day("2026-05-04"), day("2026-05-04")).unwrap();
    assert_eq!(one_day.is_working_day(day("2026-05-04")), Ok(true));
    assert_eq!(one_day.national(), one_day);
}

#[test]
fn a_day_of_every_year_is_read_and_written() {
    for text in ["12-31", "02-29", "01-01", "06-30"] {
        let read = text.parse::<MonthDay>().unwrap();
        assert_eq!(read.to_string(), text);
        assert_eq!(MonthDay::new(read.month(), read.day()), Ok(read));
    }
    for text in [
        "",
        "13-01",
        "02-30",
        "00-10",
        "1-31",
        "12-1",
        "12/31",
        "+1-31",
        "12-31 ",
        "１２-31",
    ] {
        assert_eq!(
            text.parse::<MonthDay>(),
            Err(CalendarError::InvalidMonthDay),
            "{text:?}"
        );
    }
    let leap: MonthDay = "02-29".parse().unwrap();
    assert_eq!(leap.in_year(2024), Ok(day("2024-02-29")));
    assert_eq!(leap.in_year(2025), Ok(day("2025-02-28")));
}

proptest! {
    #[test]
    fn the_next_working_day_is_the_nearest_open_one(date in any_day(), index in 0_usize..8) {
        let calendar = Calendar::of(Place::ALL[index]);
        let next = calendar.working_day_from(date).unwrap();
        prop_assert!(next >= date);
        prop_assert!(next.weekday().num_days_from_monday() < 5);
        prop_assert!(calendar.is_working_day(next).unwrap());
        let passed = date.iter_days().take_while(|day| *day < next);
        for day in passed {
            prop_assert!(calendar.closed_on(day).unwrap().is_some());
        }
        let before = calendar.working_day_before(next).unwrap();
        prop_assert_eq!(calendar.working_day_after(before), Ok(next));
    }

    #[test]
    fn a_place_has_every_holiday_of_its_country(date in any_day(), index in 0_usize..8) {
        let place = Place::ALL[index];
        if place.national().holiday_on(date).unwrap().is_some() {
            prop_assert!(place.holiday_on(date).unwrap().is_some());
        }
    }
}
