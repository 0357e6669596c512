//! Personal data breaches.

use std::fmt;

use chrono::{DateTime, FixedOffset};
use greffe_terms::Text;

use super::code::codes;

/// A personal data breach (*violation de données*), documented as Art. 33(5) GDPR asks.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Breach {
    /// Its id, unique in the register.
    pub id: String,
    /// What was lost.
    pub nature: Vec<BreachNature>,
    /// When the organisation became aware of it.
    pub aware: Option<DateTime<FixedOffset>>,
    /// When the authority was notified.
    pub notified: Option<DateTime<FixedOffset>>,
    /// Persons concerned, approximately.
    pub persons: Option<u64>,
    /// Records concerned, approximately.
    pub records: Option<u64>,
    /// Likely consequences.
    pub consequences: Option<Text>,
    /// Measures taken or proposed.
    pub measures: Option<Text>,
}

/// Shows the id only.
impl fmt::Debug for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Breach({})", self.id)
    }
}

codes! {
    /// What a breach touched, Art. 4(12) GDPR.
    BreachNature {
        /// Disclosure or access.
        Confidentiality = "confidentiality", "confidentialité", "confidentiality";
        /// Alteration.
        Integrity = "integrity", "intégrité", "integrity";
        /// Loss or destruction.
        Availability = "availability", "disponibilité", "availability";
    }
}
