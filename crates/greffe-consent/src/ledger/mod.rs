//! The append-only ledger.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::{AppendError, Event, EventId, PersonKey};

mod chain;
mod error;
mod read;
mod write;

pub use chain::Link;
pub(crate) use chain::content_of;
pub use error::{LedgerError, LedgerFault};

/// Every event, in the order of arrival, each chained to the one before. Decisions read it in an order of their own (rule R0), so
/// that the order of arrival never matters to them.
///
/// # JSON lines
/// One event a line, UTF-8, each line an object with exactly these keys; unknown keys and keys that stand twice are refused.
///
/// | key | value |
/// | --- | --- |
/// | `id`, `person` | 32 lower-case hexadecimal digits |
/// | `occurred`, `recorded` | RFC 3339 with an offset; written in UTC |
/// | `provenance` | `person`, `parent`, `import`, `signal`, `operator` |
/// | `kind` | `requested`, `given`, `renewed`, `refused`, `withdrawn`, `confirmed`, `expired`, `objected`, `grounds_decided`, `restricted`, `unrestricted`, `sale_recorded`, `imported` |
/// | `purposes` | a list of ids, each once; or `"all"` in `refused`, `withdrawn`, `expired`, `objected`, `grounds_decided`, `restricted`, `unrestricted` and a denied `imported` |
/// | `act` | of `given`, `renewed`, `confirmed`: a code of [`Act`](crate::Act) |
/// | `notice`, `version` | of `given`, `renewed`: the notice shown |
/// | `wording` | of `given`, `renewed`, optional: SHA-256 of the words shown, 64 digits |
/// | `expires` | of `given`, `renewed`, optional: the first instant at which it no longer holds |
/// | `to` | of `objected`: `marketing` or `other` |
/// | `for` | of `grounds_decided`: `controller` or `person` |
/// | `refusal_offered` | of `sale_recorded`: `true` or `false` |
/// | `sale` | of `sale_recorded`: `paid` or `free_account` |
/// | `state` | of `imported`: `granted` or `denied` |
/// | `link` | 64 digits, see [`Link`]; in a chained ledger on every line, in a list of bare events on none |
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    entries: Vec<(Event, Link)>,
    ids: HashMap<EventId, usize>,
    /// Indices into `entries`, in reading order.
    persons: HashMap<PersonKey, Vec<usize>>,
}

impl Ledger {
    /// An empty ledger.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends an event. The same event a second time changes nothing, so that a delivery may be repeated.
    ///
    /// # Errors
    /// [`AppendError::IdTaken`] where the id belongs to an event that says something else.
    pub fn append(&mut self, event: Event) -> Result<(), AppendError> {
        let index = self.entries.len();
        match self.ids.entry(event.id()) {
            Entry::Occupied(taken) => {
                let known = self.entries.get(*taken.get());
                return match known.is_some_and(|(known, _)| *known == event) {
                    true => Ok(()),
                    false => Err(AppendError::IdTaken(event.id())),
                };
            }
            Entry::Vacant(free) => free.insert(index),
        };
        let entries = &self.entries;
        let history = self.persons.entry(event.person()).or_default();
        let place = history.partition_point(|earlier| {
            let earlier = entries
                .get(*earlier)
                .map(|(earlier, _)| earlier.reading_order());
            earlier < Some(event.reading_order())
        });
        history.insert(place, index);
        let link = self.head().then(&event);
        self.entries.push((event, link));
        Ok(())
    }

    /// Reads a chained ledger and verifies its chain. Keep [`Ledger::head`] elsewhere and compare: only that shows lines taken
    /// off the end, or a chain that was computed anew.
    ///
    /// # Errors
    /// [`LedgerError`] at the first line that is malformed or whose link does not follow.
    pub fn from_json_lines(text: &str) -> Result<Self, LedgerError> {
        let mut ledger = Self::new();
        for (number, line) in read::numbered(text) {
            let (event, link) = read::line(number, line, true)?;
            ledger.append_line(number, event)?;
            // A line that stands twice adds no link either, and so does not follow.
            if link != Some(ledger.head()) || ledger.len() != number {
                return Err(LedgerError::at(number, LedgerFault::BrokenLink));
            }
        }
        Ok(ledger)
    }

