//! What is ours in the area of consent.

use chrono::{DateTime, Utc};
use greffe::consent::{Audience, Decision, History, Ledger, PackedLedger, Policy, Question};
use greffe::terms::Channel;

use super::history::{Case, PURPOSES};
use crate::compare::Failure;

/// The whole decision: reason, basis, deciding event and the instant of the next change, without its text.
pub(super) fn decide(policy: &Policy, case: &Case) -> Decision {
    policy.decide(&case.ledger, case.question(), case.at)
}

/// The events of each case, packed.
pub(super) fn pack(cases: &[Case]) -> Result<Vec<PackedLedger>, Failure> {
    let packed = cases
        .iter()
        .map(|case| PackedLedger::try_from(&case.ledger));
    Ok(packed.collect::<Result<_, _>>()?)
}

/// A question that was prepared, and one person's history.
pub(super) struct Prepared<'a> {
    audience: Audience<'a>,
    history: History<'a>,
}

impl Prepared<'_> {
    /// Outcome, reason, rule, basis and action; here whether it is allowed.
    pub(super) fn judge(&self) -> bool {
        self.audience.judge(self.history).is_allowed()
    }
}

/// Each case as an audience asks it.
pub(super) fn prepare<'a>(
    policy: &'a Policy,
    cases: &'a [Case],
    packed: &'a [PackedLedger],
) -> Result<Vec<Prepared<'a>>, Failure> {
    let cases = cases.iter().zip(packed).map(|(case, packed)| {
        let topic = Question::about(case.terms.id).by(Channel::Email);
        Ok(Prepared {
            audience: policy.audience(packed, topic, case.at)?,
            history: packed.history(case.person),
        })
    });
    cases.collect()
}

/// How many of the persons may be reached for each purpose, summed, in one pass over the ledger.
pub(super) fn audience(
    policy: &Policy,
    ledger: &PackedLedger,
    now: DateTime<Utc>,
) -> Result<u64, Failure> {
    let topics = PURPOSES.map(|terms| Question::about(terms.id).by(Channel::Email));
    let audiences = topics.map(|topic| policy.audience(ledger, topic, now));
    let audiences: Vec<Audience<'_>> = audiences.into_iter().collect::<Result<_, _>>()?;
    let of_person = |history: History<'_>| -> u64 {
        let verdicts = audiences.iter().map(|audience| audience.judge(history));
        verdicts
            .map(|verdict| u64::from(verdict.is_allowed()))
            .sum()
    };
    Ok(ledger.histories().map(of_person).sum())
}

/// The same events in the packed form.
pub(crate) fn packed(ledger: &Ledger) -> Result<PackedLedger, Failure> {
    Ok(PackedLedger::try_from(ledger)?)
}
