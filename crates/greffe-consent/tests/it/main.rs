//! Integration tests of `greffe-consent`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]
#![allow(clippy::cast_possible_truncation, clippy::string_slice)]

mod audience;
mod cases;
mod context_file;
mod coverage;
mod erasure;
mod explain;
mod filed;
mod fixture;
mod forget;
mod hostile;
mod instants;
mod kantara;
mod law;
mod ledger;
mod modes;
mod newer_kinds;
mod policy;
mod policy_digest;
mod policy_file;
mod policy_keys;
mod proofs;
mod properties;
mod provenance;
mod pseudonym;
mod published;
mod reach;
mod reach_properties;
mod reach_reference;
mod receipt;
mod receipt_kinds;
mod receipt_state_cases;
mod receipt_states;
mod reference;
mod regressions;
mod sectors;
mod suppression;
mod table;
mod tcf;
mod tcf_choices;
mod tcf_encoder;
mod tcf_properties;
mod told;
mod tree;
mod who;
mod who_corpus;
mod who_properties;
mod who_reference;
mod who_reference_children;
