//! From rows to facts: the only place where the service says what its columns mean.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use greffe::calendar::{Period, Tz};
use greffe::retention::{Event, Facts, Hold, HoldReason};
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, Row as _};

use crate::catalogue::{Null, Stored, Table};
use crate::error::DemoError;

/// A row, as far as retention is concerned.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    /// The row's key.
    pub(crate) key: i64,
    /// What is known of it.
    pub(crate) facts: Facts,
    /// The group of which only the newest records are kept, with the instant that orders them.
    pub(crate) group: Option<(i64, i64)>,
}

/// The switches of the service that rules may depend on (`when`).
const SETTINGS: &[(&str, bool)] = &[("content_collected", true)];

/// Reads every row of a table, in the order of its keys.
pub(crate) async fn records(
    connection: &mut SqliteConnection,
    table: &Table,
    zone: Tz,
) -> Result<Vec<Record>, DemoError> {
    read(connection, table, zone, "TRUE").await
}

/// Reads these rows of a table and, where only the newest of a group are kept, all rows of their groups: a rank depends on the others.
pub(crate) async fn records_around(
    connection: &mut SqliteConnection,
    table: &Table,
    zone: Tz,
    keys: &[i64],
) -> Result<Vec<Record>, DemoError> {
    let keys = list(keys);
    let filter = match table.grouped_by {
        Some(group) => format!(
            "{group} IN (SELECT {group} FROM {} WHERE id IN ({keys}))",
            table.label
        ),
        None => format!("id IN ({keys})"),
    };
    read(connection, table, zone, &filter).await
}

async fn read(
    connection: &mut SqliteConnection,
    table: &Table,
    zone: Tz,
    filter: &str,
) -> Result<Vec<Record>, DemoError> {
    // Names come out of the catalogue, which is written in the program; keys are numbers.
    let query = AssertSqlSafe(format!(
        "SELECT * FROM {} WHERE {filter} ORDER BY id",
        table.label
    ));
    let rows = sqlx::query(query).fetch_all(&mut *connection).await?;
    let holds = match table.customer {
        Some(column) => holds(connection, &numbers(&rows, column)?).await?,
        None => HashMap::new(),
    };
    let interactions = match table.label {
        "prospects" => interactions(connection, &numbers(&rows, "id")?).await?,
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

fn numbers(rows: &[SqliteRow], column: &str) -> Result<Vec<i64>, DemoError> {
    let mut numbers: Vec<i64> = rows
        .iter()
        .map(|row| row.try_get(column))
        .collect::<Result<_, _>>()?;
    numbers.sort_unstable();
    numbers.dedup();
    Ok(numbers)
}

/// Numbers between commas: nothing in them can be anything but digits.
pub(crate) fn list(numbers: &[i64]) -> String {
    let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
    numbers.join(",")
}

struct Reader<'t> {
    table: &'t Table,
    zone: Tz,
    holds: HashMap<i64, Vec<Hold>>,
    interactions: HashMap<i64, Vec<(Event, NaiveDate)>>,
}

impl Reader<'_> {
    fn record(&self, row: &SqliteRow) -> Result<Record, DemoError> {
        let key: i64 = row.try_get("id")?;
        let mut facts = Facts::new();
        for column in self.table.events {
            let event: Event = column.kind.parse().map_err(|_| DemoError::Defect)?;
            let day = match column.stored {
                Stored::Day => row
                    .try_get::<Option<String>, _>(column.kind)?
                    .map(|text| parse_day(&text)),
                Stored::Instant => row
                    .try_get::<Option<i64>, _>(column.kind)?
                    .map(|seconds| self.local_day(seconds)),
            };
            facts = match (day.transpose()?, column.null) {
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
            && let Some(days) = row.try_get::<Option<u32>, _>("kept_days")?
        {
            facts = facts.set_period("customer", Period::days(days));
        }
        for (name, on) in SETTINGS {
            facts = facts.setting(name, *on);
        }
        if let Some(column) = self.table.customer {
            let customer: i64 = row.try_get(column)?;
            for hold in self.holds.get(&customer).into_iter().flatten() {
                facts = facts.hold(*hold);
            }
        }
        let group = match self.table.grouped_by {
            Some(column) => Some((row.try_get(column)?, row.try_get("recorded")?)),
            None => None,
        };
        Ok(Record { key, facts, group })
    }

    fn local_day(&self, seconds: i64) -> Result<NaiveDate, DemoError> {
        let instant = DateTime::<Utc>::from_timestamp(seconds, 0).ok_or(DemoError::BadRow {
            table: self.table.label,
        })?;
        Ok(greffe::calendar::zone::date_of(self.zone, instant))
    }
}

async fn holds(
    connection: &mut SqliteConnection,
    customers: &[i64],
) -> Result<HashMap<i64, Vec<Hold>>, DemoError> {
    let mut found: HashMap<i64, Vec<Hold>> = HashMap::new();
    let query = format!(
        "SELECT customer, reason, since, until FROM holds WHERE customer IN ({})",
        list(customers)
    );
    for row in sqlx::query(AssertSqlSafe(query))
        .fetch_all(connection)
        .await?
    {
        let reason: String = row.try_get("reason")?;
        let known = HoldReason::ALL
            .into_iter()
            .find(|known| known.code() == reason);
        let reason = known.ok_or(DemoError::BadRow { table: "holds" })?;
        let mut hold = Hold::new(reason, parse_day(row.try_get("since")?)?);
        if let Some(until) = row.try_get::<Option<String>, _>("until")? {
            hold = hold.until(parse_day(&until)?);
        }
        found
            .entry(row.try_get("customer")?)
            .or_default()
            .push(hold);
    }
    Ok(found)
}

async fn interactions(
    connection: &mut SqliteConnection,
    prospects: &[i64],
) -> Result<HashMap<i64, Vec<(Event, NaiveDate)>>, DemoError> {
    let mut found: HashMap<i64, Vec<_>> = HashMap::new();
    let query = format!(
        "SELECT prospect, kind, day FROM interactions WHERE prospect IN ({})",
        list(prospects)
    );
    for row in sqlx::query(AssertSqlSafe(query))
        .fetch_all(connection)
        .await?
    {
        let kind: &str = row.try_get("kind")?;
        let event = kind.parse().map_err(|_| DemoError::BadRow {
            table: "interactions",
        })?;
        found
            .entry(row.try_get("prospect")?)
            .or_default()
            .push((event, parse_day(row.try_get("day")?)?));
    }
    Ok(found)
}

fn parse_day(text: &str) -> Result<NaiveDate, DemoError> {
    text.parse().map_err(|_| DemoError::BadDay)
}
