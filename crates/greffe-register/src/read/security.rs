//! `[security]`, `[[dpia]]`.

use greffe_document::{Faults, Node};

use super::fields::Fields;
use super::value;
use crate::{DpiaDecision, DpiaScreening, MeasureStatus, SecurityAssessment};

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
