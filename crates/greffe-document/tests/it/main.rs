//! Integration tests of `greffe-document`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod bad_input;
mod paths;
mod round_trip;
mod spreadsheet;
