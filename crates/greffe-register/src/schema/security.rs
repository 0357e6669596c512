//! The security assessment, breaches and screenings for impact assessments.

use serde_json::Value;

use super::shape::{code, date, flag, identifier, instant, list, number, table, text};
use crate::read::CRITERIA;
use crate::{BreachNature, DpiaDecision, MeasureStatus};

pub(super) fn security() -> Value {
    let statuses = MeasureStatus::ALL.iter().map(|status| status.code());
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

pub(super) fn breach() -> Value {
    let natures = BreachNature::ALL.iter().map(|nature| nature.code());
    table(
        &["id"],
        vec![
            ("id", identifier(), "Its id, unique in the register."),
            ("nature", list(code(natures)), "What was lost."),
            (
                "aware",
                instant(),
                "When the organisation became aware of it.",
            ),
            ("notified", instant(), "When the authority was notified."),
            ("persons", number(0), "Persons concerned, approximately."),
            ("records", number(0), "Records concerned, approximately."),
            ("consequences", text(), "Likely consequences."),
            ("measures", text(), "Measures taken or proposed."),
        ],
    )
}

pub(super) fn dpia() -> Value {
    let decisions = DpiaDecision::ALL.iter().map(|decision| decision.code());
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
