//! Registers of processing activities in other formats and back.
//!
//! Every bridge gives a [`LossReport`] beside its result: what could not be carried, what was carried in another form, and what had to be assumed.
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
