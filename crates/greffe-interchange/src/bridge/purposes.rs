//! Purposes of one id in several records.

use std::collections::HashMap;

use serde_json::{Value, json};

/// The same id in several records is the very same purpose. Where another format says two things under one name, the later one takes a
/// number; the paths of those are returned.
pub(crate) fn distinct_purposes(processings: &mut [Value]) -> Vec<String> {
    let mut known: HashMap<String, Value> = HashMap::new();
    // By the id that was asked for and all else that the purpose says: the id that it took.
    let mut taken: HashMap<(String, Value), String> = HashMap::new();
    // The number that is tried next, by what stands before it. Numbers that another purpose took stay taken: each is tried once.
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut renamed = Vec::new();
    for processing in processings {
        let reference = processing["ref"].as_str().unwrap_or_default().to_owned();
        let Some(purposes) = processing.get_mut("purpose").and_then(Value::as_array_mut) else {
            continue;
        };
        for purpose in purposes {
            let Some(id) = purpose["id"].as_str().map(ToOwned::to_owned) else {
                continue;
            };
            let asked = (id.clone(), purpose.clone());
            let mut free = taken.get(&asked).unwrap_or(&id).clone();
            purpose["id"] = json!(free);
            let head = shortened(&id);
            while known.get(&free).is_some_and(|same| same != &*purpose) {
                let number = numbers.entry(head.clone()).or_insert(2);
                free = format!("{head}-{number}");
                purpose["id"] = json!(free);
                *number += 1;
            }
            if free != id {
                renamed.push(format!("processing[{reference}].purpose[{free}]"));
            }
            known.insert(free.clone(), purpose.clone());
            taken.insert(asked, free);
        }
    }
    renamed
}

/// Room for a number behind an id, which is 64 characters at most.
fn shortened(id: &str) -> String {
    id.chars().take(56).collect()
}
