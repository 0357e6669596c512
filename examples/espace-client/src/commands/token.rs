//! `token`: lets one customer into the privacy centre.

use std::path::PathBuf;

use chrono::{TimeDelta, Utc};
use clap::Args;
use serde_json::json;

use super::{Keeping, Report};
use crate::database::{Place as _, is_current, on_database};
use crate::error::HostError;
use crate::web;

/// What the operator says.
#[derive(Debug, Args)]
#[command(after_help = "Example: espace-client token --home /srv/espace-client --customer 7")]
pub(crate) struct Options {
    /// The folder of the keys, and of the SQLite file
    #[arg(long)]
    home: PathBuf,
    /// The customer's number
    #[arg(long)]
    customer: i64,
    /// Hours that it opens the account for
    #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(i64).range(1..=720))]
    hours: i64,
    #[command(flatten)]
    pub(crate) keeping: Keeping,
}

/// Makes a token and says it, once: only its SHA-256 is stored.
pub(crate) async fn run(options: &Options) -> Result<Report, HostError> {
    let kept = options.keeping.open(&options.home)?;
    let life = TimeDelta::hours(options.hours);
    let token = on_database!(&kept.database, |place| {
        let mut db = place.connect().await?;
        is_current(&mut db).await?;
        web::issue(&mut db, options.customer, Utc::now(), life).await?
    });
    let token = token.ok_or(HostError::NoCustomer)?.reveal();
    Ok(Report::new(token.clone(), json!({ "token": token })))
}
