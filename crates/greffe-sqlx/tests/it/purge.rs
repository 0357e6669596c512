use std::path::Path;

use chrono::NaiveDate;
use greffe_calendar::FiscalYears;
use greffe_retention::{
    Certificate, Event, Execution, Facts, Fate, Hold, HoldReason, Plan, Planner, PurgeError,
    Replay, RowKey, RowOf, Rule, VerdictKind,
};
use greffe_sqlx::{
    Forgotten, HostRows, SqlitePurgeStore, StoreError, certificates, forget_expired,
    restore_records, tombstones,
};
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
    fn table(&self) -> &str {
        "logs"
    }

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

fn grave(key: &RowKey) -> RowOf<'_> {
    RowOf {
        address: "LOG-01/connection",
        table: "logs",
        key,
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
    let mut planner = Planner::new("LOG-01/connection", rule, &years, as_of)
        .over("logs")
        .batches_of(2);
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
    assert!(graves.condemn(KEY, grave(&6_i64.into())));
    assert!(!graves.condemn(KEY, grave(&7_i64.into())));
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

/// A backup, a purge, a restore: what was kept outside the database goes back into it, and nobody comes back.
#[tokio::test]
async fn what_a_restored_backup_brings_back_goes_again() {
    let folder = tempfile::tempdir().unwrap();
    let (path, backup) = (folder.path().join("db"), folder.path().join("backup"));
    let mut db = filled(&path).await;
    let rule = rule();
    let first = plan(&mut db, &rule, day(2026, 3, 1)).await;
    execute(&mut db, &first, &rule, usize::MAX).await.unwrap();
    std::fs::copy(&path, &backup).unwrap();
    let second = plan(&mut db, &rule, day(2026, 7, 1)).await;
    execute(&mut db, &second, &rule, usize::MAX).await.unwrap();
    let chain = certificates(&mut db).await.unwrap();
    let stones = tombstones(&mut db).await.unwrap();
    assert_eq!((chain.len(), left(&mut db).await.len()), (2, 4));

    let mut restored = crate::connect(&backup).await;
    assert_eq!(left(&mut restored).await.len(), 8);
    assert_eq!(certificates(&mut restored).await.unwrap().len(), 1);
    restore_records(&mut restored, &chain, &stones)
        .await
        .unwrap();
    restore_records(&mut restored, &chain, &stones)
        .await
        .unwrap();
    assert_eq!(certificates(&mut restored).await.unwrap(), chain);
    // The plan that was executed is no success any longer, until the tombstones are replayed.
    let again = execute(&mut restored, &second, &rule, usize::MAX).await;
    assert!(
        matches!(again, Err(PurgeError::CameBack { rows: 4 })),
        "{again:?}"
    );

    let rows: Vec<RowKey> = left(&mut restored)
        .await
        .into_iter()
        .map(RowKey::from)
        .collect();
    let years = years();
    let replay = Replay::new(
        &stones,
        KEY,
        "LOG-01/connection",
        &rule,
        &years,
        day(2026, 8, 1),
    );
    let mut store = SqlitePurgeStore::open(
        &mut restored,
        Logs {
            fails_after: usize::MAX,
        },
    )
    .await
    .unwrap();
    let replayed = replay.run(&mut store, &rows).await.unwrap();
    assert_eq!(
        (replayed.looked_at, replayed.found, replayed.disposed),
        (8, 4, 4)
    );
    assert_eq!(left(&mut restored).await, [7, 8, 9, 10]);
}

#[tokio::test]
async fn certificates_of_another_history_are_not_put_into_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let mut db = filled(&folder.path().join("db")).await;
    let mut other = filled(&folder.path().join("other")).await;
    let rule = rule();
    for (db, month) in [(&mut db, 3), (&mut other, 5)] {
        let plan = plan(db, &rule, day(2026, month, 1)).await;
        execute(db, &plan, &rule, usize::MAX).await.unwrap();
    }
    let foreign = certificates(&mut other).await.unwrap();
    let refused = restore_records(&mut db, &foreign, &tombstones(&mut other).await.unwrap()).await;
    assert_eq!(refused, Err(StoreError::OtherHistory));
}

#[tokio::test]
async fn greffes_own_records_go_when_their_time_has_come() {
    let folder = tempfile::tempdir().unwrap();
    let mut db = filled(&folder.path().join("db")).await;
    let rule = rule();
    for month in [3, 5] {
        let plan = plan(&mut db, &rule, day(2026, month, 1)).await;
        execute(&mut db, &plan, &rule, usize::MAX).await.unwrap();
    }
    // Weekly backups live 1825 days: those of March 2026 to 28 February 2031.
    assert_eq!(
        forget_expired(&mut db, day(2031, 2, 28)).await,
        Ok(Forgotten::default())
    );
    let march = forget_expired(&mut db, day(2031, 3, 2)).await.unwrap();
    assert_eq!((march.tombstones, march.certificates), (2, 1));
    // The newest certificate stays for good: the chain goes on from it.
    let may = forget_expired(&mut db, day(2040, 1, 1)).await.unwrap();
    assert_eq!((may.tombstones, may.certificates), (2, 0));
    let chain = certificates(&mut db).await.unwrap();
    assert_eq!((chain.len(), chain[0].number()), (1, 2));
    Certificate::verify_chain(&chain).unwrap();
}
