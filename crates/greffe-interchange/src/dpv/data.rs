//! Personal data of a process, and how long they are kept.

use std::collections::{HashMap, HashSet};

use greffe_retention::Rule;
use greffe_terms::{DataCategory, Lang, SensitiveCategory, SpecialCondition};
use serde_json::{Value, json};

use super::graph::Parts;
use super::read::UNKNOWN;
use super::record::{self, DATA};
use super::seen::{NARROWER, Read, Record, Seen, other_classes, unknown};
use super::terms;
use crate::bridge::raw;

/// Personal data, each with its retention, and sensitive data with their condition.
pub(super) fn personal_data(parts: &mut Parts<'_>, seen: &mut Seen, record: &mut Record) -> Read {
    let reference = record
        .get("ref")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let (mut data, mut sensitive) = (Vec::new(), Vec::new());
    let mut ids = Ids::default();
    for mut node in parts.nodes("dpv:hasPersonalData")? {
        let categories = sensitive_categories(&node);
        if categories.is_empty() {
            data.push(data_entry(&mut node, &reference, &mut ids, seen)?);
        } else {
            sensitive.extend(sensitive_data(&mut node, &categories, seen)?);
        }
        node.finish(&mut seen.unplaced);
    }
    seen.put(record, "data", Some(Value::Array(data)));
    seen.put(record, "sensitive", Some(Value::Array(sensitive)));
    Ok(())
}

/// The sensitive categories that the terms of a node name, each once.
fn sensitive_categories(node: &Parts<'_>) -> Vec<SensitiveCategory> {
    let mut categories = Vec::new();
    for category in node.node.terms().filter_map(terms::read_sensitive) {
        if !categories.contains(&category) {
            categories.push(category);
        }
    }
    categories
}

/// Data of several categories are an entry of each, with the one condition that they have.
fn sensitive_data(
    node: &mut Parts<'_>,
    categories: &[SensitiveCategory],
    seen: &mut Seen,
) -> Read<Vec<Value>> {
    node.spend_more(categories.len().saturating_sub(1))?;
    let mut common = Record::new();
    for basis in node.nodes("dpv:hasLegalBasis")? {
        let known = basis.node.terms().find_map(|term| {
            SpecialCondition::ALL
                .iter()
                .find(|known| terms::condition(**known) == term)
        });
        match known {
            Some(known) => {
                let condition = Some(json!(known.code()));
                seen.put_once(&basis, "@id", &mut common, "condition", condition);
            }
            None => unknown(&basis, "dpv:hasLegalBasis", seen),
        }
    }
    let of_pd = node.node.terms().filter(|term| term.starts_with("pd:"));
    for other in of_pd.filter(|term| terms::read_sensitive(term).is_none()) {
        node.unplaced("@type", json!(other), NARROWER, &mut seen.unplaced);
    }
    other_classes(node, is_of_data, seen);
    let entries = categories.iter().map(|category| {
        let mut entry = common.clone();
        entry.insert("category".to_owned(), json!(category.code()));
        Value::Object(entry)
    });
    Ok(entries.collect())
}

/// Classes of any data, and of any sensitive data.
fn is_of_data(term: &str) -> bool {
    [terms::PERSONAL_DATA, terms::SPECIAL, terms::SENSITIVE_DATA].contains(&term)
}

