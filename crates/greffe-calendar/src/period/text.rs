//! The ISO 8601 form of periods, and the names of their units.

use std::fmt;
use std::str::FromStr;

use greffe_terms::Lang;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Period;
use crate::CalendarError;

/// The canonical ISO 8601 form: units that are zero are left out, no time at all is `P0D`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_zero() {
            return f.write_str("P0D");
        }
        f.write_str("P")?;
        let mut in_time = false;
        for (n, unit) in self.parts().into_iter().filter(|(n, _)| *n != 0) {
            if unit.is_time() && !in_time {
                in_time = true;
                f.write_str("T")?;
            }
            write!(f, "{n}{}", unit.letter())?;
        }
        Ok(())
    }
}

/// Reads an ISO 8601 duration in whole years, months, weeks, days, hours and minutes, each at most once and in this order.
/// No fractions, signs, seconds or lower case letters.
impl FromStr for Period {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let body = text.strip_prefix('P').ok_or(CalendarError::InvalidPeriod)?;
        let mut period = Self::ZERO;
        let mut last = None;
        let mut in_time = false;
        let mut number: Option<u32> = None;
        for letter in body.chars() {
            if let Some(digit) = letter.to_digit(10) {
                number = Some(
                    number
                        .unwrap_or(0)
                        .checked_mul(10)
                        .and_then(|n| n.checked_add(digit))
                        .ok_or(CalendarError::PeriodTooLong)?,
                );
            } else if letter == 'T' && !in_time && number.is_none() {
                in_time = true;
            } else {
                let unit = Unit::of(letter, in_time).ok_or(CalendarError::InvalidPeriod)?;
                if last >= Some(unit) {
                    return Err(CalendarError::InvalidPeriod);
                }
                *period.part_mut(unit) = number.take().ok_or(CalendarError::InvalidPeriod)?;
                last = Some(unit);
            }
        }
        let ends_well = last.is_some_and(|unit| unit.is_time() == in_time) && number.is_none();
        if ends_well {
            Ok(period)
        } else {
            Err(CalendarError::InvalidPeriod)
        }
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        greffe_terms::quiet::parse(deserializer, "a period")
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Year,
    Month,
    Week,
    Day,
    Hour,
    Minute,
}

impl Unit {
    const fn of(letter: char, in_time: bool) -> Option<Self> {
        match (letter, in_time) {
            ('Y', false) => Some(Self::Year),
            ('M', false) => Some(Self::Month),
            ('W', false) => Some(Self::Week),
            ('D', false) => Some(Self::Day),
            ('H', true) => Some(Self::Hour),
            ('M', true) => Some(Self::Minute),
            _ => None,
        }
    }

    const fn letter(self) -> char {
        match self {
            Self::Year => 'Y',
            Self::Month | Self::Minute => 'M',
            Self::Week => 'W',
            Self::Day => 'D',
            Self::Hour => 'H',
        }
    }

    pub(super) const fn is_time(self) -> bool {
        matches!(self, Self::Hour | Self::Minute)
    }

    pub(super) fn word(self, n: u32, lang: Lang) -> &'static str {
        let (fr, en) = match self {
            Self::Year => (["an", "ans"], ["year", "years"]),
            Self::Month => (["mois", "mois"], ["month", "months"]),
            Self::Week => (["semaine", "semaines"], ["week", "weeks"]),
            Self::Day => (["jour", "jours"], ["day", "days"]),
            Self::Hour => (["heure", "heures"], ["hour", "hours"]),
            Self::Minute => (["minute", "minutes"], ["minute", "minutes"]),
        };
        // French counts none in the singular, English in the plural.
        let [one, many] = lang.pick(fr, en);
        if n == 1 || (n == 0 && lang == Lang::Fr) {
            one
        } else {
            many
        }
    }
}
