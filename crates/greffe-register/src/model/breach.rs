//! Breaches, and whether an impact assessment is needed.

use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate};
use greffe_terms::Text;

use super::code::{codes, debug_without_values};

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

/// Whether a data protection impact assessment (*AIPD*) is needed, Art. 35 GDPR.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DpiaScreening {
    /// What was screened.
    pub scope: Text,
    /// The decision.
    pub decision: Option<DpiaDecision>,
    /// Why.
    pub rationale: Option<Text>,
    /// Day of the decision.
    pub decided: Option<NaiveDate>,
    /// The nine criteria of the guidelines WP248 rev.01, in their order; `None` where nobody answered.
    pub criteria: [Option<bool>; 9],
}

impl DpiaScreening {
    /// How many criteria are met.
    #[must_use]
    pub fn criteria_met(&self) -> usize {
        self.criteria.iter().filter(|met| **met == Some(true)).count()
    }
}

codes! {
    /// What the screening came to.
    DpiaDecision {
        /// An assessment is to be made.
        Required = "required", "requise", "required";
        /// None is needed.
        NotRequired = "not_required", "non requise", "not required";
        /// One was made.
        Done = "done", "réalisée", "done";
    }
}

debug_without_values!(DpiaScreening);
