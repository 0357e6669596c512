//! Integration tests of `greffe-terms`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod citation;
mod identifier;
mod term;
mod text;
