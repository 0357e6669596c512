//! Integration tests of `greffe-sqlx` on real SQLite files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

#[path = "../both/mod.rs"]
mod both;
mod example;
mod jobs;
mod laws;
mod predicate_law;
mod predicate_rows;
mod predicate_shape;
mod predicate_values;

#[path = "../../../greffe-retention/tests/it/random.rs"]
#[allow(
    dead_code,
    reason = "the generators of greffe-retention, not all of which are needed"
)]
mod random;
#[path = "../rows/mod.rs"]
mod rows;
mod sealed_column;

use chrono::NaiveDate;
use greffe_calendar::FiscalYears;
use sqlx::ConnectOptions as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

/// A connection to a file, made if it is not there.
async fn connect(path: &std::path::Path) -> SqliteConnection {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .connect()
        .await
        .unwrap()
}

/// A file in a folder of its own.
struct File(tempfile::TempDir);

impl File {
    /// What stands in the file and in the log beside it.
    fn octets(&self) -> Vec<u8> {
        let read = |name| std::fs::read(self.0.path().join(name)).unwrap_or_default();
        [read("place.sqlite"), read("place.sqlite-wal")].concat()
    }
}

async fn place() -> File {
    File(tempfile::tempdir().unwrap())
}

impl both::Place for File {
    type Connection = SqliteConnection;

    async fn connect(&self) -> SqliteConnection {
        connect(&self.0.path().join("place.sqlite")).await
    }
}

/// A database that is gone afterwards.
async fn memory() -> SqliteConnection {
    let options = SqliteConnectOptions::new().in_memory(true);
    options.connect().await.unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// `06-30`, or dated years with the closing that follows them.
fn years(text: &str) -> FiscalYears {
    let (rows, closing): (Vec<_>, Vec<_>) = text.split(' ').partition(|part| part.contains('/'));
    let rows: Vec<_> = rows.iter().map(|row| row.parse().unwrap()).collect();
    match (rows.is_empty(), closing.first()) {
        (true, Some(closing)) => FiscalYears::regular(closing.parse().unwrap()),
        (false, Some(closing)) => FiscalYears::with_table(closing.parse().unwrap(), rows).unwrap(),
        (_, None) => FiscalYears::from_table(rows).unwrap(),
    }
}
