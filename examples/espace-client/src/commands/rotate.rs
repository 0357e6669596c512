//! `rotate`: the key of the sealed columns changes while lookups go on.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::{Keeping, Report};
use crate::database::{Exclusive, Place as _, is_current, on_database};
use crate::error::HostError;
use crate::rotation::{Rotated, Step, rotate};

/// What the operator says.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: espace-client rotate --home /srv/espace-client\n\
    A rotation that was stopped goes on with the key that it had begun with."
)]
pub(crate) struct Options {
    /// The folder of the keys, and of the SQLite file
    #[arg(long)]
    home: PathBuf,
    #[command(flatten)]
    pub(crate) keeping: Keeping,
}

/// Rotates to the end.
pub(crate) async fn run(options: &Options) -> Result<Report, HostError> {
    let kept = options.keeping.open(&options.home)?;
    let keys = kept.home.provider()?;
    let bar = super::spinner();
    let progress = |step: Step| {
        bar.set_message(match step {
            Step::Add => "key",
            Step::Promote => "promote",
            Step::Reseal => "columns",
            Step::MoveUnique => "unique column",
            Step::Retire => "retire",
        });
    };
    let rotated = on_database!(&kept.database, |place| {
        let mut db = place.connect().await?;
        is_current(&mut db).await?;
        let _lock = place.lock(Exclusive::Rotation).await?;
        rotate(&mut db, keys, kept.now, progress).await?
    });
    bar.finish_and_clear();
    let Rotated {
        moved,
        faults,
        retired,
    } = rotated;
    let text = kept.lang.pick(
        format!("{moved} valeurs rescellées, {faults} illisibles, {retired} clé(s) retirée(s)."),
        format!("{moved} values re-sealed, {faults} that do not open, {retired} keys retired."),
    );
    let json = json!({ "values": moved, "faults": faults, "retired": retired });
    Ok(Report::new(text, json).finished(faults == 0))
}
