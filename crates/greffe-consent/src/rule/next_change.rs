//! The instants at which an answer can change by what is known: events that are still to occur, ends of consents, ends of campaigns,
//! days of new law, and what the rules of calls count. A superset is enough, for the caller decides anew at each.

use chrono::{DateTime, Utc};

use super::{View, calls, minor};

/// `view` sees all known events, of which some are still to occur.
pub(super) fn candidates(view: View<'_>) -> Vec<DateTime<Utc>> {
    let (policy, rules) = (view.policy, view.rules);
    let mut instants = Vec::new();
    let validity = rules.purpose.validity_of_consent();
    for event in view.events.iter() {
        instants.push(event.occurred());
        if let Some(consent) = event.kind().consent() {
            instants.extend(consent.expires());
            instants.extend(validity.map(|validity| policy.end_of(validity, event.occurred())));
        }
    }
    instants.extend(rules.campaigns.iter().map(|campaign| campaign.closed));
    instants.extend(rules.exempt_since);
    if rules.purpose.is_offered_to_children() {
        instants.extend(minor::instants(view));
    }
    if calls::is_call(view) {
        instants.extend(calls::instants(view));
    }
    instants.retain(|instant| *instant > view.at);
    if calls::is_call(view) {
        calls::add_hours(view, &mut instants);
    }
    instants.sort_unstable();
    instants.dedup();
    instants
}
