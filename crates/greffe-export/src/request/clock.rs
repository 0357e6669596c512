//! What stops the month, where the law leaves it open.

use chrono::NaiveDate;

use super::code::codes;
use super::{Event, Outcome, Request, Right, State, SuspensionReason};

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
    /// Whether a stop that begins with the entry at `index` of the log counts for that right. Where the file does not show why, it does not: the
    /// earlier date is the safe one. Whoever is scoped is identified, so that no doubt is left to stop anything; and what the person wants to see
    /// is a question about access, which holds up no other right of the same request.
    pub(crate) fn stop_counts(&self, index: usize, reason: SuspensionReason, right: Right) -> bool {
        let before = || self.log.iter().take(index);
        match (self.clock, reason) {
            (ClockPolicy::Never, _) => false,
            (_, SuspensionReason::Identity) => {
                let doubted = |event: &Event| matches!(event, Event::IdentityAsked(asked) if asked.doubt.is_some());
                let scoped = |event: &Event| *event == Event::Reached(State::Scoped);
                before().any(|entry| doubted(&entry.event))
                    && !before().any(|entry| scoped(&entry.event))
            }
            (ClockPolicy::IdentityOnly, SuspensionReason::Clarification) => false,
            (ClockPolicy::Guidelines, SuspensionReason::Clarification) => right == Right::Access,
        }
    }

    /// Whether the stop counts for a right that is asked for.
    pub(crate) fn stop_counts_at_all(&self, index: usize, reason: SuspensionReason) -> bool {
        self.rights()
            .any(|right| self.stop_counts(index, reason, right))
    }

    /// The rights that an answer is due to: those that are open. Where none is, those that were answered last, for no day comes back that an earlier answer
    /// had kept; what the person withdrew was owed none.
    pub fn rights_due(&self) -> impl Iterator<Item = Right> + '_ {
        due_of(self.asked.iter())
    }

    /// The right of which the clock stops least: any that no question about access holds up, and access where it is alone.
    pub(crate) fn due_first(&self) -> Right {
        stops_least(self.rights_due()).unwrap_or(Right::Access)
    }

    /// The same, of those alone that an extension prolongs: those that were open on the day of the extension, whatever was answered since.
    pub(crate) fn extended_first(&self) -> Right {
        let can_be = self.asked.iter();
        let can_be = can_be.filter(|(right, _)| right.can_be_extended());
        let mut log = self.log.iter();
        let extended = log.find(|entry| matches!(entry.event, Event::Extended(_)));
        let extended = extended.map(|entry| entry.on);
        let was_open = can_be.clone().filter(|(_, outcome)| {
            let settled = outcome.as_ref().map(Outcome::on);
            extended.is_some_and(|on| settled.is_none_or(|settled| settled >= on))
        });
        stops_least(was_open.map(|(right, _)| *right))
            .or_else(|| stops_least(due_of(can_be)))
            .unwrap_or_else(|| self.due_first())
    }
}

/// As [`Request::rights_due`], of these rights.
fn due_of<'r>(
    asked: impl Iterator<Item = &'r (Right, Option<Outcome>)> + Clone,
) -> impl Iterator<Item = Right> {
    let is_open = asked.clone().any(|(_, outcome)| outcome.is_none());
    let last = asked.clone().filter_map(|(_, outcome)| answered(outcome));
    let last = last.max();
    let due = asked.filter(move |(_, outcome)| match is_open {
        true => outcome.is_none(),
        false => answered(outcome) == last,
    });
    due.map(|(right, _)| *right)
}

fn answered(outcome: &Option<Outcome>) -> Option<NaiveDate> {
    match outcome {
        None | Some(Outcome::Withdrawn(_)) => None,
        Some(answer) => Some(answer.on()),
    }
}

fn stops_least(rights: impl Iterator<Item = Right>) -> Option<Right> {
    rights.max_by_key(|right| *right != Right::Access)
}
