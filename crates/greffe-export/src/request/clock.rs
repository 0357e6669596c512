//! What stops the month, where the law leaves it open.

use super::code::codes;
use super::{Event, Request, Right, SuspensionReason};

codes! {
    /// What stops the clock. The Regulation does not say that anything does; guidelines say so of two questions (EDPB 01/2022 §159), the French
    /// decree of the first of them.
    ClockPolicy {
        /// As the guidelines have it: the question who the person is, asked on a reasonable doubt that the file names, and, for access, what they
        /// want to see. Anything else stops nothing.
        Guidelines = "guidelines", "suspension selon les lignes directrices", "suspension as the guidelines have it";
        /// Only the question who the person is.
        IdentityOnly = "identity_only", "suspension pour l’identité seule", "suspension for identity only";
        /// Nothing.
        Never = "never", "aucune suspension", "no suspension";
    }
}

impl Request {
    /// Whether a stop that begins with the entry at `index` of the log counts. Where the file does not show why, it does not: the earlier date is
    /// the safe one.
    pub(crate) fn stop_counts(&self, index: usize, reason: SuspensionReason) -> bool {
        let until = self.log.iter().take(index.saturating_add(1));
        let mut questions = until.filter_map(|entry| match entry.event {
            Event::IdentityAsked(question) => Some(question),
            _ => None,
        });
        match (self.clock, reason) {
            (ClockPolicy::Never, _) => false,
            (_, SuspensionReason::Identity) => questions.any(|asked| asked.doubt.is_some()),
            (ClockPolicy::IdentityOnly, SuspensionReason::Clarification) => false,
            (ClockPolicy::Guidelines, SuspensionReason::Clarification) => {
                self.asks_for(Right::Access)
            }
        }
    }
}