fn data_entry(
    node: &mut Parts<'_>,
    reference: &str,
    ids: &mut Ids,
    seen: &mut Seen,
) -> Read<Value> {
    let known = node.node.terms().find_map(|term| {
        terms::read_data(term).map(|(category, is_narrower)| (category, is_narrower, term))
    });
    for class in [terms::SPECIAL, terms::SENSITIVE_DATA] {
        if node.node.terms().any(|term| term == class) {
            node.unplaced("@type", json!(class), WHICH_SENSITIVE, &mut seen.unplaced);
        }
    }
    let foreign = node.node.terms().find(|term| term.starts_with("pd:"));
    let (category, exact_term) = match known {
        Some((category, false, _)) => (category, None),
        Some((category, true, term)) => (category, Some(term)),
        None => (DataCategory::Other, foreign),
    };
    let mut entry = Record::from_iter([("category".to_owned(), json!(category.code()))]);
    let own = node.node.id.as_deref().and_then(|id| id.strip_prefix(DATA));
    let own = own.and_then(|id| id.strip_prefix(reference)?.strip_prefix('/'));
    let id = ids.free(own.unwrap_or(category.code()));
    if id != category.code() {
        entry.insert("id".to_owned(), json!(id));
    }
    let label = node.stated("rdfs:label")?;
    let term = exact_term
        .and_then(|term| term.strip_prefix("pd:"))
        .map(|term| json!(term));
    // One term says the category; what a narrower one or others say besides is kept as the detail, or reported.
    let of_category = terms::data(category);
    let kept = exact_term.filter(|_| label.is_none());
    for other in node.node.terms().filter(|term| term.starts_with("pd:")) {
        if Some(other) != of_category && Some(other) != kept {
            node.unplaced("@type", json!(other), NARROWER, &mut seen.unplaced);
        }
    }
    seen.put(&mut entry, "detail", label.or(term));
    let fields = node.literals("greffe:field")?;
    if seen.extensions {
        let fields: Vec<_> = fields.iter().map(|field| json!(field.text)).collect();
        seen.put(&mut entry, "fields", Some(Value::Array(fields)));
    }
    let source = node.node.terms().find_map(terms::read_source);
    if let Some(source) = source {
        entry.insert("source".to_owned(), json!(source.code()));
    }
    let is_source = |term: &str| source.is_some() && terms::read_source(term) == source;
    other_classes(node, |term| is_source(term) || is_of_data(term), seen);
    for source in node.nodes("dpv:hasDataSource")? {
        if source
            .node
            .terms()
            .any(|term| term == "dpv:ThirdPartyDataSource")
        {
            let third_party = Some(json!("third_party"));
            seen.put_once(node, "dpv:hasDataSource", &mut entry, "source", third_party);
        } else {
            unknown(&source, "dpv:hasDataSource", seen);
        }
    }
    for necessity in terms_of(node, "dpv:hasNecessity", seen)? {
        match necessity.as_str() {
            "dpv:Required" => seen.put_once(
                node,
                "dpv:hasNecessity",
                &mut entry,
                "mandatory",
                Some(json!(true)),
            ),
            "dpv:Optional" => seen.put_once(
                node,
                "dpv:hasNecessity",
                &mut entry,
                "mandatory",
                Some(json!(false)),
            ),
            _ => node.unplaced(
                "dpv:hasNecessity",
                json!(necessity),
                UNKNOWN,
                &mut seen.unplaced,
            ),
        }
    }
    for mut storage in node.nodes("dpv:hasStorageCondition")? {
        let retention = retention(&mut storage, seen)?;
        seen.put_once(
            &storage,
            "dpv:hasDuration",
            &mut entry,
            "retention",
            retention,
        );
        storage.finish(&mut seen.unplaced);
    }
    seen.absences(node, &mut entry)?;
    Ok(Value::Object(entry))
}

/// The terms that a property names; a node that is no term is reported.
pub(super) fn terms_of(
    parts: &mut Parts<'_>,
    property: &'static str,
    seen: &mut Seen,
) -> Read<Vec<String>> {
    let mut terms = Vec::new();
    for node in parts.nodes(property)? {
        match &node.node.id {
            Some(id) => terms.push(id.clone()),
            None => unknown(&node, property, seen),
        }
    }
    Ok(terms)
}

/// The ids of a record's entries.
#[derive(Default)]
struct Ids {
    taken: HashSet<String>,
    /// The number that is tried next for an id that is taken. Numbers below it stay taken: each is tried once.
    next: HashMap<String, usize>,
}

impl Ids {
    /// An id that no other entry of the record has.
    fn free(&mut self, wanted: &str) -> String {
        let mut id = wanted.to_owned();
        while !self.taken.insert(id.clone()) {
            let number = self.next.entry(wanted.to_owned()).or_insert(2);
            id = format!("{wanted}-{number}");
            *number += 1;
        }
        id
    }
}

