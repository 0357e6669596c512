//! The nightly purge as cron starts it: killed, refused, beside another one, and with a database that fails.

use std::fs;
use std::path::Path;
use std::process::{Child, Output, Stdio};
use std::time::Duration;

use greffe::retention::Certificate;
use greffe_sqlx::certificates;
use sqlx::ConnectOptions as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use tempfile::TempDir;

use crate::{err, out, program, run};

/// A database of log lines, and the secret of its service.
struct Desk {
    _folder: TempDir,
    file: String,
    secret: String,
}

/// Days from 1 March 2024 through 25 November 2025: the lines of a thousand that are due on 26 November 2026.
const DUE: u64 = 635;

impl Desk {
    /// So many times a thousand lines.
    fn of_thousands(thousands: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let (file, secret) = (path("logs.sqlite"), path("secret"));
        fs::write(&secret, "Marker-4711, thirty-two octets of one").unwrap();
        let output = run(
            "nightly_purge",
            &[&file, "--fill", &(1_000 * thousands).to_string()],
        );
        assert!(output.status.success(), "{}", err(&output));
        Self {
            _folder: folder,
            file,
            secret,
        }
    }

    fn start(&self, day: &str) -> Child {
        let mut command = program("nightly_purge");
        command.args([&self.file, &self.secret, day]);
        command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// A night; nothing of the secret or of a row is said.
    fn night(&self, day: &str) -> Output {
        let output = self.start(day).wait_with_output().unwrap();
        let said = out(&output) + &err(&output);
        assert!(
            !said.contains("Marker") && !said.contains("192.0.2.7"),
            "{said}"
        );
        output
    }

    async fn open(&self) -> SqliteConnection {
        SqliteConnectOptions::new()
            .filename(Path::new(&self.file))
            .connect()
            .await
            .unwrap()
    }

    async fn does(&self, statement: &'static str) {
        sqlx::raw_sql(statement)
            .execute(&mut self.open().await)
            .await
            .unwrap();
    }

    async fn count(&self, of: &'static str) -> u64 {
        let count: i64 = sqlx::query_scalar(of)
            .fetch_one(&mut self.open().await)
            .await
            .unwrap();
        u64::try_from(count).unwrap()
    }

    async fn lines(&self) -> u64 {
        self.count("SELECT count(*) FROM logs").await
    }

    async fn due(&self) -> u64 {
        self.count("SELECT count(*) FROM logs WHERE written < '2025-11-26'")
            .await
    }

    /// Starts a night and kills it once some lines are gone and others are left.
    async fn killed_in_the_middle(&self, day: &str) {
        let before = self.lines().await;
        let mut job = self.start(day);
        while self.lines().await == before {
            assert!(
                job.try_wait().unwrap().is_none(),
                "the job ended before it was seen at work"
            );
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        job.kill().unwrap();
        assert!(
            !job.wait().unwrap().success(),
            "the job was faster than its killer"
        );
        assert!(self.due().await > 0);
    }

    /// The chain, which must be whole, and how many rows it says went.
    async fn chain(&self) -> (usize, u64) {
        let chain = certificates(&mut self.open().await).await.unwrap();
        Certificate::verify_chain(&chain).unwrap();
        (chain.len(), chain.iter().map(Certificate::disposed).sum())
    }
}

#[tokio::test]
async fn what_is_due_goes_once_and_with_proof() {
    let desk = Desk::of_thousands(1);
    let output = desk.night("2026-11-26");
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(
        out(&output).contains("Rows disposed of: 635; already gone: 0; spared: 0.\n"),
        "{}",
        out(&output)
    );
    assert_eq!((desk.lines().await, desk.due().await), (1_000 - DUE, 0));
    let output = desk.night("2026-11-26");
    assert_eq!(
        (output.status.code(), out(&output).as_str()),
        (Some(0), "2026-11-26: nothing is due\n")
    );
    assert_eq!(desk.chain().await, (1, DUE));
}

#[tokio::test]
async fn a_night_that_is_killed_is_ended_by_the_next_under_one_certificate() {
    let desk = Desk::of_thousands(20);
    desk.killed_in_the_middle("2026-11-26").await;
    desk.killed_in_the_middle("2026-11-26").await;
    assert!(!out(&desk.night("2026-11-26")).is_empty());
    assert_eq!(
        (desk.lines().await, desk.due().await),
        (20 * (1_000 - DUE), 0)
    );
    // All rows of the plan, those of the killed runs too.
    assert_eq!(desk.chain().await, (1, 20 * DUE));
}

#[tokio::test]
async fn a_later_night_ends_the_old_plan_and_spares_what_is_held_since() {
    let desk = Desk::of_thousands(20);
    desk.killed_in_the_middle("2026-11-26").await;
    desk.does("UPDATE logs SET held_since = '2026-11-26' WHERE id = (SELECT max(id) FROM logs WHERE written < '2025-11-26')").await;
    let output = desk.night("2026-11-27");
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(out(&output).contains("spared: 1.\n"), "{}", out(&output));
    // The old plan but for the held line, then the twenty lines of 26 November 2025.
    assert_eq!(desk.chain().await, (2, 20 * DUE - 1 + 20));
    assert_eq!(desk.due().await, 1);
}

#[tokio::test]
async fn two_jobs_at_once_erase_each_line_once() {
    let desk = Desk::of_thousands(5);
    let jobs = [desk.start("2026-11-26"), desk.start("2026-11-26")];
    for job in jobs {
        let output = job.wait_with_output().unwrap();
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}{}",
            out(&output),
            err(&output)
        );
    }
    assert_eq!(desk.chain().await.1, 5 * DUE);
    assert_eq!(
        (desk.lines().await, desk.due().await),
        (5 * (1_000 - DUE), 0)
    );
}

