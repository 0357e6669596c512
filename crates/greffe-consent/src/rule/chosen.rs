//! R13, what a person chose last: a TC string carries the day of its choices, so that one that comes late may be older than what the person chose
//! since. Sources: TCF 2.3 (`LastUpdated`); Art. 4(11) and 7(3) GDPR.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::history::{History, Read};
use super::meaning::Marks;
use super::{View, minor, signals};
use crate::policy::Rules;
use crate::signal::{Signal, TcChoices};
use crate::{Event, Kind};

/// A TC string, and the event that it came with.
#[derive(Clone, Copy)]
pub(super) struct TcEvent<'a> {
    pub(super) event: &'a Event,
    pub(super) choices: &'a TcChoices,
}

pub(super) const fn string_of(event: &Event) -> Option<TcEvent<'_>> {
    match event.kind() {
        Kind::SignalReceived(Signal::Tc(choices)) => Some(TcEvent { event, choices }),
        _ => None,
    }
}

impl TcEvent<'_> {
    pub(super) fn grants(self, rules: &Rules) -> bool {
        let number = rules.purpose.number_in_tcf();
        number.is_some_and(|number| self.choices.grants(number))
    }

    /// Whether it may open anything: neither it nor the day of its choices was ahead when it was recorded.
    pub(super) fn may_open(self) -> bool {
        !self.event.is_dated_ahead() && signals::beginning(self.choices) <= self.event.recorded()
    }
}

/// What a person chose of the purpose, all told: what of it is newer than a string, the string says nothing against.
pub(super) struct Chosen {
    /// When something closed it, in order.
    closed: Vec<DateTime<Utc>>,
    /// When it was consented to otherwise than by a string, in order.
    consented: Vec<DateTime<Utc>>,
    /// When strings that speak of it were recorded, in order, each with the newest day of those until then.
    newest: Vec<(DateTime<Utc>, NaiveDate)>,
}

impl Chosen {
    /// Of events in any order, with those that were read out of signals or not.
    pub(super) fn of(view: View<'_>, events: &[Event]) -> Self {
        let closing = events.iter().filter(|event| signals::closes(view, event));
        let mut closed: Vec<_> = closing.map(Event::counts_from).collect();
        closed.sort_unstable();
        let strings = || events.iter().filter_map(string_of);
        let by_string: BTreeSet<_> = strings().map(|string| string.event.id()).collect();
        let given = events.iter().filter(|event| {
            matches!(event.kind(), Kind::Given(_) | Kind::Renewed(_))
                && !by_string.contains(&event.id())
        });
        let given = History::of(view.policy, view.rules, given);
        let is_choice = |event: &Read<'_>| {
            event.is(Marks::GRANT)
                && event.meaning.lacks.is_none()
                && minor::speaks_for_person(view, *event)
        };
        let given = given.events();
        let mut consented: Vec<_> = given.iter().filter(is_choice).map(Read::occurred).collect();
        consented.sort_unstable();
        let number = view.rules.purpose.number_in_tcf();
        let speaking = strings().filter(|string| {
            string.may_open() && number.is_some_and(|number| string.choices.speaks_of(number))
        });
        let mut newest: Vec<_> = speaking
            .map(|string| (string.event.recorded(), string.choices.day))
            .collect();
        newest.sort_unstable();
        let mut last = NaiveDate::MIN;
        for (_, day) in &mut newest {
            last = last.max(*day);
            *day = last;
        }
        Self {
            closed,
            consented,
            newest,
        }
    }

    /// Whether some of it may be newer than the choices of a string that came after it. What closes may be, from the beginning of their day; a
    /// consent and another string are, from the next day on.
    pub(super) fn outdates(&self, string: TcEvent<'_>) -> bool {
        let TcEvent { event, choices } = string;
        let recorded = event.recorded();
        let by_then = self.newest.partition_point(|(at, _)| *at <= recorded);
        let newest = by_then
            .checked_sub(1)
            .and_then(|last| self.newest.get(last));
        some_within(&self.closed, signals::beginning(choices), recorded)
            || some_within(&self.consented, signals::day_after(choices), recorded)
            || newest.is_some_and(|(_, day)| *day > choices.day)
    }
}

/// Takes out the consents of strings than which something else among the events may be newer, such as what a link brought in.
pub(super) fn take_out_outdated(view: View<'_>, events: &mut Vec<Event>) {
    let strings = events.iter().filter_map(string_of);
    let mut granting = strings
        .filter(|string| string.grants(view.rules))
        .peekable();
    if granting.peek().is_none() {
        return;
    }
    let chosen = Chosen::of(view, events);
    let outdated = granting.filter(|string| chosen.outdates(*string));
    let outdated: BTreeSet<_> = outdated.map(|string| string.event.id()).collect();
    events.retain(|event| {
        !(matches!(event.kind(), Kind::Given(_)) && outdated.contains(&event.id()))
    });
}

/// Whether one of these, which are in order, is neither before the first instant nor after the last.
fn some_within(instants: &[DateTime<Utc>], first: DateTime<Utc>, last: DateTime<Utc>) -> bool {
    let before = instants.partition_point(|instant| *instant < first);
    instants.get(before).is_some_and(|instant| *instant <= last)
}
