//! Where an event stands in the facts.

use chrono::NaiveDate;

use super::{Lack, Reached};
use crate::facts::Mark;
use crate::{Absence, Event, Facts};

/// What an occurrence in the future means, of an event that cannot lie there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Future {
    /// It counts from its day on.
    Waits,
    /// Its day was mistyped, so that nobody knows the last one: nothing is disposed of on an older day.
    Hides,
}

/// Where `event` stands on `as_of`. The last contact is the latest event of a kind in `contact`.
///
/// A last contact that is recorded as such, where `contact` does not list it, is neither counted nor passed over: somebody says that there
/// was contact, and nobody says of which kind. The statement that there was none, made the same way, is no answer for the kinds that count.
#[inline]
pub(crate) fn stands<'a>(
    facts: &Facts,
    contact: &'a [Event],
    as_of: NaiveDate,
    event: &'a Event,
    absent: Absence,
    future: Future,
) -> Reached<'a> {
    let is_contact = *event == Event::LastContact;
    let kinds = if is_contact {
        contact
    } else {
        std::slice::from_ref(event)
    };
    let is_uncounted = is_contact && !contact.contains(event);
    if facts.are_doubted(kinds) {
        return Reached::Unknown(Lack::ValidEvent(event));
    }
    let mut latest: Option<NaiveDate> = None;
    // Whether it was ever recorded, struck out or not.
    let mut recorded = false;
    // Whether one lies in the future, where none can be yet.
    let mut quarantined = false;
    for occurrence in facts.occurrences() {
        if is_contact && occurrence.is_automated() {
            continue;
        }
        if is_uncounted && occurrence.event() == event {
            if facts.stands(occurrence) && occurrence.occurred().is_some() {
                return Reached::Unknown(Lack::UncountedContact);
            }
            recorded = true;
            continue;
        }
        if !kinds.contains(occurrence.event()) {
            continue;
        }
        recorded = true;
        if facts.stands(occurrence) {
            let ahead = !is_contact && occurrence.event().may_lie_ahead();
            let valid = occurrence.occurred().filter(|day| ahead || *day <= as_of);
            quarantined |= valid.is_none() && occurrence.occurred().is_some();
            latest = latest.max(valid);
        }
    }
    // Where the end of something is contact, there is contact as long as it runs.
    let mut running = kinds.iter().filter(|kind| is_contact && runs(facts, kind));
    let running = running.next();
    if is_uncounted && let Some(said) = facts.mark(event) {
        // No contact at all is no contact of a kind that counts, but only silence may stand in for these.
        let silent = latest.is_none() && !recorded && absent == Absence::Never;
        if said == Mark::Open || running.is_some() || (latest.is_none() && !silent) {
            return Reached::Unknown(Lack::UncountedContact);
        }
    }
    if let Some(kind) = running {
        return Reached::Open(kind);
    }
    for kind in kinds {
        match contracts(facts, kind) {
            Contracts::End(day) => latest = latest.max(Some(day)),
            Contracts::Run => return Reached::Open(kind),
            Contracts::Several => return Reached::Unknown(Lack::WhichContract),
            Contracts::Silent => {}
        }
    }
    match (mark(facts, kinds, event), latest) {
        (Some(Mark::Open), _) => Reached::Open(event),
        (None, Some(_)) if quarantined && future == Future::Hides => {
            Reached::Unknown(Lack::FutureEvent(event))
        }
        (None, Some(day)) => Reached::At(day),
        // A date and the statement that there is none: nobody knows.
        (Some(_), Some(_)) => Reached::Unknown(Lack::ValidEvent(event)),
        (Some(_), None) if quarantined => Reached::Unknown(Lack::ValidEvent(event)),
        (Some(Mark::Inapplicable), None) => Reached::Never(event),
        (Some(Mark::Never), None) => never(event),
        (None, None) if recorded => Reached::Unknown(Lack::ValidEvent(event)),
        (None, None) => match absent {
            Absence::Never => never(event),
            Absence::Unknown => Reached::Unknown(Lack::Event(event)),
        },
    }
}

/// What contracts say of an event.
enum Contracts {
    /// Nothing.
    Silent,
    /// One runs without an end.
    Run,
    /// The last day of the last of them.
    End(NaiveDate),
    /// A contract ended, and there are several: nobody knows to which the record belongs.
    Several,
}

#[inline]
fn contracts(facts: &Facts, event: &Event) -> Contracts {
    let all = facts.contracts();
    let dated = || {
        let mut standing = facts.standing();
        standing.any(|o| o.event() == event && o.occurred().is_some())
    };
    match (event, all) {
        (_, []) => Contracts::Silent,
        (Event::RelationEnd, all) => {
            let mut last = None;
            for contract in all {
                match contract.last_day() {
                    Some(day) => last = last.max(Some(day)),
                    None => return Contracts::Run,
                }
            }
            last.map_or(Contracts::Silent, Contracts::End)
        }
        (Event::ContractEnd, [only]) => only.last_day().map_or(Contracts::Run, Contracts::End),
        // The day that the record itself has is that of its own contract.
        (Event::ContractEnd, _) if !dated() => Contracts::Several,
        _ => Contracts::Silent,
    }
}

/// Whether what `kind` would end still runs, by a mark or by a contract.
fn runs(facts: &Facts, kind: &Event) -> bool {
    match facts.mark(kind) {
        Some(Mark::Open) => true,
        Some(Mark::Never) if kind.is_an_end() => true,
        _ => matches!(contracts(facts, kind), Contracts::Run),
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
