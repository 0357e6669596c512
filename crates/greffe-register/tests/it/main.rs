//! Integration tests of `greffe-register`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod absences;
mod allowances;
mod backup_series;
mod bad_input;
mod breach_draft;
mod breach_records;
mod breach_severity;
mod breach_tools;
mod codes;
mod contents;
mod csv_table;
mod data_map;
mod diff;
mod diff_laws;
mod diff_output;
mod diff_patch;
mod diff_retention;
mod diff_security;
mod diff_web;
mod dpia;
mod drift;
mod drift_cases;
mod drift_laws;
mod examples;
mod facts;
mod fiscal_year;
mod generated;
mod golden;
mod history;
mod html_page;
mod kept_promises;
mod legal_tables;
mod lint;
mod lint_breaches;
mod lint_cases;
mod lint_contracts;
mod lint_details;
mod lint_dpia;
mod lint_output;
mod lint_security;
mod lint_severity;
mod mutated;
mod organisation_page;
mod pages_tell_all;
mod privacy;
mod render;
mod round_trip;
mod scale;
mod schema;
mod stylesheet;
mod toml;
mod writers;
