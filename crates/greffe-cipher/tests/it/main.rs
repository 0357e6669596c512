//! Integration tests of `greffe-cipher`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

mod audit_words;
mod audits;
mod batches;
mod bounds;
mod canary;
mod columns;
mod compounds;
mod envelopes;
mod fields;
mod format;
mod ibans;
mod indexes;
mod keyrings;
mod leakage_plans;
mod masks;
mod metrics;
mod migration;
mod name_indexes;
mod overseas;
#[cfg(feature = "phone-metadata")]
mod phone_metadata;
mod phones;
mod registry;
mod retirement;
mod rotation;
mod search_vectors;
mod shredding;
mod subject_vectors;
mod subjects;
mod support;
mod tables;
mod told;
mod vectors;
