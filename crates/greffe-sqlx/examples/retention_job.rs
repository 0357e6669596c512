//! A nightly job: the rows that a rule lets go are found by an index, planned, erased with proof, and erased again after a restore. The same text
//! serves PostgreSQL: only `database` names SQLite.
//!
//! `cargo run -p greffe-sqlx --features sqlite --example retention_job`

use std::collections::HashMap;
use std::error::Error;

use chrono::NaiveDate;
use greffe_calendar::{FiscalYears, zone};
use greffe_retention::{
    Certificate, Event, Execution, Facts, Fate, Hold, HoldReason, Planner, Replay, RowKey, Rule,
};
use greffe_sqlx::{
    Backend, FactColumns, HoldsTable, HostRows, Pages, Row, SqlPurgeStore, Statement, StoreError,
    Thoroughness, certificates, forget_expired, let_go, restore_records, tombstones,
};
use sqlx::ConnectOptions as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

/// Where the rule stands in the register, and the table that it governs.
const ADDRESS: &str = "LOG-01/connection";
const TABLE: &str = "logs";

/// A secret of the service, out of its key store: digests of rows cannot be guessed without it.
const DIGEST_KEY: &[u8] = b"thirty-two bytes of a key store.";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let (mut db, mut restored) = (database().await?, database().await?);
    for line in job(&mut db, &mut restored).await? {
        println!("{line}");
    }
    Ok(())
}

/// The job over a database, and over a backup of the night before; what it has to say.
pub(crate) async fn job<C: Backend>(
    db: &mut C,
    restored: &mut C,
) -> Result<Vec<String>, Box<dyn Error>> {
    // In a service: register.retention(ADDRESS)?, register.fiscal_years(), register.zone(), today.
    let rule =
        Rule::from_toml("keep = \"P1Y\"\nafter = \"recorded\"\nbackups = { daily = \"P1M\" }")?;
    let years = FiscalYears::regular("12-31".parse()?);
    let today: NaiveDate = "2026-11-23".parse()?;

    // 1. Candidates: one comparison that the index on `written` serves. No date is computed in SQL.
    let columns = FactColumns::new(zone::parse("Europe/Paris")?)
        .event(Event::Recorded, "logs.written".parse()?, C::DAY)
        .holds(HoldsTable {
            table: "holds".parse()?,
            row: "log".parse()?,
            host: TABLE.parse()?,
            key: "id".parse()?,
            from: "since".parse()?,
            until: "until".parse()?,
            stored: C::DAY,
            restrictions: None,
        });
    let predicate = columns.predicate(&rule.cutoff(&years, today)?)?;
    let due = Statement::new("SELECT id FROM logs WHERE ").matching(&predicate);

    // 2. A plan, which is a dry run: every candidate is evaluated in full, a page at a time.
    let mut planner = Planner::new(ADDRESS, &rule, &years, today).over(TABLE);
    let mut pages = Pages::of(due, "logs.id".parse()?, 1_000);
    while let Some(page) = pages.next(db).await? {
        let keys: Result<Vec<RowKey>, _> = page.iter().map(|row| row.get("id")).collect();
        let keys = keys?;
        let facts = Logs.facts(db, &keys).await?;
        for (key, facts) in keys.into_iter().zip(facts) {
            let _ = planner.row(key, &facts.unwrap_or_default());
        }
    }
    let plan = planner.finish();
    let mut said = vec![plan.to_string()];

    // 3. Execution: facts and holds are read again in each transaction; running it again does nothing twice. In a service the plan is kept before
    // the first row goes (`serde_json::to_string(&plan)`), for after a crash only the same plan goes on and certifies what was done.
    let execution = Execution::new(&plan, &rule, &years, today).digest_key(DIGEST_KEY);
    let certificate = execution
        .run(&mut SqlPurgeStore::open(db, Logs).await?)
        .await?;
    said.push(certificate.to_string());
    let_go(db, &[TABLE.parse()?], Thoroughness::Nightly).await?;

    // 4. Proofs are kept outside the database, for a restored one has lost the newest.
    let (chain, stones) = (certificates(db).await?, tombstones(db).await?);
    Certificate::verify_chain(&chain)?;

    // 5. A backup of the night before comes back. What was erased goes again.
    restore_records(restored, &chain, &stones).await?;
    let rows = restored.rows(Statement::new("SELECT id FROM logs")).await?;
    let rows: Result<Vec<RowKey>, _> = rows.iter().map(|row| row.get("id")).collect();
    let replay = Replay::new(&stones, DIGEST_KEY, ADDRESS, &rule, &years, today);
    let replayed = replay
        .run(&mut SqlPurgeStore::open(restored, Logs).await?, &rows?)
        .await?;
    said.push(format!(
        "After the restore: {} rows looked at, {} found again and erased.",
        replayed.looked_at, replayed.disposed
    ));

    // 6. Greffe's own records have limits too.
    forget_expired(restored, today).await?;
    Ok(said)
}

