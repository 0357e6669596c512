//! The first instant at which an answer changes by what is known. Between two events that are still to occur, ends and beginnings of campaigns,
//! exemptions, ages and texts, and what the rules of calls count, only the end of the consent that was looked at and the hours of calls can
//! change it; so that few of thousands of ends are ever looked at.

use chrono::{DateTime, Utc};

use super::history::{Events, Read};
use super::landmarks::Landmarks;
use super::view::Seen;
use super::{Evaluation, View, calls, evaluate, minor, sector};
use crate::event::Instant;

/// The first instant after the one asked about at which the verdict is another one than `now`. `all` sees all known events, of which some
/// are still to occur.
pub(super) fn after(seen: Seen<'_>, now: &Evaluation) -> Option<DateTime<Utc>> {
    let all = seen.view();
    let mut fixed = fixed(all).into_iter().peekable();
    let places = ByPlace::of(all.events, all.at);
    // The hours know two states: between two other instants one edge is enough.
    let edge_after = |instant| calls::edge_after(all, instant);
    let mut edge = edge_after(all.at);
    let mut end = now.ends.and_then(|ends| ends.first(all));
    let mut at = all.at;
    loop {
        let still_to_come = end.filter(|end| *end > at);
        let next = [fixed.peek().copied(), still_to_come, edge];
        let next = next.into_iter().flatten().min()?;
        let evaluation = evaluate(places.seen_at(seen, next).view());
        if evaluation.verdict != now.verdict {
            return Some(next);
        }
        let is_fixed = fixed.next_if_eq(&next).is_some();
        edge = match is_fixed || still_to_come == Some(next) {
            true => edge_after(next),
            false => None,
        };
        end = evaluation.ends.and_then(|ends| ends.first(all));
        at = next;
    }
}

/// The instants at which more than a consent can begin or end, in order. A superset is enough.
fn fixed(view: View<'_>) -> Vec<DateTime<Utc>> {
    let rules = view.rules;
    let now = Instant::of(view.at);
    let events = view.events.iter().map(Read::counts_from);
    let to_come = events.filter(|instant| *instant > now);
    let mut instants: Vec<_> = to_come.map(Instant::utc).collect();
    let above = rules.ancestors.iter();
    let above = above.filter_map(|id| view.policy.rules(id.as_str()));
    for rules in std::iter::once(rules).chain(above) {
        instants.extend(rules.campaigns.iter().map(|campaign| campaign.closed));
    }
    instants.extend(rules.exempt_since);
    if rules.purpose.is_offered_to_children() {
        instants.extend(minor::instants(view));
    }
    if !rules.sectors.is_empty() {
        instants.extend(sector::instants());
    }
    if calls::is_call(view) {
        instants.extend(calls::instants(view));
    }
    instants.retain(|instant| *instant > view.at);
    instants.sort_unstable();
    instants.dedup();
    instants
}

/// What stands among the events up to a place, for those places that are still to come.
struct ByPlace {
    first: usize,
    landmarks: Vec<Landmarks>,
}

impl ByPlace {
    fn of(events: Events<'_>, at: DateTime<Utc>) -> Self {
        let occurred = events.until(Instant::of(at));
        let later = events.from(occurred.len());
        let mut all = Landmarks::of(occurred);
        // As many as there are events at most, which are counted so.
        let next = u32::try_from(occurred.len()).map_or(u32::MAX, |len| len.saturating_add(1));
        let mut landmarks = vec![all];
        landmarks.extend(later.zip(next..).map(|((_, event), next)| {
            all.pass(next, event.stamp(), event.meaning, true);
            all
        }));
        Self {
            first: occurred.len(),
            landmarks,
        }
    }

    fn seen_at<'a>(&self, all: Seen<'a>, at: DateTime<Utc>) -> Seen<'a> {
        let events = all.events.until(Instant::of(at));
        let place = events.len().checked_sub(self.first);
        match place.and_then(|place| self.landmarks.get(place)) {
            Some(landmarks) => all.at_knowing(at, events, *landmarks),
            None => all.at(at),
        }
    }
}
