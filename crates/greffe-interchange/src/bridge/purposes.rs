//! Purposes of one id in several records.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

/// The same id in several records is the very same purpose. Where another format says two things under one name, the later one takes a
/// number; the paths of those are returned.
pub(crate) fn distinct_purposes(processings: &mut [Value]) -> Vec<String> {
    let mut given = Given::default();
    let mut renamed = Vec::new();
    for processing in processings {
        let reference = processing["ref"].as_str().unwrap_or_default().to_owned();
        let Some(purposes) = processing.get_mut("purpose").and_then(Value::as_array_mut) else {
            continue;
        };
        for purpose in purposes.iter_mut().filter_map(Value::as_object_mut) {
            let Some(Value::String(id)) = purpose.remove("id") else {
                continue;
            };
            let free = given.id_of(&id, purpose);
            if free != id {
                renamed.push(format!("processing[{reference}].purpose[{free}]"));
            }
            purpose.insert("id".to_owned(), json!(free));
        }
    }
    renamed
}

/// The ids that purposes were given.
#[derive(Default)]
struct Given {
    /// What the purpose of an id says.
    said: HashMap<String, String>,
    /// The id under which something is said, by the id that was asked for.
    known: HashMap<(String, String), String>,
    /// The number to be tried next.
    next: HashMap<String, usize>,
}

impl Given {
    /// The id of a purpose: the same for the same words, and a free one for others.
    fn id_of(&mut self, id: &str, purpose: &Map<String, Value>) -> String {
        let words = serde_json::to_string(purpose).unwrap_or_default();
        let asked = (id.to_owned(), words.clone());
        if let Some(known) = self.known.get(&asked) {
            return known.clone();
        }
        let mut free = id.to_owned();
        while self.said.get(&free).is_some_and(|said| *said != words) {
            let number = self.next.entry(id.to_owned()).or_insert(2);
            free = format!("{}-{number}", shortened(id));
            *number += 1;
        }
        self.said.insert(free.clone(), words);
        self.known.insert(asked, free.clone());
        free
    }
}

/// Room for a number behind an id, which is 64 characters at most.
fn shortened(id: &str) -> String {
    id.chars().take(56).collect()
}
