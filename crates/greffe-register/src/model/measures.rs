//! Security measures of one processing.

use std::collections::BTreeMap;

use greffe_terms::{MeasureFamily, Text};

use super::code::debug_without_values;

/// Security measures (*mesures de sécurité*) by family, Art. 32 GDPR. A family that is not there is unknown.
pub type Measures = BTreeMap<MeasureFamily, Measure>;

/// What a record says about one family of measures.
#[derive(Clone, PartialEq, Eq)]
pub enum Measure {
    /// There are some, without detail.
    Stated,
    /// These.
    Detailed(Vec<Text>),
}

debug_without_values!(Measure);