    /// As [`Ledger::from_json_lines`], and the chain has to end with `head`.
    ///
    /// # Errors
    /// As there, and [`LedgerFault::WrongHead`].
    pub fn from_json_lines_up_to(text: &str, head: Link) -> Result<Self, LedgerError> {
        let ledger = Self::from_json_lines(text)?;
        if ledger.head() == head {
            Ok(ledger)
        } else {
            Err(LedgerError::at(ledger.len(), LedgerFault::WrongHead))
        }
    }

    /// Reads bare events, without links, and chains them in the order of the lines.
    ///
    /// # Errors
    /// [`LedgerError`] at the first line that is malformed; a `link` is an unknown key here.
    pub fn from_event_lines(text: &str) -> Result<Self, LedgerError> {
        let mut ledger = Self::new();
        for (number, line) in read::numbered(text) {
            let (event, _) = read::line(number, line, false)?;
            ledger.append_line(number, event)?;
        }
        Ok(ledger)
    }

    /// Rebuilds a ledger from stored events and links, in the order in which they were appended, and verifies the chain.
    ///
    /// # Errors
    /// [`LedgerError`] with the number, from 1, of the first entry whose link does not follow.
    pub fn from_entries(
        entries: impl IntoIterator<Item = (Event, Link)>,
    ) -> Result<Self, LedgerError> {
        let mut ledger = Self::new();
        for ((event, link), number) in entries.into_iter().zip(1..) {
            ledger.append_line(number, event)?;
            if link != ledger.head() || ledger.len() != number {
                return Err(LedgerError::at(number, LedgerFault::BrokenLink));
            }
        }
        Ok(ledger)
    }

    /// The ledger as chained JSON lines, each ended by a line feed.
    #[must_use]
    pub fn to_json_lines(&self) -> String {
        let mut text = String::new();
        for (event, link) in &self.entries {
            text.push_str(&write::line(event, Some(link)));
            text.push('\n');
        }
        text
    }

    /// The last link, which stands for the whole past.
    #[must_use]
    pub fn head(&self) -> Link {
        self.entries.last().map_or(Link::GENESIS, |(_, link)| *link)
    }

    /// The events with their links, in the order in which they were appended.
    pub fn entries(&self) -> impl Iterator<Item = (&Event, &Link)> {
        self.entries.iter().map(|(event, link)| (event, link))
    }

    /// The event of that id with its link.
    #[must_use]
    pub fn entry(&self, id: EventId) -> Option<(&Event, &Link)> {
        let (event, link) = self.entries.get(*self.ids.get(&id)?)?;
        Some((event, link))
    }

    /// A person's events in reading order: by when they occurred, ties by restrictiveness, then by id.
    pub fn history(&self, person: PersonKey) -> impl Iterator<Item = &Event> {
        let indices = self.persons.get(&person).into_iter().flatten();
        indices.filter_map(|index| self.entries.get(*index).map(|(event, _)| event))
    }

    /// The events that were dated in the future when they were recorded. They open nothing; somebody should look at them.
    pub fn quarantined(&self) -> impl Iterator<Item = &Event> {
        let events = self.entries.iter().map(|(event, _)| event);
        events.filter(|event| event.is_dated_ahead())
    }

    /// How many events there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn append_line(&mut self, number: usize, event: Event) -> Result<(), LedgerError> {
        self.append(event)
            .map_err(|_| LedgerError::at(number, LedgerFault::IdTaken))
    }
}

impl Event {
    /// The event as a JSON line of its own, without a link and without a line feed: what a host stores in a row.
    #[must_use]
    pub fn to_json_line(&self) -> String {
        write::line(self, None)
    }

    /// Reads one line as [`Event::to_json_line`] writes it; see [`Ledger`] for the keys.
    ///
    /// # Errors
    /// [`LedgerError`] with line 1.
    pub fn from_json_line(line: &str) -> Result<Self, LedgerError> {
        read::line(1, line, false).map(|(event, _)| event)
    }
}
