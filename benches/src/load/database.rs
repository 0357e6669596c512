//! The two databases.

use greffe_sqlx::Backend as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};

use super::{Load, Size, measure};
use crate::compare::Failure;

/// Measures on a file of SQLite that is gone afterwards, in WAL mode, which is how services have it.
///
/// # Errors
/// What the database says, or that the two sides disagree.
pub async fn on_sqlite(size: Size) -> Result<Load, Failure> {
    let folder = tempfile::tempdir()?;
    let mut db = SqliteConnectOptions::new()
        .filename(folder.path().join("load.sqlite"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .connect()
        .await?;
    measure(&mut db, "sqlite", size).await
}

/// Measures on a PostgreSQL, in the schema `greffe_load`, which must not be there and is gone afterwards.
///
/// # Errors
/// As [`on_sqlite`].
pub async fn on_postgres(url: &str, size: Size) -> Result<Load, Failure> {
    let mut db = PgConnection::connect(url).await?;
    db.script("CREATE SCHEMA greffe_load").await?;
    db.script("SET search_path TO greffe_load; SET client_min_messages TO warning")
        .await?;
    let measured = measure(&mut db, "postgres", size).await;
    // A measurement that failed in a transaction has left it open.
    drop(db);
    let mut db = PgConnection::connect(url).await?;
    db.script("SET client_min_messages TO warning; DROP SCHEMA greffe_load CASCADE")
        .await?;
    measured
}
