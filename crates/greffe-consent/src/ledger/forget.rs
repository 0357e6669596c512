//! Forgetting: an event's content is erased, the chain says so, and still verifies.

use std::collections::{BTreeSet, HashSet, hash_map};

use super::{ContentDigest, Entry, Erasure, ErasureRecord, Ledger, LedgerError, LedgerFault, Link};
use crate::{Event, EventId, PersonKey};

/// What [`Ledger::forget_account`] did. `Debug` shows counts only.
#[derive(Clone, PartialEq, Eq)]
pub struct ForgottenAccount {
    events: usize,
    shared: Vec<PersonKey>,
}

impl ForgottenAccount {
    /// How many events were forgotten, the account's and its devices'.
    #[must_use]
    pub const fn events(&self) -> usize {
        self.events
    }

    /// The devices whose own events stay, for another account is linked to them: whose these are, nobody knows.
    #[must_use]
    pub fn shared_devices(&self) -> &[PersonKey] {
        &self.shared
    }
}

impl std::fmt::Debug for ForgottenAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (events, shared) = (self.events, self.shared.len());
        write!(
            f,
            "ForgottenAccount({events} events, {shared} shared devices)"
        )
    }
}

impl Ledger {
    /// Forgets every event of a person (*effacement*), Art. 17 GDPR, and says how many: decisions are then as of nobody. Each leaves the
    /// digest of its content, so that every link is what it was, and the record of the erasure is appended: it names the lines, the
    /// instant and the decision, and never the person. Of nobody nothing is forgotten and nothing appended, so that asking twice is asking
    /// once.
    ///
    /// That the digests say nothing rests on the random ids of the events: erase these elsewhere too, in receipts, logs of decisions and
    /// rows of the host. The same event delivered once more is refused ([`AppendError::Forgotten`](crate::AppendError)). What still has to be proved, such as an objection
    /// that goes on (Art. 17(3)(e), 21(3)), is kept by the host before: an objection to marketing on a [`SuppressionList`](crate::SuppressionList).
    ///
    /// ```
    /// # use greffe_consent::*;
    /// let person = PersonKey::from_bytes([7; 16]);
    /// let at = "2026-03-01T10:00:00Z".parse()?;
    /// let mut ledger = Ledger::new();
    /// let refused = Kind::Refused { purposes: Scope::All };
    /// ledger.append(Event::new(EventId::from_bytes([1; 16]), person, (at, at), Provenance::Person, refused)?)?;
    /// let before = ledger.head();
    ///
    /// let erasure = Erasure::new("2026-11-26T10:00:00Z".parse()?, "requests/2026-014".parse()?)?;
    /// assert_eq!(ledger.forget(person, &erasure), 1);
    /// assert_eq!(ledger.history(person).count(), 0);
    /// let back = Ledger::from_json_lines_up_to(&ledger.to_json_lines(), ledger.head())?;
    /// assert!(back.extends(before) && back.audit_forgetting().is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn forget(&mut self, person: PersonKey, erasure: &Erasure) -> usize {
        let indices = self.persons.remove(&person).unwrap_or_default();
        self.erase_all(indices, erasure)
    }

    /// Forgets an account with every device that was linked to it (rule R14), as [`Ledger::forget`] does, in one erasure. A device that
    /// another account is linked to keeps its own events, which may be the other's, and is named: the host decides.
    ///
    /// ```
    /// # use greffe_consent::*;
    /// # let (account, device) = (PersonKey::from_bytes([1; 16]), PersonKey::from_bytes([2; 16]));
    /// # let at = "2026-03-01T10:00:00Z".parse()?;
    /// # let event = |n, person, provenance, kind| Event::new(EventId::from_bytes([n; 16]), person, (at, at), provenance, kind);
    /// let mut ledger = Ledger::new();
    /// let refused = Kind::Refused { purposes: Scope::All };
    /// ledger.append(event(1, device, Provenance::Person, refused)?)?;
    /// let linked = Kind::DeviceLinked { device, authenticated: true, informed: true };
    /// ledger.append(event(2, account, Provenance::Operator, linked)?)?;
    ///
    /// let erasure = Erasure::new("2026-11-26T10:00:00Z".parse()?, "requests/2026-014".parse()?)?;
    /// let forgotten = ledger.forget_account(account, &erasure);
    /// assert_eq!((forgotten.events(), forgotten.shared_devices()), (2, &[][..]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn forget_account(&mut self, account: PersonKey, erasure: &Erasure) -> ForgottenAccount {
        let devices = self.devices_of(account);
        let is_shared = |device: &PersonKey| {
            let links = self.links.get(device).into_iter().flatten();
            let mut owners = links.filter_map(|index| self.event_at(*index).map(Event::person));
            owners.any(|owner| owner != account && owner != *device)
        };
        let (shared, own): (Vec<_>, Vec<_>) = devices.into_iter().partition(is_shared);
        let mut indices = Vec::new();
        for person in std::iter::once(account).chain(own) {
            indices.extend(self.persons.remove(&person).unwrap_or_default());
        }
        let events = self.erase_all(indices, erasure);
        ForgottenAccount { events, shared }
    }

    /// Forgets one event, and says whether there was one of that id. What closed a purpose no longer closes it once it is forgotten: for
    /// events that were recorded by mistake, and never to answer a request for erasure, which forgets the person. The record says which
    /// line it was.
    pub fn forget_event(&mut self, id: EventId, erasure: &Erasure) -> bool {
        let Some(index) = self.ids.get(&id).copied() else {
            return false;
        };
        let event = self.event_at(index);
        if let Some(person) = event.map(Event::person)
            && let Some(history) = self.persons.get(&person)
        {
            // In reading order, where the event has one place.
            let order = event.map(Event::reading_order);
            let before = history.partition_point(|known| {
                let known = self.event_at(*known);
                known.map(Event::reading_order) < order
            });
            if let Some(history) = self.persons.get_mut(&person) {
                match history.get(before) == Some(&index) {
                    true => drop(history.remove(before)),
                    false => history.retain(|known| *known != index),
                }
                if history.is_empty() {
                    self.persons.remove(&person);
                }
            }
        }
        self.erase_all(vec![index], erasure) == 1
    }

    /// Records an erasure that was done before there were records of it: of these lines, counted from 1, those that were forgotten and
    /// that no record names yet. Says how many these are. For files of an earlier version; whoever records has to know that the
    /// erasures were lawful.
    pub fn record_forgotten(
        &mut self,
        lines: impl IntoIterator<Item = usize>,
        erasure: &Erasure,
    ) -> usize {
        let uncovered: BTreeSet<usize> = self.uncovered_lines().collect();
        let lines: BTreeSet<usize> = lines.into_iter().collect();
        let positions: Vec<usize> = lines.intersection(&uncovered).copied().collect();
        self.record(&positions, erasure);
        positions.len()
    }

    /// The lines of the events that were forgotten, from 1, in order.
    pub fn forgotten_lines(&self) -> impl Iterator<Item = usize> {
        let entries = self.entries.iter().zip(1..);
        entries.filter_map(|((entry, _), number)| {
            matches!(entry, Entry::Forgotten(_)).then_some(number)
        })
    }

    /// How many events were forgotten.
    #[must_use]
    pub fn forgotten(&self) -> usize {
        self.forgotten_lines().count()
    }

    /// The records of erasures with their lines, from 1, and links. Compare their decisions with what the host decided: whoever can write
    /// the file can append a record too, and only who holds an earlier link sees that it is new.
    pub fn erasures(&self) -> impl Iterator<Item = (usize, &ErasureRecord, &Link)> {
        let entries = self.entries.iter().zip(1..);
        entries.filter_map(|((entry, link), number)| match entry {
            Entry::Erasure(record) => Some((number, record, link)),
            _ => None,
        })
    }

    /// The forgotten lines that no later record of an erasure names, from 1, in order.
    pub fn uncovered_lines(&self) -> impl Iterator<Item = usize> {
        let records = self
            .erasures()
            .flat_map(|(_, record, _)| record.positions());
        let covered: HashSet<usize> = records.collect();
        self.forgotten_lines()
            .filter(move |line| !covered.contains(line))
    }

    /// What is found wrong with what was forgotten: every line whose content is gone although no later record of an erasure names it
    /// ([`LedgerFault::NoErasureRecord`]). A file of an earlier version has no records, and every forgotten line of it is found; of any
    /// other, somebody took out what they wanted unseen. Together with a link that was kept elsewhere ([`Ledger::extends`]), an empty answer
    /// proves that nothing was taken out since but what the records say.
    #[must_use]
    pub fn audit_forgetting(&self) -> Vec<LedgerError> {
        self.uncovered_lines()
            .map(|line| LedgerError::at(line, LedgerFault::NoErasureRecord))
            .collect()
    }

    fn event_at(&self, index: usize) -> Option<&Event> {
        self.entries.get(index).and_then(|(entry, _)| entry.event())
    }

    fn erase_all(&mut self, mut indices: Vec<usize>, erasure: &Erasure) -> usize {
        indices.sort_unstable();
        let mut devices: Vec<PersonKey> = indices
            .iter()
            .filter_map(|index| self.erase(*index))
            .collect();
        // Once a device, however often it was linked.
        devices.sort_unstable();
        devices.dedup();
        devices
            .into_iter()
            .for_each(|device| self.forget_links_of(device));
        let positions: Vec<usize> = indices
            .iter()
            .map(|index| index.saturating_add(1))
            .collect();
        self.record(&positions, erasure);
        positions.len()
    }

    fn record(&mut self, positions: &[usize], erasure: &Erasure) {
        for some in positions.chunks(ErasureRecord::MOST) {
            let record = ErasureRecord::new(erasure.clone(), some.iter().copied());
            // Some positions, from 1, and not too many: there is always a record.
            if let Ok(record) = record {
                self.append_record(record);
            }
        }
    }

    /// Erases the content of an event, and says which device it linked.
    fn erase(&mut self, index: usize) -> Option<PersonKey> {
        let (entry, _) = self.entries.get_mut(index)?;
        let event = entry.event()?;
        let device = event.kind().linked_device();
        self.ids.remove(&event.id());
        let content = event.content_digest();
        self.erased.insert(content);
        *entry = Entry::Forgotten(content);
        device
    }

    /// Leaves of a device's links those that were not erased.
    fn forget_links_of(&mut self, device: PersonKey) {
        let entries = &self.entries;
        if let hash_map::Entry::Occupied(mut links) = self.links.entry(device) {
            links.get_mut().retain(|index| {
                let kept = entries.get(*index);
                kept.is_some_and(|(entry, _)| entry.event().is_some())
            });
            if links.get().is_empty() {
                links.remove();
            }
        }
    }

    pub(super) fn append_forgotten(&mut self, content: ContentDigest) {
        let link = self.head().then_content(content);
        self.entries.push((Entry::Forgotten(content), link));
        self.erased.insert(content);
    }

    pub(super) fn append_record(&mut self, record: ErasureRecord) {
        let link = self.head().then_content(record.content_digest());
        self.entries.push((Entry::Erasure(record), link));
    }

    /// What is wrong with a record that would stand at `number`.
    pub(super) fn fault_of(&self, record: &ErasureRecord, number: usize) -> Option<LedgerError> {
        let impossible = || Some(LedgerError::at(number, LedgerFault::ErasureOfNoEvent));
        record.positions().find_map(|position| {
            let entry = self.entries.get(position.saturating_sub(1));
            match entry.map(|(entry, _)| entry) {
                Some(Entry::Forgotten(_)) => None,
                Some(Entry::Event(_)) => Some(LedgerError::at(position, LedgerFault::NotErased)),
                Some(Entry::Erasure(_)) | None => impossible(),
            }
        })
    }
}
