//! The answer alone, without when it changes and what decided it.

use greffe_terms::{LegalBasis, SpecialCondition};

use crate::{Action, Outcome, Reason, Rule};

/// Whether it may be done, and why: the part of a [`Decision`](crate::Decision) that makes two of them the same answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    pub(crate) outcome: Outcome,
    pub(crate) reason: Reason,
    pub(crate) basis: Option<LegalBasis>,
    pub(crate) condition: Option<SpecialCondition>,
    pub(crate) action: Option<Action>,
}

impl Verdict {
    /// The outcome.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// Whether it may be done: allowed, or nothing to ask.
    #[must_use]
    pub const fn is_allowed(&self) -> bool {
        !matches!(self.outcome, Outcome::Deny)
    }

    /// The reason: of several failures, the first in the order of the gates.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        self.reason
    }

    /// The rule that decided, such as `R6`.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        self.reason.rule()
    }

    /// The legal basis that is claimed, where it is allowed.
    #[must_use]
    pub const fn basis(&self) -> Option<LegalBasis> {
        self.basis
    }

    /// The condition of Art. 9(2) that is claimed beside it, where special categories of data may be processed.
    #[must_use]
    pub const fn special_condition(&self) -> Option<SpecialCondition> {
        self.condition
    }

    /// What has to be done beyond, such as taking the person off the list.
    #[must_use]
    pub const fn action(&self) -> Option<Action> {
        self.action
    }
}
