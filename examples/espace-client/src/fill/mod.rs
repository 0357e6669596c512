//! Fills an empty database with synthetic people and what a hosting and call-tracking service would hold about them.

mod customers;
mod history;
mod people;
mod records;
mod relations;

use chrono::NaiveDate;
use greffe_sqlx::{Backend, Dialect};

pub(crate) use history::History;
pub(crate) use people::Person;

use crate::customers::Ciphers;
use crate::error::HostError;
use people::Dice;

/// Customers that are written together.
const CHUNK: usize = 250;

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Filled {
    /// Customers.
    pub(crate) customers: i64,
    /// People who are none yet.
    pub(crate) prospects: i64,
}

/// Writes `people` customers, numbered from 1, and a fifth as many prospects, as they would be on `today`: all in one transaction, or nothing.
/// `progress` is told how many customers are written.
/// The unique column must be pinned ([`crate::customers::Pinned::record`]) to the key of `ciphers`.
///
/// # Errors
/// [`HostError::Filled`] where there are people already.
pub(crate) async fn fill<C: Backend>(
    db: &mut C,
    ciphers: &Ciphers,
    people: i64,
    today: NaiveDate,
    progress: impl Fn(u64) + Send,
) -> Result<Filled, HostError> {
    db.begin_writing().await?;
    let filled = write(db, ciphers, people, today, progress).await;
    match filled {
        Ok(_) => db.commit().await?,
        // The first error says more than one of the way back.
        Err(_) => drop(db.rollback().await),
    }
    filled
}

async fn write<C: Backend>(
    db: &mut C,
    ciphers: &Ciphers,
    people: i64,
    today: NaiveDate,
    progress: impl Fn(u64) + Send,
) -> Result<Filled, HostError> {
    if C::DIALECT == Dialect::Postgres {
        db.script("LOCK TABLE customers IN EXCLUSIVE MODE").await?;
    }
    if crate::customers::count(db).await? != 0 {
        return Err(HostError::Filled);
    }
    let (mut dice, mut written) = (Dice::new(41), 0);
    let numbers: Vec<i64> = (1..=people).collect();
    for chunk in numbers.chunks(CHUNK) {
        let histories: Vec<History> = chunk
            .iter()
            .map(|number| History::of(*number, today))
            .collect();
        customers::customers(db, ciphers, &histories).await?;
        relations::relations(db, &histories, today, &mut dice).await?;
        records::records(db, &histories, today, &mut dice).await?;
        written += u64::try_from(chunk.len()).unwrap_or_default();
        progress(written);
    }
    let prospects = customers::prospects(db, ciphers, people, today).await?;
    Ok(Filled {
        customers: people,
        prospects,
    })
}
