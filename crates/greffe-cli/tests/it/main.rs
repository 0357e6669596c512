//! Integration tests of the `greffe` command: what a user types and what comes back.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod bad_lines;
mod completions;
mod consent;
mod consent_known;
mod consent_shell;
mod consent_verify;
mod deadline_breach;
mod deadline_fiscal_year;
mod deadline_period;
mod deadline_request;
mod every_command;
mod export;
mod export_described;
mod export_request;
mod export_sealed;
mod field;
mod guide;
mod key;
mod key_rotate;
mod memory;
mod progress;
mod register_check;
mod register_convert;
mod register_diff;
mod register_render;
mod retention_due;
mod retention_explain;
mod retention_plan;
mod retention_simulate;
mod shell;
mod stopped;
mod usage;
mod workplace;
