//! Days as a register writes them: without the weekday.

use chrono::NaiveDate;
use greffe_calendar::date_in_words;
use greffe_terms::Lang;

/// `1er mars 2026`, `1 March 2026`.
pub(crate) fn in_words(date: NaiveDate, lang: Lang) -> String {
    let words = date_in_words(date, lang);
    // The weekday comes first.
    words
        .split_once(' ')
        .map_or_else(String::new, |(_, day)| day.to_owned())
}
