//! Holidays of the European institutions in Brussels, year by year as the Commission decided them.
//!
//! Only decisions whose text was read are entered. A further year is a further [`Year`].

use chrono::{Datelike, NaiveDate};

use crate::{CalendarError, Holiday};

/// The holiday on `date`; the decisions list no day that falls on a weekend.
pub(super) fn holiday_on(date: NaiveDate) -> Result<Option<Holiday>, CalendarError> {
    let year = YEARS
        .iter()
        .find(|year| year.year == date.year())
        .ok_or(CalendarError::HolidaysUnknown)?;
    let listed = year
        .days
        .iter()
        .find(|day| day.month == date.month() && (day.first..=day.last).contains(&date.day()));
    Ok(listed.map(|day| Holiday::of_law(day.fr, day.en, year.decision)))
}

struct Year {
    year: i32,
    decision: &'static str,
    days: &'static [Days],
}

/// Days of one month, both ends counted.
struct Days {
    month: u32,
    first: u32,
    last: u32,
    fr: &'static str,
    en: &'static str,
}

const fn day(month: u32, day: u32, fr: &'static str, en: &'static str) -> Days {
    days(month, day, day, fr, en)
}

const fn days(month: u32, first: u32, last: u32, fr: &'static str, en: &'static str) -> Days {
    Days {
        month,
        first,
        last,
        fr,
        en,
    }
}

const AFTER_NEW_YEAR: (&str, &str) = ("Lendemain du jour de l'an", "Day after New Year's Day");
const MAUNDY: (&str, &str) = ("Jeudi saint", "Maundy Thursday");
const FRIDAY: (&str, &str) = ("Vendredi saint", "Good Friday");
const EASTER: (&str, &str) = ("Lundi de Pâques", "Easter Monday");
const LABOUR: (&str, &str) = ("Fête du Travail", "Labour Day");
const SCHUMAN: (&str, &str) = ("Déclaration Schuman de 1950", "Schuman Declaration of 1950");
const ASCENSION: (&str, &str) = ("Ascension", "Ascension Day");
const AFTER_ASCENSION: (&str, &str) = ("Lendemain de l'Ascension", "Day after Ascension Day");
const WHIT: (&str, &str) = ("Lundi de Pentecôte", "Whit Monday");
const BELGIUM: (&str, &str) = ("Fête nationale belge", "Belgian National Holiday");
const ASSUMPTION: (&str, &str) = ("Assomption", "Assumption");
const END: (&str, &str) = ("Fin d'année", "End-of-year day");

const YEARS: &[Year] = &[
    Year {
        year: 2014,
        decision: "OJ 2013/C 39/03",
        days: &[
            day(1, 1, "Jour de l'an", "New Year's Day"),
            day(1, 2, AFTER_NEW_YEAR.0, AFTER_NEW_YEAR.1),
            day(4, 17, MAUNDY.0, MAUNDY.1),
            day(4, 18, FRIDAY.0, FRIDAY.1),
            day(4, 21, EASTER.0, EASTER.1),
            day(5, 1, LABOUR.0, LABOUR.1),
            day(5, 9, SCHUMAN.0, SCHUMAN.1),
            day(5, 29, ASCENSION.0, ASCENSION.1),
            day(5, 30, AFTER_ASCENSION.0, AFTER_ASCENSION.1),
            day(6, 9, WHIT.0, WHIT.1),
            day(7, 21, BELGIUM.0, BELGIUM.1),
            day(8, 15, ASSUMPTION.0, ASSUMPTION.1),
            days(12, 24, 31, END.0, END.1),
        ],
    },
    Year {
        year: 2023,
        decision: "OJ 2021/C 201 I/02",
        days: &[
            day(1, 2, AFTER_NEW_YEAR.0, AFTER_NEW_YEAR.1),
            day(4, 6, MAUNDY.0, MAUNDY.1),
            day(4, 7, FRIDAY.0, FRIDAY.1),
            day(4, 10, EASTER.0, EASTER.1),
            day(5, 1, LABOUR.0, LABOUR.1),
            day(5, 9, SCHUMAN.0, SCHUMAN.1),
            day(5, 18, ASCENSION.0, ASCENSION.1),
            day(5, 19, AFTER_ASCENSION.0, AFTER_ASCENSION.1),
            day(5, 29, WHIT.0, WHIT.1),
            day(7, 21, BELGIUM.0, BELGIUM.1),
            day(8, 15, ASSUMPTION.0, ASSUMPTION.1),
            day(11, 1, "Toussaint", "All Saints' Day"),
            day(11, 2, "Jour des morts", "All Souls' Day"),
            days(12, 25, 29, END.0, END.1),
        ],
    },
];
