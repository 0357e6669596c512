//! Days in words. This crate has no calendar: a day is an ISO 8601 text, and one that is none stays as it is written.

use crate::Lang;

/// Whether the text has the form `YYYY-MM-DD`, ten characters without a sign or a blank. Whether there is such a day is not checked.
///
/// ```
/// assert!(greffe_terms::is_day_form("2016-10-01"));
/// for other in ["2016-10-1", "+016-10-01", "2016- 1- 1", "2016-10-01T00:00:00Z"] {
///     assert!(!greffe_terms::is_day_form(other));
/// }
/// ```
#[must_use]
pub fn is_day_form(text: &str) -> bool {
    let fits = |(index, byte): (usize, u8)| match index {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    text.len() == 10 && text.bytes().enumerate().all(fits)
}

/// A day in words, without its weekday; `None` for a text that is no ISO 8601 date. Whether the month has that day is not checked.
///
/// ```
/// use greffe_terms::{Lang, day_in_words};
///
/// assert_eq!(day_in_words("2016-10-01", Lang::Fr).as_deref(), Some("1er octobre 2016"));
/// assert_eq!(day_in_words("2016-10-01", Lang::En).as_deref(), Some("1 October 2016"));
/// assert_eq!(day_in_words("October", Lang::En), None);
/// ```
#[must_use]
pub fn day_in_words(iso: &str, lang: Lang) -> Option<String> {
    if !is_day_form(iso) {
        return None;
    }
    let mut parts = iso.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let month: usize = month.parse().ok()?;
    let month = lang.pick(MOIS, MONTHS).get(month.checked_sub(1)?)?;
    let day: u8 = day.parse().ok()?;
    // French counts the first of a month, and only that, with an ordinal.
    let ordinal = lang.pick(if day == 1 { "er" } else { "" }, "");
    (1..=31)
        .contains(&day)
        .then(|| format!("{day}{ordinal} {month} {year}"))
}

const MOIS: &[&str] = &[
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
