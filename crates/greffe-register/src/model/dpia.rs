//! Whether an impact assessment is needed.

use chrono::NaiveDate;
use greffe_terms::Text;

use super::code::{codes, debug_without_values};

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
        self.criteria
            .iter()
            .filter(|met| **met == Some(true))
            .count()
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
