//! A nightly purge: what the register lets go is found by an index, planned, erased, and certified. Yours to copy. One text for SQLite and
//! PostgreSQL.
//!
//! The plan is kept before the first row goes. Killed at any moment, the next run ends it: no row goes without a certificate.

use std::collections::HashMap;
use std::error::Error;

use greffe::RegisterExt as _;
use greffe::calendar::NaiveDate;
use greffe::register::Register;
use greffe::retention::{
    Certificate, Event, Execution, Facts, Fate, Hold, HoldReason, Plan, PurgeError, RowKey,
};
use greffe_sqlx::{
    Backend, FactColumns, HostRows, Pages, Row, SqlPurgeStore, Statement, StoreError, Thoroughness,
    certificates, forget_expired, let_go,
};

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
pub(crate) async fn run<C: Backend>(
    db: &mut C,
    register: &Register,
    today: NaiveDate,
    secret: &[u8],
) -> Result<Vec<(Plan, Ended)>, Failure> {
    db.script("CREATE TABLE IF NOT EXISTS purge_plan (one INTEGER PRIMARY KEY CHECK (one = 1), plan TEXT NOT NULL)").await?;
    let mut ended = Vec::new();
    if let Some(cut_off) = kept(db).await? {
        let end = end(db, register, &cut_off, today, secret).await?;
        ended.push((cut_off, end));
    }
    let plan = plan(db, register, today).await?;
    if !plan.selected().is_empty() {
        // Where two jobs run at once, the plan of the first is the plan of both.
        let keep = Statement::new("INSERT INTO purge_plan VALUES (1, $1) ON CONFLICT DO NOTHING");
        db.execute(keep.bind(serde_json::to_string(&plan)?)).await?;
        let plan = kept(db).await?.unwrap_or(plan);
        let end = end(db, register, &plan, today, secret).await?;
        ended.push((plan, end));
    }
    // Keep the last hash elsewhere too: who can write all certificates can forge all of them.
    Certificate::verify_chain(&certificates(db).await?)?;
    let_go(db, &[TABLE.parse()?], Thoroughness::Nightly).await?;
    // Proofs and tombstones have limits of their own.
    forget_expired(db, today).await?;
    Ok(ended)
}

async fn kept<C: Backend>(db: &mut C) -> Result<Option<Plan>, Failure> {
    let Some(row) = db
        .row(Statement::new("SELECT plan FROM purge_plan"))
        .await?
    else {
        return Ok(None);
    };
    Ok(Some(serde_json::from_str(&row.first::<String>()?)?))
}

/// Executes a plan from wherever it stands. Facts are read again in each transaction.
async fn end<C: Backend>(
    db: &mut C,
    register: &Register,
    plan: &Plan,
    today: NaiveDate,
    secret: &[u8],
) -> Result<Ended, Failure> {
    let (rule, years) = (register.retention(ADDRESS)?, register.fiscal_years());
    let execution = Execution::new(plan, rule, years, today).digest_key(secret);
    let mut store = SqlPurgeStore::open(db, Logs).await?;
    let ended = match execution.run(&mut store).await {
        Ok(certificate) => Ok(certificate),
        Err(why @ (PurgeError::RowsChanged { .. } | PurgeError::PolicyChanged)) => {
            Err(Refused(why.to_string()))
        }
        // The plan is kept, for the next run to end.
        Err(why) => return Err(why.into()),
    };
    drop(store);
    let done = Statement::new("DELETE FROM purge_plan WHERE plan = $1");
    db.execute(done.bind(serde_json::to_string(plan)?)).await?;
    Ok(ended)
}

/// A dry run: nothing goes by making a plan. Candidates come page by page out of the index on `written`; no date is computed in SQL.
async fn plan<C: Backend>(
    db: &mut C,
    register: &Register,
    today: NaiveDate,
) -> Result<Plan, Failure> {
    let columns = FactColumns::new(register.zone())
        .event(Event::Recorded, "logs.written".parse()?, C::DAY)
        .holds_are_checked_elsewhere(); // by the planner, which counts them, and by the execution
    let cutoff = register
        .retention(ADDRESS)?
        .cutoff(register.fiscal_years(), today)?;
    let predicate = columns.predicate(&cutoff)?;
    let mut planner = register
        .planner(ADDRESS, today)?
        .over(TABLE)
        .batches_of(PAGE);
    let due = Statement::new("SELECT id FROM logs WHERE ").matching(&predicate);
    let mut pages = Pages::of(due, "logs.id".parse()?, PAGE);
    while let Some(page) = pages.next(db).await? {
        let keys: Vec<RowKey> = page.iter().map(Row::first).collect::<Result<_, _>>()?;
        for (key, facts) in keys.iter().zip(Logs.facts(db, &keys).await?) {
            let _ = planner.row(key.clone(), &facts.unwrap_or_default());
        }
    }
    Ok(planner.finish())
}

/// What only this service knows: the facts of its rows, and how they go.
struct Logs;

impl<C: Backend> HostRows<C> for Logs {
    fn table(&self) -> &str {
        TABLE
    }

    /// In the order of the keys; nothing for a row that is gone. In PostgreSQL the rows are locked, and with them the hold that stands in them.
    async fn facts(
        &mut self,
        db: &mut C,
        keys: &[RowKey],
    ) -> Result<Vec<Option<Facts>>, StoreError> {
        let rows =
            Statement::new("SELECT id, written, held_since FROM logs WHERE id IN (").list(keys);
        let rows = db
            .rows(rows.push(") ORDER BY id").push(C::DIALECT.for_update()))
            .await?;
        let mut found = HashMap::new();
        for row in rows {
            let facts = Facts::new().on(Event::Recorded, row.get("written")?);
            let facts = match row.get("held_since")? {
                Some(since) => facts.hold(Hold::new(HoldReason::Dispute, since)),
                None => facts,
            };
            found.insert(row.get::<RowKey>("id")?, facts);
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
        let erase = Statement::new("DELETE FROM logs WHERE id IN (").list(keys);
        db.execute(erase.push(")")).await?;
        Ok(())
    }
}
