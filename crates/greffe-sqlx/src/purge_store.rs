//! A purge store over SQLite and PostgreSQL: journal, certificates and tombstones in tables of their own, everything in the caller's database.

use std::future::Future;

use greffe_retention::{
    Certificate, Digest, Facts, Fate, JournalEntry, PurgeStore, RowKey, Tombstone,
};

use crate::backend::Opened;
use crate::overwrite::overwrite_what_goes;
use crate::purge_lock::{lock_chain, lock_table_of_purge};
use crate::purge_records::{CERTIFICATES, JOURNAL, entomb, insert, read, write};
use crate::{Backend, Row, Statement, StoreError, migrate};

/// What only the host knows: the facts of its rows, and how one of its rows goes. Written once for both databases, or for one of them.
///
/// In PostgreSQL two things are the host's, and without them a hold that comes while a portion runs may be overlooked:
///
/// 1. [`facts`](Self::facts) locks the rows first, and reads holds in a later statement: each statement sees what was committed before it began.
/// 2. A transaction that places a hold waits for the portion: through a foreign key from the hold to its row, which the database checks
///    against the lock of the row, or by [`lock_table_of_purge`]. With the foreign key a hold on a row that went is refused.
///
/// ```
/// use greffe_calendar::NaiveDate;
/// use greffe_retention::{Event, Facts, Fate, Hold, HoldReason, RowKey};
/// use greffe_sqlx::{Backend, HostRows, Statement, StoreError};
///
/// struct Logs;
///
/// impl<C: Backend> HostRows<C> for Logs {
///     fn table(&self) -> &str {
///         "logs"
///     }
///
///     async fn facts(&mut self, db: &mut C, keys: &[RowKey]) -> Result<Vec<Option<Facts>>, StoreError> {
///         let rows = Statement::new("SELECT id, written FROM logs WHERE id IN (").list(keys).push(") ORDER BY id");
///         let rows = db.rows(rows.push(C::DIALECT.for_update())).await?;
///         let holds = Statement::new("SELECT log, since FROM holds WHERE log IN (").list(keys).push(")");
///         let holds = db.rows(holds).await?;
///         let mut found = std::collections::HashMap::new();
///         for row in &rows {
///             found.insert(row.get::<RowKey>("id")?, Facts::new().on(Event::Recorded, row.get("written")?));
///         }
///         for hold in &holds {
///             if let Some(facts) = found.get_mut(&hold.get::<RowKey>("log")?) {
///                 *facts = std::mem::take(facts).hold(Hold::new(HoldReason::Dispute, hold.get("since")?));
///             }
///         }
///         Ok(keys.iter().map(|key| found.remove(key)).collect())
///     }
///
///     async fn dispose(&mut self, db: &mut C, keys: &[RowKey], fate: &Fate) -> Result<(), StoreError> {
///         if *fate != Fate::Erase {
///             return Err(StoreError::HostFate { table: "logs" });
///         }
///         db.execute(Statement::new("DELETE FROM logs WHERE id IN (").list(keys).push(")")).await?;
///         Ok(())
///     }
/// }
/// ```
pub trait HostRows<C: Backend>: Send {
    /// The table of these rows, as plans name it.
    fn table(&self) -> &str;

    /// The facts of these rows as they are now, holds included, in the same order; `None` for a row that is gone, or to which the fate
    /// was done already and left it there, as where it was made anonymous. Runs inside the
    /// transaction, which in SQLite has locked the database for other writers; in PostgreSQL end the query of the rows with
    /// [`Dialect::for_update`](crate::Dialect::for_update), in the order of their keys, so that two jobs never wait for each other.
    fn facts(
        &mut self,
        connection: &mut C,
        keys: &[RowKey],
    ) -> impl Future<Output = Result<Vec<Option<Facts>>, StoreError>> + Send;

