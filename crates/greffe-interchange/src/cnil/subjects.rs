//! Categories of persons: what the form chooses, and what it is told beside.

use serde_json::Value;

use super::json::{self, french};
use super::label::{same, words};
use super::said::{self, Said};
use super::terms::{OTHER_SUBJECT, OTHER_SUBJECTS, SUBJECTS, UNLISTED_SUBJECTS, code_of, label_of};

/// What a row of a list says: an item, or that there is none.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Entry {
    /// An item.
    Item(Value),
    /// `none` or `not_applicable`.
    Absent(&'static str),
}

/// The list that rows make; `None` where no row says anything. A row that says that there is none counts where it is alone.
pub(super) fn list_of(entries: Vec<Entry>) -> Option<Value> {
    let absent = entries.iter().find_map(|entry| match entry {
        Entry::Absent(word) => Some(*word),
        Entry::Item(_) => None,
    });
    let items: Vec<Value> = entries
        .into_iter()
        .filter_map(|entry| match entry {
            Entry::Item(item) => Some(item),
            Entry::Absent(_) => None,
        })
        .collect();
    if items.is_empty() {
        absent.map(Value::from)
    } else {
        Some(Value::Array(items))
    }
}

/// Reads a row: description, precisions.
pub(super) fn read(texts: &[String]) -> Option<Entry> {
    let [description, precision] = texts else {
        return None;
    };
    let is_other = same(description, OTHER_SUBJECT);
    let text = match (description.as_str(), precision.as_str()) {
        ("", "") => return None,
        (text, "") | ("", text) => text.to_owned(),
        (_, text) if is_other => text.to_owned(),
        (chosen, text) => format!("{chosen} : {text}"),
    };
    if let Some(absence) = Said::by(&text).absence() {
        return Some(Entry::Absent(absence));
    }
    let code = code_of(&SUBJECTS, &text).or_else(|| code_of(&UNLISTED_SUBJECTS, &text));
    Some(Entry::Item(
        code.map_or_else(|| json::text(&text), Value::from),
    ))
}

/// The texts of a row for an item.
pub(super) fn cells(item: &Value) -> Vec<String> {
    if let Some(code) = item.as_str() {
        let listed = label_of(&SUBJECTS, code);
        if listed != code {
            return vec![listed.to_owned(), String::new()];
        }
        let unlisted = label_of(&UNLISTED_SUBJECTS, code);
        if unlisted != code {
            return vec![OTHER_SUBJECT.to_owned(), unlisted.to_owned()];
        }
    }
    let text = french(item).unwrap_or_default();
    if let Some(listed) = OTHER_SUBJECTS
        .iter()
        .find(|listed| words(listed) == words(text))
    {
        return vec![(*listed).to_owned(), String::new()];
    }
    vec![OTHER_SUBJECT.to_owned(), text.to_owned()]
}

/// The texts of a row that says that there is none.
pub(super) fn absent(word: &str) -> Option<Vec<String>> {
    let said = said::of_absence(word)?;
    Some(vec![OTHER_SUBJECT.to_owned(), said.to_owned()])
}
