//! PostgreSQL: each column has its type.

use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, Utc};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{
    PgArgumentBuffer, PgArguments, PgConnection, PgRow, PgTypeInfo, PgValueFormat,
};
use sqlx::{
    Arguments as _, AssertSqlSafe, Column as _, Encode, Postgres, Row as _, Type, TypeInfo as _,
    ValueRef as _,
};

use super::{Backend, Cell, Dialect, Row, Statement};
use crate::{DatabaseFailure, PostgresDay, StoreError};

impl Backend for PgConnection {
    const DIALECT: Dialect = Dialect::Postgres;

    type Day = PostgresDay;
    const DAY: PostgresDay = PostgresDay::Date;
    const INSTANT: PostgresDay = PostgresDay::Timestamptz;

    async fn execute(&mut self, statement: Statement) -> Result<u64, StoreError> {
        let (sql, cells) = statement.into_parts(Self::DIALECT);
        let query = sqlx::query_with(AssertSqlSafe(sql), arguments(cells)?);
        Ok(query.execute(self).await?.rows_affected())
    }

    async fn rows(&mut self, statement: Statement) -> Result<Vec<Row>, StoreError> {
        let (sql, cells) = statement.into_parts(Self::DIALECT);
        let query = sqlx::query_with(AssertSqlSafe(sql), arguments(cells)?);
        let rows = query.fetch_all(self).await?;
        let columns = rows.first().map(|row| row.columns()).unwrap_or_default();
        let names: Arc<[Box<str>]> = columns.iter().map(|column| column.name().into()).collect();
        rows.iter()
            .map(|row| Ok(Row::new(Arc::clone(&names), read(row)?)))
            .collect()
    }

    async fn begin_writing(&mut self) -> Result<(), StoreError> {
        // Whatever the session's default is: each statement must see what was committed before it.
        begin(
            self,
            "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT now() = statement_timestamp()",
        )
        .await
    }

    async fn begin_snapshot(&mut self) -> Result<(), StoreError> {
        begin(
            self,
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT now() = statement_timestamp()",
        )
        .await
    }

    async fn undo_left_open(&mut self) -> Result<(), StoreError> {
        // A ROLLBACK without a transaction is a warning in the server's log, each time. One that a statement has ended answers with an error.
        match is_in_none(self, IS_IN_NONE).await {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) => self.rollback().await,
        }
    }

    async fn script(&mut self, sql: &'static str) -> Result<(), StoreError> {
        sqlx::raw_sql(sql).execute(self).await?;
        Ok(())
    }
}

/// Whether what runs began with this very message, and so in no transaction of somebody else's.
const IS_IN_NONE: &str = "SELECT now() = statement_timestamp()";

async fn is_in_none(connection: &mut PgConnection, sql: &'static str) -> sqlx::Result<bool> {
    let row = sqlx::raw_sql(sql).fetch_one(connection).await?;
    row.try_get(0)
}

/// Begins a transaction and not a part of another, for PostgreSQL takes a BEGIN inside one with a warning, and a COMMIT then keeps what
/// somebody else has not decided yet.
async fn begin(connection: &mut PgConnection, sql: &'static str) -> Result<(), StoreError> {
    let begun = is_in_none(connection, sql).await;
    match begun {
        Ok(true) => return Ok(()),
        Ok(false) => return Err(StoreError::Database(DatabaseFailure::Refused)),
        // Inside a transaction of somebody else's, theirs to roll back: a failed statement has ended it, or this one did, which asked for another
        // isolation than the one that it has been read in.
        Err(sqlx::Error::Database(ref error))
            if matches!(error.code().as_deref(), Some("25P02" | "25001")) => {}
        // Begun, perhaps, and then told to stop.
        Err(_) => connection.undo_first(),
    }
    begun.map(drop).map_err(Into::into)
}

