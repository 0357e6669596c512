//! SQLite: five storage classes, in any column.

use std::sync::Arc;

use sqlx::sqlite::{SqliteArguments, SqliteConnection, SqliteRow};
use sqlx::{
    Arguments as _, AssertSqlSafe, Column as _, Row as _, TypeInfo as _, Value as _, ValueRef as _,
};

use super::cell::instant_as_text;
use super::{Backend, Cell, Dialect, Row, Statement};
use crate::{DatabaseFailure, SqliteDay, StoreError};

impl Backend for SqliteConnection {
    const DIALECT: Dialect = Dialect::Sqlite;

    type Day = SqliteDay;
    const DAY: SqliteDay = SqliteDay::IsoDate;
    const INSTANT: SqliteDay = SqliteDay::Rfc3339;

    async fn execute(&mut self, statement: Statement) -> Result<u64, StoreError> {
        let (sql, cells) = statement.into_parts(Self::DIALECT);
        let query = sqlx::query_with(AssertSqlSafe(sql), arguments(cells)?);
        Ok(query.execute(self).await?.rows_affected())
    }

    async fn rows(&mut self, statement: Statement) -> Result<Vec<Row>, StoreError> {
        let (sql, cells) = statement.into_parts(Self::DIALECT);
        let query = sqlx::query_with(AssertSqlSafe(sql), arguments(cells)?);
        let rows = query.fetch_all(self).await?;
        let names = names(rows.first());
        rows.iter()
            .map(|row| Ok(Row::new(Arc::clone(&names), read(row)?)))
            .collect()
    }

    // SQLite refuses a transaction inside another.
    async fn begin_writing(&mut self) -> Result<(), StoreError> {
        self.script("BEGIN IMMEDIATE").await
    }

    async fn begin_snapshot(&mut self) -> Result<(), StoreError> {
        self.script("BEGIN DEFERRED").await
    }

    async fn undo_left_open(&mut self) -> Result<(), StoreError> {
        // Refused where there is nothing to undo. SQLite never refuses to undo: what cannot be read any more is undone when the file is opened again.
        match self.rollback().await {
            Err(StoreError::Database(DatabaseFailure::Refused)) => Ok(()),
            undone => undone,
        }
    }

    async fn script(&mut self, sql: &'static str) -> Result<(), StoreError> {
        sqlx::raw_sql(sql).execute(self).await?;
        Ok(())
    }
}

fn names(row: Option<&SqliteRow>) -> Arc<[Box<str>]> {
    let columns = row.map(|row| row.columns()).unwrap_or_default();
    columns.iter().map(|column| column.name().into()).collect()
}

fn arguments(cells: Vec<Cell>) -> Result<SqliteArguments, StoreError> {
    let mut arguments = SqliteArguments::default();
    for cell in cells {
        match cell {
            Cell::Integer(value) => arguments.add(value),
            Cell::Text(value) => arguments.add(value),
            Cell::Bytes(value) => arguments.add(value),
            Cell::Truth(value) => arguments.add(value.map(i64::from)),
            Cell::Day(value) => arguments.add(value.map(|day| day.to_string())),
            Cell::Instant(value) => arguments.add(value.map(instant_as_text)),
        }
        .map_err(|_| StoreError::Unwritable)?;
    }
    Ok(arguments)
}

fn read(row: &SqliteRow) -> Result<Vec<Cell>, StoreError> {
    (0..row.len())
        .map(|place| {
            let value = row.try_get_raw(place)?;
            if value.is_null() {
                return Ok(Cell::Text(None));
            }
            // What is stored, not what the column is declared as.
            let kind = sqlx::ValueRef::to_owned(&value)
                .type_info()
                .name()
                .to_owned();
            Ok(match kind.as_str() {
                "INTEGER" | "BOOLEAN" => Cell::Integer(Some(row.try_get_unchecked(place)?)),
                "TEXT" | "DATE" | "TIME" | "DATETIME" => {
                    Cell::Text(Some(row.try_get_unchecked(place)?))
                }
                "BLOB" => Cell::Bytes(Some(row.try_get_unchecked(place)?)),
                _ => return Err(StoreError::Database(crate::DatabaseFailure::Type)),
            })
        })
        .collect()
}
