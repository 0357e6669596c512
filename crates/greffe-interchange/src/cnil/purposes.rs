//! Purposes, with what a line below tells of their legal basis.

use serde_json::{Map, Value, json};

use super::json::{self, french_at, items};
use super::lines;
use super::said;
use super::terms::{basis_label, basis_of};

const BASIS: &str = "Base légale";
const JUSTIFICATION: &str = "Justification";

/// Reads a cell; a purpose without id, for the form has none.
pub(super) fn read(text: &str) -> Option<Map<String, Value>> {
    if text.is_empty() {
        return None;
    }
    let (name, others) = lines::split(text, &[BASIS, JUSTIFICATION]);
    let mut purpose = Map::new();
    for (label, other) in others {
        if label == JUSTIFICATION {
            _ = purpose.insert("justification".to_owned(), json::text(&other));
        } else if let Some(basis) = read_basis(&other) {
            _ = purpose.insert("basis".to_owned(), basis);
        } else {
            // No list of bases: the lines are part of the text after all.
            return Some(Map::from_iter([("name".to_owned(), json::text(text))]));
        }
    }
    _ = purpose.insert("name".to_owned(), json::text(&name));
    Some(purpose)
}

fn read_basis(text: &str) -> Option<Value> {
    if let Some(absence) = said::Said::by(text).absence() {
        return Some(Value::from(absence));
    }
    let bases: Option<Vec<_>> = text.split(';').map(basis_of).collect();
    bases.map(|bases| json!(bases))
}

/// The cell of a purpose.
pub(super) fn cell(purpose: &Value) -> String {
    let name = french_at(purpose, "name").or_else(|| french_at(purpose, "id"));
    let basis = match purpose.get("basis") {
        Some(Value::String(word)) => said::of_absence(word)
            .or_else(|| basis_label(word))
            .map(str::to_owned),
        basis => {
            let labels = items(basis)
                .iter()
                .filter_map(Value::as_str)
                .filter_map(basis_label);
            Some(labels.collect::<Vec<_>>().join(" ; ")).filter(|labels| !labels.is_empty())
        }
    };
    let justification = french_at(purpose, "justification").map(str::to_owned);
    lines::joined(
        name.unwrap_or_default(),
        [(BASIS, basis), (JUSTIFICATION, justification)],
    )
}
