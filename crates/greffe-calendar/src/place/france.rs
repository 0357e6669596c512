//! The dated tables of French holidays, with the law behind each row. A reform is a further row.

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::Place;
use crate::{CalendarError, Holiday, easter_sunday};

/// The holiday on `date` in a French place.
pub(super) fn holiday_on(place: Place, date: NaiveDate) -> Result<Option<Holiday>, CalendarError> {
    if !YEARS.contains(&date.year()) {
        return Err(CalendarError::HolidaysUnknown);
    }
    let from_easter = date - easter_sunday(date.year())?;
    Ok(NATIONAL
        .iter()
        .chain(local(place))
        .find(|row| row.falls_on(date, from_easter))
        .map(|row| row.holiday.clone()))
}

const fn local(place: Place) -> &'static [Row] {
    match place {
        Place::France | Place::EuInstitutions => &[],
        Place::AlsaceMoselle { good_friday: false } => ALSACE_MOSELLE,
        Place::AlsaceMoselle { good_friday: true } => ALSACE_MOSELLE_PROTESTANT,
        Place::Guadeloupe => GUADELOUPE,
        Place::Martinique => MARTINIQUE,
        Place::Guyane => GUYANE,
        Place::Reunion => REUNION,
        Place::Mayotte => MAYOTTE,
    }
}

/// One holiday in the years in which it was or is one.
struct Row {
    day: Day,
    since: i32,
    until: i32,
    holiday: Holiday,
}

impl Row {
    fn falls_on(&self, date: NaiveDate, from_easter: TimeDelta) -> bool {
        let that_day = match self.day {
            Day::Fixed(month, day) => date.month() == month && date.day() == day,
            Day::Easter(days) => from_easter == TimeDelta::days(days),
        };
        that_day && (self.since..=self.until).contains(&date.year())
    }
}

enum Day {
    /// Month and day.
    Fixed(u32, u32),
    /// Days after Easter Sunday.
    Easter(i64),
}

// Before 1960 8 May came and went, and 1 May had several laws: nobody computes a deadline of the GDPR there.
const YEARS: std::ops::RangeInclusive<i32> = FIRST..=LAST;
const FIRST: i32 = 1960;
const LAST: i32 = 2199;

const fn row(
    day: Day,
    since: i32,
    until: i32,
    fr: &'static str,
    en: &'static str,
    law: &'static str,
) -> Row {
    Row {
        day,
        since,
        until,
        holiday: Holiday::of_law(fr, en, law),
    }
}

const LABOUR: &str = "C. trav. L3133-1";
const ABOLITION_FR: &str = "Abolition de l’esclavage";
const ABOLITION_EN: &str = "Abolition of slavery";
const ABOLITION: &str = "C. trav. L3422-2";
const LOCAL: &str = "C. trav. L3134-13";

// 8 May: abolished from 1960 by décret 59-533, restored by loi 81-893 of 2 October 1981. Whit Monday: the day of solidarity of
// loi 2004-626 (Art. 2) took its place from 2005 until loi 2008-351 of 16 April 2008.
const NATIONAL: &[Row] = &[
    row(
        Day::Fixed(1, 1),
        FIRST,
        LAST,
        "Jour de l’an",
        "New Year's Day",
        LABOUR,
    ),
    row(
        Day::Easter(1),
        FIRST,
        LAST,
        "Lundi de Pâques",
        "Easter Monday",
        LABOUR,
    ),
    row(
        Day::Fixed(5, 1),
        FIRST,
        LAST,
        "Fête du Travail",
        "Labour Day",
        LABOUR,
    ),
    row(
        Day::Fixed(5, 8),
        1982,
        LAST,
        "Victoire 1945",
        "Victory in 1945",
        LABOUR,
    ),
    row(
        Day::Easter(39),
        FIRST,
        LAST,
        "Ascension",
        "Ascension Day",
        LABOUR,
    ),
    row(
        Day::Easter(50),
        FIRST,
        2004,
        "Lundi de Pentecôte",
        "Whit Monday",
        LABOUR,
    ),
    row(
        Day::Easter(50),
        2008,
        LAST,
        "Lundi de Pentecôte",
        "Whit Monday",
        LABOUR,
    ),
    row(
        Day::Fixed(7, 14),
        FIRST,
        LAST,
        "Fête nationale",
        "National Day",
        LABOUR,
    ),
    row(
        Day::Fixed(8, 15),
        FIRST,
        LAST,
        "Assomption",
        "Assumption",
        LABOUR,
    ),
    row(
        Day::Fixed(11, 1),
        FIRST,
        LAST,
        "Toussaint",
        "All Saints' Day",
        LABOUR,
    ),
    row(
        Day::Fixed(11, 11),
        FIRST,
        LAST,
        "Armistice 1918",
        "Armistice of 1918",
        LABOUR,
    ),
    row(
        Day::Fixed(12, 25),
        FIRST,
        LAST,
        "Noël",
        "Christmas Day",
        LABOUR,
    ),
];

// Since the ordinance of 16 August 1892.
const ALSACE_MOSELLE: &[Row] = &[SAINT_STEPHEN];
const ALSACE_MOSELLE_PROTESTANT: &[Row] = &[SAINT_STEPHEN, GOOD_FRIDAY];
const SAINT_STEPHEN: Row = row(
    Day::Fixed(12, 26),
    FIRST,
    LAST,
    "Saint-Étienne",
    "St Stephen's Day",
    LOCAL,
);
const GOOD_FRIDAY: Row = row(
    Day::Easter(-2),
    FIRST,
    LAST,
    "Vendredi saint",
    "Good Friday",
    LOCAL,
);

// Loi 83-550 of 30 June 1983; the dates by décret 83-1003 of 23 November 1983, so that Réunion had its first that year.
const GUADELOUPE: &[Row] = &[row(
    Day::Fixed(5, 27),
    1984,
    LAST,
    ABOLITION_FR,
    ABOLITION_EN,
    ABOLITION,
)];
const MARTINIQUE: &[Row] = &[row(
    Day::Fixed(5, 22),
    1984,
    LAST,
    ABOLITION_FR,
    ABOLITION_EN,
    ABOLITION,
)];
const GUYANE: &[Row] = &[row(
    Day::Fixed(6, 10),
    1984,
    LAST,
    ABOLITION_FR,
    ABOLITION_EN,
    ABOLITION,
)];
const REUNION: &[Row] = &[row(
    Day::Fixed(12, 20),
    1983,
    LAST,
    ABOLITION_FR,
    ABOLITION_EN,
    ABOLITION,
)];
const MAYOTTE: &[Row] = &[row(
    Day::Fixed(4, 27),
    1984,
    LAST,
    ABOLITION_FR,
    ABOLITION_EN,
    ABOLITION,
)];
