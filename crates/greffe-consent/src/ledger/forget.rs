//! Forgetting: an event's content is erased and the chain still verifies.

use std::collections::hash_map;

use super::{Entry, Ledger, chain};
use crate::{EventId, PersonKey};

impl Ledger {
    /// Forgets every event of a person (*effacement*), Art. 17 GDPR, and says how many: decisions are then as of nobody. Each leaves the
    /// digest of its content, so that [`Ledger::head`] is what it was and the chain still verifies.
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
    /// let head = ledger.head();
    ///
    /// assert_eq!(ledger.forget(person), 1);
    /// assert_eq!(ledger.history(person).count(), 0);
    /// assert!(Ledger::from_json_lines_up_to(&ledger.to_json_lines(), head).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn forget(&mut self, person: PersonKey) -> usize {
        let indices = self.persons.remove(&person).unwrap_or_default();
        for index in &indices {
            self.erase(*index);
        }
        indices.len()
    }

    /// Forgets one event, and says whether there was one of that id. What closed a purpose no longer closes it once it is forgotten: for
    /// events that were recorded by mistake, and never to answer a request for erasure, which forgets the person.
    pub fn forget_event(&mut self, id: EventId) -> bool {
        let Some(index) = self.ids.get(&id).copied() else {
            return false;
        };
        let entry = self.entries.get(index).and_then(|(entry, _)| entry.event());
        if let Some(person) = entry.map(crate::Event::person)
            && let Some(history) = self.persons.get_mut(&person)
        {
            // In reading order, where the event has one place.
            let order = entry.map(crate::Event::reading_order);
            let before = history.partition_point(|known| {
                let known = self
                    .entries
                    .get(*known)
                    .and_then(|(known, _)| known.event());
                known.map(crate::Event::reading_order) < order
            });
            match history.get(before) == Some(&index) {
                true => drop(history.remove(before)),
                false => history.retain(|known| *known != index),
            }
            if history.is_empty() {
                self.persons.remove(&person);
            }
        }
        self.erase(index);
        true
    }

    /// The lines of the events that were forgotten, from 1, in order. Compare them with what was to be forgotten, not their number alone: who
    /// has an old copy can write one forgotten line back and forget another in its place, and the chain verifies.
    pub fn forgotten_lines(&self) -> impl Iterator<Item = usize> {
        let entries = self.entries.iter().zip(1..);
        entries.filter_map(|((entry, _), number)| entry.event().is_none().then_some(number))
    }

    /// How many events were forgotten.
    #[must_use]
    pub fn forgotten(&self) -> usize {
        let entries = self.entries.iter();
        entries.filter(|(entry, _)| entry.event().is_none()).count()
    }

    fn erase(&mut self, index: usize) {
        if let Some((entry, _)) = self.entries.get_mut(index)
            && let Some(event) = entry.event()
        {
            self.ids.remove(&event.id());
            if let Some(device) = event.kind().linked_device()
                && let hash_map::Entry::Occupied(mut links) = self.links.entry(device)
            {
                links.get_mut().retain(|known| *known != index);
                if links.get().is_empty() {
                    links.remove();
                }
            }
            let content = chain::content_of(event);
            self.erased.insert(content);
            *entry = Entry::Forgotten(content);
        }
    }

    pub(super) fn append_forgotten(&mut self, content: [u8; 32]) {
        let link = self.head().then_content(&content);
        self.entries.push((Entry::Forgotten(content), link));
        self.erased.insert(content);
    }
}
