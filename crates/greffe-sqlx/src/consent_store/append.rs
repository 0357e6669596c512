//! Appending: at the head, which is locked, each event once.

use std::collections::{HashMap, HashSet};

use greffe_consent::{AppendError, ContentDigest, Event, Link};

use super::call::writing;
use super::head::Chain;
use super::row::{NewRow, digest_of, link_of};
use super::{ConsentStore, ConsentStoreError, PAGE};
use crate::{Backend, Statement};

/// Where an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// The position, from 1.
    pub position: u64,
    /// The link of the chain there.
    pub link: Link,
    /// Whether it was appended now; a delivery that is repeated finds it there.
    pub is_new: bool,
}

/// An event that is in the chain already.
struct Known {
    text: String,
    at: Appended,
}

impl<C: Backend> ConsentStore<'_, C> {
    /// Appends an event. The same event a second time changes nothing.
    ///
    /// # Errors
    /// [`ConsentStoreError::Append`] where the id belongs to an event that says something else, or where this very event was forgotten;
    /// [`ConsentStoreError::Store`].
    pub async fn append(&mut self, event: &Event) -> Result<Appended, ConsentStoreError> {
        let appended = self.append_all(std::slice::from_ref(event)).await?;
        // One event, one answer.
        appended.first().copied().ok_or_else(|| {
            let table = super::row::TABLE;
            crate::StoreError::Unreadable { table }.into()
        })
    }

    /// Appends events in one transaction, all of them or none, and says of each where it stands.
    ///
    /// # Errors
    /// As [`ConsentStore::append`], of the first event that is not taken.
    pub async fn append_all(
        &mut self,
        events: &[Event],
    ) -> Result<Vec<Appended>, ConsentStoreError> {
        if events.is_empty() {
            return Ok(Vec::new());
        }
        writing!(self, |own| own.append_locked(events))
    }

    async fn append_locked(
        &mut self,
        events: &[Event],
    ) -> Result<Vec<Appended>, ConsentStoreError> {
        let mut chain = self.lock().await?;
        let before = chain.length;
        let mut appended = Vec::with_capacity(events.len());
        for some in events.chunks(PAGE) {
            let mut known = self.known(&chain, some).await?;
            let digests: Vec<_> = some.iter().map(Event::content_digest).collect();
            let forgotten = self.forgotten(&chain, &digests).await?;
            let (mut rows, mut link) = (Vec::new(), chain.head);
            for (event, content) in some.iter().zip(digests) {
                if forgotten.contains(&content) {
                    return Err(AppendError::Forgotten(event.id()).into());
                }
                let text = event.to_json_line();
                if let Some(known) = known.get(event.id().as_bytes()) {
                    if known.text != text {
                        return Err(AppendError::IdTaken(event.id()).into());
                    }
                    appended.push(known.at);
                    continue;
                }
                link = link.then_content(content);
                let ahead = u64::try_from(rows.len()).unwrap_or(u64::MAX);
                let at = Appended {
                    position: chain.length.saturating_add(ahead).saturating_add(1),
                    link,
                    is_new: true,
                };
                appended.push(at);
                rows.push(NewRow {
                    entry: event.clone().into(),
                    text: text.clone(),
                    link,
                });
                let at = Appended {
                    is_new: false,
                    ..at
                };
                known.insert(*event.id().as_bytes(), Known { text, at });
            }
            self.insert(&mut chain, rows).await?;
        }
        if chain.length > before {
            self.move_head(&chain).await?;
        }
        Ok(appended)
    }

    /// Those of these events' ids that are in the chain.
    async fn known(
        &mut self,
        chain: &Chain,
        events: &[Event],
    ) -> Result<HashMap<[u8; 16], Known>, ConsentStoreError> {
        let ids = events.iter().map(|event| event.id().as_bytes().to_vec());
        let asked = Statement::new(
            "SELECT position, event, entry, link FROM greffe_consent_entries WHERE ledger = $1 AND event IN (",
        );
        let asked = asked.bind(chain.ledger).list(ids).push(")");
        let mut known = HashMap::new();
        for row in self.connection.rows(asked).await? {
            let at = Appended {
                position: row.get("position")?,
                link: link_of(&row, "link")?,
                is_new: false,
            };
            let id: Vec<u8> = row.get("event")?;
            let text = row.get("entry")?;
            if let Ok(id) = id.try_into() {
                known.insert(id, Known { text, at });
            }
        }
        Ok(known)
    }

    /// Those of these contents that were forgotten.
    pub(super) async fn forgotten(
        &mut self,
        chain: &Chain,
        contents: &[ContentDigest],
    ) -> Result<HashSet<ContentDigest>, ConsentStoreError> {
        let contents = contents.iter().map(|content| content.as_bytes().to_vec());
        let asked = Statement::new(
            "SELECT forgotten FROM greffe_consent_entries WHERE ledger = $1 AND forgotten IN (",
        );
        let asked = asked.bind(chain.ledger).list(contents).push(")");
        let rows = self.connection.rows(asked).await?;
        rows.iter()
            .map(|row| digest_of(row, "forgotten").map_err(Into::into))
            .collect()
    }
}
