//! Integration tests of `greffe-derive`: what a derived declaration says.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod declarations;
