//! Keep the promises of your privacy documents in code.
//!
//! ```
//! use greffe::register::Register;
//! use greffe::RegisterExt;
//!
//! let register = Register::from_toml(r#"
//!     organisation = { name = "Atelier Hélianthe", contact = "donnees@helianthe.example" }
//!     processing = [{ ref = "FAC-01", name = "Billing", transfers = "none" }]
//! "#)?;
//! let information = register.art15_information(&["FAC-01"])?;
//! assert_eq!(information.controller.address.as_deref(), Some("donnees@helianthe.example"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The facade re-exports each crate under its own name and adds what only it can know: how one crate's answer becomes another's
//! question. A service that needs one crate only depends on that one.
//!
//! | module | crate |
//! | --- | --- |
//! | [`terms`] | the law's words |
//! | [`document`] | TOML and JSON with places |
//! | [`calendar`] | periods, holidays, deadlines, fiscal years |
//! | [`retention`] | rules, verdicts, plans |
//! | [`cipher`] | sealed fields, keys |
//! | [`consent`] | ledger and decision |
//! | [`export`] | requests and bundles |
//! | [`register`] | the register |
//! | [`drift`] | the gate against drift: `greffe_register::drift`, the derive [`macro@PersonalData`], and what a test writes |
//! | `consent_terms` | [`CarriedTerms`]: the register as a consent policy, with the [`Gap`]s of what it does not state |
//! | `register_ext` | [`RegisterExt`]: the register asked who its controller is, for a consent policy, for the information of Art. 15, for what an erasure has to spare, for the day of an answer, for the fields to seal |
#![forbid(unsafe_code)]

mod art15;
mod consent_terms;
pub mod drift;
mod erasure;
mod register_ext;
mod request_due;
mod sealed_fields;

pub use greffe_calendar as calendar;
pub use greffe_cipher as cipher;
pub use greffe_consent as consent;
pub use greffe_document as document;
pub use greffe_export as export;
pub use greffe_register as register;
pub use greffe_retention as retention;
pub use greffe_terms as terms;

pub use greffe_derive::PersonalData;
pub use greffe_register::drift::PersonalData;

pub use consent_terms::{CarriedTerms, Gap, GapKind, NotCarried, mode_purpose, tracker_purpose};
pub use register_ext::RegisterExt;
pub use request_due::{Promise, RequestDue};
pub use sealed_fields::FieldToSeal;

#[doc = include_str!("../README.md")]
#[cfg(doctest)]
pub struct ReadmeDoctests;
