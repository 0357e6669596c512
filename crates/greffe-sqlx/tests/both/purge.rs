//! Plans executed on real databases: once, whole or not at all, with certificate and tombstones.

use chrono::NaiveDate;
use greffe_calendar::FiscalYears;
use greffe_retention::{
    Certificate, Event, Execution, Facts, Fate, Hold, HoldReason, Plan, Planner, PurgeError,
    Replay, RowKey, RowOf, Rule, VerdictKind,
};
use greffe_sqlx::{
    Backend, Dialect, Forgotten, HostRows, SqlPurgeStore, Statement, StoreError, certificates,
    forget_expired, restore_records, tombstones,
};

use super::Place;

pub(crate) const KEY: &[u8] = b"the service's secret for digests";

pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

pub(crate) fn rule() -> Rule {
    Rule::from_toml("keep = \"P1Y\"\nafter = \"recorded\"\nbackups = { weekly = \"P1825D\" }")
        .unwrap()
}

pub(crate) fn years() -> FiscalYears {
    FiscalYears::regular("12-31".parse().unwrap())
}

/// Rows of a table of logs; `fails_after` disposals the power goes off.
pub(crate) struct Logs {
    pub(crate) fails_after: usize,
}

impl<C: Backend> HostRows<C> for Logs {
    fn table(&self) -> &str {
        "logs"
    }

    async fn facts(
        &mut self,
        db: &mut C,
        keys: &[RowKey],
    ) -> Result<Vec<Option<Facts>>, StoreError> {
        let rows = Statement::new("SELECT id, recorded FROM logs WHERE id IN (").list(keys);
        let rows = rows.push(") ORDER BY id").push(C::DIALECT.for_update());
        let rows = db.rows(rows).await?;
        let holds = Statement::new("SELECT log, since FROM holds WHERE log IN (").list(keys);
        let holds = db.rows(holds.push(")")).await?;
        let facts = |key: &RowKey| {
            let row = rows.iter().find(|row| row.get("id") == Ok(key.clone()))?;
            let facts = Facts::new().on(Event::Recorded, row.get("recorded").unwrap());
            let mut holds = holds
                .iter()
                .filter(|hold| hold.get("log") == Ok(key.clone()));
            Some(match holds.next() {
                Some(hold) => {
                    facts.hold(Hold::new(HoldReason::Dispute, hold.get("since").unwrap()))
                }
                None => facts,
            })
        };
        Ok(keys.iter().map(facts).collect())
    }

