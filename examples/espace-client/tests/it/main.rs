//! The demo as an operator runs it: what it prints, what it leaves, what it refuses.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "../both/mod.rs"]
#[macro_use]
mod both;
mod output;
#[path = "../../src/fill/people.rs"]
#[allow(
    dead_code,
    reason = "the generator of the host, not all of which is needed"
)]
mod people;
mod refusals;
mod registers;
mod serve;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use greffe_sqlx::Backend as _;
use sqlx::ConnectOptions as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

/// A file in a folder of its own.
struct SqliteFile(tempfile::TempDir);

async fn place() -> SqliteFile {
    SqliteFile(tempfile::tempdir().unwrap())
}

impl SqliteFile {
    fn path(&self) -> PathBuf {
        self.0.path().join("place.sqlite")
    }
}

impl both::Place for SqliteFile {
    type Connection = SqliteConnection;

    fn url(&self) -> String {
        format!("sqlite:{}", self.path().display())
    }

    async fn connect(&self) -> SqliteConnection {
        let options = SqliteConnectOptions::new().filename(self.path());
        let patient = options.busy_timeout(std::time::Duration::from_secs(60));
        patient.connect().await.unwrap()
    }

    async fn back_up(&self) {
        let mut db = self.connect().await;
        db.script("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
        std::fs::copy(self.path(), self.path().with_extension("backup")).unwrap();
    }

    async fn restore(&self) {
        for log in ["place.sqlite-wal", "place.sqlite-shm"] {
            let _ = std::fs::remove_file(self.0.path().join(log));
        }
        std::fs::copy(self.path().with_extension("backup"), self.path()).unwrap();
    }

    /// There is no connection to lose: whoever has the file open has it.
    async fn disconnect_all(&self) {}
}

fn registers_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join("registers")
}

/// Runs `demo` with these arguments.
fn demo(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_espace-client"));
    command.env_remove("DATABASE_URL");
    command.arg("demo").args(arguments).output().unwrap()
}

/// Runs `demo` on one of the example registers with few people on a fixed day, and returns its page and its folder.
fn demo_of(register: &str, lang: &str) -> (String, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let register = registers_folder().join(format!("{register}.toml"));
    let output = demo(&[
        "--register",
        register.to_str().unwrap(),
        "--out",
        folder.path().to_str().unwrap(),
        "--people",
        "120",
        "--lang",
        lang,
        "--today",
        "2026-11-23",
    ]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    (String::from_utf8(output.stdout).unwrap(), folder)
}
