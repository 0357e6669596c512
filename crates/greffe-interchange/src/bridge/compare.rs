//! Which values of a register another form of it does not hold.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

/// A value that is not in the other form, or is there otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    /// The path in the register: `processing[FAC-01].data[1].fields`.
    pub(crate) path: String,
    /// Whether something else stands in its place.
    pub(crate) is_otherwise: bool,
    /// Whether the value is an absence: `none` or `not_applicable`.
    pub(crate) is_absence: bool,
}

/// Every value of `source` that `found` does not hold at the same path, as far up as nothing at all is held.
pub(crate) fn differences(source: &Value, found: &Value) -> Vec<Difference> {
    let mut out = Vec::new();
    compare("", source, Some(found), &mut out);
    out
}

fn compare(path: &str, source: &Value, found: Option<&Value>, out: &mut Vec<Difference>) {
    let mut note = |is_otherwise| {
        out.push(Difference {
            path: path.to_owned(),
            is_otherwise,
            is_absence: source.as_str().is_some_and(super::texts::is_stated_word),
        });
    };
    match (source, found) {
        (_, None) => note(false),
        (source, Some(found)) if source == found => {}
        (source, Some(found)) if is_text(source) || is_text(found) => note(true),
        (Value::Object(source), Some(Value::Object(found))) => {
            for (key, value) in source {
                compare(&child(path, key), value, found.get(key), out);
            }
        }
        (Value::Array(source), Some(Value::Array(found))) => {
            let known = by_identity(found);
            let nameless: HashSet<_> = found.iter().filter(|o| identity(o).is_none()).collect();
            for (index, item) in source.iter().enumerate() {
                let other = match identity(item) {
                    Some(id) => known.get(id).copied(),
                    None => nameless
                        .get(item)
                        .copied()
                        .or_else(|| found.get(index).filter(|other| identity(other).is_none())),
                };
                compare(&item_path(path, index, item), item, other, out);
            }
        }
        _ => note(true),
    }
}

/// A text by language is one value, not two; so is what is carried as it is written.
pub(super) fn is_text(value: &Value) -> bool {
    let is_by_language = |object: &serde_json::Map<String, Value>| {
        let is_part =
            |(key, text): (&String, &Value)| (key == "fr" || key == "en") && text.is_string();
        !object.is_empty() && object.iter().all(is_part)
    };
    value.as_object().is_some_and(is_by_language) || super::emit::as_raw(value).is_some()
}

/// What tells an item of a list from the others; `None` where only its place does.
pub(super) fn identity(item: &Value) -> Option<&str> {
    let object = item.as_object()?;
    let key = ["ref", "id"].into_iter().find_map(|key| object.get(key));
    // The id of a data entry goes without saying where it is the category's code; a sensitive category is its own name.
    key.or_else(|| object.get("category"))?.as_str()
}

/// The items that have an identity, by it; the first where several share one.
pub(super) fn by_identity(items: &[Value]) -> HashMap<&str, &Value> {
    let mut known = HashMap::new();
    for item in items {
        if let Some(id) = identity(item) {
            known.entry(id).or_insert(item);
        }
    }
    known
}

pub(super) fn child(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

/// The place of an item, as errors, findings and the comparison of registers write it: by `ref` or `id`, or by its number from 1.
pub(crate) fn item_path(path: &str, index: usize, item: &Value) -> String {
    let name = ["ref", "id"].into_iter().find_map(|key| item.get(key));
    match name.and_then(Value::as_str) {
        Some(id) => format!("{path}[{id}]"),
        None => format!("{path}[{}]", index + 1),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn series_that_are_called_as_languages_are_compared_one_by_one() {
        let paths = |source, found| {
            let found = differences(&source, &found);
            let paths = found.into_iter().map(|difference| difference.path);
            paths.collect::<Vec<_>>()
        };
        let series = |keep| json!({ "fr": { "keep": keep }, "en": { "keep": "P1Y" } });
        assert_eq!(paths(series("P1Y"), series("P2Y")), ["fr.keep"]);
        let text = |fr| json!({ "name": { "fr": fr, "en": "one" } });
        assert_eq!(paths(text("un"), text("uns")), ["name"]);
    }
}
