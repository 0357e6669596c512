//! What the service knows of the rows of one job, and how one of them goes.

use std::collections::HashMap;

use greffe::retention::{Facts, Fate, RowKey};
use greffe_sqlx::{Backend, HostRows, Statement, StoreError};

use super::Purge;
use super::facts::{Record, records_of};
use super::jobs::Job;
use super::ranks::{Ranked, Ranks};
use super::write_out::write_out;
use crate::database::lock_holds;
use crate::error::HostError;

/// The rows of one job, for a purge store.
pub(crate) struct TableRows<'a> {
    /// Which rule takes them.
    pub(crate) job: &'a Job<'a>,
    /// Their ranks as of the plan.
    pub(crate) ranks: &'a Ranks,
    /// What the purge works with.
    pub(crate) purge: Purge<'a>,
}

impl<C: Backend> HostRows<C> for TableRows<'_> {
    fn table(&self) -> &str {
        self.label()
    }

    /// Neither the rows nor the holds can change before the transaction ends.
    async fn facts(
        &mut self,
        db: &mut C,
        keys: &[RowKey],
    ) -> Result<Vec<Option<Facts>>, StoreError> {
        let table = self.label();
        self.read(db, keys).await.map_err(|error| match error {
            HostError::Store(error) => error,
            _ => StoreError::HostRow { table },
        })
    }

    async fn dispose(
        &mut self,
        db: &mut C,
        keys: &[RowKey],
        fate: &Fate,
    ) -> Result<(), StoreError> {
        let table = self.label();
        let rows = numbers(table, keys)?;
        match (fate, table) {
            (Fate::Erase, _) => {}
            (Fate::Anonymise, "surveys") => add_up_surveys(db, &rows).await?,
            (Fate::MoveTo { .. }, _) => {
                write_out(db, table, &rows, &self.purge.home.file("disk")).await?;
            }
            // Sorting, reassigning and handing over need a person's decision, which this service does not take.
            _ => return Err(StoreError::HostFate { table }),
        }
        let delete = Statement::new("DELETE FROM ")
            .push(table)
            .push(" WHERE id IN (");
        db.execute(delete.list(rows).push(")")).await?;
        Ok(())
    }
}

impl TableRows<'_> {
    const fn label(&self) -> &'static str {
        self.job.table.label
    }

    async fn read<C: Backend>(
        &self,
        db: &mut C,
        keys: &[RowKey],
    ) -> Result<Vec<Option<Facts>>, HostError> {
        let (job, register) = (self.job, self.purge.register);
        let (zone, numbers) = (register.zone(), numbers(self.label(), keys)?);
        lock_holds(db).await?;
        let found = records_of(db, job.table, zone, &numbers, true).await?;
        let ranks = Ranks::read(db, job, zone, Ranked::Around(&numbers)).await?;
        let ranks = ranks.dated_as_in(self.ranks);
        let complete = |record: &Record| job.complete(record, register, self.purge.today, &ranks);
        let facts: HashMap<i64, Facts> = found
            .iter()
            .map(|record| (record.key, complete(record)))
            .collect();
        Ok(numbers
            .iter()
            .map(|number| facts.get(number).cloned())
            .collect())
    }
}

/// What remains of surveys: how many gave each answer of a closed list.
async fn add_up_surveys<C: Backend>(db: &mut C, rows: &[i64]) -> Result<(), StoreError> {
    let add = Statement::new(
        "INSERT INTO survey_results (answer, answers) SELECT answer, count(*) FROM surveys WHERE id IN (",
    )
    .list(rows.iter().copied())
    .push(
        ") GROUP BY answer ON CONFLICT (answer) DO UPDATE SET answers = survey_results.answers + excluded.answers",
    );
    db.execute(add).await?;
    Ok(())
}

fn numbers(table: &'static str, keys: &[RowKey]) -> Result<Vec<i64>, StoreError> {
    let number = |key: &RowKey| key.as_integer().ok_or(StoreError::HostRow { table });
    keys.iter().map(number).collect()
}
