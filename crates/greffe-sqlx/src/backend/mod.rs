//! One text of SQL for SQLite and PostgreSQL: what Greffe's own stores are written with, open to hosts that serve both.
//!
//! Placeholders are `$1`, `$2`, … in both, values are [`Cell`]s, rows are read by the names of their columns. What differs between the two, days,
//! instants and truth values, is told apart where a cell is bound and read, and nowhere else.

mod cell;
#[cfg(feature = "postgres")]
mod postgres;
mod row;
mod settle;
#[cfg(feature = "sqlite")]
mod sqlite;
mod statement;

use std::future::Future;

pub use cell::{Cell, FromCell};
#[cfg(feature = "postgres")]
pub(crate) use postgres::{BoundDay, BoundInstant};
pub use row::Row;
pub(crate) use settle::Opened;
use settle::undo_first;
pub use statement::Statement;

use crate::{StoreError, StoredDay};

/// Which database a connection speaks to, where a host must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Dialect {
    /// What a SELECT ends with so that its rows cannot change before the transaction ends: nothing in SQLite, where a transaction of
    /// [`Backend::begin_writing`] has locked the file.
    #[must_use]
    pub const fn for_update(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE",
        }
    }
}

/// A connection to one of the two databases: `sqlx::SqliteConnection`, `sqlx::PgConnection`.
///
/// ```
/// # #[cfg(feature = "sqlite")]
/// # async fn example() -> Result<(), greffe_sqlx::StoreError> {
/// use greffe_sqlx::{Backend, Statement};
/// use sqlx::Connection as _;
///
/// async fn subjects<C: Backend>(db: &mut C, customer: i64) -> Result<Vec<String>, greffe_sqlx::StoreError> {
///     let asked = Statement::new("SELECT subject FROM tickets WHERE customer = $1 ORDER BY id").bind(customer);
///     db.rows(asked).await?.iter().map(|row| row.get("subject")).collect()
/// }
///
/// let mut db = sqlx::SqliteConnection::connect("sqlite::memory:").await?;
/// db.script("CREATE TABLE tickets (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL, subject TEXT NOT NULL) STRICT").await?;
/// db.execute(Statement::new("INSERT INTO tickets (customer, subject) VALUES ($1, $2)").bind(7).bind("Invoice")).await?;
/// assert_eq!(subjects(&mut db, 7).await?, ["Invoice"]);
/// # Ok(()) }
/// # #[cfg(feature = "sqlite")]
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(example()).unwrap();
/// ```
pub trait Backend: sqlx::Connection + Send + sealed::Sealed + 'static {
    /// Which of the two it is.
    const DIALECT: Dialect;

    /// How its columns store days, for [`FactColumns`](crate::FactColumns) of a host that serves both.
    type Day: StoredDay;

    /// A column that holds what [`Cell::Day`] writes.
    const DAY: Self::Day;

    /// A column that holds what [`Cell::Instant`] writes.
    const INSTANT: Self::Day;

    /// Runs a statement; the number of rows that it touched.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    fn execute(
        &mut self,
        statement: Statement,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// Runs a query; all its rows. Of a large table ask for a page at a time, by the last key seen.
    ///
    /// # Errors
    /// [`StoreError::Database`]; it is [`DatabaseFailure::Type`](crate::DatabaseFailure::Type) where a column has a type that no [`Cell`] holds.
    fn rows(
        &mut self,
        statement: Statement,
    ) -> impl Future<Output = Result<Vec<Row>, StoreError>> + Send;

    /// Runs statements without values, one after the other.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    fn script(&mut self, sql: &'static str) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Opens a transaction that will write. In SQLite it takes the lock of the file now, so that what was read cannot change before it is
    /// written; in PostgreSQL rows are locked by `FOR UPDATE` ([`Dialect::for_update`]), and each statement sees what was committed before it.
    ///
    /// The transaction is the connection's: end it with [`Backend::commit`] or [`Backend::rollback`]. A future that is dropped in the middle
    /// leaves it open, and a pool lends the connection out as it is: have whoever drops it call [`Backend::undo_first`], or drop the connection too
    /// ([`PoolConnection::close_on_drop`](sqlx::pool::PoolConnection::close_on_drop)). Greffe's own stores undo theirs.
    ///
    /// # Errors
    /// [`StoreError::Database`]; [`DatabaseFailure::Refused`](crate::DatabaseFailure::Refused) inside a transaction, which is the caller's to roll back:
    /// PostgreSQL may have ended it.
    fn begin_writing(&mut self) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Opens a transaction that sees one state of the database until it ends, and writes nothing.
    ///
    /// # Errors
    /// As [`Backend::begin_writing`].
    fn begin_snapshot(&mut self) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Ends the transaction and keeps what it wrote.
    ///
    /// # Errors
    /// [`StoreError::Database`]; nothing of it is kept then, and the transaction is over. In PostgreSQL so it is where a statement of the transaction failed
    /// and the caller went on. Of [`DatabaseFailure::Unreachable`](crate::DatabaseFailure::Unreachable) alone nobody knows whether it was kept: the answer may
    /// have been lost. Look on another connection, or do again what may be done twice.
    fn commit(&mut self) -> impl Future<Output = Result<(), StoreError>> + Send {
        async {
            let committed = self
                .script(match Self::DIALECT {
                    Dialect::Sqlite => "COMMIT",
                    // A transaction that a failed statement has ended answers a COMMIT as if it had kept everything; to any other statement it says so.
                    Dialect::Postgres => "SELECT 1; COMMIT",
                })
                .await;
            if committed.is_err() {
                // SQLite may refuse while somebody reads, and leaves it open. Without an answer the connection is gone, and whether it was kept is decided.
                let _undone = self.rollback().await;
            }
            committed
        }
    }

    /// Ends the transaction and undoes what it wrote.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    fn rollback(&mut self) -> impl Future<Output = Result<(), StoreError>> + Send {
        self.script("ROLLBACK")
    }

    /// Has the connection undo its transaction before it does anything else, whoever has it then: for what is dropped in the middle of one, where
    /// nobody can wait. Without a transaction nothing is undone, and PostgreSQL warns.
    fn undo_first(&mut self)
    where
        Self: Sized,
    {
        undo_first(self);
    }

    /// Undoes the transaction that somebody left open, if there is one, and says nothing where there is none: for
    /// [`after_release`](sqlx::pool::PoolOptions::after_release) of a pool that hosts' own transactions come back to.
    ///
    /// # Errors
    /// [`StoreError::Database`]: lend the connection to nobody.
    fn undo_left_open(&mut self) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// The row of a query that has one at most.
    ///
    /// # Errors
    /// As [`Backend::rows`].
    fn row(
        &mut self,
        statement: Statement,
    ) -> impl Future<Output = Result<Option<Row>, StoreError>> + Send {
        async { Ok(self.rows(statement).await?.into_iter().next()) }
    }
}

mod sealed {
    /// Only this crate's connections: a new method of [`super::Backend`] breaks nobody.
    pub trait Sealed {}
    #[cfg(feature = "sqlite")]
    impl Sealed for sqlx::SqliteConnection {}
    #[cfg(feature = "postgres")]
    impl Sealed for sqlx::PgConnection {}
}