/// A rule where Greffe's own property has it: a duration alone does not say what it runs from.
fn retention(storage: &mut Parts<'_>, seen: &mut Seen) -> Read<Option<Value>> {
    let label = storage.text("rdfs:label")?;
    let durations = storage.duration()?;
    let rule = storage.line("greffe:rule")?.filter(|_| seen.extensions);
    if let Some(rule) = rule {
        beside_rule(storage, rule, label, &durations, seen);
        // A rule that is no JSON is left to the register to refuse, at its place.
        return Ok(raw(rule).or(Some(json!(""))));
    }
    if let Some(label) = label {
        storage.unplaced("rdfs:label", label, NO_ANCHOR, &mut seen.unplaced);
    }
    let is_indeterminate = |duration: &Value| *duration == json!("dpv:IndeterminateDuration");
    if !durations.is_empty() && durations.iter().all(is_indeterminate) {
        return Ok(Some(json!("unstated")));
    }
    for duration in durations {
        storage.unplaced("dpv:hasDuration", duration, NO_ANCHOR, &mut seen.unplaced);
    }
    Ok(None)
}

/// Words and durations follow from a rule: where they were changed and it was not, the rule prevails and the report says so.
fn beside_rule(
    storage: &Parts<'_>,
    rule: &str,
    label: Option<Value>,
    durations: &[Value],
    seen: &mut Seen,
) {
    if label.is_none() && durations.is_empty() {
        return;
    }
    // What is no rule is refused by the register, and from what is longer than any nothing is seen to follow.
    let rule = Some(rule).filter(|rule| rule.len() <= LONGEST_RULE);
    let rule = rule.and_then(|rule| Rule::from_json(rule).ok());
    let words = rule.as_ref().and_then(record::words);
    let following = rule.map_or(Value::Null, |rule| record::durations(&rule));
    let following: HashSet<_> = following
        .as_array()
        .into_iter()
        .flatten()
        .map(text_of)
        .collect();
    let given: HashSet<_> = durations.iter().map(text_of).collect();
    let changed = durations
        .iter()
        .filter(|given| !following.contains(text_of(given)));
    let before = seen.unplaced.len();
    for duration in changed {
        storage.unplaced(
            "dpv:hasDuration",
            duration.clone(),
            RULE_PREVAILS,
            &mut seen.unplaced,
        );
    }
    if seen.unplaced.len() == before && given.len() < following.len() {
        storage.unplaced(
            "dpv:hasDuration",
            json!(durations),
            RULE_PREVAILS,
            &mut seen.unplaced,
        );
    }
    let says = |lang: Lang, label: &Value| {
        let words = words.as_ref().map(|words| words.in_language(lang));
        words.map(plain) == label.as_str().map(plain)
    };
    let follows = |label: &Value| match label {
        Value::Object(languages) => languages
            .iter()
            .all(|(tag, text)| tag.parse::<Lang>().is_ok_and(|lang| says(lang, text))),
        text => Lang::ALL.into_iter().any(|lang| says(lang, text)),
    };
    if let Some(label) = label.filter(|label| !follows(label)) {
        storage.unplaced("rdfs:label", label, RULE_PREVAILS, &mut seen.unplaced);
    }
}

/// A text without its typography, which differs between versions that wrote it, and which tools change.
fn plain(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ").replace('’', "'")
}

/// What a literal says, with or without its type.
fn text_of(literal: &Value) -> &Value {
    literal.get("@value").unwrap_or(literal)
}

/// Bytes. Rules that people write are a hundredth of it.
const LONGEST_RULE: usize = 64 << 10;

const RULE_PREVAILS: (&str, &str) = (
    "ne se déduit pas de la règle `greffe:rule` qui est à côté\u{a0}: c’est elle qui vaut",
    "does not follow from the rule `greffe:rule` beside it, which prevails",
);
const WHICH_SENSITIVE: (&str, &str) = (
    "le registre demande quelles données sensibles\u{a0}: aucun terme qu’il connaisse ne le dit",
    "the register asks which sensitive data, and no term that it knows says so",
);
const NO_ANCHOR: (&str, &str) = (
    "une durée sans le jour dont elle part : aucune règle de conservation ne s’en déduit",
    "a period without the day that it runs from: no retention rule follows from it",
);
