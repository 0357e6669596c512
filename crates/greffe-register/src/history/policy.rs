//! The versions of a rule as a policy that decides on records.

use greffe_retention::{Lengthening, Policy};
use greffe_terms::Role;

use super::{History, HistoryError};
use crate::{LookupError, RuleAddress};

impl History {
    /// The rule at an address with its versions, as a policy: a processor's lengthenings reach what it holds already, for its controller instructs it; a controller's, and those of an
    /// organisation that does not say its role, reach only data collected later, for the persons were told a shorter limit. The latest version that has the record says the role.
    ///
    /// The first rule counts for everything before it as well. What the law orders is no promise: build the policy from [`History::timeline`] with [`Policy::then_by_law`] where a new version
    /// follows from a law.
    ///
    /// # Errors
    /// [`HistoryError::Lookup`] where no version has a rule there; [`HistoryError::NoRule`] where a later version has none any more: then nothing
    /// may be deleted on it.
    pub fn policy(&self, address: &str) -> Result<Policy, HistoryError> {
        let parsed: RuleAddress = address.parse()?;
        let record = self
            .versions()
            .rev()
            .find_map(|(_, register)| register.processing(parsed.processing().as_str()));
        let lengthening = match record.and_then(|record| record.role) {
            Some(Role::Processor) => Lengthening::AsInstructed,
            _ => Lengthening::DataCollectedLater,
        };
        self.policy_with(address, lengthening)
    }

    /// The same, with the caller's word on which data a lengthening reaches.
    ///
    /// # Errors
    /// As [`History::policy`].
    pub fn policy_with(
        &self,
        address: &str,
        lengthening: Lengthening,
    ) -> Result<Policy, HistoryError> {
        let timeline = self.timeline(address)?;
        let mut policy: Option<Policy> = None;
        for span in &timeline {
            policy = match (policy, span.rule()) {
                (None, None) => None,
                (None, Some(rule)) => Some(Policy::new(rule.clone(), lengthening)),
                (Some(_), None) => return Err(HistoryError::NoRule { day: span.from }),
                // Spans follow one another in time, so no version is out of order.
                (Some(policy), Some(rule)) => Some(
                    policy
                        .then(span.from, rule.clone())
                        .map_err(|_| HistoryError::NoRule { day: span.from })?,
                ),
            };
        }
        policy.ok_or(HistoryError::Lookup(LookupError::NoRule))
    }
}
