//! Rows whose time has come: planned, looked at again, erased with journal, tombstones and certificate, next to a bare DELETE.

use std::collections::HashMap;

use chrono::{Days, Months, NaiveDate};
use greffe::calendar::{FiscalYears, zone};
use greffe::retention::{
    Event, Execution, Facts, Fate, Hold, HoldReason, Plan, Planner, RowKey, Rule,
};
use greffe_sqlx::{
    Backend, FactColumns, HoldsTable, HostRows, Pages, SqlPurgeStore, Statement, StoreError,
};

use super::Size;
use super::people::today;
use super::samples::{Lap, Samples, agreed, contest};
use crate::compare::{Failure, Measured, Target};

const NAME: &str = "a row purged, a batch at a time";
const TABLE: &str = "people_sealed";
const ADDRESS: &str = "CLI-01/contact";
const DIGEST_KEY: &[u8] = b"thirty-two bytes of a key store.";

/// Half of the rows are older than a year. They go in so many rounds, the oldest first.
pub(super) async fn measure<C: Backend>(db: &mut C, size: Size) -> Result<Measured, Failure> {
    let rule =
        Rule::from_toml("keep = \"P1Y\"\nafter = \"recorded\"\nbackups = { daily = \"P1M\" }")?;
    let years = FiscalYears::regular("12-31".parse()?);
    let mut samples = [
        "greffe",
        "plaintext, DELETE",
        "greffe, its plan",
        "greffe, its execution",
    ]
    .map(Samples::of);
    let (mut gone, mut gone_in_clear) = (0, 0);
    for round in 0..size.rounds {
        let left = u64::from(size.rounds - 1 - round) * 365 / u64::from(size.rounds);
        let as_of = today()?
            .checked_sub_days(Days::new(left))
            .ok_or("no such day")?;
        let [ours, plain, planning, executing] = &mut samples;
        for is_ours in [round % 2 == 0, round % 2 == 1] {
            let mut clock = Lap::start();
            if is_ours {
                let plan = plan(db, &rule, &years, as_of, size.batch).await?;
                let planned = clock.lap();
                let execution = Execution::new(&plan, &rule, &years, as_of).digest_key(DIGEST_KEY);
                let mut store = SqlPurgeStore::open(db, Rows).await?;
                let rows = execution.run(&mut store).await?.disposed();
                let executed = clock.lap();
                gone += rows;
                ours.add(planned + executed, rows);
                planning.add(planned, rows);
                executing.add(executed, rows);
            } else {
                let rows = delete(db, as_of, size.batch).await?;
                plain.add(clock.lap(), rows);
                gone_in_clear += rows;
            }
        }
    }
    let answer = agreed(NAME, gone, gone_in_clear)?;
    let items = u32::try_from(answer)?;
    Ok(contest(
        NAME,
        items,
        answer,
        Some(Target::AtMost(10.0)),
        samples.into(),
    ))
}

async fn plan<C: Backend>(
    db: &mut C,
    rule: &Rule,
    years: &FiscalYears,
    as_of: NaiveDate,
    batch: u32,
) -> Result<Plan, Failure> {
    let columns = FactColumns::new(zone::parse("Europe/Paris")?)
        .event(Event::Recorded, "people_sealed.day".parse()?, C::DAY)
        .holds(HoldsTable {
            table: "holds".parse()?,
            row: "person".parse()?,
            host: TABLE.parse()?,
            key: "id".parse()?,
            from: "since".parse()?,
            until: "until".parse()?,
            stored: C::DAY,
            restrictions: None,
        });
    let predicate = columns.predicate(&rule.cutoff(years, as_of)?)?;
    let due = Statement::new("SELECT id FROM people_sealed WHERE ").matching(&predicate);
    let mut pages = Pages::of(due, "people_sealed.id".parse()?, batch);
    let mut planner = Planner::new(ADDRESS, rule, years, as_of)
        .over(TABLE)
        .batches_of(batch);
    while let Some(page) = pages.next(db).await? {
        let keys = page.iter().map(|row| row.get("id"));
        let keys = keys.collect::<Result<Vec<RowKey>, _>>()?;
        let facts = Rows.facts(db, &keys).await?;
        for (key, facts) in keys.into_iter().zip(facts) {
            let _ = planner.row(key, &facts.unwrap_or_default());
        }
    }
    Ok(planner.finish())
}

/// What somebody writes who needs no proof: batches of the same size, each a transaction.
async fn delete<C: Backend>(db: &mut C, as_of: NaiveDate, batch: u32) -> Result<u64, Failure> {
    let before = as_of
        .checked_sub_months(Months::new(12))
        .ok_or("no such day")?;
    let mut gone = 0;
    loop {
        let delete = Statement::new(
            "DELETE FROM people_plain WHERE id IN (SELECT id FROM people_plain WHERE day < $1 LIMIT $2)",
        );
        let rows = db.execute(delete.bind(before).bind(batch)).await?;
        if rows == 0 {
            return Ok(gone);
        }
        gone += rows;
    }
}

/// As the example `retention_job` of greffe-sqlx has it.
struct Rows;

impl<C: Backend> HostRows<C> for Rows {
    fn table(&self) -> &str {
        TABLE
    }

    async fn facts(
        &mut self,
        db: &mut C,
        keys: &[RowKey],
    ) -> Result<Vec<Option<Facts>>, StoreError> {
        let rows = Statement::new("SELECT id, day FROM people_sealed WHERE id IN (").list(keys);
        let rows = rows.push(") ORDER BY id").push(C::DIALECT.for_update());
        let mut found: HashMap<RowKey, Facts> = HashMap::new();
        for row in db.rows(rows).await? {
            let facts = Facts::new().on(Event::Recorded, row.get("day")?);
            found.insert(row.get("id")?, facts);
        }
        let holds = Statement::new("SELECT person, since, until FROM holds WHERE person IN (");
        for row in db.rows(holds.list(keys).push(")")).await? {
            if let Some(facts) = found.get_mut(&row.get("person")?) {
                let hold = Hold::new(HoldReason::Dispute, row.get("since")?);
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
        let delete = Statement::new("DELETE FROM people_sealed WHERE id IN (").list(keys);
        db.execute(delete.push(")")).await?;
        Ok(())
    }
}
