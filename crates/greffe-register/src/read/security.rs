//! `[security]`, breaches, `[[dpia]]`.

use greffe_document::{Faults, Node, Words};

use super::fields::Fields;
use super::{Links, value};
use crate::{Breach, BreachNature, DpiaDecision, DpiaScreening, MeasureStatus, SecurityAssessment};

pub(super) fn read(node: &Node, faults: &mut Faults) -> Option<SecurityAssessment> {
    let mut fields = Fields::open(node, faults)?;
    let framework = fields.required("framework", value::text);
    let assessed = fields.date("assessed");
    let sheets = fields.list("sheets", |sheet, faults| {
        Some(sheet.list_of(faults, |status, faults| {
            status.parse(MeasureStatus::EXPECTED, faults)
        }))
    });
    fields.finish();
    Some(SecurityAssessment {
        framework: framework?,
        assessed,
        sheets,
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

pub(super) fn read_dpia(node: &Node, faults: &mut Faults) -> Option<DpiaScreening> {
    let mut fields = Fields::open(node, faults)?;
    let scope = fields.required("scope", value::text);
    let decision = fields.code("decision", DpiaDecision::EXPECTED);
    let rationale = fields.text("rationale");
    let decided = fields.date("decided");
    let criteria = fields.optional("criteria", read_criteria);
    fields.finish();
    Some(DpiaScreening {
        scope: scope?,
        decision,
        rationale,
        decided,
        criteria: criteria.unwrap_or_default(),
    })
}

fn read_criteria(node: &Node, faults: &mut Faults) -> Option<[Option<bool>; 9]> {
    let mut fields = Fields::open(node, faults)?;
    let criteria = CRITERIA.map(|key| fields.boolean(key));
    fields.finish();
    Some(criteria)
}

/// The keys of the nine criteria, in the order of the guidelines.
pub(crate) const CRITERIA: [&str; 9] = ["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9"];

const DUPLICATE_BREACH: Words = Words::new(
    "une autre violation porte déjà cet identifiant",
    "another breach has this id already",
);
