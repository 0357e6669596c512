//! Values of the file format: texts, and the paths of places.

use serde_json::{Map, Value, json};

/// A text that came out of a cell. A word that the format would take for an absence or a code is said to be French, which makes it a text.
pub(super) fn text(text: &str) -> Value {
    const WORDS: [&str; 11] = [
        "none",
        "not_applicable",
        "customers",
        "prospects",
        "employees",
        "applicants",
        "suppliers",
        "users",
        "visitors",
        "subscribers",
        "callers",
    ];
    if WORDS.contains(&text) {
        json!({ "fr": text })
    } else {
        Value::from(text)
    }
}

/// The French of a text, or its English where there is no French.
pub(super) fn french(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        Value::Object(by_language) => by_language
            .get("fr")
            .or_else(|| by_language.get("en"))
            .and_then(Value::as_str),
        _ => None,
    }
}

/// The text under a key.
pub(super) fn french_at<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key).and_then(french)
}

/// The value with every text by language as its French alone, which is what a cell can hold.
pub(super) fn flat(value: &Value) -> Value {
    match value {
        Value::Object(entries) if is_text(entries) => {
            french(value).map_or(Value::Null, Value::from)
        }
        Value::Object(entries) => {
            let entries = entries
                .iter()
                .map(|(key, value)| (key.clone(), flat(value)));
            Value::Object(entries.collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(flat).collect()),
        other => other.clone(),
    }
}

/// Whether an object is a text by language. Two series of backups may be called `fr` and `en`: their values are no texts.
pub(super) fn is_text(entries: &Map<String, Value>) -> bool {
    let is_part = |(key, text): (&String, &Value)| (key == "fr" || key == "en") && text.is_string();
    !entries.is_empty() && entries.iter().all(is_part)
}

/// The items of a list; none where there is no list.
pub(super) fn items(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The path of a key.
pub(super) fn key(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

/// The path of an item: by its reference or id, else by its number from 1. An id that looks like a number is not taken for one.
pub(super) fn item(path: &str, index: usize, item: &Value) -> String {
    let by_name = ["ref", "id"]
        .iter()
        .find_map(|key| item.get(key).and_then(Value::as_str))
        .filter(|name| name.parse::<usize>().is_err());
    match by_name {
        Some(name) => format!("{path}[{name}]"),
        None => format!("{path}[{}]", index + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_that_are_called_as_languages_are_no_text() {
        let series = json!({ "fr": { "keep": "P1Y" }, "en": { "keep": "P2Y" } });
        assert_eq!(flat(&series), series);
        assert_eq!(flat(&json!({ "fr": "un", "en": "one" })), json!("un"));
    }
}
