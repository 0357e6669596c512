//! Security measures: their family as the form chooses it, and what they are.

use serde_json::Value;

use super::json::{self, french};
use super::terms::{MEASURES, code_of, label_of};

/// Reads a row: family, precisions. The family's code comes with the measure, or `true` where there is no detail.
pub(super) fn read(texts: &[String]) -> Option<(&'static str, Value)> {
    let [family, precision] = texts else {
        return None;
    };
    let code = code_of(&MEASURES, family);
    match (family.as_str(), precision.as_str(), code) {
        ("", "", _) => None,
        (_, "", Some(code)) => Some((code, Value::Bool(true))),
        (_, text, Some(code)) => Some((code, json::text(text))),
        (text, "", None) | ("", text, None) => Some(("other", json::text(text))),
        (family, text, None) => Some(("other", json::text(&format!("{family} : {text}")))),
    }
}

/// The texts of a row for a measure, or for a family without detail.
pub(super) fn cells(family: &str, measure: &Value) -> Vec<String> {
    let text = french(measure).unwrap_or_default();
    vec![label_of(&MEASURES, family).to_owned(), text.to_owned()]
}
