//! The cases of the decision table, one a row; those of rules R4, R5 and R9, and of who decides, have tables of their own.

use crate::table::{self, Case};
use crate::{fixture, reach, who};

#[test]
fn every_case_is_decided_as_its_row_says() {
    table::check(&cases(), |_| fixture::policy());
}

#[test]
fn what_the_law_leaves_open_is_decided_as_the_policy_says() {
    table::check(&cases_of_knobs(), with_its_knobs);
}

#[test]
fn every_gate_that_fails_is_named_as_the_row_says_and_no_other() {
    table::check(&cases_of_failures(), with_its_knobs);
}

/// All that fails of each.
pub(crate) fn cases_of_failures() -> Vec<Case> {
    table::cases(include_str!("../data/failure_cases.tsv"))
}

pub(crate) fn cases() -> Vec<Case> {
    table::cases(include_str!("../data/cases.tsv"))
}

/// What the policy chooses, in each way, on the policy that the row names.
pub(crate) fn cases_of_knobs() -> Vec<Case> {
    table::cases(include_str!("../data/knob_cases.tsv"))
}

pub(crate) fn with_its_knobs(case: &Case) -> greffe_consent::Policy {
    let builder = match case.column("policy") {
        "cases" => fixture::builder(),
        "reach_cases" => reach::builder(),
        "who_cases" => who::builder(),
        other => panic!("no policy {other}"),
    };
    table::with_knobs(builder, case.column("knobs"))
}
