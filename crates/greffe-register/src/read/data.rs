//! `[[processing.data]]`.

use std::collections::HashSet;

use greffe_document::{Faults, Node, Words};
use greffe_retention::Rule;
use greffe_terms::DataCategory;

use super::fields::Fields;
use super::terms::CATEGORY;
use super::value;
use crate::{DataEntry, DataSource, HeldIn, Retention, SealedField, SealedType};

/// The data entries of one processing.
pub(super) fn read_all(node: &Node, faults: &mut Faults) -> Option<Vec<DataEntry>> {
    let mut seen = HashSet::new();
    let entries = node.list_of(faults, |item, faults| {
        let entry = read(item, faults)?;
        if !seen.insert(entry.id.clone()) {
            let id = item.child("id").or_else(|| item.child("category"));
            return faults.contradiction(id.unwrap_or(item), DUPLICATE_ID);
        }
        Some(entry)
    });
    Some(entries)
}

fn read(node: &Node, faults: &mut Faults) -> Option<DataEntry> {
    let mut fields = Fields::open(node, faults)?;
    let category = fields.required("category", |node, faults| {
        node.parse::<DataCategory>(CATEGORY, faults)
    });
    let id = fields.optional("id", value::identifier);
    let detail = fields.stated_text("detail");
    let mut names = HashSet::new();
    let field_names = fields.list("fields", |node, faults| {
        let name = value::line(node, faults)?;
        if !names.insert(name.clone()) {
            return faults.contradiction(node, DUPLICATE_FIELD);
        }
        Some(name)
    });
    let sealed = fields.list("sealed", |node, faults| read_sealed(node, &names, faults));
    let held_in = fields.optional("held_in", read_held_in);
    let records = fields.list("records", |node, faults| node.parse(EVENT, faults));
    let source = fields.stated("source", |node, faults| {
        node.parse(DataSource::EXPECTED, faults)
    });
    let mandatory = fields.boolean("mandatory");
    let caveat = fields.text("caveat");
    let retention = fields.optional("retention", read_retention);
    fields.finish();
    let category = category?;
    Some(DataEntry {
        id: id.unwrap_or_else(|| category.code().to_owned()),
        category,
        detail,
        fields: field_names,
        sealed,
        held_in: held_in.unwrap_or(HeldIn::Unknown),
        records,
        source,
        mandatory,
        caveat,
        retention: retention.unwrap_or(Retention::Unknown),
    })
}

fn read_sealed(node: &Node, known: &HashSet<String>, faults: &mut Faults) -> Option<SealedField> {
    let (field, kind) = if node.entries().is_some() {
        let mut fields = Fields::open(node, faults)?;
        let field = fields.required("field", value::line);
        let kind = fields.required("type", |node, faults| {
            node.parse(SealedType::EXPECTED, faults)
        });
        fields.finish();
        (field, kind)
    } else {
        let field = value::line(node, faults);
        (field, field_type(node, faults))
    };
    let (field, kind) = (field?, kind?);
    if !known.contains(&field) {
        return faults.contradiction(node.child("field").unwrap_or(node), NOT_A_FIELD);
    }
    Some(SealedField { field, kind })
}

/// The type that a field's name is.
fn field_type(node: &Node, faults: &mut Faults) -> Option<SealedType> {
    let name = node.as_text()?;
    name.parse()
        .ok()
        .or_else(|| faults.invalid(node, SEALED_BY_NAME))
}

fn read_held_in(node: &Node, faults: &mut Faults) -> Option<HeldIn> {
    match (node.as_text(), node.items()) {
        (Some("elsewhere"), _) => Some(HeldIn::Elsewhere),
        (_, None) | (_, Some([])) => faults.wrong_type(node, HELD_IN),
        (_, Some(_)) => Some(HeldIn::Labels(node.list_of(faults, value::line))),
    }
}

fn read_retention(node: &Node, faults: &mut Faults) -> Option<Retention> {
    match (node.as_text(), node.entries()) {
        (Some("unstated"), _) => Some(Retention::Unstated),
        (_, None) => faults.wrong_type(node, RETENTION),
        (_, Some(_)) => Rule::read(node, faults).map(Retention::Rule),
    }
}

const SEALED_BY_NAME: Words = Words::new(
    "un champ dont le nom est un type (`iban` `email` `phone` `fax` `name` `card` `bytes`), ou une table { field, type }",
    "a field whose name is a type (`iban` `email` `phone` `fax` `name` `card` `bytes`), or a table { field, type }",
);
const EVENT: Words = Words::new(
    "un événement tel que `link_clicked`, de 1 à 64 caractères parmi A-Z a-z 0-9 _ . -",
    "an event such as `link_clicked`, 1 to 64 of A-Z a-z 0-9 _ . -",
);
const RETENTION: Words = Words::new(
    "une règle telle que { keep = \"P3Y\", after = \"contract_end\" }, ou \"unstated\"",
    "a rule such as { keep = \"P3Y\", after = \"contract_end\" }, or \"unstated\"",
);
const HELD_IN: Words = Words::new(
    "\"elsewhere\" ou une liste d’étiquettes de stockage",
    "\"elsewhere\" or a list of storage labels",
);
const DUPLICATE_ID: Words = Words::new(
    "une autre donnée du traitement porte déjà cet identifiant\u{a0}; donnez un `id`",
    "another data entry of the processing has this id already; give an `id`",
);
const DUPLICATE_FIELD: Words = Words::new("le champ est déjà nommé", "the field is named already");
const NOT_A_FIELD: Words = Words::new(
    "le champ scellé ne figure pas parmi `fields`",
    "the sealed field is not among `fields`",
);
