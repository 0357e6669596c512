//! Registers that differ from generated ones in a known number of values.

use std::collections::BTreeSet;

use greffe_register::Register;
use proptest::sample::Index;
use serde_json::{Value, json};

pub(crate) fn register(document: &Value) -> Register {
    Register::from_json(&document.to_string()).unwrap()
}

/// The register with some values changed, and in how many places. Each pick chooses one of the places that take any text.
pub(crate) fn mutate(document: &Value, picks: &[Index]) -> (Value, usize) {
    let (mutated, places) = mutate_at(document, picks);
    (mutated, places.len())
}

/// The same, with the JSON pointers of the places.
pub(crate) fn mutate_at(document: &Value, picks: &[Index]) -> (Value, BTreeSet<String>) {
    let mut places = Vec::new();
    texts(document, String::new(), &mut places);
    let chosen: BTreeSet<_> = picks.iter().map(|pick| pick.get(&places).clone()).collect();
    let mut mutated = document.clone();
    for place in &chosen {
        *mutated.pointer_mut(place).unwrap() = json!(format!("anew: {}", place.len()));
    }
    (mutated, chosen)
}

/// Keys whose value is a text of people and tells no item from another.
const TEXTS: &[&str] = &[
    "address",
    "responsible",
    "justification",
    "detail",
    "sensitive_note",
    "rationale",
    "withdrawal",
    "provider",
];

fn texts(value: &Value, at: String, places: &mut Vec<String>) {
    match value {
        Value::Object(entries) => {
            for (key, inner) in entries {
                let at = format!("{at}/{key}");
                if TEXTS.contains(&key.as_str()) {
                    places.push(at);
                } else if key != "retention" {
                    texts(inner, at, places);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                texts(item, format!("{at}/{index}"), places);
            }
        }
        _ => {}
    }
    // Every register has one such place.
    if at.is_empty() {
        places.push("/organisation/name".to_owned());
    }
}
