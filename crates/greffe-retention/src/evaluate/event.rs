//! Where an event stands in the facts.

use chrono::NaiveDate;

use super::{Lack, Reached};
use crate::facts::Mark;
use crate::{Absence, Event, Facts};

/// Where `event` stands on `as_of`. The last contact is the latest event of a kind in `contact`; nothing else is.
#[inline]
pub(crate) fn stands<'a>(
    facts: &Facts,
    contact: &[Event],
    as_of: NaiveDate,
    event: &'a Event,
    absent: Absence,
) -> Reached<'a> {
    let is_contact = *event == Event::LastContact;
    let kinds = if is_contact {
        contact
    } else {
        std::slice::from_ref(event)
    };
    let mut latest: Option<NaiveDate> = None;
    // Whether it was ever recorded, struck out or not.
    let mut recorded = false;
    for occurrence in facts.occurrences() {
        if !kinds.contains(occurrence.event()) {
            continue;
        }
        recorded = true;
        if facts.stands(occurrence) {
            let ahead = !is_contact && occurrence.event().may_lie_ahead();
            let valid = occurrence.occurred().filter(|day| ahead || *day <= as_of);
            latest = latest.max(valid);
        }
    }
    match (mark(facts, kinds, event), latest) {
        (Some(Mark::Open), _) => Reached::Open(event),
        (None, Some(day)) => Reached::At(day),
        // A date and the statement that there is none: nobody knows.
        (Some(_), Some(_)) => Reached::Unknown(Lack::ValidEvent(event)),
        (Some(Mark::Inapplicable), None) => Reached::Never(event),
        (Some(Mark::Never), None) => never(event),
        (None, None) if recorded => Reached::Unknown(Lack::ValidEvent(event)),
        (None, None) => match absent {
            Absence::Never => never(event),
            Absence::Unknown => Reached::Unknown(Lack::Event(event)),
        },
    }
}

/// An end that has not come is awaited: what it ends still runs.
fn never(event: &Event) -> Reached<'_> {
    if event.is_an_end() {
        Reached::Open(event)
    } else {
        Reached::Never(event)
    }
}

fn mark(facts: &Facts, kinds: &[Event], event: &Event) -> Option<Mark> {
    let own = facts.mark(event);
    if own.is_some() || *event != Event::LastContact {
        return own;
    }
    // There was no contact only if none of the kinds ever happened.
    let mut marks = kinds.iter().map(|kind| facts.mark(kind));
    marks.try_fold(Mark::Open, |all, mark| Some(all.max(mark?)))
}
