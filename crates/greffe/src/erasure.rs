//! From verdicts of retention to what an erasure that is asked for erases, keeps, or leaves undecided; and whom to tell of it.

use greffe_calendar::NaiveDate;
use greffe_export::{
    ErasureDecision, ErasureException, ErasureObstacle, RecipientInformation, Stated,
};
use greffe_retention::{HoldReason, Rule, Verdict};
use greffe_terms::{Citation, Force, Lang, RecipientKind, Text};

/// What becomes of a record under that rule if its erasure is asked for on that day. `verdict` is the rule's on a day.
pub(crate) fn decision(
    rule: &Rule,
    as_of: NaiveDate,
    verdict: impl Fn(NaiveDate) -> Verdict,
) -> ErasureDecision {
    let now = verdict(as_of);
    let until = last_day(&now, verdict);
    decided(rule, &now, until)
}

fn decided(rule: &Rule, verdict: &Verdict, until: Option<NaiveDate>) -> ErasureDecision {
    match verdict {
        Verdict::Due { .. } | Verdict::DisposeBy { .. } | Verdict::Overdue { .. } => {
            ErasureDecision::Erase
        }
        Verdict::Keep { .. }
        | Verdict::Archive { .. }
        | Verdict::Open { .. }
        | Verdict::Conflict { .. } => kept(rule, until),
        Verdict::Held { by } => held(by),
        Verdict::Undetermined { .. } => ErasureDecision::Undecided(both(
            "La durée de conservation ne peut être établie",
            "The period of storage cannot be established",
        )),
    }
}

/// The last day of the last stage: when the active one ends, an archive may follow, and the person is told when the data go. `None` while it is not
/// known.
fn last_day(now: &Verdict, at: impl Fn(NaiveDate) -> Verdict) -> Option<NaiveDate> {
    let mut verdict = now.clone();
    let mut last = None;
    loop {
        verdict = match verdict {
            Verdict::Keep { until } | Verdict::Archive { until, .. } if Some(until) > last => {
                last = Some(until);
                at(until.succ_opt()?)
            }
            // The minimum outweighs the promise: the last day is the one before it may go.
            Verdict::Conflict { earliest, .. } => return earliest?.pred_opt(),
            Verdict::Due { .. }
            | Verdict::DisposeBy { .. }
            | Verdict::Overdue { .. }
            | Verdict::Held { .. } => return last,
            Verdict::Keep { .. }
            | Verdict::Archive { .. }
            | Verdict::Open { .. }
            | Verdict::Undetermined { .. } => return None,
        };
    }
}

fn kept(rule: &Rule, until: Option<NaiveDate>) -> ErasureDecision {
    let binding: Vec<Citation> = rule
        .law()
        .iter()
        .filter(|law| binds(law))
        .cloned()
        .collect();
    let exception = match binding.as_slice() {
        [] => ErasureException::StillNecessary,
        laws if laws.iter().all(limits_actions) => ErasureException::LegalClaims,
        _ => ErasureException::LegalObligation,
    };
    ErasureDecision::Keep(ErasureObstacle {
        exception,
        reason: both(&rule.in_words(Lang::Fr), &rule.in_words(Lang::En)),
        until,
        citations: binding,
    })
}

/// Whether the provision orders something and still does. Guidance and practice give a period its reason, no exception of 17(3); the principle that
/// data are kept no longer than needed orders none to be kept.
fn binds(law: &Citation) -> bool {
    law.force() == Some(Force::Law)
        && law.obsolete().is_none()
        && !law.as_str().starts_with("GDPR 5(1)")
}

/// Whether the provision limits how long one may sue (*prescription extinctive*). It orders nothing to be kept: what is kept for so long is kept for
/// legal claims.
fn limits_actions(law: &Citation) -> bool {
    let law = law.as_str();
    let article = law.strip_prefix("C. civ. ").and_then(|rest| rest.get(..4));
    let of_the_civil_code = article
        .and_then(|number| number.parse().ok())
        .is_some_and(|number: u16| CIVIL_LIMITATION.contains(&number));
    of_the_civil_code || LIMITATIONS.contains(&law)
}

/// Title XX of book III of the civil code, since the law 2008-561 of 17 June 2008.
const CIVIL_LIMITATION: std::ops::RangeInclusive<u16> = 2219..=2254;

/// Limitations of other codes: between traders, of the contract of work, of wages, between traders and consumers.
const LIMITATIONS: [&str; 4] = [
    "C. com. L110-4",
    "C. trav. L1471-1",
    "C. trav. L3245-1",
    "C. conso. L218-2",
];

/// What holds a record that would go. A request for a copy is answered first, so that nothing is decided while it is open. A restriction was asked for
/// by the person, who now asks for the contrary: it is no exception of 17(3), and they say which of the two they want.
fn held(by: &[HoldReason]) -> ErasureDecision {
    let obstacle = by
        .iter()
        .find_map(|reason| exception(*reason).map(|found| (reason, found)));
    match (obstacle, by.first()) {
        (Some((reason, exception)), _) => ErasureDecision::Keep(ErasureObstacle {
            citations: vec![reason.citation()],
            ..ErasureObstacle::new(exception, words(*reason))
        }),
        (None, Some(reason)) => ErasureDecision::Undecided(words(*reason)),
        (None, None) => ErasureDecision::Undecided(both("Conservation suspendue", "Held")),
    }
}

const fn exception(reason: HoldReason) -> Option<ErasureException> {
    match reason {
        HoldReason::Dispute => Some(ErasureException::LegalClaims),
        HoldReason::Inspection => Some(ErasureException::LegalObligation),
        HoldReason::AccuracyContested
        | HoldReason::UnlawfulProcessing
        | HoldReason::LegalClaims
        | HoldReason::ObjectionPending
        | HoldReason::AccessRequest
        | HoldReason::PortabilityRequest => None,
        HoldReason::AnotherPurpose => Some(ErasureException::StillNecessary),
    }
}

fn words(reason: HoldReason) -> Text {
    both(reason.label(Lang::Fr), reason.label(Lang::En))
}

/// The names of whoever is outside of the house. Where only people of the house are named, nobody said that there is no one else.
pub(crate) fn outside(recipients: Stated<RecipientInformation>) -> Stated<Text> {
    match recipients {
        Stated::Unstated => Stated::Unstated,
        Stated::Nothing => Stated::Nothing,
        Stated::These(recipients) => {
            let mut told = Stated::Unstated;
            for recipient in recipients {
                if recipient.kind != RecipientKind::Internal {
                    told.push(recipient.name);
                }
            }
            told
        }
    }
}

fn both(fr: &str, en: &str) -> Text {
    Text::new(Some(fr.to_owned()), Some(en.to_owned())).unwrap_or_else(|| Text::plain(fr))
}
