//! One person's part of a ledger, read without the rest.

use std::collections::BTreeSet;

use greffe_consent::receipt::{Controller, Receipt};
use greffe_consent::{ChainProof, Event, EventId, Ledger, Link, PersonKey, Policy};
use greffe_terms::Lang;

use super::call::reading;
use super::{ConsentStore, ConsentStoreError, PAGE, StoredEntry};
use crate::{Backend, Statement};

/// What a person's rows are found by.
#[derive(Clone, Copy)]
enum By {
    Person,
    Device,
}

impl<C: Backend> ConsentStore<'_, C> {
    /// What a person may see as theirs: their events, and those of every device that was linked to them as an account, each in reading order
    /// ([`Ledger::history_of_account`]).
    ///
    /// # Errors
    /// [`ConsentStoreError::Damaged`]: a part of a history could allow what the rest forbids, so that there is no answer then;
    /// [`ConsentStoreError::Store`].
    pub async fn history_of(&mut self, person: PersonKey) -> Result<Vec<Event>, ConsentStoreError> {
        let part = reading!(self, |own| own.part_of(person))?;
        Ok(part.history_of_account(person).cloned().collect())
    }

    /// What decides for a person: [`ConsentStore::history_of`] and the links of other accounts to the same devices, for a device that is shared
    /// brings no consent ([`Ledger::events_that_decide`]). Those are events of other persons: not for the eyes of this one. Give it to
    /// [`Policy::decide_over`]: the decision is the one over the whole ledger.
    ///
    /// # Errors
    /// As [`ConsentStore::history_of`].
    pub async fn events_that_decide(
        &mut self,
        person: PersonKey,
    ) -> Result<Vec<Event>, ConsentStoreError> {
        let part = reading!(self, |own| own.part_of(person))?;
        Ok(part.events_that_decide(person).cloned().collect())
    }

    /// The receipt of a person's event, as [`Receipt::of`] makes it of the whole ledger.
    ///
    /// # Errors
    /// [`ConsentStoreError::Receipt`] where the ledger has no such event of that person, where it is none of a consent, or where its link does not
    /// follow; as [`ConsentStore::history_of`].
    pub async fn receipt(
        &mut self,
        policy: &Policy,
        (person, event): (PersonKey, EventId),
        controller: &Controller,
        lang: Lang,
    ) -> Result<Receipt, ConsentStoreError> {
        let (before, event, link, part) = reading!(self, |own| own.placed(person, event))?;
        let history = part.events_that_decide(person);
        let receipt = Receipt::of_row(policy, (before, &event, link), history, controller, lang)?;
        Ok(receipt)
    }

    /// The proof that the event of that id stands in the chain up to [`ConsentStore::head`]; `None` where there is no such event. It is as
    /// long as what came after the event.
    ///
    /// # Errors
    /// As [`ConsentStore::history_of`].
    pub async fn proof(&mut self, event: EventId) -> Result<Option<ChainProof>, ConsentStoreError> {
        reading!(self, |own| own.proof_in_snapshot(event))
    }

    async fn proof_in_snapshot(
        &mut self,
        event: EventId,
    ) -> Result<Option<ChainProof>, ConsentStoreError> {
        let Some((before, stored)) = self.at(event).await? else {
            return Ok(None);
        };
        let Some(chain) = self.chain().await? else {
            return Ok(None);
        };
        let (mut after, mut position) = (Vec::new(), stored.position);
        loop {
            let rows = self.rows_after(chain.ledger, position, PAGE).await?;
            let Some(last) = rows.last() else {
                break;
            };
            position = last.position;
            for row in rows {
                after.push(row.stored()?.entry.content_digest());
            }
        }
        Ok(Some(ChainProof::new(before, after)))
    }

    async fn placed(
        &mut self,
        person: PersonKey,
        event: EventId,
    ) -> Result<(Link, Event, Link, Ledger), ConsentStoreError> {
        let unknown = greffe_consent::receipt::ReceiptError::UnknownEvent;
        let (before, stored) = self.at(event).await?.ok_or_else(|| unknown.clone())?;
        let event = stored
            .entry
            .event()
            .filter(|event| event.person() == person);
        let event = event.ok_or(unknown)?.clone();
        Ok((before, event, stored.link, self.part_of(person).await?))
    }

    /// The event of that id, and the link before it.
    async fn at(
        &mut self,
        event: EventId,
    ) -> Result<Option<(Link, StoredEntry)>, ConsentStoreError> {
        let Some(chain) = self.chain().await? else {
            return Ok(None);
        };
        let asked = Statement::new(
            "SELECT position FROM greffe_consent_entries WHERE ledger = $1 AND event = $2",
        );
        let asked = asked.bind(chain.ledger).bind(&event.as_bytes()[..]);
        let Some(row) = self.connection.row(asked).await? else {
            return Ok(None);
        };
        let position: u64 = row.first()?;
        let around = [position.saturating_sub(1), position];
        let (mut before, mut found) = (Link::GENESIS, None);
        for row in self.rows_at(chain.ledger, &around).await? {
            match row.position == position {
                true => found = Some(row.stored()?),
                false => before = row.link.unwrap_or(Link::GENESIS),
            }
        }
        let named = |stored: &StoredEntry| stored.entry.event().map(Event::id) == Some(event);
        match found {
            Some(stored) if named(&stored) => Ok(Some((before, stored))),
            _ => Err(ConsentStoreError::Damaged { position }),
        }
    }

    /// A ledger of what decides for a person and nothing else. Its chain is its own.
    pub(super) async fn part_of(&mut self, person: PersonKey) -> Result<Ledger, ConsentStoreError> {
        let rows = self.rows_that_decide(person).await?;
        let mut part = Ledger::new();
        for (position, event) in rows {
            let damaged = ConsentStoreError::Damaged { position };
            part.append(event).map_err(|_| damaged)?;
        }
        Ok(part)
    }

    /// Position and event, in the order of the chain, each once.
    async fn rows_that_decide(
        &mut self,
        person: PersonKey,
    ) -> Result<Vec<(u64, Event)>, ConsentStoreError> {
        let Some(chain) = self.chain().await? else {
            return Ok(Vec::new());
        };
        let mut rows = self.found(chain.ledger, By::Person, &[person]).await?;
        let linked = rows
            .iter()
            .filter_map(|(_, event)| event.kind().linked_device());
        let devices: BTreeSet<PersonKey> = linked.filter(|device| *device != person).collect();
        let devices: Vec<PersonKey> = devices.into_iter().collect();
        rows.extend(self.found(chain.ledger, By::Person, &devices).await?);
        rows.extend(self.found(chain.ledger, By::Device, &devices).await?);
        rows.sort_unstable_by_key(|(position, _)| *position);
        rows.dedup_by_key(|(position, _)| *position);
        Ok(rows)
    }

    async fn found(
        &mut self,
        ledger: i64,
        by: By,
        keys: &[PersonKey],
    ) -> Result<Vec<(u64, Event)>, ConsentStoreError> {
        let mut found = Vec::new();
        for some in keys.chunks(PAGE) {
            let some = some.iter().map(|key| key.as_bytes().to_vec());
            let asked = Statement::new(match by {
                By::Person => {
                    "SELECT position, entry FROM greffe_consent_entries WHERE ledger = $1 AND person IN ("
                }
                By::Device => {
                    "SELECT position, entry FROM greffe_consent_entries WHERE ledger = $1 AND device IN ("
                }
            });
            let asked = asked.bind(ledger).list(some).push(")");
            for row in self.connection.rows(asked).await? {
                let position: u64 = row.get("position")?;
                let event = Event::from_json_line(&row.get::<String>("entry")?).ok();
                let is_meant = |event: &Event| match by {
                    By::Person => keys.contains(&event.person()),
                    By::Device => event
                        .kind()
                        .linked_device()
                        .is_some_and(|one| keys.contains(&one)),
                };
                let event = event.filter(is_meant);
                found.push((
                    position,
                    event.ok_or(ConsentStoreError::Damaged { position })?,
                ));
            }
        }
        Ok(found)
    }
}
