//! R14: what was chosen on a device, logged out, merges into an account when the device is linked to it by a person who is authenticated and
//! was told so, with the same scope for grants, refusals and withdrawals; the device keeps its own choices. Source: CNIL 2025-131;
//! loi 78-17 art. 82.
//!
//! Only the last choice for the purpose merges, at the instant of the link, with the end that it had. Where it contradicts the account's,
//! the policy's rule decides. Objections, restrictions and refusals of vendors are the person's whatever the rule, and merge too.
//!
//! Each link brings at most one choice and one event for each different thing that a person has a right to, cut down to what the question
//! is about: a device that is linked at every log-in costs no more than its events and its links.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};

use super::history::Read;
use super::meaning::Meaning;
use super::{View, consent, marketing_objection, signals, tree};
use crate::policy::{LinkConflict, Rules};
use crate::{Consent, Event, EventId, ImportedState, Kind, PersonKey, Scope};

/// The account's events with those that its devices bring, in reading order. `known` holds the events of all of them.
pub(super) fn read(view: View<'_>, account: PersonKey, known: &[&Event]) -> Vec<Event> {
    let mut by_person: BTreeMap<PersonKey, Vec<&Event>> = BTreeMap::new();
    for event in known {
        by_person.entry(event.person()).or_default().push(event);
    }
    let of = |person| {
        let events = by_person.get(&person).map_or(&[][..], Vec::as_slice);
        in_order(signals::read(view, events))
    };
    let own = of(account);
    let mut devices: BTreeMap<PersonKey, Device> = BTreeMap::new();
    let mut choices = Choices::default();
    let mut brought: Vec<Event> = Vec::new();
    for link in own.iter().filter(|event| is_valid_link(event.kind())) {
        let Some(key) = link.kind().linked_device().filter(|one| *one != account) else {
            continue;
        };
        let device = devices.entry(key).or_insert_with(|| Device::of(of(key)));
        device.go_on_until(view, link.occurred());
        choices.go_on_until(view, &own, link.occurred());
        // Of the account's own events and those that earlier links brought, the one that is read last.
        let last = [
            choices.last.and_then(|place| own.get(place)),
            choices.last_brought.and_then(|place| brought.get(place)),
        ];
        let last = last
            .into_iter()
            .flatten()
            .max_by_key(|event| event.reading_order());
        let own_choice = last.and_then(|event| choice(view, event));
        for event in device.brings(view, link, own_choice) {
            let is_last = choice(view, &event).is_some()
                && choices
                    .last_brought
                    .and_then(|place| brought.get(place))
                    .is_none_or(|last| last.reading_order() <= event.reading_order());
            if is_last {
                choices.last_brought = Some(brought.len());
            }
            brought.push(event);
        }
    }
    let mut merged = own;
    merged.extend(brought);
    in_order(merged)
}

fn in_order(mut events: Vec<Event>) -> Vec<Event> {
    events.sort_by_cached_key(Event::reading_order);
    events
}

const fn is_valid_link(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::DeviceLinked {
            authenticated: true,
            informed: true,
            ..
        }
    )
}

/// The account's last choices for the purpose, up to where its events were gone through.
#[derive(Default)]
struct Choices {
    gone_through: usize,
    last: Option<usize>,
    last_brought: Option<usize>,
}

impl Choices {
    fn go_on_until(&mut self, view: View<'_>, own: &[Event], until: DateTime<Utc>) {
        while let Some(event) = own
            .get(self.gone_through)
            .filter(|event| event.occurred() <= until)
        {
            if choice(view, event).is_some() {
                self.last = Some(self.gone_through);
            }
            self.gone_through += 1;
        }
    }
}

/// A device's events in reading order, and what those up to a link say.
struct Device {
    events: Vec<Event>,
    gone_through: usize,
    last_choice: Option<usize>,
    /// By what they say on the question: the place of the one with the greatest id, which is read last where all are at one instant.
    rights: HashMap<Kind, usize>,
    signals: HashMap<EventId, usize>,
    /// The signals that an earlier link brought.
    brought: HashSet<EventId>,
}

impl Device {
    fn of(events: Vec<Event>) -> Self {
        Self {
            events,
            gone_through: 0,
            last_choice: None,
            rights: HashMap::new(),
            signals: HashMap::new(),
            brought: HashSet::new(),
        }
    }

    fn go_on_until(&mut self, view: View<'_>, until: DateTime<Utc>) {
        let Self {
            events,
            rights,
            signals,
            ..
        } = self;
        let later = events.iter().enumerate().skip(self.gone_through);
        for (place, event) in later.take_while(|(_, event)| event.occurred() <= until) {
            self.gone_through = place + 1;
            if choice(view, event).is_some() {
                self.last_choice = Some(place);
            }
            if is_right(view, event) {
                let kept = rights.entry(narrowed(view, event.kind())).or_insert(place);
                if events.get(*kept).is_none_or(|kept| kept.id() <= event.id()) {
                    *kept = place;
                }
            }
            if matches!(event.kind(), Kind::SignalReceived(_)) {
                signals.entry(event.id()).or_insert(place);
            }
        }
    }

