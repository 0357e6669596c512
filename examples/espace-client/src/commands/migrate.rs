//! `migrate`: keys and tables, made or brought up to date.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::{Keeping, Kept, Report};
use crate::database::{Place as _, migrate, on_database};
use crate::error::HostError;

/// What the operator says.
#[derive(Debug, Args)]
#[command(after_help = "Example: espace-client migrate --home /srv/espace-client")]
pub(crate) struct Options {
    /// The folder of the keys, and of the SQLite file
    #[arg(long)]
    home: PathBuf,
    #[command(flatten)]
    pub(crate) keeping: Keeping,
}

/// Makes what is missing. Run again, it does nothing.
pub(crate) async fn run(options: &Options) -> Result<Report, HostError> {
    let kept = options.keeping.open(&options.home)?;
    let Kept {
        home, now, lang, ..
    } = &kept;
    home.prepare(*now)?;
    let done = on_database!(&kept.database, |place| {
        place.create()?;
        let mut db = place.connect().await?;
        migrate(&mut db).await?
    });
    let text = lang.pick(
        format!("Migrations passées\u{a0}: {done}. Les clés et les tables sont à jour."),
        format!("Migrations run: {done}. Keys and tables are up to date."),
    );
    Ok(Report::new(text, json!({ "migrations": done })))
}
