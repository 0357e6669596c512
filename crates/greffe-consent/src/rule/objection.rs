//! R3: any other objection blocks Art. 6(1)(e) and (f) until the grounds are decided: for the controller opens, for the person
//! denies and asks for erasure. Source: Art. 21(1), 18(1)(d), 17(1)(c) GDPR.

use greffe_terms::LegalBasis;

use super::consent::Standing;
use super::history::Read;
use super::meaning::Marks;
use super::tree::{self, Effect};
use super::{Failure, View, death, order};
use crate::policy::Rules;
use crate::{Action, Kind, ObjectionTo, Prevailing, Reason};

pub(super) fn check<'a>(view: View<'a>, standing: &Standing<'a>) -> Option<Failure<'a>> {
    let event = closing(view, standing)?;
    if unopposed_basis(view, standing).is_some() {
        return None;
    }
    Some(match event.kind() {
        Kind::GroundsDecided { .. } => {
            Failure::new(Reason::ObjectionUpheld, Some(event)).asking_for(Action::Erase)
        }
        _ => Failure::new(Reason::ObjectionPending, Some(event)),
    })
}

/// The first basis besides consent that no objection blocks, with the decision of the grounds for the controller where it freed it.
pub(super) fn unopposed_basis<'a>(
    view: View<'a>,
    standing: &Standing<'a>,
) -> Option<(LegalBasis, Option<Read<'a>>)> {
    let blocked = closing(view, standing).is_some();
    let mut bases = view.rules.purpose.bases().iter().copied();
    let basis = bases.find(|basis| {
        *basis != LegalBasis::Consent
            && !(blocked && is_open_to_objection(*basis))
            && !death::ends(view, *basis)
    })?;
    let weighed = view.saw(Marks::OBJECTION) && is_open_to_objection(basis);
    let decided = weighed.then(|| freeing_decision(view)).flatten();
    Some((basis, decided))
}

/// The decision for the controller, where nothing was objected or decided since: what opens after that is a consent.
fn freeing_decision(view: View<'_>) -> Option<Read<'_>> {
    let mut weighing = view.events.iter().rev().filter(|event| match event.kind() {
        Kind::Objected {
            to: ObjectionTo::Other,
            ..
        } => true,
        Kind::GroundsDecided { prevails, .. } => {
            *prevails == Prevailing::Person || order::may_open(*event)
        }
        _ => false,
    });
    let last = weighing.find(|event| tree::reaches(view.rules, event.kind().purposes()))?;
    matches!(
        last.kind(),
        Kind::GroundsDecided {
            prevails: Prevailing::Controller,
            ..
        }
    )
    .then_some(last)
}

pub(super) const fn is_open_to_objection(basis: LegalBasis) -> bool {
    matches!(
        basis,
        LegalBasis::PublicTask | LegalBasis::LegitimateInterests
    )
}

/// Whether the grounds of an objection have to be decided. Where consent is the basis an objection is a withdrawal, and one to marketing needs no
/// grounds; neither is this rule's.
pub(super) const fn needs_grounds(rules: &Rules) -> bool {
    !rules.asks_consent && !rules.purpose.is_marketing()
}

/// The objection that is not decided, or the decision for the person, unless the person consented to the purpose since: who wants it has
/// taken the objection back.
fn closing<'a>(view: View<'a>, standing: &Standing<'a>) -> Option<Read<'a>> {
    if !needs_grounds(view.rules) || !view.saw(Marks::OBJECTION) {
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
    let reopened = |index| {
        standing
            .holding_grant()
            .is_some_and(|grant| grant.index > index)
    };
    closed
        .filter(|(index, _)| !reopened(*index))
        .map(|(_, event)| event)
}
