//! From verdicts of retention to what an erasure that is asked for erases, keeps, or leaves undecided; and whom to tell of it.

use greffe_calendar::NaiveDate;
use greffe_export::{
    ErasureDecision, ErasureException, ErasureObstacle, RecipientInformation, Stated,
};
use greffe_retention::{HoldReason, Rule, Verdict};
use greffe_terms::{Citation, Force, Lang, RecipientKind, Text};

/// What the verdict of that rule means for an erasure.
pub(crate) fn decision(rule: &Rule, verdict: &Verdict) -> ErasureDecision {
    match verdict {
        Verdict::Due { .. } | Verdict::DisposeBy { .. } | Verdict::Overdue { .. } => {
            ErasureDecision::Erase
        }
        Verdict::Keep { until } | Verdict::Archive { until, .. } => kept(rule, Some(*until)),
        Verdict::Open { .. } => kept(rule, None),
        // The minimum outweighs the promise: the last day is the one before it may go.
        Verdict::Conflict { earliest, .. } => {
            kept(rule, earliest.and_then(|earliest| earliest.pred_opt()))
        }
        Verdict::Held { by } => held(by),
        Verdict::Undetermined { .. } => ErasureDecision::Undecided(both(
            "La durée de conservation ne peut être établie",
            "The period of storage cannot be established",
        )),
    }
}

fn kept(rule: &Rule, until: Option<NaiveDate>) -> ErasureDecision {
    let binding: Vec<Citation> = rule
        .law()
        .iter()
        .filter(|law| binds(law))
        .cloned()
        .collect();
    let exception = match binding.is_empty() {
        true => ErasureException::StillNecessary,
        false => ErasureException::LegalObligation,
    };
    ErasureDecision::Keep(ErasureObstacle {
        exception,
        reason: both(&rule.in_words(Lang::Fr), &rule.in_words(Lang::En)),
        until,
        citations: binding,
    })
}

/// Whether the provision orders something and still does. Guidance and practice give a period its reason, no exception of 17(3).
fn binds(law: &Citation) -> bool {
    law.force() == Some(Force::Law) && law.obsolete().is_none()
}

/// What holds a record that would go. A request for a copy is answered first, so that nothing is decided while it is open.
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
        | HoldReason::ObjectionPending => Some(ErasureException::RestrictionAsked),
        HoldReason::AnotherPurpose => Some(ErasureException::StillNecessary),
        HoldReason::AccessRequest | HoldReason::PortabilityRequest => None,
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