#[tokio::test]
async fn a_database_that_fails_stops_the_night_and_a_changed_row_refuses_the_plan() {
    let desk = Desk::of_thousands(1);
    desk.does("CREATE TRIGGER broken BEFORE DELETE ON logs BEGIN SELECT RAISE(ABORT, 'no'); END")
        .await;
    let output = desk.night("2026-11-26");
    assert_eq!(output.status.code(), Some(2));
    assert!(
        err(&output).starts_with("nightly_purge: the store failed\n  because: "),
        "{}",
        err(&output)
    );
    assert_eq!(desk.lines().await, 1_000);
    // Mended; but a line of the kept plan was corrected since. The plan is refused whole, and the night's own one is carried out.
    desk.does("DROP TRIGGER broken; UPDATE logs SET written = '2026-11-01' WHERE id = 1")
        .await;
    let output = desk.night("2026-11-26");
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    assert!(
        out(&output).contains("refused: 1 rows changed after the plan was made\n"),
        "{}",
        out(&output)
    );
    assert_eq!((desk.due().await, desk.chain().await), (0, (1, DUE - 1)));
}

#[tokio::test]
async fn a_line_whose_day_cannot_be_read_is_never_erased() {
    let desk = Desk::of_thousands(1);
    desk.does("UPDATE logs SET written = '2024-3-1' WHERE id = 1")
        .await;
    assert_eq!(desk.night("2026-11-26").status.code(), Some(0));
    assert_eq!(
        desk.count("SELECT count(*) FROM logs WHERE id = 1").await,
        1
    );
}

#[tokio::test]
async fn a_certificate_that_somebody_changed_is_noticed() {
    let desk = Desk::of_thousands(1);
    desk.night("2026-11-26");
    desk.does("UPDATE greffe_certificates SET certificate = replace(certificate, '635', '634')")
        .await;
    let output = desk.night("2026-11-26");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        err(&output),
        "nightly_purge: the chain of certificates is broken at link 1\n"
    );
}

#[tokio::test]
async fn a_job_without_secret_or_database_touches_and_makes_nothing() {
    let desk = Desk::of_thousands(1);
    fs::remove_file(&desk.secret).unwrap();
    let output = desk.night("2026-11-26");
    assert_eq!(output.status.code(), Some(2));
    assert!(
        err(&output).starts_with("nightly_purge: the secret: "),
        "{}",
        err(&output)
    );
    assert_eq!(desk.lines().await, 1_000);
    let missing = format!("{}.not-there", desk.file);
    fs::write(&desk.secret, "another").unwrap();
    assert_eq!(
        run("nightly_purge", &[&missing, &desk.secret])
            .status
            .code(),
        Some(2)
    );
    assert!(!Path::new(&missing).exists());
}
