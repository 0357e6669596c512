//! The database of the service: an embedded SQLite file, or PostgreSQL. What differs between the two stands in this module and in `migrations`.

mod insert;
mod migrations;
mod place;
mod url;

use greffe_sqlx::{Backend, DatabaseFailure, Dialect, QualifiedName, StoreError, Thoroughness};

use crate::error::HostError;

pub(crate) use insert::insert;
pub(crate) use migrations::{is_current, migrate};
pub(crate) use place::{Exclusive, Place, PostgresServer, SqliteFile};
pub(crate) use url::{Database, DatabaseUrl};

/// Does the same on either database: `$place` is a [`Place`] in `$body`.
macro_rules! on_database {
    ($database:expr, |$place:ident| $body:expr) => {
        match $database {
            $crate::database::Database::Sqlite($place) => $body,
            $crate::database::Database::Postgres($place) => $body,
        }
    };
}
pub(crate) use on_database;

/// Has the database let go of what was deleted or re-sealed in these tables; false where a reader was in the way, and the next job does it.
pub(crate) async fn let_go<C: Backend>(
    db: &mut C,
    tables: &[&'static str],
) -> Result<bool, HostError> {
    let tables = tables.iter().map(|table| table.parse());
    let tables: Vec<QualifiedName> = tables
        .collect::<Result<_, _>>()
        .map_err(|_| HostError::Defect)?;
    match greffe_sqlx::let_go(db, &tables, Thoroughness::Nightly).await {
        Err(StoreError::Database(DatabaseFailure::Busy)) => Ok(false),
        done => {
            done?;
            Ok(true)
        }
    }
}

/// Keeps holds from being added until the transaction ends. In SQLite the transaction has locked the file.
pub(crate) async fn lock_holds<C: Backend>(db: &mut C) -> Result<(), StoreError> {
    if C::DIALECT == Dialect::Postgres {
        db.script("LOCK TABLE holds IN SHARE MODE").await?;
    }
    Ok(())
}
