//! A nightly job: the rows that a rule lets go are found by an index, planned, erased with proof, and erased again after a restore.
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
    FactColumns, HoldsTable, HostRows, SqliteDay, SqlitePurgeStore, StoreError, certificates,
    forget_expired, restore_records, tombstones,
};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, QueryBuilder};

/// Where the rule stands in the register, and the table that it governs.
const ADDRESS: &str = "LOG-01/connection";
const TABLE: &str = "logs";

/// A secret of the service, out of its key store: digests of rows cannot be guessed without it.
const DIGEST_KEY: &[u8] = b"thirty-two bytes of a key store.";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    for line in job().await? {
        println!("{line}");
    }
    Ok(())
}

/// The job, and what it has to say.
pub(crate) async fn job() -> Result<Vec<String>, Box<dyn Error>> {
    // In a service: register.retention(ADDRESS)?, register.fiscal_years(), register.zone(), today.
    let rule =
        Rule::from_toml("keep = \"P1Y\"\nafter = \"recorded\"\nbackups = { daily = \"P1M\" }")?;
    let years = FiscalYears::regular("12-31".parse()?);
    let today: NaiveDate = "2026-11-23".parse()?;
    let mut db = database().await?;

    // 1. Candidates: one comparison that the index on `written` serves. No date is computed in SQL.
    let columns = FactColumns::new(zone::parse("Europe/Paris")?)
        .event(Event::Recorded, "logs.written".parse()?, SqliteDay::IsoDate)
        .holds(HoldsTable {
            table: "holds".parse()?,
            row: "log".parse()?,
            host: TABLE.parse()?,
            key: "id".parse()?,
            from: "since".parse()?,
            until: "until".parse()?,
            stored: SqliteDay::IsoDate,
            restrictions: None,
        });
    let predicate = columns.predicate(&rule.cutoff(&years, today)?)?;
    let mut query = QueryBuilder::new("SELECT id FROM logs WHERE ");
    predicate.push_to(&mut query);
    let candidates: Vec<i64> = query.build_query_scalar().fetch_all(&mut db).await?;

    // 2. A plan, which is a dry run: every candidate is evaluated in full.
    let candidates: Vec<RowKey> = candidates.into_iter().map(RowKey::from).collect();
    let facts = Logs.facts(&mut db, &candidates).await?;
    let mut planner = Planner::new(ADDRESS, &rule, &years, today).over(TABLE);
    for (key, facts) in candidates.iter().zip(facts) {
        let _ = planner.row(key.clone(), &facts.unwrap_or_default());
    }
    let plan = planner.finish();
    let mut said = vec![plan.to_string()];

    // 3. Execution: facts and holds are read again in each transaction; running it again does nothing twice.
    let execution = Execution::new(&plan, &rule, &years, today).digest_key(DIGEST_KEY);
    let certificate = execution
        .run(&mut SqlitePurgeStore::open(&mut db, Logs).await?)
        .await?;
    said.push(certificate.to_string());

    // 4. Proofs are kept outside the database, for a restored one has lost the newest.
    let (chain, stones) = (certificates(&mut db).await?, tombstones(&mut db).await?);
    Certificate::verify_chain(&chain)?;

    // 5. A backup of the night before comes back. What was erased goes again.
    let mut restored = database().await?;
    restore_records(&mut restored, &chain, &stones).await?;
    let rows: Vec<i64> = sqlx::query_scalar("SELECT id FROM logs")
        .fetch_all(&mut restored)
        .await?;
    let rows: Vec<RowKey> = rows.into_iter().map(RowKey::from).collect();
    let replay = Replay::new(&stones, DIGEST_KEY, ADDRESS, &rule, &years, today);
    let replayed = replay
        .run(
            &mut SqlitePurgeStore::open(&mut restored, Logs).await?,
            &rows,
        )
        .await?;
    said.push(format!(
        "After the restore: {} rows looked at, {} found again and erased.",
        replayed.looked_at, replayed.disposed
    ));

    // 6. Greffe's own records have limits too.
    forget_expired(&mut restored, today).await?;
    Ok(said)
}

/// What only this service knows: the facts of its rows, and how one goes.
struct Logs;

impl HostRows for Logs {
    fn table(&self) -> &str {
        TABLE
    }

    async fn facts(
        &mut self,
        db: &mut SqliteConnection,
        keys: &[RowKey],
    ) -> Result<Vec<Option<Facts>>, StoreError> {
        // One query for the whole portion, not one a row.
        let rows: Vec<(i64, String, Option<String>, Option<String>)> = sqlx::query_as(
            "SELECT id, written, since, until FROM logs LEFT JOIN holds ON log = id WHERE id IN (SELECT value FROM json_each(?))",
        )
        .bind(list(keys))
        .fetch_all(db)
        .await?;
        let mut found: HashMap<i64, Facts> = HashMap::new();
        for (id, written, since, until) in rows {
            let mut facts = match found.remove(&id) {
                Some(facts) => facts,
                None => Facts::new().on(Event::Recorded, day(&written)?),
            };
            if let Some(since) = since {
                let hold = Hold::new(HoldReason::Dispute, day(&since)?);
                facts = facts.hold(match until {
                    Some(until) => hold.until(day(&until)?),
                    None => hold,
                });
            }
            found.insert(id, facts);
        }
        let ids = keys.iter().map(|key| key.as_integer().unwrap_or_default());
        Ok(ids.map(|id| found.get(&id).cloned()).collect())
    }

    async fn dispose(
        &mut self,
        db: &mut SqliteConnection,
        keys: &[RowKey],
        fate: &Fate,
    ) -> Result<(), StoreError> {
        if *fate != Fate::Erase {
            return Err(StoreError::HostFate { table: TABLE });
        }
        sqlx::query("DELETE FROM logs WHERE id IN (SELECT value FROM json_each(?))")
            .bind(list(keys))
            .execute(db)
            .await?;
        Ok(())
    }
}

/// A stored day; one that cannot be read stops the job before anything is erased.
fn day(text: &str) -> Result<NaiveDate, StoreError> {
    text.parse()
        .map_err(|_| StoreError::HostRow { table: TABLE })
}

fn list(keys: &[RowKey]) -> String {
    let ids: Vec<String> = keys
        .iter()
        .filter_map(RowKey::as_integer)
        .map(|id| id.to_string())
        .collect();
    format!("[{}]", ids.join(","))
}

/// Four lines of a log, of which three are older than a year, and one of these is held.
async fn database() -> Result<SqliteConnection, sqlx::Error> {
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
