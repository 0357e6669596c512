//! Shared vocabulary of the Greffe crates: the law's words as types, in French and English.
//!
//! ```
//! use greffe_terms::{Citation, Lang, LegalBasis};
//!
//! let basis: LegalBasis = "contract".parse()?;
//! assert_eq!(basis.label(Lang::Fr), "Exécution d’un contrat");
//! assert_eq!(basis.article(), "6(1)(b)");
//! assert_eq!(Citation::from_static("GDPR 6(1)(b)").label(Lang::Fr), "RGPD, art. 6(1)(b)");
//! # Ok::<(), greffe_terms::UnknownTerm>(())
//! ```
//!
//! | module | what |
//! | --- | --- |
//! | `basis` | legal bases of Art. 6(1), conditions of Art. 9(2) |
//! | `category` | data categories, sensitive categories, subjects, recipients, measures |
//! | `channel` | the ways to reach a person |
//! | [`child_consent`] | from which age a child consents alone, by country and day |
//! | [`country`] | names of countries, by code |
//! | `citation` | references to law and guidance |
//! | `dated_table` | tables of law as dated text files |
//! | `day` | days in words |
//! | `force` | how binding a source is |
//! | [`french_act`] | the old numbers of loi 78-17 |
//! | `identifier` | ids of purposes, processings and events |
//! | `lang` | languages and texts in several of them |
//! | [`obsolete`] | provisions no longer in force, and what replaced them |
//! | [`quiet`] | reading with serde without repeating the input |
//! | `statutory` | numbers that the law or an authority fixes, each dated and cited |
//! | `transfer` | instruments of Art. 44–49 |
#![forbid(unsafe_code)]

mod basis;
mod category;
mod channel;
pub mod child_consent;
mod citation;
pub mod country;
mod dated_table;
mod day;
mod error;
mod force;
pub mod french_act;
mod identifier;
mod lang;
pub mod obsolete;
pub mod quiet;
pub mod statutory;
mod term;
mod transfer;

pub use basis::{LegalBasis, SpecialCondition};
pub use category::{DataCategory, MeasureFamily, RecipientKind, Role, SensitiveCategory};
pub use channel::Channel;
pub use citation::Citation;
pub use dated_table::DatedTable;
pub use day::{day_in_words, is_day_form};
pub use error::{InvalidIdentifier, UnknownTerm};
pub use force::Force;
pub use identifier::{EventKind, ProcessingRef, PurposeId};
pub use lang::{Lang, Text};
pub use obsolete::Obsolete;
pub use transfer::TransferTool;

#[doc = include_str!("../README.md")]
#[cfg(doctest)]
pub struct ReadmeDoctests;
