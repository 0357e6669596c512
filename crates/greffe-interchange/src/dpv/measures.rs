//! Measures of security of a process, by family.

use serde_json::{Value, json};

use super::graph::Parts;
use super::read::UNKNOWN;
use super::seen::{Read, Record, Seen, unknown};
use super::terms;

pub(super) fn measures(parts: &mut Parts<'_>, seen: &mut Seen, record: &mut Record) -> Read {
    let mut measures = Record::new();
    for mut node in parts.nodes("dpv:hasTechnicalOrganisationalMeasure")? {
        let family = node.node.terms().find_map(terms::read_measure);
        let label = node.text("rdfs:label")?;
        let foreign = node
            .node
            .terms()
            .find_map(|term| term.strip_prefix("dpv:"))
            .map(|term| json!(term));
        match (family, label) {
            (Some(family), None) => {
                measures.entry(family.code()).or_insert(json!(true));
            }
            // A measure that no family is known for stands among the others, under its own name if it has no other.
            (family, label) => match label.or(foreign.clone()) {
                Some(text) => {
                    if let Some(term) = foreign.filter(|term| family.is_none() && *term != text) {
                        node.unplaced("@type", term, UNKNOWN, &mut seen.unplaced);
                    }
                    let key = family.map_or("other", greffe_terms::MeasureFamily::code);
                    let list = measures.entry(key).or_insert_with(|| json!([]));
                    if list.is_boolean() {
                        *list = json!([]);
                    }
                    if let Some(list) = list.as_array_mut() {
                        list.push(text);
                    }
                }
                None => unknown(&node, "dpv:hasTechnicalOrganisationalMeasure", seen),
            },
        }
        node.finish(&mut seen.unplaced);
    }
    if !measures.is_empty() {
        record.insert("measures".to_owned(), Value::Object(measures));
    }
    Ok(())
}
