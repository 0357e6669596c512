//! Integration tests of `greffe-terms`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod citation;
mod dated_tables;
mod identifier;
mod term;
mod text;
