//! Integration tests of `greffe-register`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod absences;
mod bad_input;
mod breach_draft;
mod breach_records;
mod breach_severity;
mod breach_tools;
mod contents;
mod diff;
mod diff_laws;
mod diff_output;
mod diff_patch;
mod examples;
mod facts;
mod fiscal_year;
mod generated;
mod generated_breaches;
mod history;
mod kept_promises;
mod lint;
mod lint_breaches;
mod lint_contracts;
mod lint_details;
mod mutated;
mod privacy;
mod render;
mod round_trip;
mod scale;
mod schema;
mod toml;
