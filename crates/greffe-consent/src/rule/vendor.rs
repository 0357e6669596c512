//! R12: a vendor is allowed for a purpose where the purpose is, the vendor was disclosed and chosen, and no restriction of the
//! publisher stands against it. Source: TCF 2.3 (IAB Europe); Art. 4(11) and 13(1)(e) GDPR.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use greffe_terms::LegalBasis;

use super::consent::{Confirmed, Grant, RefusedBefore, Standing};
use super::history::Read;
use super::meaning::Marks;
use super::{Failure, View, consent, order, signals, tree};
use crate::signal::tcf::{Restriction, needs_consent};
use crate::signal::{Signal, TcChoices};
use crate::{EventId, Kind, Reason, VendorId};

pub(super) fn check<'a>(view: View<'a>, standing: &Standing<'a>) -> Option<Failure<'a>> {
    let id = view.vendor?;
    let signals = newest_choices(view);
    let basis = match basis_of(view, id, &signals) {
        Ok(basis) => basis,
        Err(reason) => return Some(Failure::new(reason, None)),
    };
    let refused = last_refusal(view, id);
    let failure = |reason, event| Some(Failure::new(reason, event));
    if basis == LegalBasis::Consent {
        let Some(grant) = standing.holding_grant() else {
            return failure(Reason::VendorNeedsConsent, None);
        };
        let strings = strings(view);
        let stands = |(index, event): &(usize, Read<'_>)| {
            *index > grant.index
                || (may_follow(&strings, grant, *event)
                    && last_answer(view, id, grant.index) < Some(*index))
        };
        if let Some((_, event)) = refused.filter(stands) {
            return failure(Reason::VendorRefused, Some(event));
        }
        // A string that was chosen before the consent and came after it says nothing against it; one that was chosen after a string that gives
        // it does, whenever it came.
        let given = grant.oldest.occurred().date_naive();
        let mut later = signals.iter().filter(|said| {
            let mut by_string = grant.acts().filter_map(|act| strings.get(&act.id()));
            (said.index > grant.index && said.choices.day >= given)
                || by_string.any(|choices| choices.day < said.speaks_on())
        });
        if let Some(against) = later.find(|said| !said.choices.vendors.contains(&id)) {
            return failure(Reason::VendorRefused, Some(against.event));
        }
        // Every act of it has to reach the vendor.
        return grant.acts().find_map(|act| {
            let reason = misses(view, &strings, id, act)?;
            failure(reason, Some(act))
        });
    }
    if let Some((_, event)) = refused {
        return failure(Reason::VendorRefused, Some(event));
    }
    let mut said = signals.iter();
    if let Some(against) = said.find(|said| !said.choices.vendor_interests.contains(&id)) {
        return failure(Reason::VendorRefused, Some(against.event));
    }
    let mut said = signals.iter();
    let discloses = |said: &Said<'_>| said.may_open() && said.choices.discloses(id);
    if let Some(against) = said.find(|said| !discloses(said)) {
        return failure(Reason::VendorNotDisclosed, Some(against.event));
    }
    let undisclosed = signals.is_empty() && !some_notice_disclosed(view, id);
    undisclosed.then(|| Failure::new(Reason::VendorNotDisclosed, None))
}

/// The basis on which the vendor may process, after the publisher's restrictions.
fn basis_of(view: View<'_>, id: VendorId, signals: &[Said<'_>]) -> Result<LegalBasis, Reason> {
    let purpose = &view.rules.purpose;
    let vendor = view.policy.who().vendor(id);
    let declared = vendor.and_then(|vendor| vendor.purposes.get(purpose.id()));
    let (Some(vendor), Some(declared)) = (vendor, declared) else {
        return Err(Reason::VendorNotListed);
    };
    let number = purpose.number_in_tcf();
    let signalled = signals.iter().filter_map(|said| {
        let restrictions = &said.choices.restrictions;
        restrictions.get(&(number?, id)).copied()
    });
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
    if required == LegalBasis::LegitimateInterests && number.is_some_and(needs_consent) {
        return Err(Reason::VendorRestricted);
    }
    if required == *declared || vendor.flexible.contains(purpose.id()) {
        Ok(required)
    } else {
        Err(Reason::VendorRestricted)
    }
}

/// Whether a refusal that comes before a consent in reading order may have followed it all the same: a string says no more than the day.
fn may_follow(strings: &Strings<'_>, grant: &Grant<'_>, refusal: Read<'_>) -> bool {
    let mut chosen = grant.acts().filter_map(|act| strings.get(&act.id()));
    chosen.any(|choices| signals::beginning(choices) <= refusal.occurred())
}

