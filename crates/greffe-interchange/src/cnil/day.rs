//! Days as French forms write them.

use chrono::{Days, NaiveDate};

use super::label::words;
use crate::ods::Value;

/// The day that a cell holds: a date, a serial number, or a text such as `10/05/2018`, `2018-05-10`, `1er mars 2026`.
pub(super) fn of_cell(value: Value, text: &str) -> Option<NaiveDate> {
    match value {
        Value::Date(day) => Some(day),
        Value::Number(serial) => of_serial(serial),
        _ => of_text(text),
    }
}

/// Spreadsheets count days from 30 December 1899. Years of two digits are nobody's guess; serial numbers before 1970 are no dates of a record.
fn of_serial(serial: f64) -> Option<NaiveDate> {
    const FIRST: u32 = 25_569; // 1970-01-01
    const LAST: u32 = 73_050; // 2099-12-31
    let days = (FIRST..=LAST).find(|days| f64::from(*days) == serial.floor())?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(u64::from(days)))
}

pub(super) fn of_text(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let in_figures = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"];
    in_figures
        .iter()
        .filter_map(|format| NaiveDate::parse_from_str(text, format).ok())
        .find(has_four_digits)
        .or_else(|| in_words(text))
}

fn has_four_digits(day: &NaiveDate) -> bool {
    use chrono::Datelike;
    (1000..=9999).contains(&day.year())
}

/// `1er mars 2026`, `le 10 mai 2018`, `lundi 10 mai 2018`.
fn in_words(text: &str) -> Option<NaiveDate> {
    const MONTHS: [&str; 12] = [
        "janvier",
        "fevrier",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "aout",
        "septembre",
        "octobre",
        "novembre",
        "decembre",
    ];
    const WEEKDAYS: [&str; 8] = [
        "le", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
    ];
    let text = words(text);
    let mut parts: Vec<_> = text.split(' ').collect();
    while parts.first().is_some_and(|word| WEEKDAYS.contains(word)) && parts.len() > 3 {
        _ = parts.remove(0);
    }
    let [day, month, year] = parts.as_slice() else {
        return None;
    };
    let day = if *day == "1er" { "1" } else { day };
    let month = MONTHS
        .iter()
        .zip(1_u32..)
        .find(|(name, _)| *name == month)?
        .1;
    let year = year
        .parse()
        .ok()
        .filter(|year| (1000..=9999).contains(year))?;
    NaiveDate::from_ymd_opt(year, month, day.parse().ok()?)
}
