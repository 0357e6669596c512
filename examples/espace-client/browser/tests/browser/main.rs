//! A person at the service's pages: `cargo xtask web` starts what these tests need, and without it they fail.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod accessibility;
mod browser;
mod consents;
mod export;
mod keyboard;
mod pages;
mod requests;
mod service;
