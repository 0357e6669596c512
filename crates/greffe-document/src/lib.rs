//! TOML and JSON documents as one tree in which every value knows its place.
//!
//! ```
//! use greffe_document::{Document, Faults, TableReader};
//!
//! let document = Document::from_toml("name = \"Atelier\"\nstaff = \"twelve\"\n")?;
//! let mut faults = Faults::new();
//! if let Some(mut table) = TableReader::open(document.root(), &mut faults) {
//!     let _name = table.required("name", &mut faults).and_then(|n| n.text(&mut faults));
//!     let _staff = table.optional("staff").and_then(|n| n.integer(&mut faults));
//!     table.finish(&mut faults);
//! }
//! let report = document.locate(faults).unwrap_err();
//! assert_eq!(report.to_string(), "line 2, column 9: `staff`: an integer is expected");
//! # Ok::<(), greffe_document::DocumentError>(())
//! ```
//!
//! A reader walks the tree, takes what it knows and notes what is wrong; all faults come out together, each with its place and
//! never with the value: the texts of parsers repeat the input, so none of them is forwarded. Duplicate keys, documents over the
//! byte or value limit and invalid UTF-8 are refused before a reader sees anything.
//!
//! | module | what |
//! | --- | --- |
//! | `document` | a loaded file: root, limits, places |
//! | `node` | a value with its place, and typed access to it |
//! | `table_reader` | takes a table apart; what nobody took is an unknown key |
//! | `fault` | what is wrong, in French and English, and where |
//! | `meant` | the known word that was perhaps meant |
//! | `find` | `processing[FR-012].retention`: the value at a path |
//! | `toml_source`, `json_source` | the two notations |
//! | `spreadsheet` | what a spreadsheet would run out of a CSV file |
#![forbid(unsafe_code)]

mod document;
mod error;
mod fault;
mod find;
mod json_source;
mod meant;
mod node;
mod spreadsheet;
mod table_reader;
mod toml_source;

pub use document::{Document, Limits};
pub use error::DocumentError;
pub use fault::{Fault, Faults, LocatedFault, Place, Report, Words};
pub use meant::meant;
pub use node::{Entry, Node, Value};
pub use spreadsheet::would_run_in_a_spreadsheet;
pub use table_reader::TableReader;

#[doc = include_str!("../README.md")]
#[cfg(doctest)]
pub struct ReadmeDoctests;
