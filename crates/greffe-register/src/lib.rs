//! The register of processing activities as a typed, linted, rendered and executed data model.
#![forbid(unsafe_code)]

mod address;
mod error;
pub mod lint;
mod model;
mod read;
mod register;
pub mod render;
mod stated;
mod write;

pub use address::RuleAddress;
pub use error::{LookupError, RegisterError, UnknownCode};
pub use greffe_document::{Document, Limits};
pub use model::*;
pub use register::{Register, SealedIn};
pub use stated::Stated;
