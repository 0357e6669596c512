//! What stands on one line of a ledger.

use std::fmt;

use super::read::Form;
use super::{ErasureRecord, LedgerError, Link, read, write};
use crate::{Event, hex};

/// SHA-256 over the line of an entry: the first of the two levels of the chain ([`Link`]). It stands for an event that was forgotten.
///
/// ```
/// use greffe_consent::{Event, EventId, Kind, Link, PersonKey, Provenance, Scope};
///
/// let at = "2026-03-01T10:00:00Z".parse()?;
/// let refused = Kind::Refused { purposes: Scope::All };
/// let event = Event::new(EventId::from_bytes([1; 16]), PersonKey::from_bytes([7; 16]), (at, at), Provenance::Person, refused)?;
/// assert_eq!(Link::GENESIS.then_content(event.content_digest()), Link::GENESIS.then(&event));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ContentDigest([u8; 32]);

impl ContentDigest {
    /// A digest that was stored.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

hex::reads_and_shows!(ContentDigest);

impl fmt::Debug for ContentDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What stands at one position of a chain: a row of the host's table, a line of a file.
///
/// A host that keeps a chain in a table of its own stores each entry's JSON line and its link. To forget a person it writes
/// [`Entry::Forgotten`] over the person's rows, leaving their links, and appends the record, in one transaction:
///
/// ```
/// use greffe_consent::*;
///
/// let (person, at) = (PersonKey::from_bytes([7; 16]), "2026-03-01T10:00:00Z".parse()?);
/// let refused = Kind::Refused { purposes: Scope::All };
/// let event = Event::new(EventId::from_bytes([1; 16]), person, (at, at), Provenance::Person, refused)?;
/// let mut rows: Vec<(String, Link)> = Vec::new();
/// let append = |rows: &mut Vec<(String, Link)>, entry: Entry| {
///     let before = rows.last().map_or(Link::GENESIS, |(_, link)| *link);
///     rows.push((entry.to_json_line(), before.then_content(entry.content_digest())));
/// };
/// append(&mut rows, event.clone().into());
///
/// rows[0].0 = Entry::Forgotten(event.content_digest()).to_json_line();      // its link stays
/// let erasure = Erasure::new("2026-11-26T10:00:00Z".parse()?, "requests/2026-014".parse()?)?;
/// append(&mut rows, ErasureRecord::new(erasure, [1])?.into());              // at position 1 of the chain
///
/// let entries: Result<Vec<_>, LedgerError> = rows.iter().map(|(line, link)| Ok((Entry::from_json_line(line)?, *link))).collect();
/// let ledger = Ledger::from_entries(entries?)?;
/// assert_eq!((ledger.len(), ledger.forgotten(), ledger.audit_forgetting().len()), (2, 1, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// An event.
    Event(Event),
    /// What is left of an event that was forgotten: the digest of its content.
    Forgotten(ContentDigest),
    /// The record of an erasure.
    Erasure(ErasureRecord),
}

impl Entry {
    /// The event, where it was not forgotten.
    #[must_use]
    pub const fn event(&self) -> Option<&Event> {
        match self {
            Self::Event(event) => Some(event),
            Self::Forgotten(_) | Self::Erasure(_) => None,
        }
    }

    /// The digest that the chain takes of it; the same before and after an event is forgotten.
    #[must_use]
    pub fn content_digest(&self) -> ContentDigest {
        match self {
            Self::Event(event) => event.content_digest(),
            Self::Forgotten(content) => *content,
            Self::Erasure(record) => record.content_digest(),
        }
    }

    /// The entry as a JSON line without a link and without a line feed.
    #[must_use]
    pub fn to_json_line(&self) -> String {
        self.line(None)
    }

    /// Reads one line as [`Entry::to_json_line`] writes it; see [`Ledger`](super::Ledger) for the keys.
    ///
    /// # Errors
    /// [`LedgerError`] with line 1.
    pub fn from_json_line(line: &str) -> Result<Self, LedgerError> {
        read::line(1, line, Form::Entry).map(|(entry, _)| entry)
    }

    pub(super) fn line(&self, link: Option<&Link>) -> String {
        match self {
            Self::Event(event) => write::line(event, link),
            Self::Forgotten(content) => write::forgotten(*content, link),
            Self::Erasure(record) => write::erasure(record, link),
        }
    }
}

impl From<Event> for Entry {
    fn from(event: Event) -> Self {
        Self::Event(event)
    }
}

impl From<ErasureRecord> for Entry {
    fn from(record: ErasureRecord) -> Self {
        Self::Erasure(record)
    }
}
