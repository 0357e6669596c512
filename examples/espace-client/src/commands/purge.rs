//! `purge`: what the register no longer lets the service keep goes, with proof.

use std::path::PathBuf;

use chrono::DateTime;
use clap::Args;
use greffe::retention::Certificate;
use serde_json::json;

use super::{Keeping, Kept, Report};
use crate::database::{Exclusive, Place, is_current, on_database};
use crate::error::HostError;
use crate::retention::{Look, Purge, Purged, plan, purge};

/// What the operator says.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: espace-client purge --home /srv/espace-client --dry-run\n\
    Exit status 1: something is left, such as rows that changed meanwhile, or rules of one table that end in different ways."
)]
pub(crate) struct Options {
    /// The folder of the keys, of the SQLite file, and of what must outlive the database
    #[arg(long)]
    home: PathBuf,
    /// Writes the plans to plan.json and deletes nothing
    #[arg(long)]
    dry_run: bool,
    /// Evaluates every row of every table instead of letting the database find those that are due: slow, and the plans choose the same rows
    #[arg(long)]
    every_row: bool,
    #[command(flatten)]
    pub(crate) keeping: Keeping,
}

/// Plans, and executes unless it is a dry run.
pub(crate) async fn run(options: &Options) -> Result<Report, HostError> {
    let kept = options.keeping.open(&options.home)?;
    on_database!(&kept.database, |place| on(place, options, &kept).await)
}

async fn on<P: Place>(place: &P, options: &Options, kept: &Kept) -> Result<Report, HostError> {
    let digest_key = kept.home.digest_key()?;
    let terms = Purge {
        register: &kept.register,
        today: kept.today,
        digest_key: &digest_key,
        home: &kept.home,
    };
    let look = if options.every_row {
        Look::AtEveryRow
    } else {
        Look::AtCandidates
    };
    let mut db = place.connect().await?;
    is_current(&mut db).await?;
    let bar = super::spinner();
    let progress = |table: &'static str| bar.set_message(table);
    if options.dry_run {
        let planned = plan(&mut db, terms, look, progress).await?;
        let plans: Vec<_> = planned.runs.iter().map(|run| &run.plan).collect();
        crate::files::write_json(&kept.home.file("plan.json"), &plans)?;
        let rows: usize = plans.iter().map(|plan| plan.selected().len()).sum();
        let count = plans.len();
        let undecided = planned.undecided;
        let text = kept.lang.pick(
            format!("{rows} lignes seraient traitées, en {count} plans (plan.json)\u{a0}; rien n’est effacé.{}", left_fr(&undecided)),
            format!("{rows} rows would be disposed of, in {count} plans (plan.json); nothing is deleted.{}", left_en(&undecided)),
        );
        let json = json!({ "plans": count, "rows": rows, "undecided": undecided });
        return Ok(Report::new(text, json).finished(undecided.is_empty()));
    }
    let _lock = place.lock(Exclusive::Purge).await?;
    // The evening of a day that is told, or the clock's now.
    let now = DateTime::from_timestamp(i64::try_from(kept.now).unwrap_or_default(), 0);
    let now = now.ok_or(HostError::BadDay)?;
    let purged = purge(&mut db, terms, look, now, progress).await?;
    bar.finish_and_clear();
    Ok(report(&purged, kept))
}

fn report(purged: &Purged, kept: &Kept) -> Report {
    let own = purged.own;
    let rows: u64 = purged.certificates.iter().map(Certificate::disposed).sum();
    let (count, resumed) = (purged.certificates.len(), purged.resumed);
    let mut left = purged.undecided.clone();
    left.extend(&purged.changed);
    left.extend(&purged.waiting);
    if own.requests_damaged > 0 {
        left.push("greffe_requests");
    }
    left.sort_unstable();
    left.dedup();
    let text = kept.lang.pick(
        format!("{rows} lignes traitées, {count} attestations (certificates.jsonl), dont {resumed} d’une purge interrompue\u{a0}; {} dossiers de demandes, les choix de {} personnes, {} retenues échues, {} jetons et sessions effacés.{}", own.requests, own.consents, own.holds, own.logins, left_fr(&left)),
        format!("{rows} rows disposed of, {count} certificates (certificates.jsonl), {resumed} of them of a purge that was interrupted; {} files of requests, the choices of {} people, {} holds that were over, {} tokens and sessions erased.{}", own.requests, own.consents, own.holds, own.logins, left_en(&left)),
    );
    let json = json!({
        "rows": rows,
        "certificates": count,
        "resumed": resumed,
        "undecided": purged.undecided,
        "changed": purged.changed,
        "waiting": purged.waiting,
        "let_go": purged.let_go,
        "requests": own.requests,
        "requests_held": own.requests_held,
        "requests_damaged": own.requests_damaged,
        "consents": own.consents,
        "consents_held": own.consents_held,
        "holds": own.holds,
        "logins": own.logins,
    });
    Report::new(text, json).finished(left.is_empty() && purged.let_go)
}

fn left_fr(tables: &[&str]) -> String {
    if tables.is_empty() {
        return String::new();
    }
    format!(" À regarder\u{a0}: {}.", tables.join(", "))
}

fn left_en(tables: &[&str]) -> String {
    if tables.is_empty() {
        return String::new();
    }
    format!(" To look at: {}.", tables.join(", "))
}
