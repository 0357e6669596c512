//! Recipients: their kind as the form chooses it, and who they are.

use serde_json::{Map, Value, json};

use super::country;
use super::json::{self, french_at};
use super::lines;
use super::said::{self, Said};
use super::subjects::Entry;
use super::terms::{RECIPIENTS, code_of, label_of};

/// What the cell says in lines of its own.
const LINES: [(&str, &str); 4] = [
    ("Données", "what"),
    ("Fréquence", "how_often"),
    ("Pays", "country"),
    ("Note", "note"),
];

/// Reads a row: kind, precisions. The kind's code comes with what is said of it.
pub(super) fn read(texts: &[String]) -> Option<(&'static str, Entry)> {
    let [kind, precision] = texts else {
        return None;
    };
    let code = code_of(&RECIPIENTS, kind);
    let text = match (kind.as_str(), precision.as_str(), code) {
        ("", "", _) => return None,
        (_, "", _) => kind.clone(),
        ("", _, _) | (_, _, Some(_)) => precision.clone(),
        _ => format!("{kind} : {precision}"),
    };
    // Who is told of without a kind is some other organisation.
    let code = code.unwrap_or("external");
    Some((code, read_precision(&text)))
}

fn read_precision(text: &str) -> Entry {
    if let Some(absence) = Said::by(text).absence() {
        return Entry::Absent(absence);
    }
    let labels = LINES.map(|(label, _)| label);
    let (name, others) = lines::split(text, &labels);
    let mut item = Map::new();
    for (label, other) in others {
        let Some((_, key)) = LINES.iter().find(|(known, _)| *known == label) else {
            continue;
        };
        let value = match (*key, country::code_of(&other)) {
            ("country", Some(code)) => Value::from(code),
            // No country: the line is part of the text after all.
            ("country", None) => return Entry::Item(json!({ "name": json::text(text) })),
            _ => json::text(&other),
        };
        _ = item.insert((*key).to_owned(), value);
    }
    _ = item.insert("name".to_owned(), json::text(&name));
    Entry::Item(Value::Object(item))
}

/// The texts of a row for a recipient.
pub(super) fn cells(kind: &str, item: &Value) -> Vec<String> {
    let name = french_at(item, "name").unwrap_or_default();
    let others = LINES.map(|(label, key)| {
        let text = french_at(item, key).map(|text| {
            if key == "country" {
                country::name_of(text).to_owned()
            } else {
                text.to_owned()
            }
        });
        (label, text)
    });
    vec![
        label_of(&RECIPIENTS, kind).to_owned(),
        lines::joined(name, others),
    ]
}

/// The texts of a row that says that there is none of a kind.
pub(super) fn absent(kind: &str, word: &str) -> Option<Vec<String>> {
    let said = said::of_absence(word)?;
    Some(vec![
        label_of(&RECIPIENTS, kind).to_owned(),
        said.to_owned(),
    ])
}