/// What only this service knows: the facts of its rows, and how one goes.
struct Logs;

impl<C: Backend> HostRows<C> for Logs {
    fn table(&self) -> &str {
        TABLE
    }

    async fn facts(
        &mut self,
        db: &mut C,
        keys: &[RowKey],
    ) -> Result<Vec<Option<Facts>>, StoreError> {
        // Two queries for the whole portion: the rows first, locked, then their holds.
        let rows = Statement::new("SELECT id, written FROM logs WHERE id IN (").list(keys);
        let rows = rows.push(") ORDER BY id").push(C::DIALECT.for_update());
        let mut found: HashMap<RowKey, Facts> = HashMap::new();
        for row in db.rows(rows).await? {
            let facts = Facts::new().on(Event::Recorded, day(&row, "written")?);
            found.insert(row.get("id")?, facts);
        }
        let holds = Statement::new("SELECT log, since, until FROM holds WHERE log IN (").list(keys);
        for row in db.rows(holds.push(")")).await? {
            if let Some(facts) = found.get_mut(&row.get("log")?) {
                let hold = Hold::new(HoldReason::Dispute, day(&row, "since")?);
                *facts = std::mem::take(facts).hold(match row.get("until")? {
                    Some(until) => hold.until(until),
                    None => hold,
                });
            }
        }
        Ok(keys.iter().map(|key| found.remove(key)).collect())
    }

    async fn dispose(
        &mut self,
        db: &mut C,
        keys: &[RowKey],
        fate: &Fate,
    ) -> Result<(), StoreError> {
        if *fate != Fate::Erase {
            return Err(StoreError::HostFate { table: TABLE });
        }
        let delete = Statement::new("DELETE FROM logs WHERE id IN (").list(keys);
        db.execute(delete.push(")")).await?;
        Ok(())
    }
}

/// A stored day; one that cannot be read stops the job before anything is erased.
fn day(row: &Row, column: &'static str) -> Result<NaiveDate, StoreError> {
    row.get(column)
        .map_err(|_| StoreError::HostRow { table: TABLE })
}

/// Four lines of a log, of which three are older than a year, and one of these is held.
pub(crate) async fn database() -> Result<SqliteConnection, sqlx::Error> {
    let mut db = SqliteConnectOptions::new()
        .in_memory(true)
        .connect()
        .await?;
    sqlx::raw_sql(
        "CREATE TABLE logs (id INTEGER PRIMARY KEY, written TEXT NOT NULL) STRICT;
         CREATE INDEX logs_by_day ON logs (written);
         CREATE TABLE holds (log INTEGER NOT NULL, since TEXT NOT NULL, until TEXT) STRICT;
         INSERT INTO logs VALUES (1, '2025-01-31'), (2, '2025-11-22'), (3, '2025-06-01'), (4, '2025-11-23');
         INSERT INTO holds VALUES (3, '2026-02-01', NULL);",
    )
    .execute(&mut db)
    .await?;
    Ok(db)
}
