//! Integration tests of `greffe-cipher`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

mod audits;
mod canary;
mod columns;
mod compounds;
mod fields;
mod format;
mod indexes;
mod keyrings;
mod leakage_plans;
mod name_indexes;
mod phones;
mod rotation;
mod search_vectors;
mod support;
mod vectors;
