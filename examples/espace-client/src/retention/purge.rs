//! The purge: plans, their execution, and what is kept outside the database afterwards.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use greffe::retention::{Certificate, PurgeError};
use greffe_sqlx::{Backend, forget_expired};

use super::Purge;
use super::dry_run::{DryRun, Look, dry_run};
use super::execution::{execute, refused};
use super::jobs::jobs;
use super::open_plans::OpenPlans;
use super::outside::{forget_outside, is_restored, keep_outside};
use super::own_records::{OWN_TABLES, OwnForgotten, forget_due};
use crate::catalogue::table_of;
use crate::error::HostError;

/// What a purge would do.
pub(crate) struct Planned<'r> {
    /// A plan for each table of which rows may go.
    pub(crate) runs: Vec<DryRun<'r>>,
    /// Tables whose rules do not end in the same way: nothing is executed without a decision.
    pub(crate) undecided: Vec<&'static str>,
}

/// What a purge did.
#[derive(Debug, Default)]
pub(crate) struct Purged {
    /// A certificate for each plan, those of an earlier purge that did not come to its end included.
    pub(crate) certificates: Vec<Certificate>,
    /// How many plans of an earlier purge were brought to their end.
    pub(crate) resumed: usize,
    /// Tables whose rules do not end in the same way.
    pub(crate) undecided: Vec<&'static str>,
    /// Tables of which rows changed, or came under a hold, between plan and execution: the next purge plans them anew.
    pub(crate) changed: Vec<&'static str>,
    /// Tables with an open plan of a later day than today: the clock has gone back, and it waits.
    pub(crate) waiting: Vec<&'static str>,
    /// What went of Greffe's records and the service's own.
    pub(crate) own: OwnForgotten,
    /// Whether the database let go of what was deleted; else a reader was in the way, and the next purge does it.
    pub(crate) let_go: bool,
}

/// The tables that were touched.
fn tables(purged: &Purged) -> Vec<&'static str> {
    let certificates = purged.certificates.iter();
    let labels = certificates.filter_map(|done| Some(table_of(done.table())?.label));
    labels.chain(OWN_TABLES).collect()
}

/// Makes the plans. Nothing is deleted.
pub(crate) async fn plan<'r, C: Backend>(
    db: &mut C,
    purge: Purge<'r>,
    look: Look,
    mut progress: impl FnMut(&'static str) + Send,
) -> Result<Planned<'r>, HostError> {
    let mut runs = Vec::new();
    for job in jobs(purge.register) {
        progress(job.table.label);
        runs.push(dry_run(db, purge.register, job, purge.today, look, |_, _, _, _| {}).await?);
    }
    Ok(one_a_table(runs))
}

/// Plans of one table choose the same rows, for each waits for the other rules: one of them executes. Rules of one table that end in
/// different ways need a person's decision.
pub(crate) fn one_a_table(runs: Vec<DryRun<'_>>) -> Planned<'_> {
    let (mut seen, mut undecided) = (HashSet::new(), Vec::new());
    let mut chosen = Vec::new();
    for run in runs {
        let label = run.job.table.label;
        if run.plan.selected().is_empty() || !seen.insert(label) {
            continue;
        }
        if run.job.is_of_one_mind() {
            chosen.push(run);
        } else {
            undecided.push(label);
        }
    }
    Planned {
        runs: chosen,
        undecided,
    }
}

/// Brings the plans of an earlier purge to their end, then plans and executes anew. Stopped anywhere and run again, it goes on. Two at once are kept
/// apart by the caller ([`crate::database::Place::lock`]): each would refuse what the other takes away.
pub(crate) async fn purge<C: Backend>(
    db: &mut C,
    purge: Purge<'_>,
    look: Look,
    now: DateTime<Utc>,
    mut progress: impl FnMut(&'static str) + Send,
) -> Result<Purged, HostError> {
    if is_restored(db, purge.home).await? {
        return Err(HostError::Restored);
    }
    let open = OpenPlans::of(purge.home);
    let mut purged = Purged::default();
    for run in open.all(&jobs(purge.register))? {
        progress(run.job.table.label);
        if finish(db, purge, &open, &run, &mut purged).await? {
            purged.resumed += 1;
        }
    }
    let planned = plan(db, purge, look, &mut progress).await?;
    purged.undecided = planned.undecided;
    let plans: Vec<_> = planned.runs.iter().map(|run| &run.plan).collect();
    crate::files::write_json(&purge.home.file("plan.json"), &plans)?;
    for run in &planned.runs {
        open.add(run)?;
    }
    for run in &planned.runs {
        progress(run.job.table.label);
        finish(db, purge, &open, run, &mut purged).await?;
    }
    // Greffe's own records have their time too; what is forgotten of them is not to be kept outside. Where that fails, what was done is kept all the same.
    let own = forget_due(db, purge.register, (purge.today, now)).await;
    keep_outside(db, purge.home).await?;
    crate::consents::keep_outside(db, purge.home).await?;
    purged.own = own?;
    forget_expired(db, purge.today).await?;
    forget_outside(purge.home, purge.today)?;
    purged.let_go = crate::database::let_go(db, &tables(&purged)).await?;
    Ok(purged)
}

/// Executes one plan; whether it came to its end.
async fn finish<C: Backend>(
    db: &mut C,
    purge: Purge<'_>,
    open: &OpenPlans,
    run: &DryRun<'_>,
    purged: &mut Purged,
) -> Result<bool, HostError> {
    let label = run.job.table.label;
    match execute(db, purge, run).await {
        Ok(certificate) => {
            purged.certificates.push(certificate);
            keep_outside(db, purge.home).await?;
            open.remove(&run.plan)?;
            Ok(true)
        }
        // Nothing was begun, or what was begun is certified: a new plan says what remains.
        Err(PurgeError::RowsChanged { .. } | PurgeError::PolicyChanged) => {
            purged.changed.push(label);
            open.remove(&run.plan)?;
            Ok(false)
        }
        Err(PurgeError::TooEarly) => {
            purged.waiting.push(label);
            Ok(false)
        }
        Err(error) => Err(refused(error)),
    }
}
