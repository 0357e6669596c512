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
mod contents;
mod dpia;
mod examples;
mod fiscal_year;
mod generated;
mod kept_promises;
mod legal_tables;
mod lint;
mod lint_details;
mod lint_dpia;
mod lint_security;
mod privacy;
mod render;
mod round_trip;
mod scale;
