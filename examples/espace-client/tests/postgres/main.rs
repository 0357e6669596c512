//! The host on a real PostgreSQL: `DATABASE_URL` must name one; without it the tests fail.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    missing_docs
)]

#[path = "../both/mod.rs"]
#[macro_use]
mod both;
#[path = "../../src/fill/people.rs"]
#[allow(
    dead_code,
    reason = "the generator of the host, not all of which is needed"
)]
mod people;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use greffe_sqlx::{Backend as _, Statement};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

fn registers_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join("registers")
}

fn server() -> String {
    std::env::var("DATABASE_URL").expect("DATABASE_URL: run through `cargo xtask pg -- …`")
}

/// A schema of its own.
struct Schema(String);

async fn place() -> Schema {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let schema = Schema(format!("host_{}_{number}", std::process::id()));
    let db = &mut PgConnection::connect(&server()).await.unwrap();
    run(db, format!("CREATE SCHEMA {}", schema.0)).await;
    schema
}

async fn run(db: &mut PgConnection, sql: String) {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(db).await.unwrap();
}

impl Schema {
    fn backup(&self) -> PathBuf {
        std::env::temp_dir().join(format!("{}.sql", self.0))
    }
}

impl Drop for Schema {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(self.backup());
    }
}

impl both::Place for Schema {
    type Connection = PgConnection;

    fn url(&self) -> String {
        let (server, schema) = (server(), &self.0);
        format!("{server}?options[search_path]={schema}&application_name={schema}")
    }

    async fn connect(&self) -> PgConnection {
        PgConnection::connect(&self.url()).await.unwrap()
    }

    async fn back_up(&self) {
        let dumped = Command::new("pg_dump")
            .arg(server())
            .args(["--schema", &self.0])
            .output();
        let dumped = dumped.expect("pg_dump, of Debian's postgresql-client");
        assert!(
            dumped.status.success(),
            "{}",
            String::from_utf8_lossy(&dumped.stderr)
        );
        std::fs::write(self.backup(), dumped.stdout).unwrap();
    }

    async fn restore(&self) {
        let db = &mut self.connect().await;
        run(db, format!("DROP SCHEMA {} CASCADE", self.0)).await;
        let mut psql = Command::new("psql");
        psql.arg(server())
            .args(["-q", "-v", "ON_ERROR_STOP=1", "-f"])
            .arg(self.backup());
        let restored = psql.output().unwrap();
        assert!(
            restored.status.success(),
            "{}",
            String::from_utf8_lossy(&restored.stderr)
        );
    }

    async fn disconnect_all(&self) {
        let db = &mut self.connect().await;
        // Sessions of this schema alone: tests run side by side.
        let asked = Statement::new(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()",
        );
        db.rows(asked.bind(self.0.as_str())).await.unwrap();
    }
}
