//! The five registers of the examples, and every value in a register with its path.

use greffe_register::Register;
use serde_json::Value;

/// The registers of `examples/registers`, by name.
pub(crate) fn registers() -> Vec<(&'static str, Register)> {
    [
        (
            "bank-communication",
            include_str!("../../../../examples/registers/bank-communication.toml"),
        ),
        (
            "call-tracking",
            include_str!("../../../../examples/registers/call-tracking.toml"),
        ),
        (
            "hosting",
            include_str!("../../../../examples/registers/hosting.toml"),
        ),
        (
            "paperless-assemblies",
            include_str!("../../../../examples/registers/paperless-assemblies.toml"),
        ),
        (
            "software-support",
            include_str!("../../../../examples/registers/software-support.toml"),
        ),
    ]
    .map(|(name, text)| (name, Register::from_toml(text).unwrap()))
    .into()
}

/// Every scalar of a register with its path. Items of lists go by `ref` or `id` where they have one, else by number.
pub(crate) fn leaves(register: &Register) -> Vec<(String, String)> {
    let mut out = Vec::new();
    walk("", &serde_json::to_value(register).unwrap(), &mut out);
    out
}

fn walk(path: &str, value: &Value, out: &mut Vec<(String, String)>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                let dot = if path.is_empty() { "" } else { "." };
                walk(&format!("{path}{dot}{key}"), value, out);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let id = ["ref", "id"].iter().find_map(|key| item.get(key)?.as_str());
                let id = id.map_or_else(|| (index + 1).to_string(), ToOwned::to_owned);
                walk(&format!("{path}[{id}]"), item, out);
            }
        }
        scalar => out.push((path.to_owned(), scalar.to_string())),
    }
}

/// Fails on a value that neither came back nor stands in the report.
pub(crate) fn assert_nothing_vanished(
    name: &str,
    register: &Register,
    back: &Register,
    losses: &greffe_interchange::LossReport,
) {
    let back = leaves(back);
    let silent: Vec<_> = leaves(register)
        .into_iter()
        .filter(|leaf| !back.contains(leaf))
        // Lists of codes and texts are sets: what counts is that the value is there.
        .filter(|(path, value)| {
            !back.iter().any(|(other, same)| {
                same == value && list_of(other).is_some() && list_of(other) == list_of(path)
            })
        })
        .filter(|(path, _)| {
            !losses
                .losses()
                .iter()
                .any(|loss| covers(loss.place(), path))
        })
        .map(|(path, _)| path)
        .collect();
    assert_eq!(silent, Vec::<String>::new(), "{name}");
}

fn list_of(path: &str) -> Option<&str> {
    path.strip_suffix(']')?
        .rsplit_once('[')
        .map(|(list, _)| list)
}

fn covers(place: &str, path: &str) -> bool {
    path.strip_prefix(place)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}
