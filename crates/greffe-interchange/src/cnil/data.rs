//! Rows of data categories and of sensitive ones: what they are, and how long they are kept.

use serde_json::{Map, Value, json};

use super::duration;
use super::json::{self, french_at};
use super::label::is_placeholder;
use super::said::{self, Said};
use super::terms::{condition_label, condition_of};

/// What a row of a data category says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Row {
    /// That the category is not processed.
    NotProcessed,
    /// An entry, without its category.
    Entry(Map<String, Value>),
}

/// Reads a row: description, length. A box that is left blank says nothing; a no is a fact.
pub(super) fn read(texts: &[String]) -> Option<Row> {
    let [description, length] = texts else {
        return None;
    };
    let retention = duration::read(length).json();
    let said = Said::by(description);
    match (said, &retention) {
        (Said::Blank, None) => return None,
        (Said::No | Said::None, None) => return Some(Row::NotProcessed),
        _ => {}
    }
    let mut entry = Map::new();
    match said {
        Said::Blank | Said::Yes => {}
        Said::NotApplicable => _ = entry.insert("detail".to_owned(), json!("not_applicable")),
        Said::None | Said::No | Said::Text => {
            _ = entry.insert("detail".to_owned(), json::text(description));
        }
    }
    if let Some(retention) = retention {
        _ = entry.insert("retention".to_owned(), retention);
    }
    Some(Row::Entry(entry))
}

/// The texts of a row for an entry; `length` is how long it is kept, in words.
pub(super) fn cells(entry: &Value, length: &str) -> Vec<String> {
    let detail = match entry.get("detail") {
        Some(Value::String(word)) if word == "not_applicable" => said::NOT_APPLICABLE,
        Some(Value::String(word)) if word == "none" => said::YES,
        // A text that a cell would say otherwise, such as a no, must not become one.
        Some(_) => french_at(entry, "detail")
            .filter(|text| Said::by(text) == Said::Text && !is_placeholder(text))
            .unwrap_or(said::YES),
        None => said::YES,
    };
    vec![detail.to_owned(), length.to_owned()]
}

/// The texts of a row that says that a category is not processed.
pub(super) fn not_processed() -> Vec<String> {
    vec![said::NO.to_owned(), String::new()]
}

/// What a row of a sensitive category says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Sensitive {
    /// That there are no such data.
    No,
    /// That the question does not arise.
    NotApplicable,
    /// That there are some, with the condition that allows them and what else the row tells as an entry.
    Yes {
        condition: Option<&'static str>,
        entry: Option<Map<String, Value>>,
    },
}

/// Reads a row of a sensitive category: description, length.
pub(super) fn read_sensitive(texts: &[String]) -> Option<Sensitive> {
    let [description, length] = texts else {
        return None;
    };
    let condition = condition_of(description);
    let yes = |condition, entry| Some(Sensitive::Yes { condition, entry });
    match (Said::by(description), length.is_empty()) {
        (Said::Blank, true) => None,
        (Said::No | Said::None, true) => Some(Sensitive::No),
        (Said::NotApplicable, true) => Some(Sensitive::NotApplicable),
        (Said::Yes, true) => yes(None, None),
        (Said::Text, true) if condition.is_some() => yes(condition, None),
        _ => match read(texts) {
            Some(Row::Entry(entry)) => yes(None, Some(entry)),
            _ => None,
        },
    }
}

/// The texts of a row for a sensitive category without an entry of its own.
pub(super) fn sensitive_cells(item: &Value) -> Vec<String> {
    let condition = item.get("condition").and_then(Value::as_str);
    let said = condition.and_then(condition_label).unwrap_or(said::YES);
    vec![said.to_owned(), String::new()]
}