    /// Does to these rows what `fate` says. Runs inside the transaction.
    fn dispose(
        &mut self,
        connection: &mut C,
        keys: &[RowKey],
        fate: &Fate,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// Executes plans on SQLite and PostgreSQL. See [`greffe_retention::Execution`].
///
/// The plan itself is the host's to keep until its certificate is there: only the same plan resumes what a crash cut off, and certifies it.
///
/// Two jobs may run at once: in SQLite a transaction takes the write lock when it begins, in PostgreSQL a lock of the table's name
/// ([`lock_table_of_purge`]), and neither a portion nor a certificate can be written twice. A store that is dropped in the middle of a portion has the
/// connection undo it before anything else.
#[derive(Debug)]
pub struct SqlPurgeStore<'c, C: Backend, R> {
    opened: Opened<'c, C>,
    rows: R,
}

impl<'c, C: Backend, R: HostRows<C>> SqlPurgeStore<'c, C, R> {
    /// A store on this connection. Greffe's own tables are made unless they are there ([`migrate`]), and a connection to SQLite is told to
    /// overwrite what it deletes (`PRAGMA secure_delete`), for a deleted row would else stay readable in the file.
    ///
    /// The logs of both databases keep older pages, and PostgreSQL the row itself: [`let_go`](crate::let_go) after an execution.
    ///
    /// # Errors
    /// As [`migrate`].
    pub async fn open(connection: &'c mut C, rows: R) -> Result<Self, StoreError> {
        overwrite_what_goes(connection).await?;
        migrate(connection).await?;
        Ok(Self {
            opened: Opened::lent(connection),
            rows,
        })
    }
}

impl<C: Backend, R: HostRows<C>> PurgeStore for SqlPurgeStore<'_, C, R> {
    type Error = StoreError;

    fn table(&self) -> &str {
        self.rows.table()
    }

    async fn begin(&mut self) -> Result<(), StoreError> {
        self.opened.begin_writing().await?;
        let table = self.rows.table();
        let locked = lock_table_of_purge(self.opened.connection(), table).await;
        if locked.is_err() {
            // Nobody ends a transaction that did not begin.
            let _undone = self.opened.rollback().await;
        }
        locked
    }

    async fn commit(&mut self) -> Result<(), StoreError> {
        self.opened.commit().await
    }

    async fn rollback(&mut self) -> Result<(), StoreError> {
        self.opened.rollback().await
    }

    async fn facts(&mut self, keys: &[RowKey]) -> Result<Vec<Option<Facts>>, StoreError> {
        self.rows.facts(self.opened.connection(), keys).await
    }

    async fn dispose(&mut self, keys: &[RowKey], fate: &Fate) -> Result<(), StoreError> {
        self.rows
            .dispose(self.opened.connection(), keys, fate)
            .await
    }

    async fn entomb(&mut self, tombstones: &[Tombstone]) -> Result<(), StoreError> {
        entomb(self.opened.connection(), tombstones).await
    }

    async fn journal(&mut self, plan: &Digest) -> Result<Vec<JournalEntry>, StoreError> {
        let asked =
            Statement::new("SELECT entry FROM greffe_purge_journal WHERE plan = $1 ORDER BY batch")
                .bind(plan.to_string());
        let rows = self.opened.connection().rows(asked).await?;
        rows.iter()
            .map(|row| read(JOURNAL, &row.first::<String>()?))
            .collect()
    }

    async fn is_recorded(&mut self, plan: &Digest, batch: u32) -> Result<bool, StoreError> {
        let asked =
            Statement::new("SELECT batch FROM greffe_purge_journal WHERE plan = $1 AND batch = $2")
                .bind(plan.to_string())
                .bind(batch);
        Ok(self.opened.connection().row(asked).await?.is_some())
    }

    async fn record(&mut self, entry: &JournalEntry) -> Result<(), StoreError> {
        let insert = Statement::new(
            "INSERT INTO greffe_purge_journal (plan, batch, entry) VALUES ($1, $2, $3)",
        )
        .bind(entry.plan().to_string())
        .bind(entry.batch())
        .bind(write(entry)?);
        self.opened.connection().execute(insert).await?;
        Ok(())
    }

    async fn certificate(&mut self, plan: &Digest) -> Result<Option<Certificate>, StoreError> {
        let asked = Statement::new("SELECT certificate FROM greffe_certificates WHERE plan = $1");
        certificate(
            self.opened
                .connection()
                .row(asked.bind(plan.to_string()))
                .await?,
        )
    }

    async fn last_certificate(&mut self) -> Result<Option<Certificate>, StoreError> {
        lock_chain(self.opened.connection()).await?;
        let asked = Statement::new(
            "SELECT certificate FROM greffe_certificates ORDER BY number DESC LIMIT 1",
        );
        certificate(self.opened.connection().row(asked).await?)
    }

    async fn certify(&mut self, certificate: &Certificate) -> Result<(), StoreError> {
        insert(self.opened.connection(), certificate).await
    }
}

fn certificate(row: Option<Row>) -> Result<Option<Certificate>, StoreError> {
    row.map(|row| read(CERTIFICATES, &row.first::<String>()?))
        .transpose()
}
