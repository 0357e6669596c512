//! The events that the rules look at: packed, with the meaning of each content for the purpose asked about.

use chrono::{DateTime, Utc};

use super::landmarks::Last;
use super::meaning::{Marks, Meaning};
use crate::decision::Deciding;
use crate::event::{Instant, Stamp};
use crate::packed::PackedEvent;
use crate::policy::{Policy, Rules};
use crate::{Event, EventId, Kind, PersonKey, Provenance};

/// Since when an event counts ([`crate::event::counts_from`]).
pub(super) fn counts_from(stamp: &Stamp, meaning: &Meaning<'_>) -> Instant {
    match meaning.marks.has(Marks::CLOSES_ONLY) {
        true => stamp.occurred.min(stamp.recorded),
        false => stamp.occurred,
    }
}

/// One event, read for one purpose.
#[derive(Clone, Copy)]
pub(super) struct Read<'a> {
    stamp: &'a Stamp,
    pub(super) meaning: &'a Meaning<'a>,
}

impl<'a> Read<'a> {
    pub(super) const fn id(self) -> EventId {
        self.stamp.id
    }

    pub(super) const fn person(self) -> PersonKey {
        self.stamp.person
    }

    pub(super) const fn stamp(self) -> &'a Stamp {
        self.stamp
    }

    /// When it occurred or, where it closes, was known before.
    pub(super) fn counts_from(self) -> Instant {
        counts_from(self.stamp, self.meaning)
    }

    /// The same.
    pub(super) fn occurred(self) -> DateTime<Utc> {
        self.counts_from().utc()
    }

    /// As the event that decided.
    pub(super) const fn deciding(self) -> Deciding {
        Deciding {
            id: self.id(),
            occurred: self.stamp.occurred,
        }
    }

    pub(super) fn is_dated_ahead(self) -> bool {
        self.stamp.is_dated_ahead()
    }

    pub(super) const fn provenance(self) -> Provenance {
        self.meaning.content.provenance
    }

    pub(super) const fn kind(self) -> &'a Kind {
        &self.meaning.content.kind
    }

    /// Whether it is one of these to the purpose.
    pub(super) const fn is(self, one_of: Marks) -> bool {
        self.meaning.marks.has(one_of)
    }
}

/// Events in reading order.
#[derive(Clone, Copy)]
pub(super) struct Events<'a> {
    entries: &'a [PackedEvent],
    meanings: &'a [Meaning<'a>],
}

impl<'a> Events<'a> {
    pub(super) const NONE: Self = Self::new(&[], &[]);

    pub(super) const fn new(entries: &'a [PackedEvent], meanings: &'a [Meaning<'a>]) -> Self {
        Self { entries, meanings }
    }

    pub(super) fn iter(self) -> impl DoubleEndedIterator<Item = Read<'a>> + Clone {
        self.indexed().map(|(_, event)| event)
    }

    /// Each with its place.
    pub(super) fn indexed(self) -> impl DoubleEndedIterator<Item = (usize, Read<'a>)> + Clone {
        let Self { entries, meanings } = self;
        let places = entries.iter().enumerate();
        places.filter_map(move |(index, entry)| {
            let meaning = meanings.get(entry.content as usize)?;
            let stamp = &entry.stamp;
            Some((index, Read { stamp, meaning }))
        })
    }

    /// The one that was seen last, with its place.
    pub(super) fn at(self, last: Last) -> Option<(usize, Read<'a>)> {
        let index = last.index()?;
        Some((index, self.get(index)?))
    }

    /// Those from a place on.
    pub(super) fn from(
        self,
        first: usize,
    ) -> impl DoubleEndedIterator<Item = (usize, Read<'a>)> + Clone {
        let later = Self {
            entries: self.entries.get(first..).unwrap_or_default(),
            ..self
        };
        let places = later.indexed();
        places.map(move |(index, event)| (index + first, event))
    }

    /// Those before a place, each with its own.
    pub(super) fn indexed_before(
        self,
        index: usize,
    ) -> impl DoubleEndedIterator<Item = (usize, Read<'a>)> + Clone {
        self.first(index).indexed()
    }

    /// Those that had occurred at `at`: the beginning of the list, for it is in order.
    pub(super) fn until(self, at: Instant) -> Self {
        let has_occurred = |entry: &PackedEvent| {
            let meaning = self.meanings.get(entry.content as usize);
            meaning.is_some_and(|meaning| counts_from(&entry.stamp, meaning) <= at)
        };
        if self.entries.last().is_none_or(has_occurred) {
            return self;
        }
        self.first(self.entries.partition_point(has_occurred))
    }

    /// The first so many.
    pub(super) fn first(self, count: usize) -> Self {
        let entries = self.entries.get(..count).unwrap_or(self.entries);
        Self { entries, ..self }
    }

    /// The one in a place.
    pub(super) fn get(self, index: usize) -> Option<Read<'a>> {
        let entry = self.entries.get(index)?;
        let meaning = self.meanings.get(entry.content as usize)?;
        let stamp = &entry.stamp;
        Some(Read { stamp, meaning })
    }

    pub(super) const fn len(self) -> usize {
        self.entries.len()
    }
}

/// Events that were not packed, made ready to be looked at.
pub(super) struct History<'e> {
    entries: Vec<PackedEvent>,
    meanings: Vec<Meaning<'e>>,
}

impl<'e> History<'e> {
    /// `events` are in reading order.
    pub(super) fn of(
        policy: &Policy,
        rules: &Rules,
        events: impl Iterator<Item = &'e Event>,
    ) -> Self {
        let (mut entries, mut meanings) = (Vec::new(), Vec::new());
        for (event, content) in events.zip(0..) {
            let stamp = *event.stamp();
            entries.push(PackedEvent { stamp, content });
            meanings.push(Meaning::of(policy, rules, event.content()));
        }
        Self { entries, meanings }
    }

    pub(super) fn events(&self) -> Events<'_> {
        Events::new(&self.entries, &self.meanings)
    }
}
