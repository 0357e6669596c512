//! R3: any other objection blocks Art. 6(1)(e) and (f) until the grounds are decided: for the controller opens, for the person
//! denies and asks for erasure. Source: Art. 21(1), 18(1)(d), 17(1)(c) GDPR.

use greffe_terms::LegalBasis;

use super::history::Read;
use super::meaning::Marks;
use super::tree::{self, Effect};
use super::{Failure, View, order};
use crate::{Action, Kind, ObjectionTo, Prevailing, Reason};

pub(super) fn check(view: View<'_>) -> Option<Failure<'_>> {
    let event = closing(view)?;
    if unopposed_basis(view).is_some() {
        return None;
    }
    Some(match event.kind() {
        Kind::GroundsDecided { .. } => {
            Failure::new(Reason::ObjectionUpheld, Some(event)).asking_for(Action::Erase)
        }
        _ => Failure::new(Reason::ObjectionPending, Some(event)),
    })
}

/// The first basis besides consent that no objection blocks, with the decision of the grounds where one freed it.
pub(super) fn unopposed_basis(view: View<'_>) -> Option<(LegalBasis, Option<Read<'_>>)> {
    let blocked = closing(view).is_some();
    let mut bases = view.rules.purpose.bases().iter().copied();
    let basis = bases.find(|basis| {
        *basis != LegalBasis::Consent && !(blocked && is_open_to_objection(*basis))
    })?;
    let weighed = view.saw(Marks::OBJECTION) && is_open_to_objection(basis);
    let decided = weighed.then(|| last_decision(view)).flatten();
    Some((basis, decided))
}

fn last_decision(view: View<'_>) -> Option<Read<'_>> {
    let mut events = view.events.iter().rev();
    events.find(|event| {
        matches!(event.kind(), Kind::GroundsDecided { purposes, .. } if tree::reaches(view.rules, purposes))
    })
}

pub(super) const fn is_open_to_objection(basis: LegalBasis) -> bool {
    matches!(
        basis,
        LegalBasis::PublicTask | LegalBasis::LegitimateInterests
    )
}

/// The objection that is not decided, or the decision for the person. Where consent is the basis an objection is a withdrawal,
/// and one to marketing needs no grounds; neither is this rule's.
fn closing(view: View<'_>) -> Option<Read<'_>> {
    let purpose = &view.rules.purpose;
    if view.rules.asks_consent || purpose.is_marketing() || !view.saw(Marks::OBJECTION) {
        return None;
    }
    let closed = tree::closed(view, |event| match event.kind() {
        Kind::Objected {
            to: ObjectionTo::Other,
            ..
        } => Some(Effect::Closes),
        Kind::GroundsDecided {
            prevails: Prevailing::Person,
            ..
        } => Some(Effect::Closes),
        Kind::GroundsDecided { .. } if order::may_open(event) => Some(Effect::Opens),
        _ => None,
    });
    closed.map(|(_, event)| event)
}