/// The place of the last consent of the person before a place that lacks nothing and reaches the vendor, and is by no string: who refused the
/// vendor before has answered it, whenever a string that comes after was chosen.
pub(super) fn last_answer(view: View<'_>, id: VendorId, before: usize) -> Option<usize> {
    let (strings, confirmed) = (strings(view), Confirmed::of(view));
    let mut refused = RefusedBefore::answered_by(Marks::GRANT);
    let mut earlier = view.events.indexed_before(before).rev();
    let answer = earlier.find(|(index, event)| {
        event.is(Marks::GRANT)
            && !strings.contains_key(&event.id())
            && consent::defect(view, confirmed, 0, *index, *event).is_none()
            && !refused.below(view, *index, *event)
            && misses(view, &strings, id, *event).is_none()
    });
    answer.map(|(index, _)| index)
}

/// What keeps an act of a consent from reaching the vendor.
fn misses(view: View<'_>, strings: &Strings<'_>, id: VendorId, act: Read<'_>) -> Option<Reason> {
    let consent = act.kind().consent()?;
    if !is_disclosed(view, strings, id, act) {
        return Some(Reason::VendorNotDisclosed);
    }
    let chosen = consent
        .vendors()
        .is_none_or(|vendors| vendors.contains(&id));
    (!chosen).then_some(Reason::VendorRefused)
}

/// By the version of the notice that was shown, or by the signal that the consent was read out of.
fn is_disclosed(view: View<'_>, strings: &Strings<'_>, id: VendorId, act: Read<'_>) -> bool {
    if let Some(choices) = strings.get(&act.id()) {
        return choices.discloses(id);
    }
    let shown = act.kind().consent().map(crate::Consent::notice);
    let notice = shown.and_then(|shown| view.policy.notice(shown.id(), shown.version()));
    notice.is_some_and(|notice| notice.discloses(id))
}

/// TC strings by the ids of their events.
type Strings<'a> = BTreeMap<EventId, &'a TcChoices>;

fn strings(view: View<'_>) -> Strings<'_> {
    let mut strings = Strings::new();
    if view.saw(Marks::TC_STRING) {
        for event in view.events.iter() {
            if let Kind::SignalReceived(Signal::Tc(choices)) = event.kind() {
                strings.entry(event.id()).or_insert(choices);
            }
        }
    }
    strings
}

/// Whether a notice that the person acted on disclosed the vendor.
fn some_notice_disclosed(view: View<'_>, id: VendorId) -> bool {
    let strings = strings(view);
    let mut acts = view.events.iter();
    acts.any(|act| {
        act.kind().consent().is_some()
            && order::may_open(act)
            && is_disclosed(view, &strings, id, act)
    })
}

fn last_refusal(view: View<'_>, id: VendorId) -> Option<(usize, Read<'_>)> {
    let mut events = view.events.indexed().rev();
    events.find(|(_, event)| {
        matches!(event.kind(), Kind::VendorsRefused { vendors, purposes }
                if vendors.contains(&id) && tree::reaches(view.rules, purposes))
    })
}

/// A TC string that the person or account itself sent.
struct Said<'a> {
    index: usize,
    event: Read<'a>,
    choices: &'a TcChoices,
}

impl Said<'_> {
    /// Whether it may open anything: neither it nor the day of its choices was ahead when it was recorded.
    fn may_open(&self) -> bool {
        order::may_open(self.event) && !self.is_of_a_day_ahead()
    }

    fn is_of_a_day_ahead(&self) -> bool {
        self.choices.day > self.recorded_on()
    }

    /// The last day on which it can have been chosen.
    fn speaks_on(&self) -> NaiveDate {
        self.choices.day.min(self.recorded_on())
    }

    fn recorded_on(&self) -> NaiveDate {
        self.event.stamp().recorded.utc().date_naive()
    }
}

/// The strings of the newest day: a string carries the day of the choices, and one of an older day that comes later is an old one. Of several
/// of one day nobody knows the last, so that all have to allow. A day that was ahead makes no other string old, for it opens nothing (rule R0);
/// such a string speaks until one of a day after its recording comes. A device's own speaks for what was read out of it.
fn newest_choices(view: View<'_>) -> Vec<Said<'_>> {
    if !view.saw(Marks::TC_STRING) {
        return Vec::new();
    }
    let said = view
        .events
        .indexed()
        .filter_map(|(index, event)| match event.kind() {
            Kind::SignalReceived(Signal::Tc(choices)) if event.person() == view.person => {
                Some(Said {
                    index,
                    event,
                    choices,
                })
            }
            _ => None,
        });
    let mut said: Vec<_> = said.collect();
    let in_time = said.iter().filter(|said| !said.is_of_a_day_ahead());
    let newest = in_time.map(|said| said.choices.day).max();
    said.retain(|said| match said.is_of_a_day_ahead() {
        true => newest.is_none_or(|newest| newest <= said.recorded_on()),
        false => Some(said.choices.day) == newest,
    });
    said
}
