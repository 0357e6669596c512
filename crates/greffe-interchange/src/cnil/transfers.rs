//! Transfers out of the Union.

use serde_json::{Map, Value};

use super::country;
use super::json::{self, french_at};
use super::lines;
use super::said::{self, Said};
use super::subjects::Entry;
use super::terms::{tool_label, tool_of};

const ASSESSMENT: &str = "Évaluation";

/// Reads a row: recipient, country, guarantee, documents. What is no country or instrument of a list is told among the documents.
pub(super) fn read(texts: &[String]) -> Option<Entry> {
    let [recipient, place, guarantee, documents] = texts else {
        return None;
    };
    let others = [place, guarantee, documents];
    if others.iter().all(|text| text.is_empty()) {
        if recipient.is_empty() {
            return None;
        }
        if let Some(absence) = Said::by(recipient).absence() {
            return Some(Entry::Absent(absence));
        }
    }
    let mut item = Map::new();
    let (mut document, assessment) = lines::split(documents, &[ASSESSMENT]);
    let mut put = |key: &str, value: Value| _ = item.insert(key.to_owned(), value);
    if !recipient.is_empty() {
        put("recipient", json::text(recipient));
    }
    for (key, text, code, label) in [
        ("country", place, country::code_of(place), "Pays"),
        ("tool", guarantee, tool_of(guarantee), "Garantie"),
    ] {
        match code {
            Some(code) => put(key, Value::from(code)),
            None if text.is_empty() => {}
            None => document = format!("{document}\n{label} : {text}").trim().to_owned(),
        }
    }
    if !document.is_empty() {
        put("document", json::text(&document));
    }
    for (_, text) in assessment {
        put("assessment", json::text(&text));
    }
    Some(Entry::Item(Value::Object(item)))
}

/// The texts of a row for a transfer.
pub(super) fn cells(item: &Value) -> Vec<String> {
    let text = |key| french_at(item, key).unwrap_or_default();
    let assessment = french_at(item, "assessment").map(str::to_owned);
    vec![
        text("recipient").to_owned(),
        country::name_of(text("country")).to_owned(),
        tool_label(text("tool")).to_owned(),
        lines::joined(text("document"), [(ASSESSMENT, assessment)]),
    ]
}

/// The texts of a row that says that there is none.
pub(super) fn absent(word: &str) -> Option<Vec<String>> {
    let said = said::of_absence(word)?;
    let blank = String::new;
    Some(vec![said.to_owned(), blank(), blank(), blank()])
}
