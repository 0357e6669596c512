//! The first instant at which an answer changes by what is known. Between two events that are still to occur, ends and beginnings of campaigns,
//! exemptions, ages and texts, and what the rules of calls count, only the end of the consent that was looked at and the hours of calls can
//! change it; so that few of thousands of ends are ever looked at.

use chrono::{DateTime, Utc};

use super::history::Events;
use super::meaning::Marks;
use super::{Evaluation, View, calls, evaluate, minor};

/// The first instant after the one asked about at which the verdict is another one than `now`. `all` sees all known events, of which some
/// are still to occur.
pub(super) fn after(all: View<'_>, now: &Evaluation<'_>) -> Option<DateTime<Utc>> {
    let mut fixed = fixed(all).into_iter().peekable();
    let marks = MarksByPlace::of(all.events, all.at);
    // The hours know two states: between two other instants one edge is enough.
    let edge_after = |instant| calls::edge_after(all, instant);
    let mut edge = edge_after(all.at);
    let mut end = now.ends.and_then(|ends| ends.first(all));
    let mut at = all.at;
    loop {
        let still_to_come = end.filter(|end| *end > at);
        let next = [fixed.peek().copied(), still_to_come, edge];
        let next = next.into_iter().flatten().min()?;
        let evaluation = evaluate(marks.view_at(all, next));
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
    let mut instants: Vec<_> = view.events.iter().map(|event| event.occurred()).collect();
    instants.extend(rules.campaigns.iter().map(|campaign| campaign.closed));
    instants.extend(rules.exempt_since);
    if rules.purpose.is_offered_to_children() {
        instants.extend(minor::instants(view));
    }
    if calls::is_call(view) {
        instants.extend(calls::instants(view));
    }
    instants.retain(|instant| *instant > view.at);
    instants.sort_unstable();
    instants.dedup();
    instants
}

/// What the events up to a place are to the purpose, for those places that are still to come.
struct MarksByPlace {
    first: usize,
    marks: Vec<Marks>,
}

impl MarksByPlace {
    fn of(events: Events<'_>, at: DateTime<Utc>) -> Self {
        let occurred = events.until(at);
        let later = events.from(occurred.len());
        let mut all = occurred.marks();
        let mut marks = vec![all];
        marks.extend(later.map(|(_, event)| {
            all = all | event.meaning.marks;
            all
        }));
        Self {
            first: occurred.len(),
            marks,
        }
    }

    fn view_at<'a>(&self, all: View<'a>, at: DateTime<Utc>) -> View<'a> {
        let events = all.events.until(at);
        let place = events.len().checked_sub(self.first);
        match place.and_then(|place| self.marks.get(place)) {
            Some(marks) => all.at_knowing(at, events, *marks),
            None => all.at(at),
        }
    }
}