    /// What a link brings into the account.
    fn brings(&mut self, view: View<'_>, link: &Event, own: Option<Choice<'_>>) -> Vec<Event> {
        let at_link = |event: &Event, kind: Kind| {
            let recorded = event.recorded().max(link.recorded());
            event.read_as((link.occurred(), recorded), kind)
        };
        let rights = self.rights.iter();
        let mut brought: Vec<Event> = rights
            .filter_map(|(kind, place)| Some(at_link(self.events.get(*place)?, kind.clone())))
            .collect();
        let rule = view.policy.who().links;
        let last = self.last_choice.and_then(|place| self.events.get(place));
        match last.and_then(|event| Some((event, choice(view, event)?))) {
            Some((last, Choice::Grant(consent))) => {
                let opens = rule == LinkConflict::DevicePrevails || own.is_none();
                if opens
                    && !link.is_dated_ahead()
                    && !straddles_campaign(view.rules, last.occurred(), link.occurred())
                {
                    let consent = keeping_its_end(view, last, consent);
                    brought.push(at_link(last, Kind::Given(consent)));
                    // The signal that the consent was read out of says which vendors were disclosed; once is enough.
                    let signal = self.signals.get(&last.id());
                    if let Some(signal) = signal.and_then(|place| self.events.get(*place))
                        && self.brought.insert(signal.id())
                    {
                        brought.push(at_link(signal, signal.kind().clone()));
                    }
                }
            }
            Some((last, Choice::Denial)) => {
                let overruled =
                    rule == LinkConflict::AccountPrevails && matches!(own, Some(Choice::Grant(_)));
                if !overruled {
                    brought.push(at_link(last, narrowed(view, last.kind())));
                }
            }
            None => {}
        }
        brought
    }
}

/// What a closing event says on the purpose asked about, those above it and the vendor asked about, and no more.
fn narrowed(view: View<'_>, kind: &Kind) -> Kind {
    let narrow = |scope: &Scope| match scope {
        Scope::All => Scope::All,
        Scope::Only(_) => {
            let named = tree::line(view.rules).filter(|id| scope.names(id));
            Scope::only(named.cloned())
        }
    };
    let mut narrowed = kind.clone();
    match &mut narrowed {
        // An unsubscription from another purpose objects to this one: the first of marketing says so.
        Kind::Withdrawn { purposes } if !tree::reaches(view.rules, purposes) => {
            *purposes = marketing_objection::first_of_marketing(view.policy, purposes);
        }
        Kind::VendorsRefused { vendors, purposes } => {
            vendors.retain(|vendor| Some(*vendor) == view.vendor);
            *purposes = narrow(purposes);
        }
        Kind::Refused { purposes }
        | Kind::Withdrawn { purposes }
        | Kind::Expired { purposes }
        | Kind::Objected { purposes, .. }
        | Kind::Restricted { purposes }
        | Kind::Imported { purposes, .. } => *purposes = narrow(purposes),
        _ => {}
    }
    narrowed
}

/// The consent as it counts for the question, with the end that it has.
fn keeping_its_end(view: View<'_>, event: &Event, consent: &Consent) -> Consent {
    let consent = match consent.vendors() {
        Some(chosen) => {
            let asked = view.vendor.filter(|vendor| chosen.contains(vendor));
            consent.clone().to_vendors(asked)
        }
        None => consent.clone(),
    };
    match consent::end_of(view, event.occurred(), &consent) {
        Some(end) => consent.expiring(end),
        None => consent,
    }
}

/// Whether a campaign asked after the first instant and not after the second: what was chosen before is no answer to it.
pub(super) fn straddles_campaign(rules: &Rules, from: DateTime<Utc>, to: DateTime<Utc>) -> bool {
    let mut campaigns = rules.campaigns.iter();
    campaigns.any(|campaign| from < campaign.asked && campaign.asked <= to)
}

#[derive(Clone, Copy)]
enum Choice<'a> {
    Grant(&'a Consent),
    Denial,
}

/// What the event chooses for the purpose. A consent that lacks something chooses nothing, unless what it lacks may still come.
fn choice<'a>(view: View<'_>, event: &'a Event) -> Option<Choice<'a>> {
    match event.kind() {
        Kind::Given(consent) | Kind::Renewed(consent) => {
            let meaning = Meaning::of(view.policy, view.rules, event.content());
            let counts = consent::is_sound(view, Read::of(event, &meaning));
            counts.then_some(Choice::Grant(consent))
        }
        Kind::Refused { purposes }
        | Kind::Withdrawn { purposes }
        | Kind::Expired { purposes }
        | Kind::Imported {
            state: ImportedState::Denied,
            purposes,
        } => tree::reaches(view.rules, purposes).then_some(Choice::Denial),
        _ => None,
    }
}

/// What a person says on a device and has a right to, whatever the rule of conflicts.
fn is_right(view: View<'_>, event: &Event) -> bool {
    let objects = || marketing_objection::is_objection(view.policy, view.rules, event.kind());
    match event.kind() {
        Kind::Objected { purposes, .. } => tree::reaches(view.rules, purposes) || objects(),
        Kind::Withdrawn { .. } => objects(),
        Kind::Restricted { purposes } | Kind::VendorsRefused { purposes, .. } => {
            tree::reaches(view.rules, purposes)
        }
        _ => false,
    }
}
