use std::path::Path;

use chrono::NaiveDate;
use greffe_calendar::FiscalYears;
use greffe_retention::{
    Certificate, Event, Execution, Facts, Fate, Hold, HoldReason, Plan, Planner, PurgeError,
    RowKey, Rule, VerdictKind,
};
use greffe_sqlx::{HostRows, SqlitePurgeStore, StoreError, certificates, tombstones};
use sqlx::sqlite::SqliteConnection;

const KEY: &[u8] = b"the service's secret for digests";

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn rule() -> Rule {
    Rule::from_toml("keep = \"P1Y\"\nafter = \"recorded\"\nbackups = { weekly = \"P1825D\" }")
        .unwrap()
}

fn years() -> FiscalYears {
    FiscalYears::regular("12-31".parse().unwrap())
}

/// Rows of a table of logs; `fails_after` disposals the power goes off.
struct Logs {
    fails_after: usize,
}

fn number(key: &RowKey) -> i64 {
    match key {
        RowKey::Integer(id) => *id,
        _ => panic!("rows have numbers"),
    }
}

impl HostRows for Logs {
    async fn facts(
        &mut self,
        db: &mut SqliteConnection,
        keys: &[RowKey],
    ) -> Result<Vec<Option<Facts>>, StoreError> {
        let mut found = Vec::new();
        for key in keys {
            let row: Option<(NaiveDate, bool)> =
                sqlx::query_as::<_, (String, bool)>("SELECT recorded, held FROM logs WHERE id = ?")
                    .bind(number(key))
                    .fetch_optional(&mut *db)
                    .await?
                    .map(|(text, held)| (text.parse().unwrap(), held));
            found.push(row.map(|(recorded, held)| {
                let facts = Facts::new().on(Event::Recorded, recorded);
                if held {
                    facts.hold(Hold::new(HoldReason::Dispute, recorded))
                } else {
                    facts
                }
            }));
        }
        Ok(found)
    }

    async fn dispose(
        &mut self,
        db: &mut SqliteConnection,
        keys: &[RowKey],
        fate: &Fate,
    ) -> Result<(), StoreError> {
        assert_eq!(*fate, Fate::Erase);
        for key in keys {
            if self.fails_after == 0 {
                return Err(StoreError::HostRow { table: "logs" });
            }
            self.fails_after -= 1;
            sqlx::query("DELETE FROM logs WHERE id = ?")
                .bind(number(key))
                .execute(&mut *db)
                .await?;
        }
        Ok(())
    }
}

/// Ten rows of 2025, the first six of which are due on 1 July 2026.
async fn filled(path: &Path) -> SqliteConnection {
    let mut db = crate::connect(path).await;
    sqlx::raw_sql("CREATE TABLE logs (id INTEGER PRIMARY KEY, recorded TEXT NOT NULL, held INTEGER NOT NULL DEFAULT 0) STRICT")
        .execute(&mut db)
        .await
        .unwrap();
    for month in 1..=10_u32 {
        sqlx::query("INSERT INTO logs (id, recorded) VALUES (?, ?)")
            .bind(month)
            .bind(day(2025, month, 30.min(if month == 2 { 28 } else { 30 })).to_string())
            .execute(&mut db)
            .await
            .unwrap();
    }
    db
}

async fn plan(db: &mut SqliteConnection, rule: &Rule, as_of: NaiveDate) -> Plan {
    let rows: Vec<(i64, String)> = sqlx::query_as("SELECT id, recorded FROM logs")
        .fetch_all(db)
        .await
        .unwrap();
    let years = years();
    let mut planner = Planner::new("LOG-01/connection", rule, &years, as_of).batches_of(2);
    for (id, recorded) in rows {
        let _ = planner.row(
            id,
            &Facts::new().on(Event::Recorded, recorded.parse().unwrap()),
        );
    }
    planner.finish()
}

async fn execute(
    db: &mut SqliteConnection,
    plan: &Plan,
    rule: &Rule,
    fails_after: usize,
) -> Result<Certificate, PurgeError<StoreError>> {
    let mut store = SqlitePurgeStore::open(db, Logs { fails_after })
        .await
        .unwrap();
    Execution::new(plan, rule, &years(), plan.as_of())
        .digest_key(KEY)
        .run(&mut store)
        .await
}

