//! Integration tests of `greffe`: the bridges.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod art15;
mod consent_terms;
mod erasure;
