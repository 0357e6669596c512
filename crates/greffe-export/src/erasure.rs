//! What stands in the way of an erasure.

use chrono::NaiveDate;
use greffe_terms::{Citation, Text};

use crate::request::{Refusal, RefusalReason};

/// A reason for which data cannot be erased yet, such as a legal minimum of retention. The facade fills it from the retention rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasureObstacle {
    /// Why, as the person reads it.
    pub reason: Text,
    /// The last day on which the data are kept, where it is known.
    pub until: Option<NaiveDate>,
    /// The provisions that demand it.
    pub citations: Vec<Citation>,
}

impl ErasureObstacle {
    /// The refusal of an erasure that rests on this obstacle (Art. 17(3)(b)).
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        let refusal = Refusal::new(RefusalReason::LegalObligation, self.reason.clone());
        self.citations
            .iter()
            .cloned()
            .fold(refusal, Refusal::citing)
    }
}
