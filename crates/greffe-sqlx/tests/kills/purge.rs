//! A purge in small portions.

use std::path::Path;

use chrono::NaiveDate;
use greffe_calendar::FiscalYears;
use greffe_retention::{
    Certificate, Event, Execution, Facts, Fate, Plan, Planner, PurgeError, RowKey, Rule,
};
use greffe_sqlx::{
    Backend, Dialect, HostRows, SqlPurgeStore, Statement, StoreError, certificates, migrate,
    tombstones,
};

use crate::Job;

pub(crate) struct Purge;

/// Rows, of which those with a number that 4 divides are too young to go.
const ROWS: i64 = 1_600;
const DUE: u64 = 1_200;
const KEY: &[u8] = b"the service's secret for digests";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn rule() -> Rule {
    Rule::from_toml("keep = \"P1Y\"\nafter = \"recorded\"\nbackups = { daily = \"P1M\" }").unwrap()
}

fn years() -> FiscalYears {
    FiscalYears::regular("12-31".parse().unwrap())
}

impl Job for Purge {
    const NAME: &'static str = "purge";

    async fn set_up<C: Backend>(db: &mut C, folder: &Path) {
        migrate(db).await.unwrap();
        db.script(match C::DIALECT {
            Dialect::Sqlite => {
                "CREATE TABLE logs (id INTEGER PRIMARY KEY, recorded TEXT NOT NULL) STRICT;
                 CREATE TABLE disposals (log INTEGER NOT NULL) STRICT"
            }
            _ => {
                "CREATE TABLE logs (id bigint PRIMARY KEY, recorded date NOT NULL);
                 CREATE TABLE disposals (log bigint NOT NULL)"
            }
        })
        .await
        .unwrap();
        let (rule, years, as_of) = (rule(), years(), day("2026-07-01"));
        let mut planner = Planner::new("LOG-01", &rule, &years, as_of);
        planner = planner.over("logs").batches_of(10);
        db.begin_writing().await.unwrap();
        for id in 1..=ROWS {
            let recorded = day(if id % 4 == 0 {
                "2026-06-01"
            } else {
                "2025-06-01"
            });
            let insert = Statement::new("INSERT INTO logs VALUES ($1, $2)").bind(id);
            db.execute(insert.bind(recorded)).await.unwrap();
            let _ = planner.row(id, &Facts::new().on(Event::Recorded, recorded));
        }
        db.commit().await.unwrap();
        let plan = serde_json::to_string(&planner.finish()).unwrap();
        std::fs::write(folder.join("plan.json"), plan).unwrap();
    }

    async fn run<C: Backend>(db: &mut C, folder: &Path) -> Result<(), StoreError> {
        let plan = std::fs::read_to_string(folder.join("plan.json")).unwrap();
        let plan: Plan = serde_json::from_str(&plan).unwrap();
        let (rule, years) = (rule(), years());
        let execution = Execution::new(&plan, &rule, &years, plan.as_of()).digest_key(KEY);
        let mut store = SqlPurgeStore::open(db, Logs).await?;
        match execution.run(&mut store).await {
            Ok(_) => Ok(()),
            Err(PurgeError::Store(error)) => Err(error),
            Err(error) => panic!("{error:?}"),
        }
    }

    async fn verify<C: Backend>(db: &mut C) {
        let chain = certificates(db).await.unwrap();
        Certificate::verify_chain(&chain).unwrap();
        let [certificate] = &chain[..] else {
            panic!("{} certificates", chain.len());
        };
        assert_eq!((certificate.disposed(), certificate.gone()), (DUE, 0));
        assert_eq!(certificate.spared(), 0);
        assert_eq!(number(db, "SELECT count(*) FROM disposals").await, DUE);
        assert_eq!(
            number(db, "SELECT count(DISTINCT log) FROM disposals").await,
            DUE
        );
        assert_eq!(
            number(db, "SELECT count(*) FROM logs WHERE id % 4 = 0").await,
            400
        );
        assert_eq!(number(db, "SELECT count(*) FROM logs").await, 400);
        assert_eq!(tombstones(db).await.unwrap().iter().count(), 1_200);
    }
}

async fn number<C: Backend>(db: &mut C, asked: &'static str) -> u64 {
    let row = db.row(Statement::new(asked)).await.unwrap().unwrap();
    row.first().unwrap()
}

struct Logs;

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
        let mut found = std::collections::HashMap::new();
        for row in db.rows(rows).await? {
            let facts = Facts::new().on(Event::Recorded, row.get("recorded")?);
            found.insert(row.get::<RowKey>("id")?, facts);
        }
        Ok(keys.iter().map(|key| found.remove(key)).collect())
    }

    async fn dispose(&mut self, db: &mut C, keys: &[RowKey], _: &Fate) -> Result<(), StoreError> {
        for key in keys {
            let said = Statement::new("INSERT INTO disposals VALUES ($1)").bind(key);
            db.execute(said).await?;
            let delete = Statement::new("DELETE FROM logs WHERE id = $1").bind(key);
            assert_eq!(db.execute(delete).await?, 1);
        }
        Ok(())
    }
}
