//! Who waits for whom while rows are disposed of.

use crate::{Backend, Dialect, Statement, StoreError};

/// Waits until no other transaction disposes of rows of this table, and keeps others from it until the caller's own transaction ends.
///
/// What a host calls first in a transaction that places a hold, where no foreign key leads from the hold to its row: the hold is then in place
/// before a portion of a purge begins, and is seen by it, or is placed after it, and the host finds that the row is gone. In SQLite a transaction of
/// [`Backend::begin_writing`] does that already, and this does nothing.
///
/// ```
/// # async fn example<C: greffe_sqlx::Backend>(db: &mut C) -> Result<(), greffe_sqlx::StoreError> {
/// use greffe_sqlx::{Statement, lock_table_of_purge};
///
/// db.begin_writing().await?;
/// lock_table_of_purge(db, "logs").await?;
/// let hold = Statement::new("INSERT INTO holds (log, since) SELECT id, $2 FROM logs WHERE id = $1");
/// let placed = db.execute(hold.bind(17).bind("2026-02-01")).await?;
/// db.commit().await?;
/// assert_eq!(placed, 1, "the row is gone");
/// # Ok(()) }
/// ```
///
/// # Errors
/// [`StoreError::Database`].
pub async fn lock_table_of_purge<C: Backend>(
    connection: &mut C,
    table: &str,
) -> Result<(), StoreError> {
    lock(connection, format!("greffe purge {table}")).await
}

/// Certificates are numbered: of two jobs over different tables one waits for the other before it reads the newest.
pub(crate) async fn lock_chain<C: Backend>(connection: &mut C) -> Result<(), StoreError> {
    lock(connection, "greffe certificates".to_owned()).await
}

/// A lock of that name until the transaction ends. SQLite has locked the whole file.
pub(crate) async fn lock<C: Backend>(connection: &mut C, name: String) -> Result<(), StoreError> {
    if C::DIALECT == Dialect::Postgres {
        let taken = Statement::new("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))");
        connection.execute(taken.bind(name)).await?;
    }
    Ok(())
}
