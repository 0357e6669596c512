//! Which rows a rule's dates let the database find: of a large table an index gives the few that are due, and only those are evaluated.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use greffe::register::Register;
use greffe::retention::Event;
use greffe_sqlx::{
    Backend, FactColumns, InvalidName, PredicateError, QualifiedName, SetPeriods, SqlPredicate,
    Statement, StoredDay,
};

use super::facts::{PAGE, SETTINGS};
use super::jobs::Job;
use crate::catalogue::{Null, Stored, Table};
use crate::error::HostError;

/// The rows of a table that a rule's dates select. Holds, and other rules that keep a row, are looked at afterwards.
pub(super) struct Candidates<D: StoredDay> {
    table: &'static Table,
    predicate: SqlPredicate<D>,
}

impl<D: StoredDay> Candidates<D> {
    /// None where columns do not tell enough of the rule: then every row is looked at.
    pub(super) async fn of<C: Backend<Day = D>>(
        db: &mut C,
        job: &Job<'_>,
        register: &Register,
        today: NaiveDate,
    ) -> Result<Option<Self>, HostError> {
        // Which kinds of contact count is the rule's, and a column holds the latest of any kind.
        if !job.rule.contact().is_empty() {
            return Ok(None);
        }
        let columns = columns::<C>(job.table, register).map_err(|_| HostError::Defect)?;
        let years = register.fiscal_years();
        let mut predicate = Err(PredicateError::NotSettable);
        if job.table.customer_sets_period {
            let periods = periods(db, job.table).await?;
            predicate = columns.predicate_by_period(job.rule, &periods, years, today);
        }
        if matches!(predicate, Err(PredicateError::NotSettable)) {
            predicate = match job.rule.cutoff(years, today) {
                Ok(cutoff) => columns.predicate(&cutoff),
                // A rule without dates, such as one that keeps the newest.
                Err(error) => Err(error.into()),
            };
        }
        Ok(predicate.ok().map(|predicate| Self {
            table: job.table,
            predicate,
        }))
    }

    /// The keys of the next of them.
    pub(super) async fn after<C: Backend<Day = D>>(
        &self,
        db: &mut C,
        last: i64,
    ) -> Result<Vec<i64>, HostError> {
        if self.predicate.selects_nothing() {
            return Ok(Vec::new());
        }
        let asked = with_flags(self.table)
            .push(" WHERE ")
            .matching(&self.predicate)
            .push(" AND id > ")
            .value(last)
            .push(" ORDER BY id LIMIT ")
            .value(PAGE);
        let rows = db.rows(asked).await?;
        Ok(rows
            .iter()
            .map(|row| row.first())
            .collect::<Result<_, _>>()?)
    }
}

/// What the columns of a table say to a rule. What NULL says stands in columns that [`with_flags`] adds.
fn columns<C: Backend>(
    table: &Table,
    register: &Register,
) -> Result<FactColumns<C::Day>, InvalidName> {
    let mut columns = FactColumns::new(register.zone()).holds_are_checked_elsewhere();
    for column in table.events {
        let Ok(event) = column.kind.parse::<Event>() else {
            continue;
        };
        let stored = match column.stored {
            Stored::Day => C::DAY,
            Stored::Instant => C::INSTANT,
        };
        columns = columns.event(event.clone(), column.kind.parse()?, stored);
        let is_null: QualifiedName = format!("{}_is_null", column.kind).parse()?;
        columns = match column.null {
            Null::Open => columns.open(event, is_null),
            Null::Never => columns.never(event, is_null),
            Null::Unknown => columns,
        };
    }
    for (name, on) in SETTINGS {
        columns = columns.setting_is(name, *on);
    }
    Ok(columns)
}

/// The table with what NULL says as a truth value beside each date, and with the period that a customer set as ISO 8601 writes it.
fn with_flags(table: &Table) -> Statement {
    let mut asked = Statement::new("SELECT id FROM (SELECT *");
    for column in table.events {
        asked = asked
            .push(", (")
            .push(column.kind)
            .push(" IS NULL) AS ")
            .push(column.kind);
        asked = asked.push("_is_null");
    }
    if table.customer_sets_period {
        asked = asked.push(", 'P' || kept_days || 'D' AS kept_period");
    }
    asked
        .push(" FROM ")
        .push(table.label)
        .push(") AS ")
        .push(table.label)
}

/// The periods that customers set.
async fn periods<C: Backend>(db: &mut C, table: &Table) -> Result<SetPeriods<'static>, HostError> {
    let asked = Statement::new("SELECT DISTINCT kept_days FROM ").push(table.label);
    let mut found = BTreeSet::new();
    for row in db.rows(asked).await? {
        let days: Option<i64> = row.get("kept_days")?;
        found.insert(days.map(|days| format!("P{days}D")));
    }
    Ok(SetPeriods {
        by: "customer",
        column: "kept_period".parse().map_err(|_| HostError::Defect)?,
        found,
    })
}
