//! `[security]` and breaches.

use greffe_document::{Faults, Node, Words};

use super::fields::Fields;
use super::{Links, value};
use crate::{Breach, BreachNature, MeasureStatus, SecurityAssessment, SecurityMeasure};

pub(super) fn read(node: &Node, faults: &mut Faults) -> Option<SecurityAssessment> {
    let mut fields = Fields::open(node, faults)?;
    let framework = fields.required("framework", value::text);
    let assessed = fields.date("assessed");
    let sheets = fields.list("sheets", |sheet, faults| {
        Some(sheet.list_of(faults, read_measure))
    });
    fields.finish();
    Some(SecurityAssessment {
        framework: framework?,
        assessed,
        sheets,
    })
}

/// A status, or a table that holds one.
fn read_measure(node: &Node, faults: &mut Faults) -> Option<SecurityMeasure> {
    if node.entries().is_none() {
        let status: MeasureStatus = node.parse(MeasureStatus::EXPECTED, faults)?;
        return Some(status.into());
    }
    let mut fields = Fields::open(node, faults)?;
    let status = fields.required("status", |node, faults| {
        node.parse(MeasureStatus::EXPECTED, faults)
    });
    let evidence = fields.text("evidence");
    let owner = fields.text("owner");
    let due = fields.date("due");
    let note = fields.text("note");
    fields.finish();
    Some(SecurityMeasure {
        status: status?,
        evidence,
        owner,
        due,
        note,
    })
}

pub(super) fn read_breach(node: &Node, links: &mut Links, faults: &mut Faults) -> Option<Breach> {
    let mut fields = Fields::open(node, faults)?;
    let id = fields.required("id", |node, faults| {
        let id = value::identifier(node, faults)?;
        if !links.breaches.insert(id.clone()) {
            return faults.contradiction(node, DUPLICATE_BREACH);
        }
        Some(id)
    });
    let nature = fields.codes("nature", BreachNature::EXPECTED);
    let aware = fields.instant("aware");
    let notified = fields.instant("notified");
    let persons = fields.optional("persons", Node::number);
    let records = fields.optional("records", Node::number);
    let consequences = fields.text("consequences");
    let measures = fields.text("measures");
    fields.finish();
    Some(Breach {
        id: id?,
        nature,
        aware,
        notified,
        persons,
        records,
        consequences,
        measures,
    })
}

const DUPLICATE_BREACH: Words = Words::new(
    "une autre violation porte déjà cet identifiant",
    "another breach has this id already",
);
