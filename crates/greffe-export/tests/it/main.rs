//! Integration tests of `greffe-export`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

mod anonymised;
mod archive;
mod archive_bytes;
mod attachments;
mod bag;
mod copies;
mod copy_tokens;
mod csv_file;
#[cfg(feature = "age")]
mod encryption;
mod errors;
mod fixture;
mod guard;
mod letters;
mod letters_and_facts;
mod letters_of_several_rights;
mod made_archives;
mod manifests;
mod meddled;
mod names;
mod nothing_portable;
mod package;
mod page;
mod page_information;
mod page_parts;
mod page_tables;
mod privacy;
mod properties;
mod pseudonymised;
mod regressions;
mod request;
mod request_cases;
mod request_deadlines;
mod request_model;
mod request_rules;
mod rows;
mod signature;
mod sinks;
mod staged;
mod staged_archive;
mod statements;
mod straight;
mod whole;
