//! The security assessment and screenings for impact assessments.

use serde_json::Value;

use super::shape::{code, date, either, flag, identifier, list, stated_list, table, text};
use crate::{DpiaCriterion, DpiaDecision, DpiaExemptCase, DpiaRequiredCase, MeasureStatus};

pub(super) fn security() -> Value {
    table(
        &["framework"],
        vec![
            ("framework", text(), "The framework with its edition."),
            ("assessed", date(), "Day of the assessment."),
            (
                "sheets",
                list(list(measure())),
                "A list a sheet, a measure an item.",
            ),
        ],
    )
}

fn measure() -> Value {
    let told = table(
        &["status"],
        vec![
            ("status", code(MeasureStatus::codes()), "How far it is."),
            ("evidence", text(), "What shows it."),
            ("owner", text(), "Who sees to it."),
            ("due", date(), "Day by which it is to be in place."),
            ("note", text(), "Anything else."),
        ],
    );
    either([code(MeasureStatus::codes()), told])
}

pub(super) fn dpia() -> Value {
    let criteria = DpiaCriterion::codes()
        .map(|key| (key, criterion(), "A criterion of the guidelines WP248."));
    table(
        &["scope"],
        vec![
            ("id", identifier(), "Its id, by which records name it."),
            ("scope", text(), "What was screened."),
            (
                "processings",
                list(identifier()),
                "The processing activities concerned.",
            ),
            (
                "required_list",
                stated_list(code(DpiaRequiredCase::codes())),
                "Cases of the list of operations that need an assessment.",
            ),
            (
                "exempt_list",
                stated_list(code(DpiaExemptCase::codes())),
                "Cases of the list of operations that need none.",
            ),
            (
                "criteria",
                table(&[], criteria.collect()),
                "The nine criteria.",
            ),
            ("decision", code(DpiaDecision::codes()), "The decision."),
            ("rationale", text(), "Why."),
            ("decided", date(), "Day of the decision."),
            ("advice", text(), "The officer’s advice, Art. 35(2)."),
            ("advised", date(), "Its day."),
            ("views", text(), "The views of persons, Art. 35(9)."),
            ("consultation", text(), "The prior consultation, Art. 36."),
            ("document", text(), "Where the assessment is."),
            ("next_review", date(), "Day of the next look."),
        ],
    )
}

fn criterion() -> Value {
    let told = table(
        &[],
        vec![
            ("met", flag(), "Whether it is met."),
            ("why", text(), "Why, or why nobody knows."),
        ],
    );
    either([flag(), told])
}
