//! Registers of processing activities in other formats and back.
//!
//! Every bridge gives a [`LossReport`] beside its result: what could not be carried, what was carried in another form, and what had to be assumed.
#![forbid(unsafe_code)]

#[cfg(feature = "ods")]
pub mod cnil;
mod loss;
#[cfg(feature = "ods")]
pub mod ods;

pub use loss::{Loss, LossKind, LossReport};

#[doc = include_str!("../README.md")]
#[cfg(doctest)]
pub struct ReadmeDoctests;
