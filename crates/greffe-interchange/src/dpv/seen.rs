//! What was seen on the way through a process, and what its parts are read by.

use serde_json::{Map, Value, json};

use super::data;
use super::graph::{ONE_TOO_MANY, Parts};
use super::read::UNKNOWN;
use super::write::ORGANISATION;
use crate::bridge::Unplaced;
use crate::{ImportError, ImportLimits, Loss};

/// What was seen on the way.
pub(super) struct Seen {
    /// Whether Greffe's own properties are read.
    pub(super) extensions: bool,
    pub(super) limits: ImportLimits,
    pub(super) unplaced: Vec<Unplaced>,
    pub(super) reshaped: Vec<Loss>,
    pub(super) processes: usize,
    /// Which of the document's nodes keeps the register.
    pub(super) organisation: Option<usize>,
}

pub(super) type Record = Map<String, Value>;
pub(super) type Read<T = ()> = Result<T, ImportError>;

impl Seen {
    pub(super) const fn new(
        extensions: bool,
        limits: ImportLimits,
        organisation: Option<usize>,
    ) -> Self {
        Self {
            extensions,
            limits,
            unplaced: Vec::new(),
            reshaped: Vec::new(),
            processes: 0,
            organisation,
        }
    }

    /// Whether a node is who keeps the register.
    pub(super) fn is_organisation(&self, parts: &Parts<'_>) -> bool {
        parts.node.id.as_deref() == Some(ORGANISATION)
            || self.organisation.is_some_and(|index| parts.is(index))
    }

    /// What the organisation is in a record: one thing.
    pub(super) fn role(
        &mut self,
        parts: &Parts<'_>,
        property: &str,
        record: &mut Record,
        role: &str,
    ) {
        if record.get("role").and_then(Value::as_str) != Some(role) {
            self.put_once(parts, property, record, "role", Some(json!(role)));
        }
    }

    pub(super) fn put(&self, object: &mut Record, key: &str, value: Option<Value>) {
        let says_something = |value: &Value| value.as_array().is_none_or(|items| !items.is_empty());
        if let Some(value) = value.filter(says_something) {
            object.insert(key.to_owned(), value);
        }
    }

    /// The same where the document may hold several and the register has a place for one.
    pub(super) fn put_once(
        &mut self,
        parts: &Parts<'_>,
        property: &str,
        object: &mut Record,
        key: &str,
        value: Option<Value>,
    ) {
        match value {
            Some(value) if object.contains_key(key) => {
                parts.unplaced(property, value, ONE_TOO_MANY, &mut self.unplaced);
            }
            value => self.put(object, key, value),
        }
    }

    /// What is stated to be absent, under keys such as `transfers` or `recipients.external`. A value that stands there goes first.
    pub(super) fn absences(&self, parts: &mut Parts<'_>, object: &mut Record) -> Read {
        for (property, word) in [
            ("greffe:none", "none"),
            ("greffe:notApplicable", "not_applicable"),
        ] {
            for key in parts.literals(property)? {
                if !self.extensions {
                    continue;
                }
                let (table, key) = key.text.split_once('.').unwrap_or(("", &key.text));
                let object = if table.is_empty() {
                    Some(&mut *object)
                } else {
                    let table = object.entry(table).or_insert_with(|| json!({}));
                    table.as_object_mut()
                };
                if let Some(object) = object {
                    object.entry(key).or_insert_with(|| json!(word));
                }
            }
        }
        Ok(())
    }
}

pub(super) fn unknown(parts: &Parts<'_>, property: &str, seen: &mut Seen) {
    let terms: Vec<_> = parts.node.terms().collect();
    parts.unplaced(property, json!(terms), UNKNOWN, &mut seen.unplaced);
}

/// Reports the classes of DPV from which nothing was read, beside one from which something was.
pub(super) fn other_classes(parts: &Parts<'_>, is_read: impl Fn(&str) -> bool, seen: &mut Seen) {
    let of_dpv = parts.node.terms().filter(|term| term.starts_with("dpv:"));
    for class in of_dpv.filter(|class| !is_read(class)) {
        parts.unplaced("@type", json!(class), OTHER_CLASS, &mut seen.unplaced);
    }
}

/// The text of the first property that has one. Another text of the second is reported.
pub(super) fn one_text(
    parts: &mut Parts<'_>,
    [first, second]: [&'static str; 2],
    seen: &mut Seen,
) -> Read<Option<Value>> {
    let (text, other) = (parts.text(first)?, parts.text(second)?);
    if let (Some(text), Some(other)) = (&text, &other)
        && text != other
    {
        parts.unplaced(second, other.clone(), ONE_TOO_MANY, &mut seen.unplaced);
    }
    Ok(text.or(other))
}

/// What a party is called.
pub(super) const NAMES: [&str; 2] = ["dpv:hasName", "rdfs:label"];

/// The texts of the nodes that a property leads to.
pub(super) fn labels(
    parts: &mut Parts<'_>,
    property: &'static str,
    name: &'static str,
    seen: &mut Seen,
) -> Read<Value> {
    let mut texts = Vec::new();
    for mut node in parts.nodes(property)? {
        match node.text(name)? {
            Some(text) => texts.push(text),
            None => unknown(&node, property, seen),
        }
        node.finish(&mut seen.unplaced);
    }
    Ok(Value::Array(texts))
}

pub(super) fn one_label(
    node: &mut Parts<'_>,
    property: &'static str,
    seen: &mut Seen,
) -> Read<Option<Value>> {
    let Value::Array(found) = labels(node, property, "rdfs:label", seen)? else {
        return Ok(None);
    };
    let mut found = found.into_iter();
    let first = found.next();
    for other in found {
        node.unplaced(property, other, ONE_TOO_MANY, &mut seen.unplaced);
    }
    Ok(first)
}

pub(super) fn country(
    node: &mut Parts<'_>,
    property: &'static str,
    object: &mut Record,
    seen: &mut Seen,
) -> Read {
    for term in data::terms_of(node, property, seen)? {
        let code = term
            .strip_prefix("loc:")
            .filter(|code| code.parse::<greffe_register::Country>().is_ok());
        match code {
            Some(code) => seen.put_once(node, property, object, "country", Some(json!(code))),
            None => node.unplaced(property, json!(term), UNKNOWN, &mut seen.unplaced),
        }
    }
    Ok(())
}

pub(super) const NARROWER: (&str, &str) = (
    "un terme plus étroit que celui que le registre connaît",
    "a narrower term than the one that the register knows",
);
const OTHER_CLASS: (&str, &str) = (
    "une classe que le registre ne retient pas à cet endroit",
    "a class that the register does not take up here",
);
