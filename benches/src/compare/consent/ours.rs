//! What is ours in the area of consent, in one place: a faster way in is put here.

use chrono::{DateTime, Utc};
use greffe::consent::{Decision, Ledger, PersonKey, Policy, Question};
use greffe::terms::Channel;

use super::history::{Case, PURPOSES};

/// The whole decision: reason, basis, deciding event and the instant of the next change, without its text.
pub(super) fn decide(policy: &Policy, case: &Case) -> Decision {
    policy.decide(&case.ledger, case.question(), case.at)
}

/// FAST PATH, to be put here: whether it is allowed, and nothing beyond. Until then this is the whole decision.
pub(super) fn judge(policy: &Policy, case: &Case) -> bool {
    decide(policy, case).is_allowed()
}

/// AUDIENCE FILTER, to be put here: how many of the persons may be reached for each purpose, summed. Until then one decision after another.
pub(super) fn audience(
    policy: &Policy,
    ledger: &Ledger,
    persons: &[PersonKey],
    now: DateTime<Utc>,
) -> u64 {
    let questions = persons.iter().flat_map(|person| {
        let about = |terms: super::history::Terms| Question::about(terms.id);
        PURPOSES.map(|terms| about(terms).by(Channel::Email).for_person(*person))
    });
    let decisions = questions.map(|question| policy.decide(ledger, question, now));
    decisions
        .map(|decision| u64::from(decision.is_allowed()))
        .sum()
}

/// PACKED LEDGER, to be put here: the same events in the packed form, whatever its type. Until then there is none.
pub(crate) fn packed(_: &Ledger) -> Option<Vec<u8>> {
    None
}
