//! Integration tests of `greffe-consent`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]
#![allow(clippy::cast_possible_truncation, clippy::string_slice)]

mod cases;
mod explain;
mod fixture;
mod ledger;
mod policy;
mod policy_file;
mod properties;
mod reference;
mod regressions;
