//! The gates that failed, and what comes of it.

use super::Evaluation;
use super::history::Read;
use crate::reason::Reasons;
use crate::{Action, Outcome, Reason, Verdict};

/// A gate that failed.
pub(super) struct Failure<'a> {
    pub(super) reason: Reason,
    pub(super) event: Option<Read<'a>>,
    pub(super) action: Option<Action>,
}

impl<'a> Failure<'a> {
    pub(super) const fn new(reason: Reason, event: Option<Read<'a>>) -> Self {
        Self {
            reason,
            event,
            action: None,
        }
    }

    pub(super) const fn asking_for(self, action: Action) -> Self {
        Self {
            action: Some(action),
            ..self
        }
    }
}

/// The gates that failed.
#[derive(Default)]
pub(super) struct Failures<'a> {
    reasons: Reasons,
    action: Option<Action>,
    /// The first one in the order of the gates.
    pub(super) first: Option<Failure<'a>>,
}

impl<'a> Failures<'a> {
    pub(super) fn extend(&mut self, failures: impl IntoIterator<Item = Failure<'a>>) {
        for failure in failures {
            self.note(Some(failure));
        }
    }

    /// Notes what a gate says: nothing where it is passed.
    pub(super) fn note(&mut self, failure: Option<Failure<'a>>) {
        let Some(failure) = failure else { return };
        self.reasons.insert(failure.reason);
        // An action is never lost to an earlier failure; erasing says more than taking off a list.
        self.action = self.action.max(failure.action);
        let first = self.first.as_ref();
        if first.is_none_or(|first| failure.reason < first.reason) {
            self.first = Some(failure);
        }
    }

    /// Lists what else a gate found: none of it comes before what the gate named.
    pub(super) fn list(&mut self, further: Reasons) {
        self.reasons = self.reasons.with(further);
    }

    pub(super) fn into_denial(self) -> Evaluation {
        let first = self.first.as_ref();
        Evaluation {
            verdict: Verdict {
                outcome: Outcome::Deny,
                reason: first.map_or(Reason::NoConsent, |first| first.reason),
                basis: None,
                condition: None,
                action: self.action,
            },
            failures: self.reasons,
            deciding: first.and_then(|first| first.event).map(Read::deciding),
            ends: None,
        }
    }
}
