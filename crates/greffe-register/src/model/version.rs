//! Which version of the register this is.

use chrono::NaiveDate;
use greffe_terms::Text;

use super::code::debug_without_values;
use crate::Stated;

/// The register's own version: what shows that it is kept up to date, Art. 5(2), 24(1) and 30(1) GDPR.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RegisterVersion {
    /// Its number, as the organisation counts: `1.0`.
    pub number: String,
    /// First day on which it is in force.
    pub date: Option<NaiveDate>,
    /// The number of the version before it; none for the first one.
    pub previous: Stated<String>,
    /// What changed, where the versions before it are kept.
    pub note: Option<Text>,
}

debug_without_values!(RegisterVersion);
