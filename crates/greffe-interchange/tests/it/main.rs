//! Tests of the bridges, one file a topic.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[cfg(feature = "ods")]
mod cnil_cells;
#[cfg(feature = "ods")]
mod cnil_export;
#[cfg(feature = "ods")]
mod cnil_import;
#[cfg(feature = "ods")]
mod cnil_round_trip;
#[cfg(feature = "ods")]
mod ods_edit;
#[cfg(feature = "ods")]
mod ods_hostile;
#[cfg(feature = "ods")]
mod ods_read;
#[cfg(feature = "ods")]
mod sheet_form;
