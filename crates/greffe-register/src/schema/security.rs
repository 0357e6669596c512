//! The security assessment and screenings for impact assessments.

use serde_json::Value;

use super::shape::{code, date, flag, list, table, text};
use crate::read::CRITERIA;
use crate::{DpiaDecision, MeasureStatus};

pub(super) fn security() -> Value {
    let statuses = MeasureStatus::codes();
    table(
        &["framework"],
        vec![
            ("framework", text(), "The framework with its edition."),
            ("assessed", date(), "Day of the assessment."),
            (
                "sheets",
                list(list(code(statuses))),
                "A list a sheet, a status a measure.",
            ),
        ],
    )
}

pub(super) fn dpia() -> Value {
    let decisions = DpiaDecision::codes();
    let criteria = CRITERIA
        .iter()
        .map(|key| (*key, flag(), "A criterion of the guidelines WP248."));
    table(
        &["scope"],
        vec![
            ("scope", text(), "What was screened."),
            ("decision", code(decisions), "The decision."),
            ("rationale", text(), "Why."),
            ("decided", date(), "Day of the decision."),
            (
                "criteria",
                table(&[], criteria.collect()),
                "The nine criteria.",
            ),
        ],
    )
}