async fn left(db: &mut SqliteConnection) -> Vec<i64> {
    sqlx::query_scalar("SELECT id FROM logs ORDER BY id")
        .fetch_all(db)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_plan_is_executed_once_with_certificate_and_tombstones() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let mut db = filled(&path).await;
    let rule = rule();
    let plan = plan(&mut db, &rule, day(2026, 7, 1)).await;
    assert_eq!(
        (plan.selected().len(), plan.counts().of(VerdictKind::Keep)),
        (6, 4)
    );
    let certificate = execute(&mut db, &plan, &rule, usize::MAX).await.unwrap();
    assert_eq!(
        (
            certificate.number(),
            certificate.disposed(),
            certificate.spared()
        ),
        (1, 6, 0)
    );
    assert_eq!(left(&mut db).await, [7, 8, 9, 10]);
    assert_eq!(certificate.in_backups_until(), Some(day(2031, 6, 30)));
    // Again, on a connection of its own, as after a restart: the same certificate, and nothing is touched.
    let mut again = crate::connect(&path).await;
    assert_eq!(
        execute(&mut again, &plan, &rule, 0).await.unwrap(),
        certificate
    );
    let graves = tombstones(&mut again).await.unwrap();
    assert!(graves.condemn(KEY, "LOG-01/connection", &6_i64.into()));
    assert!(!graves.condemn(KEY, "LOG-01/connection", &7_i64.into()));
    assert_eq!(certificates(&mut again).await.unwrap(), [certificate]);
}

#[tokio::test]
async fn stopped_at_any_disposal_it_resumes_and_takes_each_row_once() {
    for fails_after in 0..6 {
        let folder = tempfile::tempdir().unwrap();
        let mut db = filled(&folder.path().join("db")).await;
        let rule = rule();
        let plan = plan(&mut db, &rule, day(2026, 7, 1)).await;
        let stopped = execute(&mut db, &plan, &rule, fails_after).await;
        assert!(
            matches!(stopped, Err(PurgeError::Store(_))),
            "{fails_after}"
        );
        // Portions of two are whole or not there at all.
        assert_eq!(
            left(&mut db).await.len(),
            10 - fails_after / 2 * 2,
            "{fails_after}"
        );
        let certificate = execute(&mut db, &plan, &rule, usize::MAX).await.unwrap();
        assert_eq!(
            (certificate.disposed(), left(&mut db).await),
            (6, vec![7, 8, 9, 10])
        );
        Certificate::verify_chain(&certificates(&mut db).await.unwrap()).unwrap();
    }
}

#[tokio::test]
async fn a_hold_that_came_after_the_plan_stops_it_before_the_first_row() {
    let folder = tempfile::tempdir().unwrap();
    let mut db = filled(&folder.path().join("db")).await;
    let rule = rule();
    let plan = plan(&mut db, &rule, day(2026, 7, 1)).await;
    sqlx::query("UPDATE logs SET held = 1 WHERE id = 6")
        .execute(&mut db)
        .await
        .unwrap();
    let refused = execute(&mut db, &plan, &rule, usize::MAX).await;
    assert!(
        matches!(refused, Err(PurgeError::RowsChanged { rows: 1 })),
        "{refused:?}"
    );
    assert_eq!(left(&mut db).await.len(), 10);
    assert!(certificates(&mut db).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_altered_certificate_is_found_at_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let mut db = filled(&folder.path().join("db")).await;
    let rule = rule();
    for month in [7, 8, 9] {
        let plan = plan(&mut db, &rule, day(2026, month, 1)).await;
        execute(&mut db, &plan, &rule, usize::MAX).await.unwrap();
    }
    let chain = certificates(&mut db).await.unwrap();
    assert_eq!(chain.len(), 3);
    Certificate::verify_chain(&chain).unwrap();
    sqlx::query("UPDATE greffe_certificates SET certificate = replace(certificate, '\"disposed\":1', '\"disposed\":0') WHERE number = 2")
        .execute(&mut db)
        .await
        .unwrap();
    let broken = Certificate::verify_chain(&certificates(&mut db).await.unwrap()).unwrap_err();
    assert_eq!(broken.to_string().matches('2').count(), 1, "{broken}");
    sqlx::query("UPDATE greffe_certificates SET certificate = 'marker-7f3a' WHERE number = 2")
        .execute(&mut db)
        .await
        .unwrap();
    let error = certificates(&mut db).await.unwrap_err();
    assert_eq!(
        error,
        StoreError::Unreadable {
            table: "greffe_certificates"
        }
    );
}

#[tokio::test]
async fn what_was_disposed_of_cannot_be_read_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let mut db = filled(&path).await;
    sqlx::raw_sql("ALTER TABLE logs ADD COLUMN line TEXT; UPDATE logs SET line = 'visited-by-' || id || '-quokka'").execute(&mut db).await.unwrap();
    let stands = |line: &str| {
        let bytes = std::fs::read(&path).unwrap();
        bytes
            .windows(line.len())
            .any(|window| window == line.as_bytes())
    };
    assert!(stands("visited-by-3-quokka"));
    let rule = rule();
    let plan = plan(&mut db, &rule, day(2026, 7, 1)).await;
    execute(&mut db, &plan, &rule, usize::MAX).await.unwrap();
    assert!(
        !stands("visited-by-3-quokka"),
        "the row is gone and its bytes are still there"
    );
    assert!(stands("visited-by-8-quokka"));
}
