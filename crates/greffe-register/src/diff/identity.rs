//! By what the items of a list are told, from one version of a register to the next.

use std::collections::HashMap;

use super::path::ItemId;
use crate::write::Json;

/// The ids of a list's items, in order. `pattern` is that of the list.
pub(super) fn of_items(pattern: &str, items: &[Json<'_>]) -> Vec<ItemId> {
    let mut seen: HashMap<String, u32> = HashMap::with_capacity(items.len());
    let ids = items.iter().map(|item| {
        let told_by = told_by(pattern, item);
        let nth = seen.entry(told_by.clone()).or_default();
        *nth += 1;
        ItemId::new(told_by, *nth)
    });
    ids.collect()
}

/// What a path shows of each item: a reference or an id that is technical, and otherwise its number from 1, for a name may be a person's.
pub(super) fn labels(items: &[Json<'_>]) -> Vec<String> {
    let mut count: HashMap<&str, u32> = HashMap::new();
    for label in items.iter().filter_map(technical) {
        *count.entry(label).or_default() += 1;
    }
    let labels = items.iter().enumerate().map(|(index, item)| {
        let label = technical(item).filter(|label| count.get(label) == Some(&1));
        label.map_or_else(|| (index + 1).to_string(), str::to_owned)
    });
    labels.collect()
}

/// An entry whose id is its category's code has none in the file, so that no path selects by it.
fn technical<'j>(item: &'j Json<'_>) -> Option<&'j str> {
    let label = item.text_of("ref").or_else(|| item.text_of("id"))?;
    (item.text_of("category") != Some(label)).then_some(label)
}

fn told_by(pattern: &str, item: &Json<'_>) -> String {
    if item.is_text() || item.entries().is_none() {
        return whole(item);
    }
    let keys = BY_SEVERAL
        .iter()
        .find_map(|(list, keys)| (*list == pattern).then_some(*keys));
    if let Some(keys) = keys {
        let values: Vec<_> = keys
            .iter()
            .map(|key| item.child(key).map(whole).unwrap_or_default())
            .collect();
        return values.join(" ");
    }
    let by_one = BY_ONE.iter().find_map(|key| item.child(key));
    whole(by_one.unwrap_or(item))
}

fn whole(value: &Json<'_>) -> String {
    match value {
        Json::Text(text) => text.clone().into_owned(),
        other => serde_json::to_string(other).unwrap_or_default(),
    }
}

/// Lists whose items are told by several values together.
const BY_SEVERAL: &[(&str, &[&str])] = &[
    ("notice", &["id", "version"]),
    ("tracker", &["site", "name"]),
    ("allow", &["check", "at"]),
    ("processing[].transfers", &["recipient", "country"]),
    ("breach[].further_notices", &["at"]),
];

/// What tells an item of any other list: the first of these that it has.
const BY_ONE: &[&str] = &[
    "ref", "id", "name", "category", "who", "field", "scope", "what", "title",
];
