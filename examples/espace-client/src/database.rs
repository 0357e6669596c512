//! The embedded database.

use std::fs::OpenOptions;
use std::path::Path;

use sqlx::ConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};

use crate::error::DemoError;

/// Opens a new database file and makes the tables. A file that is there already is an error of the caller: nothing is overwritten.
pub(crate) async fn create(path: &Path) -> Result<SqliteConnection, DemoError> {
    // For its owner only, from the first byte; the log beside it takes the same rights.
    let mut file = OpenOptions::new();
    file.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut file, 0o600);
    file.open(path).map_err(DemoError::file(path))?;
    let mut connection = SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        // A retired key opens nothing, so what was re-sealed must be on the disk before the key goes.
        .synchronous(SqliteSynchronous::Full)
        // What is deleted is overwritten, not only forgotten.
        .pragma("secure_delete", "ON")
        .connect()
        .await?;
    sqlx::raw_sql(include_str!("../migrations/0001_tables.sql"))
        .execute(&mut connection)
        .await?;
    Ok(connection)
}

/// Empties the write-ahead log, in which deleted rows would stay readable.
pub(crate) async fn empty_log(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        .execute(connection)
        .await?;
    Ok(())
}
