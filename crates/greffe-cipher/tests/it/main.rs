//! Integration tests of `greffe-cipher`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

mod canary;
mod columns;
mod fields;
mod format;
mod ibans;
mod indexes;
mod keyrings;
mod masks;
#[cfg(feature = "phone-metadata")]
mod phone_metadata;
mod phones;
mod registry;
mod rotation;
mod support;
mod tables;
mod vectors;
