//! What a purge would do: evaluated row by row, without touching any.

use chrono::NaiveDate;
use greffe::register::Register;
use greffe::retention::{Facts, Plan, Planner, Verdict};
use greffe_sqlx::Backend;

use super::candidates::Candidates;
use super::facts::{Record, records_after, records_of};
use super::jobs::Job;
use super::ranks::{Ranked, Ranks};
use crate::error::HostError;

/// What a job found, without touching a row.
#[derive(Debug)]
pub(crate) struct DryRun<'r> {
    /// The job.
    pub(crate) job: Job<'r>,
    /// What would be done.
    pub(crate) plan: Plan,
    /// The ranks of the rows as of the plan.
    pub(crate) ranks: Ranks,
}

/// Which rows are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// Those that the database finds by the rule's dates, where the rule has such dates; else every row.
    AtCandidates,
    /// Every row of every table: nothing is left to a query. The rows that are chosen are the same.
    AtEveryRow,
}

/// Evaluates the rows of a job. Nothing is deleted. `watch` sees every row that is looked at.
pub(crate) async fn dry_run<'r, C: Backend>(
    db: &mut C,
    register: &'r Register,
    job: Job<'r>,
    today: NaiveDate,
    look: Look,
    mut watch: impl FnMut(&Job<'_>, &Record, &Facts, &Verdict) + Send,
) -> Result<DryRun<'r>, HostError> {
    let zone = register.zone();
    let ranks = Ranks::read(db, &job, zone, Ranked::All).await?;
    let candidates = match look {
        Look::AtCandidates => Candidates::of(db, &job, register, today).await?,
        Look::AtEveryRow => None,
    };
    let address = job.address.to_string();
    let planner = Planner::new(&address, job.rule, register.fiscal_years(), today);
    let mut planner = planner.over(job.table.label);
    let mut last = i64::MIN;
    loop {
        let page = match &candidates {
            None => records_after(db, job.table, zone, last).await?,
            Some(candidates) => {
                let keys = candidates.after(db, last).await?;
                records_of(db, job.table, zone, &keys, false).await?
            }
        };
        let Some(end) = page.last() else {
            break;
        };
        last = end.key;
        for record in &page {
            let facts = job.complete(record, register, today, &ranks);
            let verdict = planner.row(record.key, &facts);
            watch(&job, record, &facts, &verdict);
        }
    }
    Ok(DryRun {
        plan: planner.finish(),
        job,
        ranks,
    })
}
