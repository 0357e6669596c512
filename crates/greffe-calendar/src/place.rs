//! Places whose public holidays this crate knows, as dated tables with the law behind each day.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate, TimeDelta};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{CalendarError, Holiday, easter_sunday};

mod institutions;

/// A place whose public holidays are known, from 1960 to 2199; the institutions' for the years that were published and entered.
///
/// Days that are only kept by custom are not in the tables (carnival, Mi-Carême, Good Friday or 21 July in the Antilles, the
/// feasts of C. trav. L3422-3 in Mayotte): add them with [`crate::Calendar::with_holiday`] where they count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Place {
    /// Metropolitan France without Alsace and Moselle: the eleven days of C. trav. L3133-1.
    France,
    /// Bas-Rhin, Haut-Rhin, Moselle: also 26 December, and Good Friday in communes with a Protestant church or a mixed one
    /// (C. trav. L3134-13).
    AlsaceMoselle {
        /// Whether the commune has such a church.
        good_friday: bool,
    },
    /// Guadeloupe: also 27 May.
    Guadeloupe,
    /// Martinique: also 22 May.
    Martinique,
    /// French Guiana: also 10 June.
    Guyane,
    /// Réunion: also 20 December.
    Reunion,
    /// Mayotte: also 27 April.
    Mayotte,
    /// The institutions of the European Union in Brussels: a table by year out of the Official Journal (2014 and 2023 so far).
    EuInstitutions,
}

impl Place {
    /// Every place.
    pub const ALL: [Self; 9] = [
        Self::France,
        Self::AlsaceMoselle { good_friday: false },
        Self::AlsaceMoselle { good_friday: true },
        Self::Guadeloupe,
        Self::Martinique,
        Self::Guyane,
        Self::Reunion,
        Self::Mayotte,
        Self::EuInstitutions,
    ];

    /// The code in files and on the command line, such as `fr-alsace-moselle`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::France => "fr",
            Self::AlsaceMoselle { good_friday: false } => "fr-alsace-moselle",
            Self::AlsaceMoselle { good_friday: true } => "fr-alsace-moselle-good-friday",
            Self::Guadeloupe => "fr-guadeloupe",
            Self::Martinique => "fr-martinique",
            Self::Guyane => "fr-guyane",
            Self::Reunion => "fr-reunion",
            Self::Mayotte => "fr-mayotte",
            Self::EuInstitutions => "eu-institutions",
        }
    }

    /// The place whose holidays hold in the whole country around this one.
    #[must_use]
    pub const fn national(self) -> Self {
        match self {
            Self::EuInstitutions => Self::EuInstitutions,
            _ => Self::France,
        }
    }

    /// The holiday on `date`, weekend or not.
    ///
    /// # Errors
    /// [`CalendarError::HolidaysUnknown`] for a year outside the table.
    pub fn holiday_on(self, date: NaiveDate) -> Result<Option<Holiday>, CalendarError> {
        if self == Self::EuInstitutions {
            return institutions::holiday_on(date);
        }
        if !YEARS.contains(&date.year()) {
            return Err(CalendarError::HolidaysUnknown);
        }
        let from_easter = date - easter_sunday(date.year())?;
        Ok(NATIONAL
            .iter()
            .chain(self.local())
            .find(|row| row.falls_on(date, from_easter))
            .map(|row| row.holiday.clone()))
    }

    const fn local(self) -> &'static [Row] {
        match self {
            Self::France | Self::EuInstitutions => &[],
            Self::AlsaceMoselle { good_friday: false } => ALSACE_MOSELLE.split_at(1).0,
            Self::AlsaceMoselle { good_friday: true } => ALSACE_MOSELLE,
            Self::Guadeloupe => GUADELOUPE,
            Self::Martinique => MARTINIQUE,
            Self::Guyane => GUYANE,
            Self::Reunion => REUNION,
            Self::Mayotte => MAYOTTE,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Place {
    type Err = CalendarError;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|place| place.code() == code)
            .ok_or(CalendarError::UnknownPlace)
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        code.parse().map_err(serde::de::Error::custom)
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
const ABOLITION_FR: &str = "Abolition de l'esclavage";
const ABOLITION_EN: &str = "Abolition of slavery";
const ABOLITION: &str = "C. trav. L3422-2";
const LOCAL: &str = "C. trav. L3134-13";

// 8 May: abolished from 1960 by décret 59-533, restored by loi 81-893 of 2 October 1981. Whit Monday: the day of solidarity of
// loi 2004-626 (Art. 2) took its place from 2005 until loi 2008-351 of 16 April 2008.
const NATIONAL: &[Row] = &[
    row(Day::Fixed(1, 1), FIRST, LAST, "Jour de l'an", "New Year's Day", LABOUR),
    row(Day::Easter(1), FIRST, LAST, "Lundi de Pâques", "Easter Monday", LABOUR),
    row(Day::Fixed(5, 1), FIRST, LAST, "Fête du Travail", "Labour Day", LABOUR),
    row(Day::Fixed(5, 8), 1982, LAST, "Victoire 1945", "Victory in 1945", LABOUR),
    row(Day::Easter(39), FIRST, LAST, "Ascension", "Ascension Day", LABOUR),
    row(Day::Easter(50), FIRST, 2004, "Lundi de Pentecôte", "Whit Monday", LABOUR),
    row(Day::Easter(50), 2008, LAST, "Lundi de Pentecôte", "Whit Monday", LABOUR),
    row(Day::Fixed(7, 14), FIRST, LAST, "Fête nationale", "National Day", LABOUR),
    row(Day::Fixed(8, 15), FIRST, LAST, "Assomption", "Assumption", LABOUR),
    row(Day::Fixed(11, 1), FIRST, LAST, "Toussaint", "All Saints' Day", LABOUR),
    row(Day::Fixed(11, 11), FIRST, LAST, "Armistice 1918", "Armistice of 1918", LABOUR),
    row(Day::Fixed(12, 25), FIRST, LAST, "Noël", "Christmas Day", LABOUR),
];

// Since the ordinance of 16 August 1892. Good Friday stands last: it is left out where the commune has no such church.
const ALSACE_MOSELLE: &[Row] = &[
    row(Day::Fixed(12, 26), FIRST, LAST, "Saint-Étienne", "St Stephen's Day", LOCAL),
    row(Day::Easter(-2), FIRST, LAST, "Vendredi saint", "Good Friday", LOCAL),
];

// Loi 83-550 of 30 June 1983; the dates by décret 83-1003 of 23 November 1983, so that Réunion had its first that year.
const GUADELOUPE: &[Row] =
    &[row(Day::Fixed(5, 27), 1984, LAST, ABOLITION_FR, ABOLITION_EN, ABOLITION)];
const MARTINIQUE: &[Row] =
    &[row(Day::Fixed(5, 22), 1984, LAST, ABOLITION_FR, ABOLITION_EN, ABOLITION)];
const GUYANE: &[Row] =
    &[row(Day::Fixed(6, 10), 1984, LAST, ABOLITION_FR, ABOLITION_EN, ABOLITION)];
const REUNION: &[Row] =
    &[row(Day::Fixed(12, 20), 1983, LAST, ABOLITION_FR, ABOLITION_EN, ABOLITION)];
const MAYOTTE: &[Row] =
    &[row(Day::Fixed(4, 27), 1984, LAST, ABOLITION_FR, ABOLITION_EN, ABOLITION)];
