//! R14: what was chosen on a device, logged out, merges into an account when the device is linked to it by a person who is authenticated and
//! was told so, with the same scope for grants, refusals and withdrawals; the device keeps its own choices. Source: CNIL 2025-131;
//! loi 78-17 art. 82.
//!
//! Only the last choice for the purpose merges, at the instant of the link, with the end that it had. Where it contradicts the account's,
//! the policy's rule decides. Objections, restrictions and refusals of vendors are the person's whatever the rule, and merge too.

use chrono::{DateTime, Utc};

use super::history::History;
use super::meaning::Marks;
use super::{View, consent, marketing_objection, signals, tree};
use crate::policy::{LinkConflict, Rules};
use crate::{Consent, Event, ImportedState, Kind, PersonKey, Reason};

/// The account's events with those that its devices bring, in reading order. `known` holds the events of all of them.
pub(super) fn read(view: View<'_>, account: PersonKey, known: &[&Event]) -> Vec<Event> {
    let of = |person: PersonKey| -> Vec<Event> {
        let own: Vec<&Event> = known
            .iter()
            .copied()
            .filter(|event| event.person() == person)
            .collect();
        in_order(signals::read(view, &own))
    };
    let mut merged = of(account);
    let links: Vec<Event> = merged
        .iter()
        .filter(|event| is_valid_link(event.kind()))
        .cloned()
        .collect();
    for link in links {
        let Some(device) = link.kind().linked_device().filter(|one| *one != account) else {
            continue;
        };
        let brought = brought_by(view, &link, &of(device), &merged);
        merged.extend(brought);
        merged = in_order(merged);
    }
    merged
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

/// What a link brings into the account.
fn brought_by(view: View<'_>, link: &Event, device: &[Event], account: &[Event]) -> Vec<Event> {
    let until = link.occurred();
    let before = |event: &Event| event.counts_from() <= until;
    let device = device
        .get(..device.partition_point(before))
        .unwrap_or(device);
    let account = account
        .get(..account.partition_point(before))
        .unwrap_or(account);
    let at_link = |event: &Event, kind: Kind| {
        event.read_as((until, event.recorded().max(link.recorded())), kind)
    };
    let rights = device.iter().filter(|event| is_right(view, event));
    let mut brought: Vec<Event> = rights
        .map(|event| at_link(event, event.kind().clone()))
        .collect();
    let view = View { at: until, ..view };
    let own = last_choice(view, account);
    let rule = view.policy.who().links;
    match last_choice(view, device) {
        Some(Choice::Grant(last, consent)) => {
            let opens = rule == LinkConflict::DevicePrevails || own.is_none();
            if opens
                && !link.is_dated_ahead()
                && !straddles_campaign(view.rules, last.occurred(), until)
            {
                let consent = keeping_its_end(view, last, consent);
                brought.push(at_link(last, Kind::Given(consent)));
                // The signal that the consent was read out of says which vendors were disclosed.
                let signal = device.iter().find(|event| {
                    event.id() == last.id() && matches!(event.kind(), Kind::SignalReceived(_))
                });
                brought.extend(signal.map(|signal| at_link(signal, signal.kind().clone())));
            }
        }
        Some(Choice::Denial(last)) => {
            let overruled =
                rule == LinkConflict::AccountPrevails && matches!(own, Some(Choice::Grant(..)));
            if !overruled {
                brought.push(at_link(last, last.kind().clone()));
            }
        }
        None => {}
    }
    brought
}

fn keeping_its_end(view: View<'_>, event: &Event, consent: &Consent) -> Consent {
    match consent::end_of(view, event.occurred(), consent) {
        Some(end) => consent.clone().expiring(end),
        None => consent.clone(),
    }
}

/// Whether a campaign asked after the first instant and not after the second: what was chosen before is no answer to it.
pub(super) fn straddles_campaign(rules: &Rules, from: DateTime<Utc>, to: DateTime<Utc>) -> bool {
    let mut campaigns = rules.campaigns.iter();
    campaigns.any(|campaign| from < campaign.asked && campaign.asked <= to)
}

#[derive(Clone, Copy)]
enum Choice<'a> {
    Grant(&'a Event, &'a Consent),
    Denial(&'a Event),
}

/// The last choice for the purpose. A consent that lacks something is none, unless what it lacks may still come.
fn last_choice<'a>(view: View<'_>, events: &'a [Event]) -> Option<Choice<'a>> {
    let history = History::of(view.policy, view.rules, events.iter());
    let view = view.over(history.events());
    let confirmed = consent::Confirmed::of(view);
    let read = view.events.indexed().zip(events);
    let choices = read.filter_map(|((index, read), event)| match event.kind() {
        Kind::Given(consent) | Kind::Renewed(consent) => {
            let lacks = consent::defect(view, confirmed, 0, index, read);
            let counts = read.is(Marks::GRANT)
                && matches!(
                    lacks,
                    None | Some(Reason::NotConfirmed | Reason::OwnConsentDue)
                );
            counts.then_some(Choice::Grant(event, consent))
        }
        Kind::Refused { purposes }
        | Kind::Withdrawn { purposes }
        | Kind::Expired { purposes }
        | Kind::Imported {
            state: ImportedState::Denied,
            purposes,
        } => tree::reaches(view.rules, purposes).then_some(Choice::Denial(event)),
        _ => None,
    });
    choices.last()
}

/// What a person says on a device and has a right to, whatever the rule of conflicts.
fn is_right(view: View<'_>, event: &Event) -> bool {
    let objects = || marketing_objection::is_objection(view.policy, view.rules, event.content());
    match event.kind() {
        Kind::Objected { purposes, .. } => tree::reaches(view.rules, purposes) || objects(),
        Kind::Withdrawn { .. } => objects(),
        Kind::Restricted { purposes } | Kind::VendorsRefused { purposes, .. } => {
            tree::reaches(view.rules, purposes)
        }
        _ => false,
    }
}
