//! `find`: which customer has an IBAN. IBANs come line by line on standard input, never on the command line, which others on the machine see.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use tokio::io::{AsyncBufReadExt as _, BufReader};

use super::{Keeping, Kept, Report};
use crate::customers::find_under_current_keys;
use crate::database::{Place, is_current, on_database};
use crate::error::HostError;

/// What the operator says.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: espace-client find --home /srv/espace-client < ibans.txt\n\
    Prints the customer's number for each line, or - where nobody has it or where it is no IBAN. Exit status 1: some were not found."
)]
pub(crate) struct Options {
    /// The folder of the keys, and of the SQLite file
    #[arg(long)]
    home: PathBuf,
    #[command(flatten)]
    pub(crate) keeping: Keeping,
}

/// Looks each up, also while a rotation goes on.
pub(crate) async fn run(options: &Options) -> Result<Report, HostError> {
    let kept = options.keeping.open(&options.home)?;
    on_database!(&kept.database, |place| on(place, &kept).await)
}

async fn on<P: Place>(place: &P, kept: &Kept) -> Result<Report, HostError> {
    let mut db = place.connect().await?;
    is_current(&mut db).await?;
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    let (mut found, mut missing) = (0_u64, 0_u64);
    loop {
        let line = lines.next_line().await;
        let Some(line) = line.map_err(HostError::file("standard input"))? else {
            break;
        };
        let customer = match line.parse() {
            Ok(iban) => find_under_current_keys(&mut db, &kept.home, &iban).await?,
            Err(_) => None,
        };
        match customer {
            Some(customer) => {
                found += 1;
                println!("{customer}");
            }
            None => {
                missing += 1;
                println!("-");
            }
        }
    }
    let text = kept.lang.pick(
        format!("{found} clients trouvés, {missing} non."),
        format!("{found} customers found, {missing} not."),
    );
    let json = json!({ "found": found, "missing": missing });
    Ok(Report::new(text, json).finished(missing == 0))
}
