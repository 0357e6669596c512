//! R10: silence never grants; at a campaign's deadline it asks to take the person off the list. Source: recital 32 GDPR.

use super::consent::Standing;
use super::history::Read;
use super::meaning::Marks;
use super::{Failure, View, minor, tree};
use crate::policy::CampaignSpan;
use crate::{Action, Reason};

pub(super) fn check<'a>(view: View<'a>, standing: &Standing<'a>) -> Option<Failure<'a>> {
    if !view.rules.asks_consent {
        return None;
    }
    if let Some(grant) = &standing.grant {
        return grant.lapsed(view).map(|act| silent(view, act));
    }
    // Who withdrew, refused or objected has not been silent.
    if standing.closing.is_some() || standing.marketing_objection.is_some() {
        return None;
    }
    let after_campaign = || last_silent_event(view).map(|event| silent(view, event));
    if standing.defective.is_some() || standing.has_own {
        return after_campaign();
    }
    let requested = last_request(view).map(|event| silent(view, event));
    requested.or_else(after_campaign)
}

/// Whether a campaign has ended since and the consent is older than its question: one for the purpose, or for the wider one that was consented to.
pub(super) fn has_lapsed(view: View<'_>, consent: Read<'_>) -> bool {
    let is_older =
        |campaign: &CampaignSpan| campaign.closed <= view.at && consent.occurred() < campaign.asked;
    if consent.is(Marks::NAMES_ITSELF) {
        return view.rules.campaigns.iter().any(is_older);
    }
    let mut way = tree::way_down(view.policy, view.rules, consent.kind().purposes());
    way.any(|rules| rules.campaigns.iter().any(is_older))
}

/// The last time that consent was asked for the purpose.
pub(super) fn last_request(view: View<'_>) -> Option<Read<'_>> {
    view.last(Marks::REQUEST)
}

fn silent<'a>(view: View<'a>, event: Read<'a>) -> Failure<'a> {
    let failure = Failure::new(Reason::Silence, Some(event));
    match last_silent_event(view) {
        Some(_) => failure.asking_for(Action::Remove),
        None => failure,
    }
}

/// The campaign that asked last among those that have ended.
fn last_campaign(view: View<'_>) -> Option<CampaignSpan> {
    let ended = view.rules.campaigns.iter().copied();
    ended
        .filter(|campaign| campaign.closed <= view.at)
        .max_by_key(|campaign| campaign.asked)
}

/// The last trace of a person who was on the list when a campaign ended and did not answer it. Of whom no trace is known nothing
/// is known either, and nothing is removed.
fn last_silent_event(view: View<'_>) -> Option<Read<'_>> {
    let campaign = last_campaign(view)?;
    let answered = view.events.iter().any(|event| {
        event.occurred() >= campaign.asked && is_answer(view, event) && event.is(CONCERNS)
    });
    if answered {
        return None;
    }
    let mut traces = view.events.iter().rev();
    traces.find(|event| event.occurred() < campaign.closed && event.is(CONCERNS))
}

/// The event asks for, gives or states a consent to the purpose.
const CONCERNS: Marks = Marks::PUT_TO_CHOICE;

/// An answer is a clear act of the person, whatever else it lacks: a box that was ticked beforehand is silence.
fn is_answer(view: View<'_>, event: Read<'_>) -> bool {
    event
        .kind()
        .consent()
        .is_some_and(|consent| consent.act().is_affirmative())
        && minor::speaks_for_person(view, event)
}
