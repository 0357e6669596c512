//! R12: a vendor is allowed for a purpose where the purpose is, the vendor was disclosed and chosen, and no restriction of the
//! publisher stands against it. Source: TCF 2.3 (IAB Europe); Art. 4(11) and 13(1)(e) GDPR.

use greffe_terms::LegalBasis;

use super::consent::{Grant, Standing};
use super::history::Read;
use super::{Failure, View, order, tree};
use crate::signal::tcf::Restriction;
use crate::signal::{Signal, TcChoices};
use crate::{Kind, Reason, VendorId};

pub(super) fn check<'a>(view: View<'a>, standing: &Standing<'a>) -> Option<Failure<'a>> {
    let id = view.vendor?;
    let signal = last_choices(view);
    let basis = match basis_of(view, id, signal.map(|(_, _, choices)| choices)) {
        Ok(basis) => basis,
        Err(reason) => return Some(Failure::new(reason, None)),
    };
    let refused = last_refusal(view, id);
    let failure = |reason, event| Some(Failure::new(reason, event));
    if basis == LegalBasis::Consent {
        let Some(grant) = standing.holding_grant() else {
            return failure(Reason::VendorNeedsConsent, None);
        };
        if let Some((_, event)) = refused.filter(|(index, _)| *index > grant.index) {
            return failure(Reason::VendorRefused, Some(event));
        }
        let against = signal
            .filter(|(index, _, choices)| *index > grant.index && !choices.vendors.contains(&id));
        if let Some((_, event, _)) = against {
            return failure(Reason::VendorRefused, Some(event));
        }
        return reached_by(view, id, grant).map(|reason| Failure::new(reason, Some(grant.event)));
    }
    if let Some((_, event)) = refused {
        return failure(Reason::VendorRefused, Some(event));
    }
    match signal {
        Some((_, event, choices)) if !choices.vendor_interests.contains(&id) => {
            failure(Reason::VendorRefused, Some(event))
        }
        Some((_, event, choices)) if !order::may_open(event) || !choices.discloses(id) => {
            failure(Reason::VendorNotDisclosed, Some(event))
        }
        None if !some_notice_disclosed(view, id) => failure(Reason::VendorNotDisclosed, None),
        _ => None,
    }
}

/// The basis on which the vendor may process, after the publisher's restrictions.
fn basis_of(
    view: View<'_>,
    id: VendorId,
    choices: Option<&TcChoices>,
) -> Result<LegalBasis, Reason> {
    let purpose = &view.rules.purpose;
    let vendor = view.policy.who().vendor(id);
    let declared = vendor.and_then(|vendor| vendor.purposes.get(purpose.id()));
    let (Some(vendor), Some(declared)) = (vendor, declared) else {
        return Err(Reason::VendorNotListed);
    };
    let number = purpose.number_in_tcf();
    let signalled = choices
        .zip(number)
        .and_then(|(choices, number)| choices.restrictions.get(&(number, id)).copied());
    let stated = view.policy.who().restrictions(id, purpose.id());
    let restriction = stated.chain(signalled).reduce(|one, other| {
        if one == other {
            one
        } else {
            Restriction::NotAllowed
        }
    });
    let required = match restriction {
        None => *declared,
        Some(Restriction::RequireConsent) => LegalBasis::Consent,
        Some(Restriction::RequireLegitimateInterests) => LegalBasis::LegitimateInterests,
        Some(_) => return Err(Reason::VendorRestricted),
    };
    if required == *declared || vendor.flexible.contains(purpose.id()) {
        Ok(required)
    } else {
        Err(Reason::VendorRestricted)
    }
}

/// What keeps a consent from reaching the vendor: every act of it has to.
fn reached_by(view: View<'_>, id: VendorId, grant: Grant<'_>) -> Option<Reason> {
    grant.acts().find_map(|act| {
        let consent = act.kind().consent()?;
        if !is_disclosed(view, id, act) {
            return Some(Reason::VendorNotDisclosed);
        }
        let chosen = consent
            .vendors()
            .is_none_or(|vendors| vendors.contains(&id));
        (!chosen).then_some(Reason::VendorRefused)
    })
}

/// By the version of the notice that was shown, or by the signal that the consent was read out of.
fn is_disclosed(view: View<'_>, id: VendorId, act: Read<'_>) -> bool {
    let by_signal = view.events.iter().find_map(|event| match event.kind() {
        Kind::SignalReceived(Signal::Tc(choices)) if event.id() == act.id() => Some(choices),
        _ => None,
    });
    if let Some(choices) = by_signal {
        return choices.discloses(id);
    }
    let shown = act.kind().consent().map(crate::Consent::notice);
    let notice = shown.and_then(|shown| view.policy.notice(shown.id(), shown.version()));
    notice.is_some_and(|notice| notice.discloses(id))
}

/// Whether a notice that the person acted on disclosed the vendor.
fn some_notice_disclosed(view: View<'_>, id: VendorId) -> bool {
    let mut acts = view.events.iter();
    acts.any(|act| {
        act.kind().consent().is_some() && order::may_open(act) && is_disclosed(view, id, act)
    })
}

fn last_refusal(view: View<'_>, id: VendorId) -> Option<(usize, Read<'_>)> {
    let mut events = view.events.indexed().rev();
    events.find(|(_, event)| {
        matches!(event.kind(), Kind::VendorsRefused { vendors, purposes }
                if vendors.contains(&id) && tree::reaches(view.rules, purposes))
    })
}

/// The last string of the person or account itself: a device's own speaks for what was read out of it.
fn last_choices(view: View<'_>) -> Option<(usize, Read<'_>, &TcChoices)> {
    let mut events = view.events.indexed().rev();
    events.find_map(|(index, event)| match event.kind() {
        Kind::SignalReceived(Signal::Tc(choices)) if event.person() == view.person => {
            Some((index, event, choices))
        }
        _ => None,
    })
}
