//! `fill`: synthetic people into an empty database.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::{Keeping, Report};
use crate::customers::{Ciphers, Pinned};
use crate::database::{Place as _, is_current, on_database};
use crate::error::HostError;
use crate::fill::fill;

/// What the operator says.
#[derive(Debug, Args)]
#[command(after_help = "Example: espace-client fill --home /srv/espace-client --people 1000")]
pub(crate) struct Options {
    /// The folder of the keys, and of the SQLite file
    #[arg(long)]
    home: PathBuf,
    /// How many customers to make up
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(i64).range(1..=1_000_000))]
    people: i64,
    #[command(flatten)]
    pub(crate) keeping: Keeping,
}

/// Fills, or refuses where somebody is there already.
pub(crate) async fn run(options: &Options) -> Result<Report, HostError> {
    let kept = options.keeping.open(&options.home)?;
    let keyring = kept.home.keyring()?;
    let (people, today) = (options.people, kept.today);
    let bar = super::bar(u64::try_from(people).unwrap_or_default());
    let filled = on_database!(&kept.database, |place| {
        let mut db = place.connect().await?;
        is_current(&mut db).await?;
        let pinned = Pinned::record(&mut db, &keyring).await?;
        let ciphers = Ciphers::new(&keyring, pinned);
        let ciphers = ciphers.map_err(|error| HostError::refused("keys", &error))?;
        fill(&mut db, &ciphers, people, today, |done| {
            bar.set_position(done)
        })
        .await?
    });
    bar.finish_and_clear();
    let (customers, prospects) = (filled.customers, filled.prospects);
    let text = kept.lang.pick(
        format!("{customers} clients et {prospects} prospects fictifs écrits."),
        format!("{customers} fictional customers and {prospects} prospects written."),
    );
    let json = json!({ "customers": customers, "prospects": prospects });
    Ok(Report::new(text, json))
}
