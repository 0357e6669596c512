//! Easter against a second algorithm and against known dates.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use greffe_calendar::{CalendarError, EASTER_YEARS, easter_sunday};

use crate::day;

/// Gauss's algorithm with the corrections of Lichtenberg (1997), for any century.
fn gauss(year: i32) -> NaiveDate {
    let k = year / 100;
    let m = 15 + (3 * k + 3) / 4 - (8 * k + 13) / 25;
    let s = 2 - (3 * k + 3) / 4;
    let a = year % 19;
    let d = (19 * a + m) % 30;
    let r = (d + a / 11) / 29;
    let og = 21 + d - r;
    let sz = 7 - (year + year / 4 + s) % 7;
    let oe = 7 - (og - sz) % 7;
    let march = u64::try_from(og + oe - 1).unwrap();
    NaiveDate::from_ymd_opt(year, 3, 1).unwrap() + Days::new(march)
}

#[test]
fn two_algorithms_agree_from_1900_to_2199() {
    for year in EASTER_YEARS {
        let easter = easter_sunday(year).unwrap();
        assert_eq!(easter, gauss(year), "{year}");
        assert_eq!(easter.weekday(), Weekday::Sun);
        assert_eq!(easter.year(), year);
    }
    assert_eq!(EASTER_YEARS.count(), 300);
}

#[test]
fn the_extreme_and_the_exceptional_years() {
    for date in [
        "1913-03-23",
        "1943-04-25",
        "1954-04-18",
        "1981-04-19",
        "2000-04-23",
        "2008-03-23",
        "2019-04-21",
        "2024-03-31",
        "2026-04-05",
        "2038-04-25",
        "2049-04-18",
        "2076-04-19",
        "2160-03-23",
    ] {
        assert_eq!(easter_sunday(day(date).year()), Ok(day(date)));
    }
}

#[test]
fn years_outside_are_not_guessed() {
    assert_eq!(easter_sunday(1899), Err(CalendarError::HolidaysUnknown));
    assert_eq!(easter_sunday(2200), Err(CalendarError::HolidaysUnknown));
}
