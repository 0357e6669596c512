//! Starts jobs, kills them, looks at what they leave behind.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime};

use greffe_sqlx::Backend;

use crate::purge::Purge;
use crate::rotation::Rotating;
use crate::{AGAIN, FOLDER, JOB, Job, KILLS, URL};

/// How many are killed where nobody says it.
const FEW: u32 = 5;

pub(crate) async fn run() {
    let wanted = std::env::var(KILLS).ok();
    let kills = wanted.as_deref().map_or(FEW, |text| text.parse().unwrap());
    sqlite::<Purge>(kills).await;
    sqlite::<Rotating>(kills).await;
    // Only where it was asked for: it brings the server down.
    #[cfg(feature = "postgres-tests")]
    if wanted.is_some() {
        postgres::over::<Purge>(kills).await;
        postgres::over::<Rotating>(kills).await;
    }
}

/// One database: where it is, and what else can be killed.
trait Site {
    type Connection: Backend;

    /// Empty, for a new round.
    async fn clean(&self);
    fn url(&self) -> String;
    async fn connect(&self) -> Self::Connection;
    /// Kills something else than the job; whether it did.
    async fn strike(&self) -> bool;
}

async fn sqlite<J: Job>(kills: u32) {
    let folder = tempfile::tempdir().unwrap();
    let site = File(folder.path().join("kills.sqlite"));
    over::<J, _>("SQLite", &site, folder.path(), kills).await;
}

struct File(std::path::PathBuf);

impl Site for File {
    type Connection = sqlx::SqliteConnection;

    async fn clean(&self) {
        let _ = std::fs::remove_file(&self.0);
        // What a killed process left is of the file that is gone.
        for ending in ["sqlite-journal", "sqlite-wal", "sqlite-shm"] {
            let _ = std::fs::remove_file(self.0.with_extension(ending));
        }
    }

    fn url(&self) -> String {
        format!("sqlite://{}?mode=rwc", self.0.display())
    }

    async fn connect(&self) -> sqlx::SqliteConnection {
        <sqlx::SqliteConnection as sqlx::Connection>::connect(&self.url())
            .await
            .unwrap()
    }

    async fn strike(&self) -> bool {
        false
    }
}

async fn over<J: Job, S: Site>(database: &str, site: &S, folder: &Path, kills: u32) {
    let mut dice = Dice::new();
    let seed = dice.0;
    let (mut killed, mut struck, mut rounds) = (0, 0, 0_u32);
    while killed < kills {
        site.clean().await;
        J::set_up(&mut site.connect().await, folder).await;
        rounds += 1;
        // Rounds with one process and with two at once.
        let at_once = 1 + rounds % 2;
        // Longer and longer, for the last step of a rotation is one transaction.
        let mut longest = 60;
        loop {
            let jobs: Vec<_> = (0..at_once)
                .map(|_| start::<J>(&site.url(), folder))
                .collect();
            let strikes = killed < kills && dice.below(10) == 0;
            if killed < kills {
                tokio::time::sleep(Duration::from_millis(dice.below(longest))).await;
            }
            if strikes && site.strike().await {
                struck += 1;
            }
            let mut done = true;
            for mut job in jobs {
                if killed < kills && !strikes && job.try_wait().unwrap().is_none() {
                    job.kill().unwrap();
                    killed += 1;
                }
                done &= is_done(&mut job, seed);
            }
            if done {
                break;
            }
            longest += 25;
        }
        J::verify(&mut site.connect().await).await;
    }
    println!(
        "{} on {database}: killed {killed} times and the server {struck} times in {rounds} rounds, nothing lost, nothing done twice (seed {seed})",
        J::NAME
    );
}

fn start<J: Job>(url: &str, folder: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .env(JOB, J::NAME)
        .env(URL, url)
        .env(FOLDER, folder)
        .stdin(Stdio::null())
        .spawn()
        .unwrap()
}

/// Whether it came to its end. A process that was killed did not, nor did one that met another.
fn is_done(job: &mut Child, seed: u64) -> bool {
    match job.wait().unwrap().code() {
        Some(0) => true,
        None => false,
        Some(code) if code == i32::from(AGAIN) => false,
        Some(code) => panic!("a job ended with {code} (seed {seed})"),
    }
}

/// xorshift64: any seed but 0.
struct Dice(u64);

impl Dice {
    fn new() -> Self {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let since = since.unwrap();
        Self((since.as_secs() ^ (u64::from(since.subsec_nanos()) << 20)) | 1)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

#[cfg(feature = "postgres-tests")]
mod postgres {
    //! A server that may be brought down.

    use std::process::Command;
    use std::time::Duration;

    use greffe_sqlx::{Backend as _, Statement};
    use sqlx::{Connection as _, PgConnection};

    use super::Site;
    use crate::Job;

    pub(super) async fn over<J: Job>(kills: u32) {
        let url = std::env::var("DATABASE_URL");
        let server = Server(url.expect("DATABASE_URL: run `cargo xtask kills`"));
        let folder = tempfile::tempdir().unwrap();
        super::over::<J, _>("PostgreSQL", &server, folder.path(), kills).await;
    }

    struct Server(String);

    impl Site for Server {
        type Connection = PgConnection;

        async fn clean(&self) {
            let mut db = self.connect().await;
            db.script("DROP SCHEMA IF EXISTS kills CASCADE; CREATE SCHEMA kills")
                .await
                .unwrap();
        }

        fn url(&self) -> String {
            format!(
                "{}?application_name=greffe_kills&options[search_path]=kills",
                self.0
            )
        }

        async fn connect(&self) -> PgConnection {
            // After a crash the server needs a moment.
            for _ in 0..200 {
                if let Ok(db) = PgConnection::connect(&self.url()).await {
                    return db;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            panic!("the server did not come back");
        }

        /// Kills the session of a job: the server takes that for a crash, drops every session and recovers from its log.
        async fn strike(&self) -> bool {
            let mut db = PgConnection::connect(&self.0).await.unwrap();
            let asked =
                "SELECT pid FROM pg_stat_activity WHERE application_name = 'greffe_kills' LIMIT 1";
            let Some(row) = db.row(Statement::new(asked)).await.unwrap() else {
                return false;
            };
            let session: i64 = row.first().unwrap();
            let killed = Command::new("kill")
                .args(["-9", &session.to_string()])
                .status();
            let is_killed = killed.unwrap().success();
            // It may have ended by itself meanwhile.
            drop(self.connect().await);
            is_killed
        }
    }
}
