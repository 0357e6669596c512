//! R8: a withdrawal counts at once and not backwards; no other basis is claimed for the same purpose afterwards; other purposes
//! keep theirs. Source: Art. 7(3), 17(1)(b) GDPR.

use super::consent::Standing;
use super::{Failure, View, objection, tree};
use crate::{Event, ImportedState, Kind, ObjectionTo, Provenance, Reason};

pub(super) fn check<'a>(view: View<'a>, standing: &Standing<'a>) -> Option<Failure<'a>> {
    let (_, event, reason) = standing.closing?;
    (!standing.is_reopened(view)).then(|| Failure::new(reason, Some(event)))
}

/// The last event that closes the purpose until a new consent, with what it is.
pub(super) fn last_closing(view: View<'_>) -> Option<(usize, &Event, Reason)> {
    let events = view.events.iter().enumerate().rev();
    let mut closings = events.filter_map(|(index, event)| {
        let reason = if view.rules.purpose.asks_consent() {
            closes_consent(view, event)
        } else {
            closes_other_basis(view, index, event)
        };
        reason.map(|reason| (index, *event, reason))
    });
    closings.next()
}

fn closes_consent(view: View<'_>, event: &Event) -> Option<Reason> {
    let reason = match event.kind() {
        Kind::Withdrawn { .. } => Reason::Withdrawn,
        Kind::Refused { .. } if event.provenance() == Provenance::Signal => Reason::RefusedBySignal,
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
        } if !view.rules.purpose.is_marketing() => Reason::Withdrawn,
        _ => return None,
    };
    tree::reaches(view, event.kind().purposes()).then_some(reason)
}

/// A withdrawal or refusal closes a purpose with another basis too: marketing, whether it names it or all; any other only by name,
/// and where its basis is open to objection or where consent had been asked or given for it: what was once put to the person's
/// choice is not taken from it by another basis.
fn closes_other_basis(view: View<'_>, index: usize, event: &Event) -> Option<Reason> {
    let reason = match event.kind() {
        Kind::Withdrawn { .. } => Reason::Withdrawn,
        Kind::Refused { .. } if event.provenance() == Provenance::Signal => Reason::RefusedBySignal,
        Kind::Refused { .. }
        | Kind::Imported {
            state: ImportedState::Denied,
            ..
        } => Reason::Refused,
        _ => return None,
    };
    let (purpose, scope) = (&view.rules.purpose, event.kind().purposes());
    let closes = if purpose.is_marketing() {
        tree::reaches(view, scope)
    } else {
        let mut bases = purpose.bases().iter().copied();
        let mut earlier = view.events.iter().take(index);
        tree::names(view, scope)
            && (bases.any(objection::is_open_to_objection)
                || earlier.any(|earlier| put_to_choice(view, earlier)))
    };
    closes.then_some(reason)
}

fn put_to_choice(view: View<'_>, event: &Event) -> bool {
    let asks = matches!(
        event.kind(),
        Kind::Requested { .. }
            | Kind::Given(_)
            | Kind::Renewed(_)
            | Kind::ParentAuthorised(_)
            | Kind::Imported {
                state: ImportedState::Granted,
                ..
            }
    );
    asks && tree::names(view, event.kind().purposes())
}
