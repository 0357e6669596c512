//! The packed ledger: what stands in thousands of events is kept once.

use std::collections::HashMap;
use std::fmt;

use crate::event::{Content, Stamp, reading_order};
use crate::{Event, Ledger, PersonKey, TooManyContents};

mod history;

pub use history::History;

/// An event whose content is kept elsewhere, once for all that say the same.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct PackedEvent {
    pub(crate) stamp: Stamp,
    pub(crate) content: u32,
}

const _: () = assert!(
    size_of::<PackedEvent>() < 64,
    "an event is packed in less than 64 bytes"
);

/// The events of a ledger, or of a part of it, to be read by the million: each takes 56 bytes, and what equal ones say is kept once.
///
/// A snapshot, without links: the chain is the [`Ledger`]'s, or that of the rows that the host read. One banner that was answered a million
/// times is one content; ends of a consent's own, dates of TC strings and devices make a content each. Instants are of whole microseconds: an event
/// of an earlier version with finer ones comes out with another digest ([`Event::has_finer_instants`]).
///
/// ```
/// use greffe_consent::{Event, EventId, Kind, PackedLedger, PersonKey, Provenance, Scope};
///
/// let at = "2026-03-01T10:00:00Z".parse()?;
/// let refusal = |n: u8| {
///     let kind = Kind::Refused { purposes: Scope::All };
///     Event::new(EventId::from_bytes([n; 16]), PersonKey::from_bytes([n; 16]), (at, at), Provenance::Person, kind)
/// };
/// let packed = PackedLedger::pack([refusal(1)?, refusal(2)?, refusal(3)?])?;
/// assert_eq!((packed.len(), packed.histories().count(), packed.distinct_contents()), (3, 3, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct PackedLedger {
    /// By person, each in reading order.
    events: Vec<PackedEvent>,
    contents: Vec<Content>,
    /// The links of devices, by device.
    links: Vec<(PersonKey, PackedEvent)>,
}

impl PackedLedger {
    /// Packs events, in whatever order. One that comes twice is kept once; that ids are unique is the ledger's to see to. Events
    /// about nobody ([`Kind::is_about_nobody`](crate::Kind::is_about_nobody)) are left out, for no rule reads them.
    ///
    /// # Errors
    /// [`TooManyContents`] where more than four thousand million different things are said.
    pub fn pack(events: impl IntoIterator<Item = Event>) -> Result<Self, TooManyContents> {
        let mut places: HashMap<Content, u32> = HashMap::new();
        let mut packed = Vec::new();
        let of_somebody = |event: &Event| !event.kind().is_about_nobody();
        for event in events.into_iter().filter(of_somebody) {
            let (stamp, content) = event.into_parts();
            let content = match places.get(&content) {
                Some(place) => *place,
                None => {
                    let place = u32::try_from(places.len()).map_err(|_| TooManyContents)?;
                    places.insert(content, place);
                    place
                }
            };
            packed.push(PackedEvent { stamp, content });
        }
        let mut contents: Vec<(Content, u32)> = places.into_iter().collect();
        contents.sort_unstable_by_key(|(_, place)| *place);
        let contents: Vec<Content> = contents.into_iter().map(|(content, _)| content).collect();
        packed.sort_unstable_by(|one, other| {
            one.stamp.person.cmp(&other.stamp.person).then_with(|| {
                let order = |event: &PackedEvent| {
                    let content = contents.get(event.content as usize);
                    content.map(|content| reading_order(&event.stamp, content))
                };
                order(one).cmp(&order(other))
            })
        });
        packed.dedup();
        packed.shrink_to_fit();
        let device =
            |event: &PackedEvent| contents.get(event.content as usize)?.kind.linked_device();
        let links = packed.iter().copied();
        let mut links: Vec<(PersonKey, PackedEvent)> = links
            .filter_map(|event| Some((device(&event)?, event)))
            .collect();
        links.sort_by_key(|(device, _)| *device);
        Ok(Self {
            events: packed,
            links,
            contents,
        })
    }

    /// How many events there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// How many different things the events say, provenance included.
    #[must_use]
    pub const fn distinct_contents(&self) -> usize {
        self.contents.len()
    }

    /// The history of everybody who has one, in the order of their pseudonyms.
    pub fn histories(&self) -> impl Iterator<Item = History<'_>> {
        let by_person =
            |one: &PackedEvent, other: &PackedEvent| one.stamp.person == other.stamp.person;
        let chunks = self.events.chunk_by(by_person);
        chunks.filter_map(|events| History::of(&self.contents, events))
    }

    /// A person's history; empty where nothing is known of them.
    #[must_use]
    pub fn history(&self, person: PersonKey) -> History<'_> {
        self.beginning_of(self.events_from(person), person)
    }

    /// The events of a person and of all who come after.
    pub(crate) fn events_from(&self, person: PersonKey) -> &[PackedEvent] {
        let is_before = |event: &PackedEvent| event.stamp.person < person;
        let first = self.events.partition_point(is_before);
        self.events.get(first..).unwrap_or_default()
    }

    /// The events of a person who comes first in `events`, if they come at all.
    pub(crate) fn beginning_of<'a>(
        &'a self,
        events: &'a [PackedEvent],
        person: PersonKey,
    ) -> History<'a> {
        let mut count = 0;
        while events
            .get(count)
            .is_some_and(|event| event.stamp.person == person)
        {
            count += 1;
        }
        let events = events.get(..count).unwrap_or_default();
        History::new(&self.contents, person, events)
    }

    /// The links of accounts to a device.
    pub(crate) fn links_of(&self, device: PersonKey) -> impl Iterator<Item = Event> {
        let first = self.links.partition_point(|(known, _)| *known < device);
        let links = self.links.get(first..).unwrap_or_default().iter();
        let links = links.take_while(move |(known, _)| *known == device);
        links.filter_map(|(_, event)| {
            let content = self.contents.get(event.content as usize)?;
            Some(Event::of_parts(event.stamp, content.clone()))
        })
    }

    pub(crate) fn contents(&self) -> &[Content] {
        &self.contents
    }

    pub(crate) fn events(&self) -> &[PackedEvent] {
        &self.events
    }
}

/// Packs what a ledger holds; what was forgotten is left out.
impl TryFrom<&Ledger> for PackedLedger {
    type Error = TooManyContents;

    fn try_from(ledger: &Ledger) -> Result<Self, Self::Error> {
        Self::pack(ledger.entries().map(|(event, _)| event.clone()))
    }
}

/// Shows counts only.
impl fmt::Debug for PackedLedger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PackedLedger")
            .field("events", &self.events.len())
            .field("contents", &self.contents.len())
            .finish_non_exhaustive()
    }
}
