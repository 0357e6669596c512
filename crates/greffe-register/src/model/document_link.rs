//! Documents beside the register.

use chrono::NaiveDate;
use greffe_terms::Text;

use super::code::debug_without_values;

/// A document that says more than the record: where it is, not what it holds.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LinkedDocument {
    /// What it is.
    pub title: Text,
    /// Where it is: an address, a file number.
    pub place: Option<Text>,
    /// Its day.
    pub dated: Option<NaiveDate>,
    /// Whether it stays in the house, and so out of the public extract; `true` unless told.
    pub internal: bool,
}

debug_without_values!(LinkedDocument);
