//! From a register to nodes.

use greffe_register::{Dpo, DpoKind, Register, Stated};
use greffe_terms::{Lang, Text};
use serde_json::{Map, Value, json};

use super::{record, terms};
use crate::Extent;
use crate::bridge::{Parts, in_languages};

/// The document, indented.
pub(super) fn document(register: &Register, extent: Extent) -> String {
    let mut text = serde_json::to_string_pretty(&graph(register, extent)).unwrap_or_default();
    text.push('\n');
    text
}

/// The document with its context.
pub(super) fn graph(register: &Register, extent: Extent) -> Value {
    let kept = match extent {
        Extent::Terms => None,
        Extent::Whole => Some(Parts::of(register)),
    };
    let mut organisation = organisation(register);
    if let Some(kept) = &kept {
        organisation.with("greffe:register", Some(json!(kept.rest())));
    }
    let mut records = kept.iter().flat_map(Parts::records);
    let processes = register.processings().iter().map(|processing| {
        let mut process = record::process(processing);
        process.with("greffe:record", records.next().map(Value::String));
        process.0
    });
    let nodes: Vec<_> = std::iter::once(organisation.0)
        .chain(processes)
        .map(Value::Object)
        .collect();
    json!({ "@context": terms::context(), "@graph": nodes })
}

/// A node in the making.
#[derive(Default)]
pub(super) struct NodeObject(pub(super) Map<String, Value>);

impl NodeObject {
    pub(super) fn of(kind: &str) -> Self {
        let mut node = Self::default();
        node.with("@type", Some(json!(kind)));
        node
    }

    pub(super) fn with(&mut self, property: &str, value: Option<Value>) -> &mut Self {
        let says_something = |value: &Value| value.as_array().is_none_or(|items| !items.is_empty());
        if let Some(value) = value.filter(says_something) {
            self.0.insert(property.to_owned(), value);
        }
        self
    }

    pub(super) fn text(&mut self, property: &str, text: Option<&Text>) -> &mut Self {
        self.with(property, text.map(literals))
    }

    /// A value that may be stated to be absent, under the key that it has in a register.
    pub(super) fn stated<T>(
        &mut self,
        key: &str,
        stated: &Stated<T>,
        property: &str,
        value: impl FnOnce(&T) -> Value,
    ) -> &mut Self {
        match stated {
            Stated::Unknown => self,
            Stated::None => self.absent("greffe:none", key),
            Stated::NotApplicable => self.absent("greffe:notApplicable", key),
            Stated::Known(known) => self.with(property, Some(value(known))),
        }
    }

    fn absent(&mut self, property: &str, key: &str) -> &mut Self {
        let keys = self.0.entry(property).or_insert_with(|| json!([]));
        if let Some(keys) = keys.as_array_mut() {
            keys.push(json!(key));
        }
        self
    }

    pub(super) fn value(self) -> Value {
        Value::Object(self.0)
    }
}

pub(super) fn reference(id: &str) -> Value {
    json!({ "@id": id })
}

/// A text as literals, one a language; without a language where it is the same in both.
pub(super) fn literals(text: &Text) -> Value {
    in_languages(text)
        .into_iter()
        .map(|(lang, text)| match lang {
            Some(lang) => json!({ "@value": text, "@language": lang.tag() }),
            None => json!({ "@value": text }),
        })
        .collect()
}

/// A node that has a label and nothing else but its class.
pub(super) fn labelled(kind: &str, property: &str, text: &Text) -> Value {
    let mut node = NodeObject::of(kind);
    node.text(property, Some(text));
    node.value()
}

fn organisation(register: &Register) -> NodeObject {
    let organisation = register.organisation();
    let mut node = NodeObject::of("dpv:Organisation");
    node.with("@id", Some(json!(ORGANISATION)))
        .text("dpv:hasName", Some(&organisation.name))
        .stated("address", &organisation.address, "dpv:hasAddress", literals)
        .stated("contact", &organisation.contact, "dpv:hasContact", literals)
        .stated(
            "dpo",
            &organisation.dpo,
            "dpv:hasDataProtectionOfficer",
            officer,
        )
        .stated("website", &organisation.website, "rdfs:seeAlso", literals)
        .stated(
            "location",
            &organisation.location,
            "dpv:hasLocation",
            |location| {
                let mut node = NodeObject::default();
                node.text("rdfs:label", Some(location));
                node.value()
            },
        );
    let rights = register
        .requests()
        .map_or(&[][..], |requests| &requests.rights);
    let rights = rights.iter().filter_map(|right| terms::right(*right));
    node.with("dpv:hasRight", Some(rights.map(reference).collect()));
    let processes = register.processings().iter();
    let processes = processes.map(|record| reference(&record::id(record)));
    node.with("dpv:hasProcess", Some(processes.collect()));
    node
}

fn officer(dpo: &Dpo) -> Value {
    let mut kinds = vec!["dpv:DataProtectionOfficer"];
    kinds.extend(dpo.kind.map(|kind| match kind {
        DpoKind::Internal => "greffe:Internal",
        _ => "greffe:External",
    }));
    let mut node = NodeObject::default();
    node.with("@type", Some(json!(kinds))).stated(
        "contact",
        &dpo.contact,
        "dpv:hasContact",
        literals,
    );
    node.value()
}

/// The words of a closed list in both languages.
pub(super) fn label_in_both(label: impl Fn(Lang) -> &'static str) -> Value {
    let text = Text::new(
        Some(label(Lang::Fr).to_owned()),
        Some(label(Lang::En).to_owned()),
    );
    text.as_ref().map_or(Value::Null, literals)
}

/// The node of who keeps the register.
pub(super) const ORGANISATION: &str = "urn:greffe:organisation";
