//! The embedded database.

use std::path::Path;

use sqlx::ConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};

/// Opens a new database file and makes the tables. A file that is there already is an error of the caller: nothing is overwritten.
pub(crate) async fn create(path: &Path) -> Result<SqliteConnection, sqlx::Error> {
    let mut connection = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .connect()
        .await?;
    sqlx::raw_sql(include_str!("../migrations/0001_tables.sql"))
        .execute(&mut connection)
        .await?;
    Ok(connection)
}
