//! Measures of security of a process, by family.

use greffe_terms::MeasureFamily;
use serde_json::{Value, json};

use super::graph::Parts;
use super::read::UNKNOWN;
use super::seen::{Read, Record, Seen, other_classes, unknown};
use super::terms;

pub(super) fn measures(parts: &mut Parts<'_>, seen: &mut Seen, record: &mut Record) -> Read {
    let mut measures = Record::new();
    for mut node in parts.nodes("dpv:hasTechnicalOrganisationalMeasure")? {
        let label = node.text("rdfs:label")?;
        measure(&node, label, &mut measures, seen);
        node.finish(&mut seen.unplaced);
    }
    if !measures.is_empty() {
        record.insert("measures".to_owned(), Value::Object(measures));
    }
    Ok(())
}

/// A measure of a family, or among the others. A term that no family is known for stands there under its own name, if it has no other.
fn measure(node: &Parts<'_>, label: Option<Value>, measures: &mut Record, seen: &mut Seen) {
    let any = terms::measure(MeasureFamily::Other);
    let of_dpv = || {
        let terms = node.node.terms();
        terms.filter(|term| term.starts_with("dpv:") && *term != any)
    };
    let is_any = node.node.terms().any(|term| term == any);
    let family = of_dpv().find_map(terms::read_measure);
    // Without a family, none of the classes is one of a family.
    let foreign = of_dpv().next().filter(|_| family.is_none());
    let name = foreign.and_then(|term| term.strip_prefix("dpv:"));
    match (family, label) {
        (Some(family), None) => {
            measures.entry(family.code()).or_insert(json!(true));
        }
        (family, label) => match label.or(name.map(|name| json!(name))) {
            Some(text) => {
                if let Some(term) = name.filter(|name| text != **name) {
                    node.unplaced("@type", json!(term), UNKNOWN, &mut seen.unplaced);
                }
                let key = family.map_or("other", MeasureFamily::code);
                let list = measures.entry(key).or_insert_with(|| json!([]));
                if list.is_boolean() {
                    *list = json!([]);
                }
                if let Some(list) = list.as_array_mut() {
                    list.push(text);
                }
            }
            None if is_any => {
                measures.entry("other").or_insert(json!(true));
            }
            None => {
                unknown(node, "dpv:hasTechnicalOrganisationalMeasure", seen);
                return;
            }
        },
    }
    let is_read = |term: &str| {
        let is_of_family = family.is_some() && terms::read_measure(term) == family;
        term == any || is_of_family || foreign == Some(term)
    };
    other_classes(node, is_read, seen);
}
