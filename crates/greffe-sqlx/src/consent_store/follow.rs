//! Following a chain that was kept elsewhere: what a restored database has lost comes back, and what was forgotten since goes again.

use greffe_consent::{ContentDigest, Entry, ErasureRecord, Ledger, Link};

use super::call::writing;
use super::row::NewRow;
use super::{ConsentStore, ConsentStoreError, PAGE};
use crate::{Backend, StoreError};

/// What a ledger took from a chain that was kept elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Followed {
    /// How many events were appended.
    pub appended: u64,
    /// How many events that had been forgotten since were forgotten again.
    pub forgotten: u64,
}

impl<C: Backend> ConsentStore<'_, C> {
    /// Goes on as a chain did that was kept elsewhere, such as the last [`ConsentStore::export`] beside a database that comes out of a backup: what was
    /// appended since is appended, what was forgotten since is forgotten again by the very records of its erasure, and every link is the one that was
    /// kept. A ledger that has all of it takes nothing.
    ///
    /// # Errors
    /// [`ConsentStoreError::OtherChain`] where the ledger is no beginning of that chain, such as one to which something else was appended since the
    /// restore: nothing is taken then. [`ConsentStoreError::Damaged`], [`ConsentStoreError::Store`].
    pub async fn follow(&mut self, kept: &Ledger) -> Result<Followed, ConsentStoreError> {
        writing!(self, |own| own.follow_locked(kept))
    }

    async fn follow_locked(&mut self, kept: &Ledger) -> Result<Followed, ConsentStoreError> {
        let mut chain = self.lock().await?;
        let kept_chain: Vec<(&Entry, &Link)> = kept.chain().collect();
        let length = usize::try_from(chain.length).map_err(|_| StoreError::Unwritable)?;
        let (Some(before), Some(since)) = (kept_chain.get(..length), kept_chain.get(length..))
        else {
            return self.extending(kept).await;
        };
        if before.last().map_or(Link::GENESIS, |(_, link)| **link) != chain.head {
            return self.extending(kept).await;
        }
        let mut followed = Followed::default();
        for some in since.chunks(PAGE) {
            let mut rows = Vec::new();
            for (entry, link) in some {
                match entry {
                    Entry::Event(_) => followed.appended = followed.appended.saturating_add(1),
                    Entry::Erasure(record) => {
                        let blanked = self.forget_again(chain.ledger, before, record).await?;
                        followed.forgotten = followed.forgotten.saturating_add(blanked);
                    }
                    Entry::Forgotten(_) => {}
                }
                rows.push(NewRow {
                    entry: (*entry).clone(),
                    text: entry.to_json_line(),
                    link: **link,
                });
            }
            self.take_rows(&mut chain, rows).await?;
        }
        if !since.is_empty() {
            self.move_head(&chain).await?;
        }
        Ok(followed)
    }

    /// Nothing is taken by a ledger that has gone further, or another way.
    async fn extending(&mut self, kept: &Ledger) -> Result<Followed, ConsentStoreError> {
        match self.extends(kept.head()).await? {
            true => Ok(Followed::default()),
            false => Err(ConsentStoreError::OtherChain),
        }
    }

    /// Blanks those rows of before that the record names and that have come back; how many.
    async fn forget_again(
        &mut self,
        ledger: i64,
        before: &[(&Entry, &Link)],
        record: &ErasureRecord,
    ) -> Result<u64, ConsentStoreError> {
        let named = record.positions().filter(|one| *one <= before.len());
        let named: Vec<u64> = named.filter_map(|one| one.try_into().ok()).collect();
        let mut blanked = 0_u64;
        for row in self.rows_at(ledger, &named).await? {
            let position = row.position;
            let content = match row.entry() {
                Some(Entry::Event(event)) => event.content_digest(),
                Some(Entry::Forgotten(_)) => continue,
                Some(Entry::Erasure(_)) | None => {
                    return Err(ConsentStoreError::Damaged { position });
                }
            };
            if kept_at(before, position) != Some(content) {
                return Err(ConsentStoreError::Damaged { position });
            }
            self.blank(ledger, position, content).await?;
            blanked = blanked.saturating_add(1);
        }
        Ok(blanked)
    }
}

/// The digest that was kept of the entry at a position.
fn kept_at(before: &[(&Entry, &Link)], position: u64) -> Option<ContentDigest> {
    let index = usize::try_from(position).ok()?.checked_sub(1)?;
    before.get(index).map(|(entry, _)| entry.content_digest())
}
