//! R8: a withdrawal counts at once and not backwards; no other basis is claimed for the same purpose afterwards; other purposes
//! keep theirs. Source: Art. 7(3), 17(1)(b) GDPR.

use super::consent::Standing;
use super::history::Read;
use super::meaning::Marks;
use super::{Failure, View, objection, tree};
use crate::event::Content;
use crate::policy::{Policy, Rules};
use crate::{ImportedState, Kind, ObjectionTo, Provenance, Reason};

pub(super) fn check<'a>(view: View<'a>, standing: &Standing<'a>) -> Option<Failure<'a>> {
    let (_, event, reason) = standing.closing?;
    (!standing.is_reopened(view)).then(|| Failure::new(reason, Some(event)))
}

/// The last event that closes the purpose until a new consent, with what it is.
pub(super) fn last_closing(view: View<'_>) -> Option<(usize, Read<'_>, Reason)> {
    if !view.saw(Marks::CLOSES_WHAT_WAS_ASKED) {
        let (index, event) = view.events.at(view.landmarks.closing)?;
        return Some((index, event, event.meaning.closes?));
    }
    let first_asked = view.first_index(Marks::PUT_TO_CHOICE);
    let mut events = view.events.indexed().rev();
    events.find_map(|(index, event)| {
        let reason = event.meaning.closes?;
        let asked = first_asked.is_some_and(|first| first < index);
        (event.is(Marks::CLOSES) || asked).then_some((index, event, reason))
    })
}

/// As what a content closes the purpose until a new consent, and whether always or only what had been put to the person's choice.
pub(super) fn closes(policy: &Policy, rules: &Rules, content: &Content) -> (Option<Reason>, Marks) {
    let reason = if rules.asks_consent {
        closes_consent(rules, content).map(|reason| (reason, Marks::CLOSES))
    } else {
        closes_other_basis(policy, rules, content)
    };
    match reason {
        Some((reason, when)) => (Some(reason), when),
        None => (None, Marks::NONE),
    }
}

fn closes_consent(rules: &Rules, content: &Content) -> Option<Reason> {
    let reason = match &content.kind {
        Kind::Withdrawn { .. } => Reason::Withdrawn,
        Kind::Refused { .. } if content.provenance == Provenance::Signal => Reason::RefusedBySignal,
        Kind::Refused { .. } => Reason::Refused,
        Kind::Expired { .. } => Reason::Expired,
        Kind::Imported {
            state: ImportedState::Denied,
            ..
        } => Reason::Refused,
        // Who objects to what rests on consent withdraws it; it is as easy as giving it.
        Kind::Objected {
            to: ObjectionTo::Other,
            ..
        } if !rules.purpose.is_marketing() => Reason::Withdrawn,
        _ => return None,
    };
    tree::reaches(rules, content.kind.purposes()).then_some(reason)
}

/// A withdrawal or refusal closes a purpose with another basis too: marketing, whether it names it or all; any other only by name,
/// and where its basis is open to objection or where consent had been asked or given for it: what was once put to the person's
/// choice is not taken from it by another basis.
fn closes_other_basis(
    policy: &Policy,
    rules: &Rules,
    content: &Content,
) -> Option<(Reason, Marks)> {
    let unsubscribes = rules.purpose.is_marketing() && policy.unsubscription_is_objection();
    let reason = match &content.kind {
        Kind::Withdrawn { .. } if unsubscribes => Reason::MarketingObjection,
        Kind::Withdrawn { .. } => Reason::Withdrawn,
        Kind::Refused { .. } if content.provenance == Provenance::Signal => Reason::RefusedBySignal,
        Kind::Refused { .. }
        | Kind::Imported {
            state: ImportedState::Denied,
            ..
        } => Reason::Refused,
        _ => return None,
    };
    let (purpose, scope) = (&rules.purpose, content.kind.purposes());
    if purpose.is_marketing() {
        return tree::reaches(rules, scope).then_some((reason, Marks::CLOSES));
    }
    let mut bases = purpose.bases().iter().copied();
    let when = match bases.any(objection::is_open_to_objection) {
        true => Marks::CLOSES,
        false => Marks::CLOSES_WHAT_WAS_ASKED,
    };
    tree::names(rules, scope).then_some((reason, when))
}
