//! A three-way merge of registers as JSON.

use std::collections::HashSet;

use greffe_terms::Text;
use serde_json::{Map, Value};

use super::compare::{by_identity, child, identity, is_text, item_path};
use crate::{Loss, LossKind, LossReport};

/// Takes over into `ours` what changed from `base` to `given`. Where such a change replaces more than `base` showed of it, the report says so.
pub(super) fn merge(
    path: &str,
    ours: Option<Value>,
    base: Option<&Value>,
    given: Option<&Value>,
    report: &mut LossReport,
) -> Option<Value> {
    if given == base || is_same_set(given, base) {
        return ours;
    }
    let is_one_value = |value: Option<&Value>| value.is_none_or(is_text);
    let is_whole = is_one_value(ours.as_ref()) || is_one_value(given);
    match (ours, given) {
        (Some(Value::Object(ours)), Some(Value::Object(given))) if !is_whole => {
            let base = base.and_then(Value::as_object);
            Some(Value::Object(merge_objects(
                path, ours, base, given, report,
            )))
        }
        (Some(Value::Array(ours)), Some(Value::Array(given)))
            if ours
                .iter()
                .chain(given)
                .all(|item| identity(item).is_some()) =>
        {
            let base = base
                .and_then(Value::as_array)
                .map_or(&[][..], Vec::as_slice);
            Some(Value::Array(merge_lists(path, ours, base, given, report)))
        }
        (ours, given) => {
            if ours.is_some() && ours.as_ref() != base && ours.as_ref() != given {
                report.note(Loss::new(LossKind::Dropped, path.to_owned(), replaced()));
            }
            given.cloned()
        }
    }
}

/// The order of a list is nobody's statement: JSON-LD has none, and tools sort.
fn is_same_set(given: Option<&Value>, base: Option<&Value>) -> bool {
    let (Some(Value::Array(given)), Some(Value::Array(base))) = (given, base) else {
        return false;
    };
    let words =
        |items: &[Value]| -> HashSet<String> { items.iter().map(Value::to_string).collect() };
    given.len() == base.len() && words(given) == words(base)
}

fn merge_objects(
    path: &str,
    mut ours: Map<String, Value>,
    base: Option<&Map<String, Value>>,
    given: &Map<String, Value>,
    report: &mut LossReport,
) -> Map<String, Value> {
    let mut keys: Vec<_> = ours.keys().chain(given.keys()).cloned().collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        let own = ours.remove(&key);
        let base = base.and_then(|base| base.get(&key));
        if let Some(value) = merge(&child(path, &key), own, base, given.get(&key), report) {
            ours.insert(key, value);
        }
    }
    ours
}

/// Items keep our order; what was taken away outside goes, what was added comes last.
fn merge_lists(
    path: &str,
    ours: Vec<Value>,
    base: &[Value],
    given: &[Value],
    report: &mut LossReport,
) -> Vec<Value> {
    let (in_base, in_given) = (by_identity(base), by_identity(given));
    let added: Vec<_> = {
        let in_ours = by_identity(&ours);
        let is_new = |id: &str| !in_base.contains_key(id) && !in_ours.contains_key(id);
        given
            .iter()
            .filter(|item| identity(item).is_some_and(is_new))
            .cloned()
            .collect()
    };
    let mut out = Vec::new();
    for (index, item) in ours.into_iter().enumerate() {
        let place = item_path(path, index, &item);
        let id = identity(&item).unwrap_or_default();
        let (base, given) = (in_base.get(id).copied(), in_given.get(id).copied());
        out.extend(merge(&place, Some(item), base, given, report));
    }
    out.extend(added);
    out
}

fn replaced() -> Text {
    crate::loss::words(
        "modifié dans l’autre format, qui en dit moins : ce qui était gardé ici est remplacé",
        "changed in the other format, which says less of it: what was kept here is replaced",
    )
}
