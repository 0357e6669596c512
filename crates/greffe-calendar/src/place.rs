//! Places whose public holidays this crate knows, as dated tables with the law behind each day.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{CalendarError, Holiday};

mod france;
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
    /// The institutions of the European Union in Brussels: a table by year (2002, 2013, 2014, 2017, 2020, 2023 and 2025 so far, 2022 to 15 April, 2024 to 15 August).
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
        france::holiday_on(self, date)
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
        greffe_terms::quiet::parse(deserializer, "a place")
    }
}
