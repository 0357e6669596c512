//! Where a request stands, and what became of its rights.

use chrono::NaiveDate;

use super::Refusal;

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Received.
    Received,
    /// The person was asked to confirm who they are (Art. 12(6)).
    IdentityPending,
    /// What is asked and where it lies is known; the person is identified.
    Scoped,
    /// The data were gathered.
    Collected,
    /// A human read the answer, others' rights were weighed.
    Reviewed,
    /// Every right was granted.
    Delivered,
    /// Some rights were granted, some refused.
    PartlyRefused,
    /// Every right was refused.
    Refused,
}

impl State {
    /// Whether the request is closed.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Delivered | Self::PartlyRefused | Self::Refused)
    }
}

/// What became of one right in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Granted on that day.
    Granted(NaiveDate),
    /// Refused on that day.
    Refused(NaiveDate, Refusal),
}
