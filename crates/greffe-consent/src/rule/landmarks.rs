//! What stands among the events of a person, and where: found in one pass without a branch, so that the gates have nothing to search for.

use super::history::{Events, counts_from};
use super::meaning::{Marks, Meaning};
use crate::event::{Instant, Stamp};

/// What stands among events, and the last places of what most answers depend on.
#[derive(Clone, Copy)]
pub(super) struct Landmarks {
    /// What any of the events is to the purpose.
    pub(super) marks: Marks,
    /// What closes the purpose until a new consent.
    pub(super) closing: Last,
    pub(super) marketing_objection: Last,
    /// A consent of the person, whatever it lacks.
    pub(super) grant: Last,
    /// A confirmation that may count.
    pub(super) confirmation: Last,
}

/// The place of the last event of some kind, if one was seen.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Last {
    /// The place after it.
    next: u32,
}

impl Last {
    const NEVER: Self = Self { next: 0 };

    pub(super) const fn index(self) -> Option<usize> {
        match self.next {
            0 => None,
            next => Some(next as usize - 1),
        }
    }

    /// Where the events after it begin: at the first one where there is none.
    pub(super) const fn next(self) -> usize {
        self.next as usize
    }

    /// A choice of values, which costs the same whichever is taken.
    const fn or_before(self, next: u32, is_one: bool) -> Self {
        let next = if is_one { next } else { self.next };
        Self { next }
    }
}

impl Landmarks {
    pub(super) const NONE: Self = Self {
        marks: Marks::NONE,
        closing: Last::NEVER,
        marketing_objection: Last::NEVER,
        grant: Last::NEVER,
        confirmation: Last::NEVER,
    };

    /// Among events of which all count.
    pub(super) fn of(events: Events<'_>) -> Self {
        let mut landmarks = Self::NONE;
        for (event, next) in events.iter().zip(1..) {
            landmarks.pass(next, event.stamp(), event.meaning, true);
        }
        landmarks
    }

    /// Goes on by an event, which is left out where it does not count; `next` is the place after it.
    #[inline]
    pub(super) fn pass(&mut self, next: u32, stamp: &Stamp, meaning: &Meaning<'_>, counts: bool) {
        let marks = meaning.marks.only_if(counts);
        let opens = marks.without(Marks::CONFIRMATION.only_if(stamp.is_dated_ahead()));
        self.marks = self.marks | marks;
        self.closing = self.closing.or_before(next, marks.has(Marks::CLOSES));
        self.marketing_objection = self
            .marketing_objection
            .or_before(next, marks.has(Marks::OBJECTS_TO_MARKETING));
        self.grant = self.grant.or_before(next, marks.has(Marks::GRANT));
        self.confirmation = self
            .confirmation
            .or_before(next, opens.has(Marks::CONFIRMATION));
    }
}

/// What was known at one instant of a history, and had occurred at another.
pub(super) struct Past<'a> {
    pub(super) events: Events<'a>,
    pub(super) landmarks: Landmarks,
    /// What any event that was known is to the purpose, those still to come included.
    pub(super) known: Marks,
    /// Whether all that had occurred was known; else the others have to be left out first.
    pub(super) is_whole: bool,
}

impl<'a> Past<'a> {
    #[inline]
    pub(super) fn of(all: Events<'a>, at: Instant, known_at: Instant) -> Self {
        let (mut landmarks, mut known) = (Landmarks::NONE, Marks::NONE);
        let (mut occurred, mut is_whole) = (0, true);
        for (event, next) in all.iter().zip(1..) {
            let (stamp, meaning) = (event.stamp(), event.meaning);
            let is_known = stamp.recorded <= known_at;
            let has_occurred = counts_from(stamp, meaning) <= at;
            occurred += usize::from(has_occurred);
            is_whole &= is_known | !has_occurred;
            known = known | meaning.marks.only_if(is_known);
            landmarks.pass(next, stamp, meaning, has_occurred & is_known);
        }
        Self {
            // They are in order, so that those which had occurred come first.
            events: all.first(occurred),
            landmarks,
            known,
            is_whole,
        }
    }
}