    async fn dispose(
        &mut self,
        db: &mut C,
        keys: &[RowKey],
        fate: &Fate,
    ) -> Result<(), StoreError> {
        assert_eq!(*fate, Fate::Erase);
        for key in keys {
            if self.fails_after == 0 {
                return Err(StoreError::HostRow { table: "logs" });
            }
            self.fails_after -= 1;
            let delete = Statement::new("DELETE FROM logs WHERE id = $1").bind(key);
            assert_eq!(db.execute(delete).await?, 1);
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

/// Tables of logs and of their holds.
pub(crate) async fn tables<C: Backend>(db: &mut C) {
    db.script(match C::DIALECT {
        Dialect::Sqlite => {
            "PRAGMA foreign_keys = ON;
             CREATE TABLE logs (id INTEGER PRIMARY KEY, recorded TEXT NOT NULL) STRICT;
             CREATE TABLE holds (log INTEGER NOT NULL REFERENCES logs, since TEXT NOT NULL) STRICT"
        }
        _ => {
            "CREATE TABLE logs (id bigint PRIMARY KEY, recorded date NOT NULL);
             CREATE TABLE holds (log bigint NOT NULL REFERENCES logs, since date NOT NULL)"
        }
    })
    .await
    .unwrap();
}

pub(crate) async fn insert<C: Backend>(db: &mut C, id: i64, recorded: NaiveDate) {
    let insert = Statement::new("INSERT INTO logs VALUES ($1, $2)").bind(id);
    db.execute(insert.bind(recorded)).await.unwrap();
}

pub(crate) async fn hold<C: Backend>(db: &mut C, id: i64) -> Result<u64, StoreError> {
    let hold = Statement::new("INSERT INTO holds VALUES ($1, $2)").bind(id);
    db.execute(hold.bind(day(2026, 6, 1))).await
}

/// Ten rows of 2025, the first six of which are due on 1 July 2026.
pub(crate) async fn filled<P: Place>(place: &P) -> P::Connection {
    let mut db = place.connect().await;
    fill(&mut db).await;
    db
}

pub(crate) async fn fill<C: Backend>(db: &mut C) {
    tables(db).await;
    for month in 1..=10_u32 {
        let last = if month == 2 { 28 } else { 30 };
        insert(db, month.into(), day(2025, month, last)).await;
    }
}

pub(crate) async fn plan<C: Backend>(db: &mut C, rule: &Rule, as_of: NaiveDate) -> Plan {
    let rows = db.rows(Statement::new("SELECT id, recorded FROM logs ORDER BY id"));
    let years = years();
    let mut planner = Planner::new("LOG-01/connection", rule, &years, as_of)
        .over("logs")
        .batches_of(2);
    for row in rows.await.unwrap() {
        let _ = planner.row(
            row.get::<RowKey>("id").unwrap(),
            &Facts::new().on(Event::Recorded, row.get("recorded").unwrap()),
        );
    }
    planner.finish()
}

pub(crate) async fn execute<C: Backend>(
    db: &mut C,
    plan: &Plan,
    rule: &Rule,
    fails_after: usize,
) -> Result<Certificate, PurgeError<StoreError>> {
    let mut store = SqlPurgeStore::open(db, Logs { fails_after }).await.unwrap();
    Execution::new(plan, rule, &years(), plan.as_of())
        .digest_key(KEY)
        .run(&mut store)
        .await
}

pub(crate) async fn left<C: Backend>(db: &mut C) -> Vec<i64> {
    let rows = db.rows(Statement::new("SELECT id FROM logs ORDER BY id"));
    let rows = rows.await.unwrap();
    rows.iter().map(|row| row.first().unwrap()).collect()
}

async fn a_plan_is_executed_once_with_certificate_and_tombstones(place: &impl Place) {
    let mut db = filled(place).await;
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
    let mut again = place.connect().await;
    assert_eq!(
        execute(&mut again, &plan, &rule, 0).await.unwrap(),
        certificate
    );
    let graves = tombstones(&mut again).await.unwrap();
    assert!(graves.condemn(KEY, grave(&6_i64.into())));
    assert!(!graves.condemn(KEY, grave(&7_i64.into())));
    assert_eq!(certificates(&mut again).await.unwrap(), [certificate]);
}

async fn stopped_at_any_disposal_it_resumes_and_takes_each_row_once(place: &impl Place) {
    let mut db = filled(place).await;
    let rule = rule();
    for fails_after in 0..6 {
        db.script("DELETE FROM logs").await.unwrap();
        for id in 1..=10 {
            insert(&mut db, id, day(2025, u32::try_from(id).unwrap(), 28)).await;
        }
        // A plan of its own for each time.
        let as_of = day(2026, 7, 1 + u32::try_from(fails_after).unwrap());
        let plan = plan(&mut db, &rule, as_of).await;
        let stopped = execute(&mut db, &plan, &rule, fails_after).await;
        assert!(
            matches!(stopped, Err(PurgeError::Store(_))),
            "{fails_after}"
        );
        // Portions of two are whole or not there at all.
        assert_eq!(left(&mut db).await.len(), 10 - fails_after / 2 * 2);
        let certificate = execute(&mut db, &plan, &rule, usize::MAX).await.unwrap();
        assert_eq!(
            (certificate.disposed(), left(&mut db).await),
            (6, vec![7, 8, 9, 10])
        );
        Certificate::verify_chain(&certificates(&mut db).await.unwrap()).unwrap();
    }
}

async fn a_hold_that_came_after_the_plan_stops_it_before_the_first_row(place: &impl Place) {
    let mut db = filled(place).await;
    let rule = rule();
    let plan = plan(&mut db, &rule, day(2026, 7, 1)).await;
    hold(&mut db, 6).await.unwrap();
    let refused = execute(&mut db, &plan, &rule, usize::MAX).await;
    assert!(
        matches!(refused, Err(PurgeError::RowsChanged { rows: 1 })),
        "{refused:?}"
    );
    assert_eq!(left(&mut db).await.len(), 10);
    assert!(certificates(&mut db).await.unwrap().is_empty());
}

async fn an_altered_certificate_is_found_at_its_place(place: &impl Place) {
    let mut db = filled(place).await;
    let rule = rule();
    for month in [7, 8, 9] {
        let plan = plan(&mut db, &rule, day(2026, month, 1)).await;
        execute(&mut db, &plan, &rule, usize::MAX).await.unwrap();
    }
    let chain = certificates(&mut db).await.unwrap();
    assert_eq!(chain.len(), 3);
    Certificate::verify_chain(&chain).unwrap();
    db.script("UPDATE greffe_certificates SET certificate = replace(certificate, '\"disposed\":1', '\"disposed\":0') WHERE number = 2").await.unwrap();
    let broken = Certificate::verify_chain(&certificates(&mut db).await.unwrap()).unwrap_err();
    assert_eq!(broken.to_string().matches('2').count(), 1, "{broken}");
    db.script("UPDATE greffe_certificates SET certificate = 'marker-7f3a' WHERE number = 2")
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

/// A backup, a purge, a restore: what was kept outside the database goes back into it, and nobody comes back.
async fn what_a_restored_backup_brings_back_goes_again(place: &impl Place) {
    let mut db = filled(place).await;
    let rule = rule();
    let first = plan(&mut db, &rule, day(2026, 3, 1)).await;
    execute(&mut db, &first, &rule, usize::MAX).await.unwrap();
    // Here a backup is made.
    let second = plan(&mut db, &rule, day(2026, 7, 1)).await;
    execute(&mut db, &second, &rule, usize::MAX).await.unwrap();
    let chain = certificates(&mut db).await.unwrap();
    let stones = tombstones(&mut db).await.unwrap();
    assert_eq!((chain.len(), left(&mut db).await.len()), (2, 4));

    // The database as the backup has it: the rows of the second purge are there again, and what proves it is not.
    for month in 3..=6 {
        insert(&mut db, month.into(), day(2025, month, 30)).await;
    }
    for statement in [
        "DELETE FROM greffe_purge_journal WHERE plan = $1",
        "DELETE FROM greffe_certificates WHERE plan = $1",
    ] {
        let of_it = Statement::new(statement).bind(second.digest().to_string());
        db.execute(of_it).await.unwrap();
    }
    db.script("DELETE FROM greffe_tombstones").await.unwrap();
    assert_eq!(certificates(&mut db).await.unwrap().len(), 1);
    restore_records(&mut db, &chain, &stones).await.unwrap();
    restore_records(&mut db, &chain, &stones).await.unwrap();
    assert_eq!(certificates(&mut db).await.unwrap(), chain);
    // The plan that was executed is no success any longer, until the tombstones are replayed.
    let again = execute(&mut db, &second, &rule, usize::MAX).await;
    assert!(
        matches!(again, Err(PurgeError::CameBack { rows: 4 })),
        "{again:?}"
    );

    let rows: Vec<RowKey> = left(&mut db).await.into_iter().map(RowKey::from).collect();
    let (years, today) = (years(), day(2026, 8, 1));
    let replay = Replay::new(&stones, KEY, "LOG-01/connection", &rule, &years, today);
    let logs = Logs {
        fails_after: usize::MAX,
    };
    let mut store = SqlPurgeStore::open(&mut db, logs).await.unwrap();
    let replayed = replay.run(&mut store, &rows).await.unwrap();
    drop(store);
    assert_eq!(
        (replayed.looked_at, replayed.found, replayed.disposed),
        (8, 4, 4)
    );
    assert_eq!(left(&mut db).await, [7, 8, 9, 10]);
}

async fn certificates_of_another_history_are_not_put_into_a_database(place: &impl Place) {
    let mut db = filled(place).await;
    let rule = rule();
    let other = plan(&mut db, &rule, day(2026, 5, 1)).await;
    execute(&mut db, &other, &rule, usize::MAX).await.unwrap();
    let foreign = certificates(&mut db).await.unwrap();
    let stones = tombstones(&mut db).await.unwrap();
    db.script("DELETE FROM greffe_certificates").await.unwrap();
    let own = plan(&mut db, &rule, day(2026, 7, 1)).await;
    execute(&mut db, &own, &rule, usize::MAX).await.unwrap();
    let refused = restore_records(&mut db, &foreign, &stones).await;
    assert_eq!(refused, Err(StoreError::OtherHistory));
    // Nothing was left open.
    assert_eq!(certificates(&mut db).await.unwrap().len(), 1);
}

/// What was kept outside begins after the newest certificate of the backup: between them one is lost, and the chain would never verify again.
async fn certificates_with_a_gap_are_not_put_into_a_database(place: &impl Place) {
    let mut db = filled(place).await;
    let rule = rule();
    for month in [3, 5, 7] {
        let plan = plan(&mut db, &rule, day(2026, month, 1)).await;
        execute(&mut db, &plan, &rule, usize::MAX).await.unwrap();
    }
    let chain = certificates(&mut db).await.unwrap();
    let stones = tombstones(&mut db).await.unwrap();
    db.script("DELETE FROM greffe_certificates WHERE number > 1")
        .await
        .unwrap();
    let refused = restore_records(&mut db, &chain[2..], &stones).await;
    assert_eq!(refused, Err(StoreError::OtherHistory));
    assert_eq!(certificates(&mut db).await.unwrap(), chain[..1]);

    // What follows the newest one at once is enough, and what the database has already changes nothing.
    restore_records(&mut db, &chain[1..], &stones)
        .await
        .unwrap();
    restore_records(&mut db, &chain[..2], &stones)
        .await
        .unwrap();
    restore_records(&mut db, &[], &stones).await.unwrap();
    assert_eq!(certificates(&mut db).await.unwrap(), chain);

    // Older ones that expired in the database may come back, and are its own.
    db.script("DELETE FROM greffe_certificates WHERE number < 3")
        .await
        .unwrap();
    restore_records(&mut db, &chain, &stones).await.unwrap();
    assert_eq!(certificates(&mut db).await.unwrap(), chain);
}

async fn greffes_own_records_go_when_their_time_has_come(place: &impl Place) {
    let mut db = filled(place).await;
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

each_in_its_own_place!(
    a_plan_is_executed_once_with_certificate_and_tombstones,
    stopped_at_any_disposal_it_resumes_and_takes_each_row_once,
    a_hold_that_came_after_the_plan_stops_it_before_the_first_row,
    an_altered_certificate_is_found_at_its_place,
    what_a_restored_backup_brings_back_goes_again,
    certificates_of_another_history_are_not_put_into_a_database,
    certificates_with_a_gap_are_not_put_into_a_database,
    greffes_own_records_go_when_their_time_has_come,
);
