//! Registers of processing activities in other formats and back.
//!
//! Every bridge gives a [`LossReport`] beside its result: what could not be carried, what was carried in another form, and what had to be assumed.
//!
//! ```
//! use greffe_interchange::{Extent, fides};
//! use greffe_register::Register;
//! use greffe_terms::Lang;
//!
//! let register = Register::from_toml(r#"
//!     organisation = { name = "Atelier Hélianthe" }
//!     [[processing]]
//!     ref = "FAC-01"
//!     name = { fr = "Facturation", en = "Billing" }
//!     data = [{ category = "economic", retention = { keep = "P10Y", after = "relation_end" } }]
//! "#)?;
//! let (yaml, losses) = fides::export(&register, Lang::En, Extent::Terms)?;
//! assert!(yaml.contains("user.financial"));
//! println!("{}", losses.in_language(Lang::Fr)); // what a reader of fides does not get
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | module | what |
//! | --- | --- |
//! | `cnil` | the CNIL's simplified register (ODS): read, filled, brought up to date |
//! | `dpv` | JSON-LD in the terms of the Data Privacy Vocabulary |
//! | `fides` | YAML of fideslang, with a policy that forbids what the register does not know |
//! | `ods` | a spreadsheet whose cells are edited while every other byte stays |
//! | `bridge`, `extent` | how a register is carried: whole, or its terms alone |
//! | `limits`, `import_error` | what a file of others may take, and why it is refused |
//! | `loss` | the report of what was lost, reshaped or assumed |
#![forbid(unsafe_code)]

#[cfg(any(feature = "fides", feature = "dpv"))]
mod bridge;
#[cfg(feature = "ods")]
pub mod cnil;
#[cfg(feature = "dpv")]
pub mod dpv;
#[cfg(any(feature = "fides", feature = "dpv"))]
mod extent;
#[cfg(feature = "fides")]
pub mod fides;
#[cfg(any(feature = "fides", feature = "dpv"))]
mod import_error;
#[cfg(any(feature = "fides", feature = "dpv"))]
mod limits;
mod loss;
#[cfg(feature = "ods")]
pub mod ods;

#[cfg(any(feature = "fides", feature = "dpv"))]
pub use extent::Extent;
#[cfg(any(feature = "fides", feature = "dpv"))]
pub use import_error::ImportError;
#[cfg(any(feature = "fides", feature = "dpv"))]
pub use limits::ImportLimits;
pub use loss::{Loss, LossKind, LossReport};

#[doc = include_str!("../README.md")]
#[cfg(doctest)]
pub struct ReadmeDoctests;
