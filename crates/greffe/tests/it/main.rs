//! Integration tests of `greffe`: the bridges.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod art15;
mod consent_gaps;
mod consent_registers;
mod consent_sensitive;
mod consent_terminal;
mod consent_terms;
mod drift;
mod erasure;
mod request_due;
mod sealed_fields;
mod silence;
