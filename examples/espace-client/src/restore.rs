//! After a restore: what was disposed of since the backup goes again, and every sealed value must open, before a request may be served.

use greffe::cipher::Keyring;
use greffe::retention::{Replay, Replayed, RowKey};
use greffe_sqlx::{Backend, RotationError, SqlPurgeStore, Statement, restore_records};

use crate::error::HostError;
use crate::retention::{
    Job, Look, Outside, Purge, Ranks, TableRows, anonymity_of_surveys, jobs, keep_outside, plan,
    refused,
};
use crate::rotation::Columns;

/// What a check found and did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Restored {
    /// Whether the database was older than what was kept outside it.
    pub(crate) was_restored: bool,
    /// Rows that had come back.
    pub(crate) came_back: u64,
    /// Those of them that went again.
    pub(crate) disposed: u64,
    /// Those of them that wait, for a hold has begun since.
    pub(crate) held: u64,
    /// Rows with a tombstone of which nobody knows whether they are the same: somebody must look at them.
    pub(crate) unclear: u64,
    /// Rows that the register no longer lets the service keep, with a tombstone or without: a purge takes them.
    pub(crate) due: u64,
    /// Choices about consent that were lost and put back.
    pub(crate) choices: u64,
    /// Choices that had come back and were forgotten again.
    pub(crate) choices_forgotten: u64,
    /// Whether the ledger lacks choices that are kept outside and cannot be put back: a withdrawal may be among them.
    pub(crate) lacks_choices: bool,
    /// Sealed values that no live key opens: the backup is of before a rotation, and needs the keys of then.
    pub(crate) unreadable: u64,
}

impl Restored {
    /// Whether requests may be served from this database.
    pub(crate) const fn may_serve(&self) -> bool {
        self.unclear == 0 && self.due == 0 && self.unreadable == 0 && !self.lacks_choices
    }
}

/// Rows that are read at once.
const PAGE: i64 = 1_000;

/// Puts back tombstones and certificates, lets what they condemn go again, and opens every sealed value. Stopped anywhere and run again, it goes on;
/// run again at the end, it finds nothing.
pub(crate) async fn check<C: Backend>(
    db: &mut C,
    purge: Purge<'_>,
    keyring: &Keyring,
    mut progress: impl FnMut(&'static str) + Send,
) -> Result<Restored, HostError> {
    let outside = Outside::read(purge.home)?;
    let mut found = Restored {
        was_restored: !outside.is_in(db).await?,
        ..Restored::default()
    };
    if found.was_restored {
        restore_records(db, &outside.certificates, &outside.tombstones).await?;
    }
    let back = crate::consents::put_back(db, purge.home).await?;
    (found.choices, found.choices_forgotten) = (back.choices, back.forgotten);
    found.lacks_choices = !back.is_whole;
    found.was_restored |= back.choices > 0 || back.forgotten > 0;
    for job in jobs(purge.register) {
        progress(job.table.label);
        let replayed = replay(db, purge, &outside, &job).await?;
        // Rows that are younger than the tombstone of their key are others.
        found.came_back += replayed.found.saturating_sub(replayed.younger);
        found.disposed += replayed.disposed;
        found.held += replayed.held;
        found.unclear += replayed.unclear;
    }
    // Where the register does not say how long backups live there are no tombstones, but what was due then is due now.
    let planned = plan(db, purge, Look::AtCandidates, &mut progress).await?;
    let due = planned.runs.iter().map(|run| run.plan.selected().len());
    found.due = due.filter_map(|rows| u64::try_from(rows).ok()).sum();
    progress("customers");
    found.unreadable = unreadable(db, keyring).await?;
    keep_outside(db, purge.home).await?;
    Ok(found)
}

/// Looks at every row of the table, page by page.
async fn replay<C: Backend>(
    db: &mut C,
    purge: Purge<'_>,
    outside: &Outside,
    job: &Job<'_>,
) -> Result<Replayed, HostError> {
    let address = job.address.to_string();
    let years = purge.register.fiscal_years();
    let stones = &outside.tombstones;
    let replay = Replay::new(
        stones,
        purge.digest_key,
        &address,
        job.rule,
        years,
        purge.today,
    );
    let replay = replay.anonymity(anonymity_of_surveys());
    let ranks = Ranks::default();
    let (mut all, mut last) = (Replayed::default(), i64::MIN);
    loop {
        let asked = Statement::new("SELECT id FROM ")
            .push(job.table.label)
            .push(" WHERE id > ");
        let asked = asked.value(last).push(" ORDER BY id LIMIT ").value(PAGE);
        let page = db.rows(asked).await?;
        let keys = page.iter().map(|row| row.first::<i64>());
        let keys: Vec<i64> = keys.collect::<Result<_, _>>()?;
        let Some(end) = keys.last() else {
            return Ok(all);
        };
        last = *end;
        let keys: Vec<RowKey> = keys.into_iter().map(RowKey::Integer).collect();
        let rows = TableRows {
            job,
            ranks: &ranks,
            purge,
        };
        let mut store = SqlPurgeStore::open(db, rows).await?;
        let done = replay.run(&mut store, &keys).await.map_err(refused)?;
        all.found += done.found;
        all.disposed += done.disposed;
        all.held += done.held;
        all.younger += done.younger;
        all.unclear += done.unclear;
    }
}

/// How many sealed values no live key opens, or have another unique token than their own.
async fn unreadable<C: Backend>(db: &mut C, keyring: &Keyring) -> Result<u64, HostError> {
    let Ok(mut columns) = Columns::of(db, keyring).await else {
        // The unique column is pinned to a key that is no longer live.
        return crate::customers::count(db).await;
    };
    match columns.check(db).await {
        Err(RotationError::Store(error)) => Err(error.into()),
        Err(error) => Err(HostError::refused("restore", &error)),
        Ok(faults) => Ok(faults),
    }
}
