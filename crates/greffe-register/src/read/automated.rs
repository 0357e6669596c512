//! `automated_decisions`.

use greffe_document::{Faults, Node};

use super::fields::Fields;
use super::value;
use crate::{AutomatedDecision, AutomatedGround};

pub(super) fn read(node: &Node, faults: &mut Faults) -> Option<AutomatedDecision> {
    let mut fields = Fields::open(node, faults)?;
    let what = fields.required("what", value::text);
    let logic = fields.text("logic");
    let consequences = fields.text("consequences");
    let ground = fields.code("ground", AutomatedGround::EXPECTED);
    let human_review = fields.boolean("human_review");
    fields.finish();
    Some(AutomatedDecision {
        what: what?,
        logic,
        consequences,
        ground,
        human_review,
    })
}
