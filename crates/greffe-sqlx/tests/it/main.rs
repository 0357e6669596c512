//! Integration tests of `greffe-sqlx` on real SQLite files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod attached;
#[path = "../both/mod.rs"]
mod both;
mod consent_file;
mod drift;
#[path = "../drift_rows/mod.rs"]
mod drift_rows;
mod example;
mod example_consent;
#[path = "../../../greffe-consent/tests/it/fixture.rs"]
#[allow(
    dead_code,
    reason = "the fixture of greffe-consent, not all of which is needed"
)]
mod fixture;
mod jobs;
mod laws;
#[path = "../../../greffe-consent/tests/it/newer_kinds.rs"]
#[allow(
    dead_code,
    reason = "the generators of greffe-consent, not all of which are needed"
)]
mod newer_kinds;
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
#[path = "../../../greffe-consent/tests/it/reference.rs"]
#[allow(dead_code, reason = "its list of purposes alone is needed")]
mod reference;
#[path = "../rows/mod.rs"]
mod rows;
mod sealed_column;
#[path = "../../../greffe-consent/tests/it/tcf_encoder.rs"]
#[allow(dead_code, reason = "the fixture names it")]
mod tcf_encoder;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

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

/// A file, in a folder of its own that goes with it unless it is another program's.
struct File {
    path: std::path::PathBuf,
    _folder: Option<tempfile::TempDir>,
    /// Of the connection that is watched.
    steps: Arc<AtomicU64>,
}

impl File {
    /// What stands in the file and in the log beside it.
    fn octets(&self) -> Vec<u8> {
        let log = self.path.with_extension("sqlite-wal");
        let read = |path| std::fs::read(path).unwrap_or_default();
        [read(&self.path), read(&log)].concat()
    }
}

async fn place() -> File {
    let folder = tempfile::tempdir().unwrap();
    File {
        path: folder.path().join("place.sqlite"),
        _folder: Some(folder),
        steps: Arc::default(),
    }
}

/// The place of another program.
fn place_at(address: &str) -> File {
    File {
        path: address.into(),
        _folder: None,
        steps: Arc::default(),
    }
}

impl both::Place for File {
    type Connection = SqliteConnection;

    async fn connect(&self) -> SqliteConnection {
        connect(&self.path).await
    }

    async fn watch(&self, connection: &mut SqliteConnection) {
        let steps = Arc::clone(&self.steps);
        let mut handle = connection.lock_handle().await.unwrap();
        handle.set_progress_handler(1, move || {
            steps.fetch_add(1, Ordering::Relaxed);
            true
        });
    }

    async fn effort(&self, _: &mut SqliteConnection) -> u64 {
        self.steps.load(Ordering::Relaxed)
    }

    fn address(&self) -> String {
        self.path.to_str().unwrap().to_owned()
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
