//! A finding that the register accepts.

use std::fmt;

use greffe_terms::{Lang, Text};

use super::Finding;

/// A finding that the register allows, with the reason that it gives.
#[derive(Clone, PartialEq, Eq)]
pub struct Allowed {
    finding: Finding,
    reason: Text,
}

impl Allowed {
    pub(super) const fn new(finding: Finding, reason: Text) -> Self {
        Self { finding, reason }
    }

    /// The finding.
    #[must_use]
    pub const fn finding(&self) -> &Finding {
        &self.finding
    }

    pub(super) const fn finding_mut(&mut self) -> &mut Finding {
        &mut self.finding
    }

    /// Why the organisation accepts it, in the register's own words.
    #[must_use]
    pub const fn reason(&self) -> &Text {
        &self.reason
    }

    /// The finding as JSON, with `reason`.
    #[must_use]
    pub fn to_json(&self, lang: Lang) -> String {
        super::json::text(&super::json::of_allowed(self, lang))
    }
}

/// Shows the finding only: the reason is a text of the register.
impl fmt::Debug for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Allowed")
            .field("finding", &self.finding)
            .finish_non_exhaustive()
    }
}
