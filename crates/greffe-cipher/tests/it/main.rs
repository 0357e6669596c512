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
mod envelopes;
mod fields;
mod format;
mod indexes;
mod keyrings;
mod phones;
mod retirement;
mod rotation;
mod shredding;
mod subject_vectors;
mod subjects;
mod support;
mod vectors;
