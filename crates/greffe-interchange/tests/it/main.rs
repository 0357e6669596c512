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
mod cnil_data;
mod cnil_export;
#[cfg(feature = "ods")]
mod cnil_import;
#[cfg(feature = "ods")]
mod cnil_round_trip;
#[cfg(feature = "dpv")]
mod dpv;
#[cfg(feature = "dpv")]
mod dpv_of_others;
#[cfg(feature = "fides")]
mod fides;
#[cfg(feature = "fides")]
mod fides_policy;
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
mod keys_of_others;
#[cfg(feature = "ods")]
mod ods_edit;
#[cfg(feature = "ods")]
mod ods_hostile;
#[cfg(feature = "ods")]
mod ods_read;
#[cfg(all(feature = "ods", feature = "fides", feature = "dpv"))]
mod other_content;
#[cfg(all(feature = "fides", feature = "dpv"))]
mod reports;
#[cfg(all(feature = "fides", feature = "dpv"))]
mod scale;
#[cfg(feature = "ods")]
mod sheet_form;
