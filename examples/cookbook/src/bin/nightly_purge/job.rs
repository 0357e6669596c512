//! A nightly purge: what the register lets go is found by an index, planned, erased, and certified. Yours to copy.
//!
//! The plan is kept before the first row goes. Killed at any moment, the next run ends it: no row goes without a certificate.

use std::error::Error;

use greffe::RegisterExt as _;
use greffe::calendar::NaiveDate;
use greffe::register::Register;
use greffe::retention::{
    Certificate, Event, Execution, Facts, Fate, Hold, HoldReason, Plan, PurgeError, RowKey,
};
use greffe_sqlx::{
    FactColumns, HostRows, SqliteDay, SqlitePurgeStore, StoreError, certificates, forget_expired,
};
use sqlx::QueryBuilder;
use sqlx::sqlite::SqliteConnection;

type Failure = Box<dyn Error>;

/// Where the promise stands in the register, and the table that keeps it.
const ADDRESS: &str = "LOG-01/connection";
const TABLE: &str = "logs";
/// Candidates that are read at once, and rows of one transaction.
const PAGE: u32 = 500;

/// Why nothing of a plan was done: rows changed before the first one went, or the register did. What is due now is for the next plan.
pub(crate) struct Refused(pub(crate) String);

/// Its rows went, but for those that are held since; or it was refused.
pub(crate) type Ended = Result<Certificate, Refused>;

/// Ends the plan of a night that was cut off, then makes and ends that of this one. Nothing comes of it where nothing is due.
pub(crate) async fn run(
    db: &mut SqliteConnection,
    register: &Register,
    today: NaiveDate,
    secret: &[u8],
) -> Result<Vec<(Plan, Ended)>, Failure> {
    let table = "CREATE TABLE IF NOT EXISTS purge_plan (one INTEGER PRIMARY KEY CHECK (one = 1), plan TEXT NOT NULL) STRICT";
    sqlx::raw_sql(table).execute(&mut *db).await?;
    let mut ended = Vec::new();
    if let Some(cut_off) = kept(db).await? {
        let end = end(db, register, &cut_off, today, secret).await?;
        ended.push((cut_off, end));
    }
    let plan = plan(db, register, today).await?;
    if !plan.selected().is_empty() {
        // Where two jobs run at once, the plan of the first is the plan of both.
        sqlx::query("INSERT OR IGNORE INTO purge_plan VALUES (1, ?)")
            .bind(serde_json::to_string(&plan)?)
            .execute(&mut *db)
            .await?;
        let plan = kept(db).await?.unwrap_or(plan);
        let end = end(db, register, &plan, today, secret).await?;
        ended.push((plan, end));
    }
    // Keep the last hash elsewhere too: who can write all certificates can forge all of them.
    Certificate::verify_chain(&certificates(db).await?)?;
    // Proofs and tombstones have limits of their own.
    forget_expired(db, today).await?;
    Ok(ended)
}

async fn kept(db: &mut SqliteConnection) -> Result<Option<Plan>, Failure> {
    let kept: Option<String> = sqlx::query_scalar("SELECT plan FROM purge_plan")
        .fetch_optional(db)
        .await?;
    Ok(kept.map(|plan| serde_json::from_str(&plan)).transpose()?)
}

/// Executes a plan from wherever it stands. Facts are read again in each transaction.
async fn end(
    db: &mut SqliteConnection,
    register: &Register,
    plan: &Plan,
    today: NaiveDate,
    secret: &[u8],
) -> Result<Ended, Failure> {
    let (rule, years) = (register.retention(ADDRESS)?, register.fiscal_years());
    let execution = Execution::new(plan, rule, years, today).digest_key(secret);
    let mut store = SqlitePurgeStore::open(db, Logs).await?;
    let ended = match execution.run(&mut store).await {
        Ok(certificate) => Ok(certificate),
        Err(why @ (PurgeError::RowsChanged { .. } | PurgeError::PolicyChanged)) => {
            Err(Refused(why.to_string()))
        }
        // The plan is kept, for the next run to end.
        Err(why) => return Err(why.into()),
    };
    sqlx::query("DELETE FROM purge_plan WHERE plan = ?")
        .bind(serde_json::to_string(plan)?)
        .execute(db)
        .await?;
    Ok(ended)
}

/// A dry run: nothing goes by making a plan. Candidates come page by page out of the index on `written`; no date is computed in SQL.
async fn plan(
    db: &mut SqliteConnection,
    register: &Register,
    today: NaiveDate,
) -> Result<Plan, Failure> {
    let columns = FactColumns::new(register.zone())
        .event(Event::Recorded, "written".parse()?, SqliteDay::IsoDate)
        .holds_are_checked_elsewhere(); // by the planner, which counts them, and by the execution
    let cutoff = register
        .retention(ADDRESS)?
        .cutoff(register.fiscal_years(), today)?;
    let predicate = columns.predicate(&cutoff)?;
    let mut planner = register
        .planner(ADDRESS, today)?
        .over(TABLE)
        .batches_of(PAGE);
    let mut after = i64::MIN;
    loop {
        let mut query = QueryBuilder::new("SELECT id FROM logs WHERE ");
        predicate.push_to(&mut query);
        query.push(" AND id > ").push_bind(after);
        query.push(" ORDER BY id LIMIT ").push_bind(PAGE);
        let page: Vec<i64> = query.build_query_scalar().fetch_all(&mut *db).await?;
        let Some(last) = page.last() else {
            return Ok(planner.finish());
        };
        after = *last;
        let keys: Vec<RowKey> = page.into_iter().map(RowKey::from).collect();
        for (key, facts) in keys.iter().zip(Logs.facts(db, &keys).await?) {
            let _ = planner.row(key.clone(), &facts.unwrap_or_default());
        }
    }
}

/// What only this service knows: the facts of its rows, and how they go.
struct Logs;

impl HostRows for Logs {
    fn table(&self) -> &str {
        TABLE
    }

    /// In the order of the keys; nothing for a row that is gone.
    async fn facts(
        &mut self,
        db: &mut SqliteConnection,
        keys: &[RowKey],
    ) -> Result<Vec<Option<Facts>>, StoreError> {
        let day = |text: &str| {
            text.parse()
                .map_err(|_| StoreError::HostRow { table: TABLE })
        };
        let mut facts = Vec::with_capacity(keys.len());
        for key in keys {
            let row = sqlx::query_as("SELECT written, held_since FROM logs WHERE id = ?")
                .bind(key.as_integer());
            let row: Option<(String, Option<String>)> = row.fetch_optional(&mut *db).await?;
            facts.push(match row {
                None => None,
                Some((written, held)) => {
                    let facts = Facts::new().on(Event::Recorded, day(&written)?);
                    Some(match held {
                        Some(since) => facts.hold(Hold::new(HoldReason::Dispute, day(&since)?)),
                        None => facts,
                    })
                }
            });
        }
        Ok(facts)
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
        for key in keys {
            sqlx::query("DELETE FROM logs WHERE id = ?")
                .bind(key.as_integer())
                .execute(&mut *db)
                .await?;
        }
        Ok(())
    }
}
