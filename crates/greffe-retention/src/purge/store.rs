//! What a purge needs of a database.

use std::future::Future;

use serde::{Deserialize, Deserializer, Serialize};

use super::{Certificate, Tombstone};
use crate::{Digest, Facts, Fate, RowKey};

/// A database in which rows are disposed of. Implemented by adapters; Greffe drives it.
///
/// Between `begin` and `commit` everything is one transaction: all of it or nothing lasts, `rollback` and a crash undo it.
pub trait PurgeStore: Send {
    /// Why the store failed.
    type Error: Send;

    /// The table, or whatever holds the rows that it disposes of. Plans and tombstones are of one table: rows of several may have the same keys.
    fn table(&self) -> &str;

    /// Begins a transaction.
    fn begin(&mut self) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Makes the transaction last. Where this fails, `rollback` is called next, since the transaction may be open still.
    fn commit(&mut self) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Undoes the transaction. After a commit that failed there may be none to undo; the result is not looked at then.
    fn rollback(&mut self) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// The facts of these rows as they are now, holds included, in the same order; `None` for a row that is no longer there, or to which the fate was
    /// done already and left it there, as where it was made anonymous. The rows,
    /// and whatever their holds stand in, must be locked until the transaction ends.
    fn facts(
        &mut self,
        keys: &[RowKey],
    ) -> impl Future<Output = Result<Vec<Option<Facts>>, Self::Error>> + Send;

    /// Does to these rows what `fate` says.
    fn dispose(
        &mut self,
        keys: &[RowKey],
        fate: &Fate,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Stores tombstones, so that a restored backup does not bring the rows back. Called with the disposal where a key for digests is given.
    fn entomb(
        &mut self,
        tombstones: &[Tombstone],
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// What was written to the journal for a plan.
    fn journal(
        &mut self,
        plan: &Digest,
    ) -> impl Future<Output = Result<Vec<JournalEntry>, Self::Error>> + Send;

    /// Whether the journal has that portion of a plan: another run of the same plan may have carried it out since this one began. Asked in each
    /// portion's transaction; an adapter that can asks for that one entry.
    fn is_recorded(
        &mut self,
        plan: &Digest,
        batch: u32,
    ) -> impl Future<Output = Result<bool, Self::Error>> + Send {
        async move {
            let journal = self.journal(plan).await?;
            Ok(journal.iter().any(|entry| entry.batch() == batch))
        }
    }

    /// Writes to the journal. A second entry for the same plan and batch must fail, so that two runs at once cannot both count.
    fn record(
        &mut self,
        entry: &JournalEntry,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// The certificate of a plan that was executed to its end.
    fn certificate(
        &mut self,
        plan: &Digest,
    ) -> impl Future<Output = Result<Option<Certificate>, Self::Error>> + Send;

    /// The last certificate of the chain.
    fn last_certificate(
        &mut self,
    ) -> impl Future<Output = Result<Option<Certificate>, Self::Error>> + Send;

    /// Stores a certificate. A second one of the same number must fail.
    fn certify(
        &mut self,
        certificate: &Certificate,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;
}

/// One committed portion of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JournalEntry {
    pub(super) plan: Digest,
    pub(super) batch: u32,
    pub(super) disposed: u64,
    pub(super) gone: u64,
    pub(super) spared: u64,
    pub(super) keys: Digest,
}

/// An entry as it is read.
#[derive(Deserialize)]
#[serde(remote = "JournalEntry", deny_unknown_fields)]
struct Form {
    plan: Digest,
    batch: u32,
    disposed: u64,
    gone: u64,
    spared: u64,
    keys: Digest,
}

impl<'de> Deserialize<'de> for JournalEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::quiet::read_with(deserializer, "not an entry of a journal", Form::deserialize)
    }
}

impl JournalEntry {
    /// The plan.
    #[must_use]
    pub const fn plan(&self) -> &Digest {
        &self.plan
    }

    /// The number of the portion, from 0.
    #[must_use]
    pub const fn batch(&self) -> u32 {
        self.batch
    }

    /// How many rows were disposed of.
    #[must_use]
    pub const fn disposed(&self) -> u64 {
        self.disposed
    }

    /// How many rows were no longer there.
    #[must_use]
    pub const fn gone(&self) -> u64 {
        self.gone
    }

    /// How many rows were left alone because they had changed or were held.
    #[must_use]
    pub const fn spared(&self) -> u64 {
        self.spared
    }

    /// The digest of the keys of the rows that were disposed of.
    #[must_use]
    pub const fn keys(&self) -> &Digest {
        &self.keys
    }
}
