//! R13: signals. Global Privacy Control counts as the refusal or objection that the policy says, and never grants (Art. 21(5) GDPR). A TC
//! string carries the day of its choices, not the instant, so that they lie somewhere in [00:00, 24:00) UTC: what it denies counts from the
//! beginning of the day and beats whatever happened before its end; what it grants counts from when it was recorded, where the day is
//! not ahead, and only where nothing closed the purpose since the day began and the person did not choose anew after it, and to no vendor
//! that was refused since.
//!
//! Signals are read into refusals, objections and consents, so that every other rule judges them as any event of that kind.

use std::ops::RangeInclusive;

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use greffe_terms::PurposeId;

use super::chosen::{Chosen, TcEvent, string_of};
use super::{View, account, marketing_objection, objection, tree};
use crate::policy::{GpcMeaning, Policy, Rules};
use crate::signal::{Signal, TcChoices};
use crate::{Act, Consent, Event, ImportedState, Kind, ObjectionTo, Prevailing, Scope};

/// The events of one person with those that their signals mean, not in order. Only the purpose asked about, and those above it, are read.
pub(super) fn read(view: View<'_>, events: &[&Event]) -> Vec<Event> {
    let mut read: Vec<Event> = Vec::with_capacity(events.len());
    for event in events {
        read.push((*event).clone());
        match event.kind() {
            Kind::SignalReceived(Signal::GlobalPrivacyControl(true)) => gpc(view, event, &mut read),
            Kind::SignalReceived(Signal::Tc(choices)) => denials(view, event, choices, &mut read),
            _ => {}
        }
    }
    let strings = events.iter().copied().filter_map(string_of);
    let mut granting = strings
        .filter(|string| string.grants(view.rules))
        .peekable();
    if granting.peek().is_some() {
        let chosen = Chosen::of(view, &read);
        read.extend(granting.filter_map(|string| grant(view, string, &chosen)));
    }
    read
}

fn asked<'a>(view: View<'a>) -> impl Iterator<Item = &'a Rules> {
    tree::line(view.rules).filter_map(move |id| view.policy.rules(id.as_str()))
}

fn gpc(view: View<'_>, event: &Event, read: &mut Vec<Event>) {
    for rules in asked(view) {
        let Some(meaning) = rules.purpose.meaning_of_gpc() else {
            continue;
        };
        let kind = match meaning {
            GpcMeaning::Refusal => refusal(rules.purpose.id()),
            GpcMeaning::Objection => objection(rules),
        };
        read.push(event.read_as((event.occurred(), event.recorded()), kind));
    }
}

/// What a string denies stands at both ends of the span in which it can have been chosen.
fn denials(view: View<'_>, event: &Event, choices: &TcChoices, read: &mut Vec<Event>) {
    let (start, end) = span(event, choices);
    for rules in asked(view) {
        let Some(number) = rules.purpose.number_in_tcf() else {
            continue;
        };
        if !choices.speaks_of(number) {
            continue;
        }
        let kind = if rules.asks_consent {
            (!choices.grants(number)).then(|| refusal(rules.purpose.id()))
        } else {
            (!choices.allows_interests(number)).then(|| objection(rules))
        };
        if let Some(kind) = kind {
            for instant in [start, end] {
                read.push(event.read_as((instant, event.recorded()), kind.clone()));
            }
        }
    }
}

/// The consent of a string that grants the purpose, where nothing is newer.
fn grant(view: View<'_>, string: TcEvent<'_>, chosen: &Chosen) -> Option<Event> {
    let TcEvent { event, choices } = string;
    let (start, recorded) = (beginning(choices), event.recorded());
    let shown = view.policy.who().tcf_notice.clone()?;
    if !string.may_open()
        || account::straddles_campaign(view.rules, start, recorded)
        || chosen.outdates(string)
    {
        return None;
    }
    let vendors = choices.vendors.intersection(&choices.disclosed).copied();
    let purpose = view.rules.purpose.id().clone();
    let mut consent = Consent::new(Act::ChoseSetting, shown, [purpose]);
    consent = consent.to_vendors(vendors);
    if let Some(end) = end_counted_from(view.policy, view.rules, start) {
        consent = consent.expiring(end);
    }
    let given = event.read_as((recorded, recorded), Kind::Given(consent));
    Some(given.by_the_person())
}

/// The validity counts from the earliest instant at which the choice can have been made.
fn end_counted_from(policy: &Policy, rules: &Rules, start: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let validity = rules.purpose.validity_of_consent()?;
    Some(policy.end_of(validity, start))
}

/// From the first instant of the day to the last one, or to when the string was recorded where that came first. Of a day ahead nothing but its
/// beginning is said: what closes counts from the recording.
fn span(event: &Event, choices: &TcChoices) -> (DateTime<Utc>, DateTime<Utc>) {
    let start = beginning(choices);
    let last = day_after(choices) - TimeDelta::nanoseconds(1);
    (start, last.min(event.recorded()).max(start))
}

/// The earliest instant at which the choices of a string can have been made.
pub(super) fn beginning(choices: &TcChoices) -> DateTime<Utc> {
    choices.day.and_time(NaiveTime::MIN).and_utc()
}

/// The first instant at which they can no longer have been.
pub(super) fn day_after(choices: &TcChoices) -> DateTime<Utc> {
    let start = beginning(choices);
    start.checked_add_days(Days::new(1)).unwrap_or(start)
}

/// When the consent that a string gives may have been chosen: since its day began, until it was recorded.
pub(super) fn may_have_been_chosen(event: &Event) -> Option<RangeInclusive<DateTime<Utc>>> {
    let string = string_of(event)?;
    Some(beginning(string.choices)..=event.recorded())
}

/// Whether the event closes the purpose, or restricts it so that only a later consent opens it.
pub(super) fn closes(view: View<'_>, event: &Event) -> bool {
    marketing_objection::is_objection(view.policy, view.rules, event.content())
        || match event.kind() {
            Kind::Withdrawn { purposes }
            | Kind::Refused { purposes }
            | Kind::Expired { purposes }
            // One to marketing says nothing of what is none.
            | Kind::Objected {
                to: ObjectionTo::Other,
                purposes,
            }
            | Kind::Restricted { purposes }
            | Kind::Imported {
                state: ImportedState::Denied,
                purposes,
            } => tree::reaches(view.rules, purposes),
            // Until then the objection has closed it; it is upheld from then on.
            Kind::GroundsDecided {
                prevails: Prevailing::Person,
                purposes,
            } => objection::needs_grounds(view.rules) && tree::reaches(view.rules, purposes),
            _ => false,
        }
}

fn refusal(purpose: &PurposeId) -> Kind {
    Kind::Refused {
        purposes: Scope::only([purpose.clone()]),
    }
}

fn objection(rules: &Rules) -> Kind {
    Kind::Objected {
        to: match rules.purpose.is_marketing() {
            true => ObjectionTo::Marketing,
            false => ObjectionTo::Other,
        },
        purposes: Scope::only([rules.purpose.id().clone()]),
    }
}
