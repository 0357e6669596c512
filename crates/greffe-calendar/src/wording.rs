//! Dates and instants as people read them, in French and English.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use chrono_tz::Tz;
use greffe_terms::{Lang, day_in_words};

use crate::zone::local_time;

/// A date in words: `samedi 28 février 2026`, `Saturday 28 February 2026`.
///
/// ```
/// use chrono::NaiveDate;
/// use greffe_calendar::date_in_words;
/// use greffe_terms::{Lang, day_in_words};
///
/// let day = NaiveDate::from_ymd_opt(2026, 5, 1).unwrap();
/// assert_eq!(date_in_words(day, Lang::Fr), "vendredi 1er mai 2026");
/// assert_eq!(date_in_words(day, Lang::En), "Friday 1 May 2026");
/// ```
#[must_use]
pub fn date_in_words(date: NaiveDate, lang: Lang) -> String {
    let weekday = named(
        lang.pick(&JOURS, &DAYS),
        date.weekday().num_days_from_monday(),
    );
    let iso = date.to_string();
    let day = day_in_words(&iso, lang).unwrap_or(iso);
    format!("{weekday} {day}")
}

/// An instant in words, on the clocks of its zone: `vendredi 25 décembre 2020 à 13 h 00 (UTC+01:00)`.
#[must_use]
pub fn instant_in_words(instant: DateTime<Tz>, lang: Lang) -> String {
    let local = local_time(instant.timezone(), instant.with_timezone(&Utc));
    let date = date_in_words(local.date(), lang);
    let (hour, minute) = (local.hour(), local.minute());
    let seconds = match local.second() {
        0 => String::new(),
        second => lang.pick(format!(" min {second:02} s"), format!(":{second:02}")),
    };
    let offset = instant.format("%:z");
    match lang {
        Lang::Fr => format!("{date} à {hour} h {minute:02}{seconds} (UTC{offset})"),
        Lang::En => format!("{date} at {hour:02}:{minute:02}{seconds} (UTC{offset})"),
    }
}

fn named(names: &[&'static str], index: u32) -> &'static str {
    usize::try_from(index)
        .ok()
        .and_then(|index| names.get(index))
        .copied()
        .unwrap_or_default()
}

const JOURS: [&str; 7] = [
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
];
const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
