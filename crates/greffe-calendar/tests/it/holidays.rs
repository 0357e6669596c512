//! Our tables against those of the PyPI package `holidays`, 1990 to 2100 (`tests/data/make_holidays.py`).
//!
//! The package's differences from the law:
//! - Good Friday in all of Moselle and Alsace; C. trav. L3134-13 has it only in communes with a Protestant or a mixed church.
//! - Mi-Carême, Good Friday and 21 July (Schoelcher) in Guadeloupe, 21 July in Martinique: days kept by custom. C. trav. L3422-2
//!   knows 27 May and 22 May only.
//!
//! Whit Monday of 2005, 2006 and 2007 is left out by both: the day of solidarity of loi 2004-626 stood in its place.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use greffe_calendar::{Place, easter_sunday};

use crate::day;

const TABLE: &str = include_str!("../data/holidays-1990-2100.tsv");

/// The package's days by place; places beside the first list only what they add.
fn package() -> BTreeMap<&'static str, BTreeSet<NaiveDate>> {
    let mut table: BTreeMap<&str, BTreeSet<NaiveDate>> = BTreeMap::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        table.entry(fields[0]).or_default().insert(day(fields[1]));
    }
    let national = table["fr"].clone();
    for days in table.values_mut() {
        days.extend(&national);
    }
    table
}

fn ours(place: Place) -> BTreeSet<NaiveDate> {
    day("1990-01-01")
        .iter_days()
        .take_while(|date| *date <= day("2100-12-31"))
        .filter(|date| place.holiday_on(*date).unwrap().is_some())
        .collect()
}

/// What the package has and the law has not.
fn only_by_custom(place: Place) -> BTreeSet<NaiveDate> {
    let mut days = BTreeSet::new();
    for year in 1990..=2100 {
        let easter = easter_sunday(year).unwrap();
        let schoelcher = NaiveDate::from_ymd_opt(year, 7, 21).unwrap();
        match place {
            Place::AlsaceMoselle { good_friday: false } => {
                days.insert(easter - Days::new(2));
            }
            Place::Guadeloupe => {
                days.extend([easter - Days::new(2), easter - Days::new(24), schoelcher]);
            }
            Place::Martinique => {
                days.insert(schoelcher);
            }
            _ => {}
        }
    }
    days
}

#[test]
fn holidays_from_1990_to_2100_differ_from_the_package_only_by_custom() {
    let package = package();
    let mut compared = 0;
    for place in Place::ALL
        .into_iter()
        .filter(|place| *place != Place::EuInstitutions)
    {
        let (ours, theirs) = (ours(place), &package[place.code()]);
        let missing: BTreeSet<_> = theirs.difference(&ours).copied().collect();
        let added: Vec<_> = ours.difference(theirs).collect();
        assert_eq!(added, Vec::<&NaiveDate>::new(), "{place}: in no package");
        assert_eq!(missing, only_by_custom(place), "{place}");
        compared += 1;
    }
    assert_eq!(compared, package.len());
}

#[test]
fn a_holiday_begins_with_its_law() {
    for (place, date, holiday) in [
        (Place::France, "1981-05-08", false),
        (Place::France, "1982-05-08", true),
        (Place::Reunion, "1982-12-20", false),
        (Place::Reunion, "1983-12-20", true),
        (Place::Guadeloupe, "1983-05-27", false),
        (Place::Guadeloupe, "1984-05-27", true),
        (Place::Martinique, "1983-05-22", false),
        (Place::Martinique, "1984-05-22", true),
        (Place::Guyane, "1983-06-10", false),
        (Place::Guyane, "1984-06-10", true),
        (Place::Mayotte, "1983-04-27", false),
        (Place::Mayotte, "1984-04-27", true),
    ] {
        let found = place.holiday_on(day(date)).unwrap();
        assert_eq!(found.is_some(), holiday, "{place} {date}");
    }
}

#[test]
fn whit_monday_was_worked_from_2005_to_2007() {
    for (date, holiday) in [
        ("2004-05-31", true),
        ("2005-05-16", false),
        ("2006-06-05", false),
        ("2007-05-28", false),
        ("2008-05-12", true),
    ] {
        assert_eq!(
            Place::France.holiday_on(day(date)).unwrap().is_some(),
            holiday,
            "{date}"
        );
    }
}