fn arguments(cells: Vec<Cell>) -> Result<PgArguments, StoreError> {
    let mut arguments = PgArguments::default();
    for cell in cells {
        match cell {
            Cell::Integer(value) => arguments.add(value),
            Cell::Text(value) => arguments.add(value),
            Cell::Bytes(value) => arguments.add(value),
            Cell::Truth(value) => arguments.add(value),
            Cell::Day(value) => arguments.add(value.map(BoundDay)),
            Cell::Instant(value) => arguments.add(value.map(BoundInstant)),
        }
        .map_err(|_| StoreError::Unwritable)?;
    }
    Ok(arguments)
}

fn read(row: &PgRow) -> Result<Vec<Cell>, StoreError> {
    let unreadable = || StoreError::Database(DatabaseFailure::Type);
    (0..row.len())
        .map(|place| {
            let value = row.try_get_raw(place)?;
            let is_binary = value.format() == PgValueFormat::Binary;
            Ok(match value.type_info().name() {
                "INT8" => Cell::Integer(row.try_get(place)?),
                "INT4" => Cell::Integer(row.try_get::<Option<i32>, _>(place)?.map(i64::from)),
                "INT2" => Cell::Integer(row.try_get::<Option<i16>, _>(place)?.map(i64::from)),
                "TEXT" | "VARCHAR" | "CHAR" | "NAME" => Cell::Text(row.try_get(place)?),
                "BYTEA" => Cell::Bytes(row.try_get(place)?),
                "BOOL" => Cell::Truth(row.try_get(place)?),
                "DATE" if value.is_null() => Cell::Day(None),
                "TIMESTAMPTZ" if value.is_null() => Cell::Instant(None),
                // Every query of this module is prepared, and its answers come in binary.
                "DATE" if is_binary => {
                    let octets = value.as_bytes().map_err(|_| unreadable())?;
                    let octets = octets.try_into().map_err(|_| unreadable())?;
                    Cell::Day(Some(
                        day(i32::from_be_bytes(octets)).ok_or_else(unreadable)?,
                    ))
                }
                "TIMESTAMPTZ" if is_binary => {
                    let octets = value.as_bytes().map_err(|_| unreadable())?;
                    let octets = octets.try_into().map_err(|_| unreadable())?;
                    let instant = instant(i64::from_be_bytes(octets)).ok_or_else(unreadable)?;
                    Cell::Instant(Some(instant))
                }
                _ => return Err(unreadable()),
            })
        })
        .collect()
}

// sqlx has these for chrono, and with them chrono's clock, which no core crate may reach.

/// 1 January 2000 in seconds since 1970.
const EPOCH: i64 = 946_684_800;

/// Days since 1 January 2000, as PostgreSQL sends a `date`.
pub(crate) struct BoundDay(pub(crate) NaiveDate);

/// Microseconds since 2000 in UTC, as PostgreSQL sends a `timestamptz`.
pub(crate) struct BoundInstant(pub(crate) DateTime<Utc>);

/// `infinity` and its negative are days of no calendar.
fn day(days: i32) -> Option<NaiveDate> {
    let epoch = NaiveDate::from_ymd_opt(2000, 1, 1)?;
    let distance = Days::new(u64::from(days.unsigned_abs()));
    if matches!(days, i32::MAX | i32::MIN) {
        return None;
    }
    if days < 0 {
        epoch.checked_sub_days(distance)
    } else {
        epoch.checked_add_days(distance)
    }
}

fn instant(micros: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_micros(micros.checked_add(EPOCH * 1_000_000)?)
}

impl Type<Postgres> for BoundDay {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(Oid(1082))
    }
}

impl Type<Postgres> for BoundInstant {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(Oid(1184))
    }
}

impl Encode<'_, Postgres> for BoundDay {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        let midnight = self.0.and_time(chrono::NaiveTime::MIN).and_utc();
        let days = i32::try_from((midnight.timestamp() - EPOCH) / 86_400)?;
        Encode::<Postgres>::encode(days, buffer)
    }
}

impl Encode<'_, Postgres> for BoundInstant {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        let micros = self.0.timestamp_micros() - EPOCH * 1_000_000;
        Encode::<Postgres>::encode(micros, buffer)
    }
}
