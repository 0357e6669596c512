//! Tests of the bridges, one file a topic.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

#[cfg(feature = "dpv")]
mod dpv;
#[cfg(feature = "fides")]
mod fides;
#[cfg(any(feature = "fides", feature = "dpv"))]
mod fixtures;
#[cfg(any(feature = "fides", feature = "dpv"))]
#[allow(
    dead_code,
    reason = "shared with the tests of greffe-register, which use all of it"
)]
#[path = "../../../greffe-register/tests/it/generated.rs"]
mod generated;
#[cfg(all(feature = "fides", feature = "dpv"))]
mod scale;
