//! One person's events in a packed ledger.

use std::fmt;

use super::PackedEvent;
use crate::event::Content;
use crate::{Event, PersonKey};

/// One person's events in a [`PackedLedger`](super::PackedLedger), in reading order.
#[derive(Clone, Copy)]
pub struct History<'a> {
    contents: &'a [Content],
    person: PersonKey,
    events: &'a [PackedEvent],
}

impl<'a> History<'a> {
    pub(super) const fn new(
        contents: &'a [Content],
        person: PersonKey,
        events: &'a [PackedEvent],
    ) -> Self {
        Self {
            contents,
            person,
            events,
        }
    }

    pub(super) fn of(contents: &'a [Content], events: &'a [PackedEvent]) -> Option<Self> {
        let person = events.first()?.stamp.person;
        Some(Self::new(contents, person, events))
    }

    /// Whose it is.
    #[must_use]
    pub const fn person(&self) -> PersonKey {
        self.person
    }

    /// How many events there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether nothing is known.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// The events, unpacked.
    pub fn events(&self) -> impl Iterator<Item = Event> + use<'a> {
        let contents = self.contents;
        self.events.iter().filter_map(move |event| {
            let content = contents.get(event.content as usize)?;
            Some(Event::of_parts(event.stamp, content.clone()))
        })
    }

    pub(crate) const fn packed(&self) -> &'a [PackedEvent] {
        self.events
    }
}

/// Shows the number of events: whose they are is personal data.
impl fmt::Debug for History<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "History({} events)", self.events.len())
    }
}
