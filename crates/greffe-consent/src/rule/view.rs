//! What the rules look at.

use std::ops::Deref;

use chrono::{DateTime, Utc};
use greffe_terms::Channel;

use super::history::{Events, History, Read};
use super::landmarks::Landmarks;
use super::meaning::Marks;
use super::term::Term;
use crate::event::Instant;
use crate::policy::{Policy, Rules};
use crate::{Event, PersonContext, PersonKey, VendorId};

/// The question, whenever it is asked.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) policy: &'a Policy,
    pub(super) rules: &'a Rules,
    pub(super) channel: Option<Channel>,
    pub(super) vendor: Option<VendorId>,
    pub(super) person: PersonKey,
    pub(super) context: Option<&'a PersonContext>,
}

/// One purpose, one person's events that count at one instant, in reading order.
#[derive(Clone, Copy)]
pub(super) struct Seen<'a> {
    asked: &'a Asked<'a>,
    pub(super) at: DateTime<Utc>,
    /// The validity of consents by the policy, seen from there.
    pub(super) term: Option<Term>,
    pub(super) events: Events<'a>,
    /// What stands among the events, and where.
    pub(super) landmarks: Landmarks,
}

impl<'a> Deref for Seen<'a> {
    type Target = Asked<'a>;

    fn deref(&self) -> &Asked<'a> {
        self.asked
    }
}

impl<'a> Seen<'a> {
    /// The question before any event is looked at.
    pub(super) const fn of(asked: &'a Asked<'a>, at: DateTime<Utc>) -> Self {
        Self::knowing(asked, (at, None), Events::NONE, Landmarks::NONE)
    }

    /// The question over events that had occurred, among which the landmarks were found.
    pub(super) const fn knowing(
        asked: &'a Asked<'a>,
        (at, term): (DateTime<Utc>, Option<Term>),
        events: Events<'a>,
        landmarks: Landmarks,
    ) -> Self {
        Self {
            asked,
            at,
            term,
            events,
            landmarks,
        }
    }

    /// What is handed from rule to rule.
    pub(super) const fn view(&self) -> View<'_> {
        View(self)
    }

    /// The same over the same events, those to come included, asked at another instant.
    pub(super) const fn asked_at(self, at: DateTime<Utc>) -> Self {
        Self { at, ..self }
    }

    /// The same question at another instant, over those of the events that had occurred.
    pub(super) fn at(self, at: DateTime<Utc>) -> Self {
        let events = self.events.until(Instant::of(at));
        self.at_knowing(at, events, Landmarks::of(events))
    }

    /// The same over those events, among which the landmarks were found.
    pub(super) fn at_knowing(
        self,
        at: DateTime<Utc>,
        events: Events<'a>,
        landmarks: Landmarks,
    ) -> Self {
        Self {
            at,
            term: Term::of(self.rules, at),
            events,
            landmarks,
            ..self
        }
    }

    /// The same question over other events, among which the landmarks are found once it is asked at an instant ([`Seen::at`]).
    pub(super) fn over<'b>(self, events: Events<'b>) -> Seen<'b>
    where
        'a: 'b,
    {
        Seen { events, ..self }
    }
}

/// What the rules look at, as small as a reference: it is handed from rule to rule.
#[derive(Clone, Copy)]
pub(super) struct View<'a>(&'a Seen<'a>);

impl<'a> Deref for View<'a> {
    type Target = Seen<'a>;

    fn deref(&self) -> &Seen<'a> {
        self.0
    }
}

impl<'a> View<'a> {
    /// Events in reading order, read for the same purpose.
    pub(super) fn history<'e>(self, events: &'e [Event]) -> History<'e> {
        History::of(self.policy, self.rules, events.iter())
    }

    /// Whether one of these is among the events: most histories have few of them, and the gates that they concern pass.
    pub(super) fn saw(self, one_of: Marks) -> bool {
        self.landmarks.marks.has(one_of)
    }

    /// The last event that is one of these to the purpose.
    pub(super) fn last(self, one_of: Marks) -> Option<Read<'a>> {
        self.last_indexed(one_of).map(|(_, event)| event)
    }

    /// The place of the first event that is one of these to the purpose.
    pub(super) fn first_index(self, one_of: Marks) -> Option<usize> {
        if !self.saw(one_of) {
            return None;
        }
        let mut events = self.events.indexed();
        let first = events.find(|(_, event)| event.is(one_of));
        first.map(|(index, _)| index)
    }

    pub(super) fn last_indexed(self, one_of: Marks) -> Option<(usize, Read<'a>)> {
        if !self.saw(one_of) {
            return None;
        }
        let mut events = self.events.indexed().rev();
        events.find(|(_, event)| event.is(one_of))
    }
}
