//! From rows to facts: the only place where the service says what its columns mean.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use greffe::calendar::{Period, Tz, zone};
use greffe::retention::{Event, Facts, Hold};
use greffe_sqlx::{Backend, Row, Statement, StoreError};

use super::holds::holds_of;
use crate::catalogue::{Null, Stored, Table, select};
use crate::error::HostError;

/// A row, as far as retention is concerned.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    /// The row's key.
    pub(crate) key: i64,
    /// What is known of it.
    pub(crate) facts: Facts,
}

/// The switches of the service that rules may depend on (`when`).
pub(super) const SETTINGS: &[(&str, bool)] = &[("content_collected", true)];

/// Rows that are read at once.
pub(super) const PAGE: i64 = 500;

/// The next rows of a table after a key, in the order of their keys; none at the end.
pub(crate) async fn records_after<C: Backend>(
    db: &mut C,
    table: &'static Table,
    zone: Tz,
    key: i64,
) -> Result<Vec<Record>, HostError> {
    let asked = select(table)
        .push(" WHERE id > ")
        .value(key)
        .push(" ORDER BY id LIMIT ")
        .value(PAGE);
    let rows = db.rows(asked).await?;
    read(db, table, zone, &rows).await
}

/// These rows of a table, those that are there, in the order of their keys. With `locked` they cannot change before the transaction ends.
pub(crate) async fn records_of<C: Backend>(
    db: &mut C,
    table: &'static Table,
    zone: Tz,
    keys: &[i64],
    locked: bool,
) -> Result<Vec<Record>, HostError> {
    let mut asked = select(table)
        .push(" WHERE id IN (")
        .list(keys.iter().copied())
        .push(") ORDER BY id");
    if locked {
        asked = asked.push(C::DIALECT.for_update());
    }
    let rows = db.rows(asked).await?;
    read(db, table, zone, &rows).await
}

async fn read<C: Backend>(
    db: &mut C,
    table: &'static Table,
    zone: Tz,
    rows: &[Row],
) -> Result<Vec<Record>, HostError> {
    let holds = match table.customer {
        Some(column) => holds_of(db, &numbers(rows, column)?).await?,
        None => HashMap::new(),
    };
    let interactions = match table.label {
        "prospects" => interactions(db, &numbers(rows, "id")?).await?,
        _ => HashMap::new(),
    };
    let reader = Reader {
        table,
        zone,
        holds,
        interactions,
    };
    rows.iter().map(|row| reader.record(row)).collect()
}

fn numbers(rows: &[Row], column: &'static str) -> Result<Vec<i64>, StoreError> {
    let numbers = rows.iter().map(|row| row.get(column));
    let mut numbers: Vec<i64> = numbers.collect::<Result<_, _>>()?;
    numbers.sort_unstable();
    numbers.dedup();
    Ok(numbers)
}

struct Reader {
    table: &'static Table,
    zone: Tz,
    holds: HashMap<i64, Vec<Hold>>,
    interactions: HashMap<i64, Vec<(Event, NaiveDate)>>,
}

impl Reader {
    fn record(&self, row: &Row) -> Result<Record, HostError> {
        let key: i64 = row.get("id")?;
        let mut facts = Facts::new();
        for column in self.table.events {
            let event: Event = column.kind.parse().map_err(|_| HostError::Defect)?;
            let day = match column.stored {
                Stored::Day => row.get::<Option<NaiveDate>>(column.kind)?,
                Stored::Instant => {
                    let instant: Option<DateTime<Utc>> = row.get(column.kind)?;
                    instant.map(|instant| zone::date_of(self.zone, instant))
                }
            };
            facts = match (day, column.null) {
                (Some(day), _) => facts.on(event, day),
                (None, Null::Open) => facts.open(event),
                (None, Null::Never) => facts.never(event),
                (None, Null::Unknown) => facts,
            };
        }
        for (event, day) in self.interactions.get(&key).into_iter().flatten() {
            facts = facts.on(event.clone(), *day);
        }
        if self.table.customer_sets_period
            && let Some(days) = row.get::<Option<u32>>("kept_days")?
        {
            facts = facts.set_period("customer", Period::days(days));
        }
        for (name, on) in SETTINGS {
            facts = facts.setting(name, *on);
        }
        if let Some(column) = self.table.customer {
            let customer: i64 = row.get(column)?;
            for hold in self.holds.get(&customer).into_iter().flatten() {
                facts = facts.hold(*hold);
            }
        }
        Ok(Record { key, facts })
    }
}

async fn interactions<C: Backend>(
    db: &mut C,
    prospects: &[i64],
) -> Result<HashMap<i64, Vec<(Event, NaiveDate)>>, HostError> {
    let asked = Statement::new("SELECT prospect, kind, day FROM interactions WHERE prospect IN (")
        .list(prospects.iter().copied())
        .push(")");
    let mut found: HashMap<i64, Vec<_>> = HashMap::new();
    for row in db.rows(asked).await? {
        let kind: String = row.get("kind")?;
        let event = kind.parse().map_err(|_| HostError::BadRow {
            table: "interactions",
        })?;
        let of_prospect = found.entry(row.get("prospect")?).or_default();
        of_prospect.push((event, row.get("day")?));
    }
    Ok(found)
}
