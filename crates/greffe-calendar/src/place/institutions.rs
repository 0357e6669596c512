//! Holidays of the European institutions in Brussels, year by year as the Commission decided them.
//!
//! Entered from a decision or, where its `decision` names no page of the Official Journal, from the source in the comment beside it. A further
//! year is a further [`Year`]. The lists go through the year in order: of one that was not read to its end the days up to there are known, and
//! no later one. Known, and not read: 2019 (OJ 2017/C 279/03).

use chrono::{Datelike, NaiveDate};

use crate::{CalendarError, Holiday};

/// The holiday on `date`; the decisions list no day that falls on a weekend.
pub(super) fn holiday_on(date: NaiveDate) -> Result<Option<Holiday>, CalendarError> {
    let year = YEARS
        .iter()
        .find(|year| year.year == date.year() && (date.month(), date.day()) <= year.read_through)
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
    /// Month and day up to which the list was read.
    read_through: (u32, u32),
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

const NEW_YEAR: (&str, &str) = ("Jour de l’an", "New Year's Day");
const AFTER_NEW_YEAR: (&str, &str) = ("Lendemain du jour de l’an", "Day after New Year's Day");
const MAUNDY: (&str, &str) = ("Jeudi saint", "Maundy Thursday");
const FRIDAY: (&str, &str) = ("Vendredi saint", "Good Friday");
const EASTER: (&str, &str) = ("Lundi de Pâques", "Easter Monday");
const LABOUR: (&str, &str) = ("Fête du Travail", "Labour Day");
const SCHUMAN: (&str, &str) = ("Déclaration Schuman de 1950", "Schuman Declaration of 1950");
const ASCENSION: (&str, &str) = ("Ascension", "Ascension Day");
const AFTER_ASCENSION: (&str, &str) = ("Lendemain de l’Ascension", "Day after Ascension Day");
const WHIT: (&str, &str) = ("Lundi de Pentecôte", "Whit Monday");
const BELGIUM: (&str, &str) = ("Fête nationale belge", "Belgian National Holiday");
const ASSUMPTION: (&str, &str) = ("Assomption", "Assumption");
const ALL_SAINTS: (&str, &str) = ("Toussaint", "All Saints' Day");
const ALL_SOULS: (&str, &str) = ("Jour des morts", "All Souls' Day");
const END: (&str, &str) = ("Fin d’année", "End-of-year day");

const WHOLE: (u32, u32) = (12, 31);

const YEARS: &[Year] = &[
    // The Commission's Informations administratives No 100-2001 of 6 December 2001, on its site.
    Year {
        year: 2002,
        decision: "Commission, public holidays 2002",
        read_through: WHOLE,
        days: &[
            day(1, 1, NEW_YEAR.0, NEW_YEAR.1),
            day(1, 2, AFTER_NEW_YEAR.0, AFTER_NEW_YEAR.1),
            day(3, 28, MAUNDY.0, MAUNDY.1),
            day(3, 29, FRIDAY.0, FRIDAY.1),
            day(4, 1, EASTER.0, EASTER.1),
            day(5, 1, LABOUR.0, LABOUR.1),
            // Ascension Day as well.
            day(5, 9, SCHUMAN.0, SCHUMAN.1),
            day(5, 10, AFTER_ASCENSION.0, AFTER_ASCENSION.1),
            day(5, 20, WHIT.0, WHIT.1),
            day(8, 15, ASSUMPTION.0, ASSUMPTION.1),
            day(11, 1, ALL_SAINTS.0, ALL_SAINTS.1),
            days(12, 24, 31, END.0, END.1),
        ],
    },
    Year {
        year: 2013,
        decision: "OJ 2011/C 243/05",
        read_through: WHOLE,
        days: &[
            day(1, 1, NEW_YEAR.0, NEW_YEAR.1),
            day(1, 2, AFTER_NEW_YEAR.0, AFTER_NEW_YEAR.1),
            day(3, 28, MAUNDY.0, MAUNDY.1),
            day(3, 29, FRIDAY.0, FRIDAY.1),
            day(4, 1, EASTER.0, EASTER.1),
            day(5, 1, LABOUR.0, LABOUR.1),
            // Ascension Day as well.
            day(5, 9, SCHUMAN.0, SCHUMAN.1),
            day(5, 10, AFTER_ASCENSION.0, AFTER_ASCENSION.1),
            day(5, 20, WHIT.0, WHIT.1),
            day(8, 15, ASSUMPTION.0, ASSUMPTION.1),
            day(11, 1, ALL_SAINTS.0, ALL_SAINTS.1),
            days(12, 24, 31, END.0, END.1),
        ],
    },
    Year {
        year: 2014,
        decision: "OJ 2013/C 39/03",
        read_through: WHOLE,
        days: &[
            day(1, 1, NEW_YEAR.0, NEW_YEAR.1),
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
    // A secondary source: Wikipedia, "Public holidays in the European Union", as it stood in August 2017.
    Year {
        year: 2017,
        decision: "Commission, public holidays 2017",
        read_through: WHOLE,
        days: &[
            day(1, 2, AFTER_NEW_YEAR.0, AFTER_NEW_YEAR.1),
            day(4, 13, MAUNDY.0, MAUNDY.1),
            day(4, 14, FRIDAY.0, FRIDAY.1),
            day(4, 17, EASTER.0, EASTER.1),
            day(5, 1, LABOUR.0, LABOUR.1),
            day(5, 9, SCHUMAN.0, SCHUMAN.1),
            day(5, 25, ASCENSION.0, ASCENSION.1),
            day(5, 26, AFTER_ASCENSION.0, AFTER_ASCENSION.1),
            day(6, 5, WHIT.0, WHIT.1),
            day(7, 21, BELGIUM.0, BELGIUM.1),
            day(8, 15, ASSUMPTION.0, ASSUMPTION.1),
            day(11, 1, ALL_SAINTS.0, ALL_SAINTS.1),
            day(11, 2, ALL_SOULS.0, ALL_SOULS.1),
            days(12, 25, 29, END.0, END.1),
        ],
    },
    // A secondary source: Wikipedia, "Public holidays in the European Union", as it stood in August 2020; it refers to the
    // Commission's list of 31 January 2019.
    Year {
        year: 2020,
        decision: "Commission, public holidays 2020",
        read_through: WHOLE,
        days: &[
            day(1, 1, NEW_YEAR.0, NEW_YEAR.1),
            day(1, 2, AFTER_NEW_YEAR.0, AFTER_NEW_YEAR.1),
            day(4, 9, MAUNDY.0, MAUNDY.1),
            day(4, 10, FRIDAY.0, FRIDAY.1),
            day(4, 13, EASTER.0, EASTER.1),
            day(5, 1, LABOUR.0, LABOUR.1),
            day(5, 21, ASCENSION.0, ASCENSION.1),
            day(5, 22, AFTER_ASCENSION.0, AFTER_ASCENSION.1),
            day(6, 1, WHIT.0, WHIT.1),
            day(7, 21, BELGIUM.0, BELGIUM.1),
            day(11, 2, ALL_SOULS.0, ALL_SOULS.1),
            days(12, 24, 31, END.0, END.1),
        ],
    },
    Year {
        year: 2022,
        decision: "OJ 2021/C 24 I/01",
        read_through: (4, 15),
        days: &[
            day(4, 14, MAUNDY.0, MAUNDY.1),
            day(4, 15, FRIDAY.0, FRIDAY.1),
        ],
    },
    Year {
        year: 2023,
        decision: "OJ 2021/C 201 I/02",
        read_through: WHOLE,
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
            day(11, 1, ALL_SAINTS.0, ALL_SAINTS.1),
            day(11, 2, ALL_SOULS.0, ALL_SOULS.1),
            days(12, 25, 29, END.0, END.1),
        ],
    },
    Year {
        year: 2024,
        decision: "OJ 2022/C 440/05",
        read_through: (8, 15),
        days: &[
            day(1, 1, NEW_YEAR.0, NEW_YEAR.1),
            day(1, 2, AFTER_NEW_YEAR.0, AFTER_NEW_YEAR.1),
            day(3, 28, MAUNDY.0, MAUNDY.1),
            day(3, 29, FRIDAY.0, FRIDAY.1),
            day(4, 1, EASTER.0, EASTER.1),
            day(5, 1, LABOUR.0, LABOUR.1),
            // Ascension Day as well.
            day(5, 9, SCHUMAN.0, SCHUMAN.1),
            day(5, 10, AFTER_ASCENSION.0, AFTER_ASCENSION.1),
            day(5, 20, WHIT.0, WHIT.1),
            day(8, 15, ASSUMPTION.0, ASSUMPTION.1),
        ],
    },
    // A secondary source: Wikipedia, "Public holidays in the European Union", as it stood in 2025. Its days on a weekend (1 and
    // 2 November) are left out, as the decisions leave such days out; 18 days remain.
    Year {
        year: 2025,
        decision: "Commission, public holidays 2025",
        read_through: WHOLE,
        days: &[
            day(1, 1, NEW_YEAR.0, NEW_YEAR.1),
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
];
