//! What is deleted and still there.

use crate::{Backend, DatabaseFailure, Dialect, QualifiedName, Statement, StoreError};

/// How thoroughly a database lets go of what was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Thoroughness {
    /// What every night's job does, while others read and write.
    Nightly,
    /// Writes the tables anew, without what was deleted. Nobody else reads or writes them meanwhile, and as much disk is needed as they take.
    Rewrite,
}

/// Has the database let go of rows that a job has deleted or re-sealed. Called after it, outside of any transaction.
///
/// | | `Nightly` | `Rewrite` |
/// | --- | --- | --- |
/// | SQLite | empties the log of WAL mode (`PRAGMA wal_checkpoint(TRUNCATE)`). Connections that delete without [`SqlPurgeStore`](crate::SqlPurgeStore) set `PRAGMA secure_delete = ON` themselves | `VACUUM` of the whole file, and the same |
/// | PostgreSQL | `VACUUM` of these tables: dead rows, which stay in the file until then, can no longer be read by SQL. Their octets stand in the free space of pages until something is written over them | `VACUUM FULL` of these tables, which makes new files, then a `CHECKPOINT` where the role may, since the former files are emptied by one |
///
/// Neither reaches PostgreSQL's write-ahead log, which goes by its own settings (`max_wal_size`, archives), nor replicas that lag, backups, or blocks
/// that the file system has freed. A transaction that began before the deletion keeps dead rows from being vacuumed: end long readers first. PostgreSQL
/// lets only the owner of a table vacuum it.
///
/// # Errors
/// [`DatabaseFailure::Busy`] where a reader keeps SQLite's log from being emptied; [`DatabaseFailure::Refused`] inside a transaction, or for a table that the
/// role does not own, which PostgreSQL by itself would pass over with a warning; [`StoreError::Database`] else.
pub async fn let_go<C: Backend>(
    connection: &mut C,
    tables: &[QualifiedName],
    thoroughness: Thoroughness,
) -> Result<(), StoreError> {
    match C::DIALECT {
        Dialect::Sqlite => {
            if thoroughness == Thoroughness::Rewrite {
                connection.script("VACUUM").await?;
            }
            let done = Statement::new("PRAGMA wal_checkpoint(TRUNCATE)");
            let done = connection.row(done).await?;
            // 1: a reader was in the way. Without WAL there is nothing to empty, and the answer is 0.
            match done.map(|row| row.get::<i64>("busy")).transpose()? {
                Some(0) => Ok(()),
                _ => Err(StoreError::Database(DatabaseFailure::Busy)),
            }
        }
        Dialect::Postgres => vacuum(connection, tables, thoroughness).await,
    }
}

async fn vacuum<C: Backend>(
    connection: &mut C,
    tables: &[QualifiedName],
    thoroughness: Thoroughness,
) -> Result<(), StoreError> {
    let own = [
        "greffe_purge_journal",
        "greffe_tombstones",
        "greffe_rotations",
    ];
    let own = own.map(str::parse::<QualifiedName>);
    let own = own.iter().filter_map(|name| name.as_ref().ok());
    for table in tables.iter().chain(own) {
        let asked = Statement::new(
            "SELECT count(*) FROM pg_class WHERE oid = to_regclass($1) AND pg_has_role(relowner, 'USAGE')",
        );
        let owned = connection.row(asked.bind(quoted(table))).await?;
        if owned.map(|row| row.first::<i64>()).transpose()? != Some(1) {
            return Err(StoreError::Database(DatabaseFailure::Refused));
        }
        let vacuum = match thoroughness {
            Thoroughness::Nightly => Statement::new("VACUUM "),
            Thoroughness::Rewrite => Statement::new("VACUUM FULL "),
        };
        connection.execute(vacuum.qualified(table)).await?;
    }
    if thoroughness == Thoroughness::Rewrite {
        let asked = Statement::new("SELECT rolsuper FROM pg_roles WHERE rolname = current_user");
        let may = connection.row(asked).await?;
        if may.map(|row| row.first::<bool>()).transpose()? == Some(true) {
            connection.script("CHECKPOINT").await?;
        }
    }
    Ok(())
}

/// As `to_regclass` reads it.
fn quoted(name: &QualifiedName) -> String {
    Statement::new("").qualified(name).sql(Dialect::Postgres)
}
