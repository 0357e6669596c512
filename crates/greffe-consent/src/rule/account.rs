//! R14: what was chosen on a device, logged out, merges into an account when the device is linked to it by a person who is authenticated and
//! was told so, with the same scope for grants, refusals and withdrawals; the device keeps its own choices. Source: CNIL 2025-131;
//! loi 78-17 art. 82.
//!
//! It counts from the link and not before. Each link brings what is new on the device since its link before to the same account, and stands on the
//! device still:
//!
//! - the last choice for the purpose. Where it contradicts the account's, the policy's rule decides. A consent keeps the instant at which it
//!   was given, so that none undoes a later withdrawal (Art. 7(3) GDPR), and brings its confirmations; a denial counts from the link;
//! - objections, restrictions and refusals of vendors, which are the person's whatever the rule. They keep their instants, so that what
//!   the person chose in the account since stands; where it is uncertain which came first, they count from the link.
//!
//! A TC string of the account that is older than what a link brought in, and came after it, opens nothing (R13).
//!
//! A device to which another account was linked is shared: whose consent it holds cannot be shown (Art. 7(1) GDPR), and it brings none.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::device::Side;
use super::reopened::Uncertain;
use super::{View, chosen, signals};
use crate::policy::{LinkConflict, Rules};
use crate::{Event, Kind, PersonKey};

/// The account's events, those that its devices brought included.
pub(super) struct Account {
    /// As they read at the instant asked about, in reading order.
    pub(super) now: Vec<Event>,
    /// As they read after each later link that brings something.
    pub(super) later: Vec<Stage>,
}

/// The events as they read from an instant on, in reading order.
pub(super) struct Stage {
    pub(super) since: DateTime<Utc>,
    pub(super) events: Vec<Event>,
}

/// Reads the account until the links of `last`. `known` holds its events, those of its devices, and the links of other accounts to these.
pub(super) fn read(view: View<'_>, known: &[&Event], last: DateTime<Utc>) -> Account {
    let account = view.person;
    let of = |person: PersonKey| -> Vec<Event> {
        let events = known.iter().copied();
        let own: Vec<&Event> = events.filter(|event| event.person() == person).collect();
        in_order(signals::read(view, &own))
    };
    let own = of(account);
    let links = own.iter().filter(|event| is_valid_link(event.kind()));
    let links: Vec<Event> = links.cloned().collect();
    let (mut now, mut later) = (own, Vec::<Stage>::new());
    // Of each device: its events, and when it was linked last.
    let mut devices: BTreeMap<PersonKey, (Vec<Event>, Option<DateTime<Utc>>)> = BTreeMap::new();
    for link in links.iter().filter(|link| link.counts_from() <= last) {
        let Some(device) = link.kind().linked_device().filter(|one| *one != account) else {
            continue;
        };
        let (theirs, linked) = devices.entry(device).or_insert_with(|| (of(device), None));
        let since = linked.replace(link.counts_from());
        // A log-in after which nothing was chosen on the device brings nothing.
        let until = theirs.partition_point(|event| event.counts_from() <= link.counts_from());
        let newest = theirs.get(..until).and_then(<[Event]>::last);
        if newest.is_none_or(|newest| since.is_some_and(|since| newest.counts_from() <= since)) {
            continue;
        }
        let linking = Linking {
            link,
            since,
            is_shared: is_shared(known, (account, device), link.counts_from()),
        };
        let events = later.last().map_or(&now, |stage| &stage.events);
        let brought = linking.brings(view, theirs, events);
        if brought.is_empty() {
            continue;
        }
        let mut merged = in_order(events.iter().cloned().chain(brought).collect());
        chosen::take_out_outdated(view, &mut merged);
        if link.counts_from() <= view.at {
            now = merged;
        } else {
            later.push(Stage {
                since: link.counts_from(),
                events: merged,
            });
        }
    }
    Account { now, later }
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

/// Whether another account was linked to the device by then, however.
fn is_shared(
    known: &[&Event],
    (account, device): (PersonKey, PersonKey),
    until: DateTime<Utc>,
) -> bool {
    let mut links = known.iter();
    links.any(|link| {
        link.kind().linked_device() == Some(device)
            && ![account, device].contains(&link.person())
            && link.counts_from() <= until
    })
}

/// One link of a device to the account.
struct Linking<'a> {
    link: &'a Event,
    /// The link before.
    since: Option<DateTime<Utc>>,
    is_shared: bool,
}

impl Linking<'_> {
    /// What it brings into the account.
    fn brings(&self, view: View<'_>, device: &[Event], account: &[Event]) -> Vec<Event> {
        let until = self.link.counts_from();
        let is_new = |event: &&Event| self.since.is_none_or(|since| event.counts_from() > since);
        if !device.iter().any(|event| is_new(&event)) {
            return Vec::new();
        }
        let (theirs, ours) = (view.history(device), view.history(account));
        let (theirs, ours) = (view.over(theirs.events()), view.over(ours.events()));
        let (theirs, ours) = (theirs.at(until), ours.at(until));
        // Who consented on a shared device is not known, so that it answers nothing either.
        let consents_count = !self.is_shared && !self.link.is_dated_ahead();
        let theirs = Side::of(theirs.view(), device, consents_count);
        let ours = Side::of(ours.view(), account, true);
        let uncertain = LazyCell::new(|| Uncertain::of(view, account, until));
        let counts_from = |right: &Event| match right.counts_from() {
            at if uncertain.about(right.kind(), at) => until,
            at => at,
        };
        let rights = theirs.rights(consents_count);
        let mut brought: Vec<Event> = rights
            .filter(is_new)
            .map(|right| self.moved(right, counts_from(right)))
            .collect();
        let rule = view.policy.who().links;
        if let Some(denial) = theirs.denial().filter(is_new) {
            let overruled = rule == LinkConflict::AccountPrevails
                && ours.grant().is_some_and(|grant| grant.holds);
            if !overruled {
                brought.extend(theirs.question_to(denial, until));
                brought.push(self.moved(denial, until));
            }
        }
        if let Some(grant) = theirs.grant().filter(|_| consents_count) {
            let contradicted = || match rule {
                LinkConflict::DevicePrevails => false,
                _ => ours.denial().is_some() || ours.grant().is_some_and(|own| own.stands()),
            };
            let whole = theirs.with_what_completes(grant);
            if !is_new(&grant.event) {
                // It may have been confirmed since it was brought.
                let was_brought = account.iter().any(|event| event.id() == grant.event.id());
                brought.extend(whole.filter(|event| was_brought && is_new(event)).cloned());
            } else if grant.holds
                && !contradicted()
                && !ours.has_rights()
                && !grant.is_outdated(view, device, account)
            {
                brought.extend(whole.cloned());
            }
        }
        brought
    }

    /// The same event where it counts from another instant than its own.
    fn moved(&self, event: &Event, at: DateTime<Utc>) -> Event {
        if at == event.counts_from() {
            return event.clone();
        }
        // What is not dated ahead counts from its instant and not before.
        let recorded = event.recorded().max(self.link.recorded()).max(at);
        event.read_as((at, recorded), event.kind().clone())
    }
}

/// Whether a campaign asked after the first instant and not after the second: what was chosen before is no answer to it.
pub(super) fn straddles_campaign(rules: &Rules, from: DateTime<Utc>, to: DateTime<Utc>) -> bool {
    let mut campaigns = rules.campaigns.iter();
    campaigns.any(|campaign| from < campaign.asked && campaign.asked <= to)
}
