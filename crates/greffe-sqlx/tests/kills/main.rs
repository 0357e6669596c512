//! Jobs that are killed at any point, and run again until they are done.
//!
//! A program of its own, since it starts itself: told of a job by the environment it does the job, else it starts jobs, kills them, and looks at
//! what they leave behind. `cargo test` kills some on SQLite; `cargo xtask kills` a hundred of each job on each database.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod harness;
mod purge;
mod rotation;

use std::process::ExitCode;

use greffe_sqlx::{Backend, DatabaseFailure, StoreError};

/// A job over a table, and what must hold once it is done.
trait Job {
    /// What the environment calls it.
    const NAME: &'static str;

    /// Tables as they are before it.
    async fn set_up<C: Backend>(db: &mut C, folder: &std::path::Path);

    /// The job, from the beginning: it finds out itself what was done before.
    async fn run<C: Backend>(db: &mut C, folder: &std::path::Path) -> Result<(), StoreError>;

    /// Panics unless all of it was done, once.
    async fn verify<C: Backend>(db: &mut C);
}

/// Names the job that this process is to do.
const JOB: &str = "GREFFE_KILLS_JOB";
const URL: &str = "GREFFE_KILLS_URL";
const FOLDER: &str = "GREFFE_KILLS_FOLDER";
/// How many of each job to kill.
const KILLS: &str = "GREFFE_KILLS";

/// What a job's process says that could not go on because of another one, or because the server went away.
const AGAIN: u8 = 3;

fn main() -> ExitCode {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    runtime.block_on(async {
        let Ok(job) = std::env::var(JOB) else {
            harness::run().await;
            return ExitCode::SUCCESS;
        };
        let done = match job.as_str() {
            purge::Purge::NAME => one::<purge::Purge>().await,
            rotation::Rotating::NAME => one::<rotation::Rotating>().await,
            _ => panic!("there is no job `{job}`"),
        };
        match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(StoreError::Database(
                DatabaseFailure::Unique | DatabaseFailure::Busy | DatabaseFailure::Unreachable,
            )) => ExitCode::from(AGAIN),
            Err(error) => {
                eprintln!("{job}: {error}");
                ExitCode::FAILURE
            }
        }
    })
}

async fn one<J: Job>() -> Result<(), StoreError> {
    let url = std::env::var(URL).unwrap();
    let folder = std::env::var_os(FOLDER).unwrap();
    #[cfg(feature = "postgres-tests")]
    if url.starts_with("postgres:") {
        let mut db = <sqlx::PgConnection as sqlx::Connection>::connect(&url).await?;
        return J::run(&mut db, folder.as_ref()).await;
    }
    let mut db = <sqlx::SqliteConnection as sqlx::Connection>::connect(&url).await?;
    J::run(&mut db, folder.as_ref()).await
}
