//! The instants at which an answer can change by what is known: events that are still to occur, ends of consents, ends of campaigns.
//! A superset is enough, for the caller decides anew at each.

use chrono::{DateTime, Utc};

use crate::Event;
use crate::policy::{Policy, Rules};

pub(super) fn candidates(
    policy: &Policy,
    rules: &Rules,
    known: &[&Event],
    at: DateTime<Utc>,
) -> Vec<DateTime<Utc>> {
    let mut instants = Vec::new();
    let validity = rules.purpose.validity_of_consent();
    for event in known {
        instants.push(event.occurred());
        if let Some(consent) = event.kind().consent() {
            instants.extend(consent.expires());
            instants.extend(validity.map(|validity| policy.end_of(validity, event.occurred())));
        }
    }
    instants.extend(rules.campaigns.iter().map(|campaign| campaign.closed));
    instants.retain(|instant| *instant > at);
    instants.sort_unstable();
    instants.dedup();
    instants
}
