//! The append-only ledger.

use std::collections::hash_map;
use std::collections::{HashMap, HashSet};

use read::Form;

use crate::{AppendError, Event, EventId, PersonKey};

mod chain;
mod entry;
mod erasure;
mod error;
mod forget;
mod proof;
mod read;
mod read_signal;
mod write;

/// The longest line, in bytes: far beyond any event of a person, and small enough to refuse a file that is none. An event that does not
/// fit is none ([`EventError::TooLarge`](crate::EventError::TooLarge)): what a ledger writes it can read.
const LONGEST_LINE: usize = 256 << 10;

pub use chain::Link;
pub use entry::{ContentDigest, Entry};
pub use erasure::{DecisionReference, Erasure, ErasureRecord};
pub use error::{LedgerError, LedgerFault};
pub use forget::ForgottenAccount;
pub use proof::ChainProof;
pub(crate) use write::fits_a_line;

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
/// | `provenance` | `person`, `parent`, `import`, `signal`, `operator`, `guardian`, `proxy`, `heir` |
/// | `kind` | `requested`, `given`, `renewed`, `refused`, `withdrawn`, `confirmed`, `expired`, `objected`, `grounds_decided`, `restricted`, `unrestricted`, `sale_recorded`, `imported`, `parent_authorised`, `died`, `vendors_refused`, `signal_received`, `device_linked`, `notice_published` |
/// | `purposes` | a list of ids, each once; or `"all"` in `refused`, `withdrawn`, `expired`, `objected`, `grounds_decided`, `restricted`, `unrestricted`, `vendors_refused` and a denied `imported`; not in `died`, `signal_received`, `device_linked`, `notice_published` |
/// | `act` | of `given`, `renewed`, `parent_authorised`, `confirmed`: a code of [`Act`](crate::Act) |
/// | `notice`, `version` | of `given`, `renewed`, `parent_authorised`: the notice shown; of `notice_published`: the notice put before people |
/// | `wording` | of the same, optional: SHA-256 of the words shown, 64 digits |
/// | `expires` | of `given`, `renewed`, `parent_authorised`, optional: the first instant at which it no longer holds |
/// | `to` | of `objected`: `marketing` or `other` |
/// | `for` | of `grounds_decided`: `controller` or `person` |
/// | `refusal_offered` | of `sale_recorded`: `true` or `false` |
/// | `sale` | of `sale_recorded`: `paid` or `free_account` |
/// | `state` | of `imported`: `granted` or `denied` |
/// | `vendors` | of `given`, `renewed`, `parent_authorised`, optional: the vendors chosen; of `vendors_refused` and a TC signal: a list of numbers, each once |
/// | `evidence`, `holder` | of `parent_authorised`: a code of [`Evidence`](crate::Evidence), and the number that tells a child's holders apart |
/// | `signal` | of `signal_received`: `gpc` or `tc` |
/// | `value` | of `gpc`: `true` or `false` |
/// | `day` | of `tc`: the day of the choices, UTC |
/// | `tcf_purposes`, `tcf_interests` | of `tc`: the framework's purposes consented to, and those whose legitimate interests were not objected to |
/// | `vendor_interests`, `disclosed` | of `tc`: lists of vendors |
/// | `restrictions` | of `tc`: a list of `purpose/vendor/restriction`, such as `2/755/not_allowed` |
/// | `purpose_one_not_shown` | of `tc`, optional: `true` where the dialogue did not show purpose 1; written only there |
/// | `device`, `authenticated`, `informed` | of `device_linked`: the device's pseudonym, 32 digits; `true` or `false` |
/// | `link` | 64 digits, see [`Link`]; in a chained ledger on every line, in a list of bare events on none |
///
/// The `person` of a `notice_published`, which is about nobody, is a pseudonym that the host keeps for the controller: no person's, and
/// the same for every notice.
///
/// An event that was forgotten ([`Ledger::forget`]) leaves the line `{"content":…,"link":…}`, with the digest of its content. The record of
/// that erasure is a line of its own, further down, which says what was forgotten, when, and by which decision:
/// `{"erased":[1,3],"recorded":…,"decision":…,"link":…}`. The whole format, byte by byte, stands in the crate's `FORMAT.md`.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    entries: Vec<(Entry, Link)>,
    ids: HashMap<EventId, usize>,
    /// Indices into `entries`, in reading order.
    persons: HashMap<PersonKey, Vec<usize>>,
    /// The digests of the contents that were forgotten.
    erased: HashSet<ContentDigest>,
    /// Of the links of each device, in the order of arrival.
    links: HashMap<PersonKey, Vec<usize>>,
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
    /// [`AppendError::IdTaken`] where the id belongs to an event that says something else; [`AppendError::Forgotten`] where this very event
    /// was forgotten, for what is delivered once more must not bring back what was erased.
    pub fn append(&mut self, event: Event) -> Result<(), AppendError> {
        let person = event.person();
        let Some(index) = self.push(event)? else {
            return Ok(());
        };
        let entries = &self.entries;
        let order = |index: usize| {
            let event = entries.get(index).and_then(|(entry, _)| entry.event());
            event.map(Event::reading_order)
        };
        let history = self.persons.entry(person).or_default();
        let place = history.partition_point(|earlier| order(*earlier) < order(index));
        history.insert(place, index);
        Ok(())
    }

    /// Chains an event that is not in the ledger yet, and says where it stands. Its person's history is not told.
    fn push(&mut self, event: Event) -> Result<Option<usize>, AppendError> {
        let index = self.entries.len();
        let content = event.content_digest();
        if self.erased.contains(&content) {
            return Err(AppendError::Forgotten(event.id()));
        }
        match self.ids.entry(event.id()) {
            hash_map::Entry::Occupied(taken) => {
                let known = self.entries.get(*taken.get());
                let known = known.and_then(|(known, _)| known.event());
                return match known == Some(&event) {
                    true => Ok(None),
                    false => Err(AppendError::IdTaken(event.id())),
                };
            }
            hash_map::Entry::Vacant(free) => free.insert(index),
        };
        if let Some(device) = event.kind().linked_device() {
            self.links.entry(device).or_default().push(index);
        }
        let link = self.head().then_content(content);
        self.entries.push((Entry::Event(event), link));
        Ok(Some(index))
    }

    /// Reads a chained ledger and verifies its chain. Keep [`Ledger::head`] elsewhere and compare: only that shows lines taken
    /// off the end, or a chain that was computed anew.
    ///
    /// # Errors
    /// [`LedgerError`] at the first line that is malformed or whose link does not follow.
    pub fn from_json_lines(text: &str) -> Result<Self, LedgerError> {
        let mut ledger = Self::new();
        for (number, line) in read::numbered(text) {
            let (entry, link) = read::line(number, line, Form::Chained)?;
            ledger.append_stored(number, entry, link)?;
        }
        Ok(ledger.in_order())
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
            if let (Entry::Event(event), _) = read::line(number, line, Form::Event)? {
                ledger.append_line(number, event)?;
            }
        }
        Ok(ledger.in_order())
    }

    /// Rebuilds a ledger from stored entries and their links, in the order in which they were appended, and verifies the chain. What was
    /// forgotten comes as its digest, and every record of an erasure with it; a host without either may pass events alone.
    ///
    /// ```
    /// use greffe_consent::*;
    ///
    /// let (person, at) = (PersonKey::from_bytes([7; 16]), "2026-03-01T10:00:00Z".parse()?);
    /// let refused = Kind::Refused { purposes: Scope::All };
    /// let event = Event::new(EventId::from_bytes([1; 16]), person, (at, at), Provenance::Person, refused)?;
    /// let link = Link::GENESIS.then(&event);
    /// let ledger = Ledger::from_entries([(event, link)])?;
    ///
    /// let again = Ledger::from_entries(ledger.chain().map(|(entry, link)| (entry.clone(), *link)))?;
    /// assert_eq!(again.head(), ledger.head());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`LedgerError`] with the number, from 1, of the first entry whose link does not follow, or as of a file.
    pub fn from_entries<E: Into<Entry>>(
        entries: impl IntoIterator<Item = (E, Link)>,
    ) -> Result<Self, LedgerError> {
        let mut ledger = Self::new();
        for ((entry, link), number) in entries.into_iter().zip(1..) {
            ledger.append_stored(number, entry.into(), Some(link))?;
        }
        Ok(ledger.in_order())
    }

    /// The ledger as chained JSON lines, each ended by a line feed.
    #[must_use]
    pub fn to_json_lines(&self) -> String {
        let mut text = String::new();
        for (entry, link) in &self.entries {
            text.push_str(&entry.line(Some(link)));
            text.push('\n');
        }
        text
    }

    /// The last link, which stands for the whole past.
    #[must_use]
    pub fn head(&self) -> Link {
        self.entries.last().map_or(Link::GENESIS, |(_, link)| *link)
    }

    /// Whether the chain ends with `head` or once did: whatever was in it when `head` was kept elsewhere is in it, before whatever was
    /// appended since.
    #[must_use]
    pub fn extends(&self, head: Link) -> bool {
        head == Link::GENESIS || self.entries.iter().any(|(_, link)| *link == head)
    }

    /// The whole chain in the order in which it grew: events, what is left of forgotten ones, records of erasures, each with its link.
    pub fn chain(&self) -> impl Iterator<Item = (&Entry, &Link)> {
        self.entries.iter().map(|(entry, link)| (entry, link))
    }

    /// The events with their links, in the order in which they were appended. What was forgotten is left out: [`Ledger::chain`] has it.
    pub fn entries(&self) -> impl Iterator<Item = (&Event, &Link)> {
        let entries = self.entries.iter();
        entries.filter_map(|(entry, link)| entry.event().map(|event| (event, link)))
    }

    /// The event of that id with its link.
    #[must_use]
    pub fn entry(&self, id: EventId) -> Option<(&Event, &Link)> {
        let (entry, link) = self.entries.get(*self.ids.get(&id)?)?;
        entry.event().map(|event| (event, link))
    }

    /// Where the event of that id stands, from 1: its line.
    #[must_use]
    pub fn position(&self, id: EventId) -> Option<usize> {
        self.ids.get(&id).map(|index| index.saturating_add(1))
    }

    /// A person's events in reading order: by when they occurred, ties by restrictiveness, then by id.
    pub fn history(&self, person: PersonKey) -> impl Iterator<Item = &Event> {
        let indices = self.persons.get(&person).into_iter().flatten();
        indices.filter_map(|index| self.entries.get(*index)?.0.event())
    }

    /// A person's events, and those of every device that was linked to them as an account (rule R14). The person's own come first, in
    /// reading order; each device's follow in theirs.
    pub fn history_of_account(&self, account: PersonKey) -> impl Iterator<Item = &Event> {
        let devices = self.devices_of(account).into_iter();
        let others = devices.flat_map(|device| self.history(device));
        self.history(account).chain(others)
    }

    /// What decides for an account: [`Ledger::history_of_account`] and the links of other accounts to the same devices, for a device that
    /// is shared brings no consent. Those are events of other persons: not for the eyes of this one.
    pub fn events_that_decide(&self, account: PersonKey) -> impl Iterator<Item = &Event> {
        let devices = self.devices_of(account).into_iter();
        let links = devices.flat_map(move |device| {
            let links = self.links.get(&device).into_iter().flatten();
            let events = links.filter_map(|index| self.entries.get(*index)?.0.event());
            events.filter(move |link| ![account, device].contains(&link.person()))
        });
        self.history_of_account(account).chain(links)
    }

    fn devices_of(&self, account: PersonKey) -> Vec<PersonKey> {
        let mut devices: Vec<PersonKey> = self
            .history(account)
            .filter_map(|event| event.kind().linked_device())
            .filter(|device| *device != account)
            .collect();
        devices.sort_unstable();
        devices.dedup();
        devices
    }

    /// The events that were dated in the future when they were recorded. They open nothing; somebody should look at them.
    pub fn quarantined(&self) -> impl Iterator<Item = &Event> {
        let events = self.entries.iter().filter_map(|(entry, _)| entry.event());
        events.filter(|event| event.is_dated_ahead())
    }

    /// How many entries there are: events, forgotten ones, records of erasures; one a line.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Appends a stored entry, whose link has to follow.
    fn append_stored(
        &mut self,
        number: usize,
        entry: Entry,
        link: Option<Link>,
    ) -> Result<(), LedgerError> {
        let follows = |ledger: &Self| link == Some(ledger.head()) && ledger.len() == number;
        let broken = LedgerError::at(number, LedgerFault::BrokenLink);
        match entry {
            Entry::Event(event) => self.append_line(number, event)?,
            Entry::Forgotten(content) => self.append_forgotten(content),
            Entry::Erasure(record) => {
                // A record that was changed is found as that, before it is asked what it says.
                let faulty = self.fault_of(&record, number);
                self.append_record(record);
                if let (true, Some(faulty)) = (follows(self), faulty) {
                    return Err(faulty);
                }
            }
        }
        // A line that stands twice adds no link either, and so does not follow.
        match follows(self) {
            true => Ok(()),
            false => Err(broken),
        }
    }

    /// Appends a line that is read; once all are, the histories are put in order.
    fn append_line(&mut self, number: usize, event: Event) -> Result<(), LedgerError> {
        let person = event.person();
        let index = self.push(event).map_err(|error| {
            let fault = match error {
                AppendError::IdTaken(_) => LedgerFault::IdTaken,
                AppendError::Forgotten(_) => LedgerFault::Forgotten,
            };
            LedgerError::at(number, fault)
        })?;
        if let Some(index) = index {
            self.persons.entry(person).or_default().push(index);
        }
        Ok(())
    }

    fn in_order(mut self) -> Self {
        let entries = &self.entries;
        for history in self.persons.values_mut() {
            history.sort_by_key(|index| {
                let event = entries.get(*index).and_then(|(entry, _)| entry.event());
                event.map(Event::reading_order)
            });
        }
        self
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
        match read::line(1, line, Form::Event)? {
            (Entry::Event(event), _) => Ok(event),
            _ => Err(LedgerError::at(1, LedgerFault::Unreadable(1))),
        }
    }
}
