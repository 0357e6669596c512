//! Information given where data are collected.

use std::fmt;

use chrono::NaiveDate;
use greffe_terms::{PurposeId, Text};

use crate::Stated;

/// One version of the information given at a point of collection (*mention d'information*), Art. 13 and 14 GDPR.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CollectionNotice {
    /// Its id, shared by its versions.
    pub id: String,
    /// The version, from 1.
    pub version: u32,
    /// First day on which it was shown.
    pub published: Option<NaiveDate>,
    /// The purposes that it names; each is one of the register's.
    pub purposes: Vec<PurposeId>,
    /// Where it stands.
    pub place: Option<Text>,
    /// Its address on the web.
    pub url: Option<String>,
    /// What it says.
    pub wording: Stated<Text>,
}

/// Shows id and version only.
impl fmt::Debug for CollectionNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CollectionNotice({} v{})", self.id, self.version)
    }
}
