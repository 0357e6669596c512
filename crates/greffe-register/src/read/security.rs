//! `[security]`.

use greffe_document::{Faults, Node};

use super::fields::Fields;
use super::value;
use crate::{MeasureStatus, SecurityAssessment, SecurityMeasure};

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
