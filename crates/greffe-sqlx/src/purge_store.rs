//! A purge store over SQLite: journal, certificates and tombstones in tables of their own, everything in the caller's database.

use std::future::Future;

use greffe_retention::{
    Certificate, Digest, Facts, Fate, JournalEntry, PurgeStore, RowKey, Tombstone,
};
use sqlx::Row as _;
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::purge_records::{SETUP, entomb, insert, read, write};

/// What only the host knows: the facts of its rows, and how one of its rows goes.
pub trait HostRows: Send {
    /// The table of these rows, as plans name it.
    fn table(&self) -> &str;

    /// The facts of these rows as they are now, holds included, in the same order; `None` for a row that is gone, or to which the fate
    /// was done already and left it there, as where it was made anonymous. Runs inside the
    /// transaction, which in SQLite has locked the database for other writers.
    fn facts(
        &mut self,
        connection: &mut SqliteConnection,
        keys: &[RowKey],
    ) -> impl Future<Output = Result<Vec<Option<Facts>>, StoreError>> + Send;

    /// Does to these rows what `fate` says. Runs inside the transaction.
    fn dispose(
        &mut self,
        connection: &mut SqliteConnection,
        keys: &[RowKey],
        fate: &Fate,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// Executes plans on SQLite. See [`greffe_retention::Execution`].
///
/// Two jobs may run at once: a transaction takes the write lock when it begins, and neither a portion nor a certificate can be written
/// twice.
#[derive(Debug)]
pub struct SqlitePurgeStore<'c, R> {
    connection: &'c mut SqliteConnection,
    rows: R,
}

impl<'c, R: HostRows> SqlitePurgeStore<'c, R> {
    /// A store on this connection. The three tables are made unless they are there, and the connection is told to overwrite what it
    /// deletes (`PRAGMA secure_delete`), for a deleted row would else stay readable in the file.
    ///
    /// In WAL mode the log keeps older pages: run `PRAGMA wal_checkpoint(TRUNCATE)` after an execution.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn open(connection: &'c mut SqliteConnection, rows: R) -> Result<Self, StoreError> {
        sqlx::raw_sql(SETUP).execute(&mut *connection).await?;
        Ok(Self { connection, rows })
    }
}

impl<R: HostRows> PurgeStore for SqlitePurgeStore<'_, R> {
    type Error = StoreError;

    fn table(&self) -> &str {
        self.rows.table()
    }

    async fn begin(&mut self) -> Result<(), StoreError> {
        // IMMEDIATE: the lock is taken now, so that what was read cannot change before it is written.
        self.execute("BEGIN IMMEDIATE").await
    }

    async fn commit(&mut self) -> Result<(), StoreError> {
        self.execute("COMMIT").await
    }

    async fn rollback(&mut self) -> Result<(), StoreError> {
        self.execute("ROLLBACK").await
    }

    async fn facts(&mut self, keys: &[RowKey]) -> Result<Vec<Option<Facts>>, StoreError> {
        self.rows.facts(self.connection, keys).await
    }

    async fn dispose(&mut self, keys: &[RowKey], fate: &Fate) -> Result<(), StoreError> {
        self.rows.dispose(self.connection, keys, fate).await
    }

    async fn entomb(&mut self, tombstones: &[Tombstone]) -> Result<(), StoreError> {
        for tombstone in tombstones {
            entomb(self.connection, tombstone).await?;
        }
        Ok(())
    }

    async fn journal(&mut self, plan: &Digest) -> Result<Vec<JournalEntry>, StoreError> {
        let rows: Vec<String> = sqlx::query_scalar(
            "SELECT entry FROM greffe_purge_journal WHERE plan = ? ORDER BY batch",
        )
        .bind(plan.to_string())
        .fetch_all(&mut *self.connection)
        .await?;
        rows.iter()
            .map(|text| read("greffe_purge_journal", text))
            .collect()
    }

    async fn record(&mut self, entry: &JournalEntry) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO greffe_purge_journal (plan, batch, entry) VALUES (?, ?, ?)")
            .bind(entry.plan().to_string())
            .bind(entry.batch())
            .bind(write(entry)?)
            .execute(&mut *self.connection)
            .await?;
        Ok(())
    }

    async fn certificate(&mut self, plan: &Digest) -> Result<Option<Certificate>, StoreError> {
        let row = sqlx::query("SELECT certificate FROM greffe_certificates WHERE plan = ?")
            .bind(plan.to_string())
            .fetch_optional(&mut *self.connection)
            .await?;
        row.map(|row| read("greffe_certificates", row.try_get("certificate")?))
            .transpose()
    }

    async fn last_certificate(&mut self) -> Result<Option<Certificate>, StoreError> {
        let row =
            sqlx::query("SELECT certificate FROM greffe_certificates ORDER BY number DESC LIMIT 1")
                .fetch_optional(&mut *self.connection)
                .await?;
        row.map(|row| read("greffe_certificates", row.try_get("certificate")?))
            .transpose()
    }

    async fn certify(&mut self, certificate: &Certificate) -> Result<(), StoreError> {
        insert(self.connection, certificate).await
    }
}

impl<R> SqlitePurgeStore<'_, R> {
    async fn execute(&mut self, statement: &'static str) -> Result<(), StoreError> {
        sqlx::raw_sql(statement)
            .execute(&mut *self.connection)
            .await?;
        Ok(())
    }
}
