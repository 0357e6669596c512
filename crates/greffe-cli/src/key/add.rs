//! `greffe key add --keyring FILE`

use clap::Args;
use greffe::calendar::{DateTime, Utc};

use super::{moment, show};
use crate::keyring_option::KeyringOption;
use crate::option_value;
use crate::output::{Answer, Output};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe key add --keyring keys.json --kek-file kek\n\
    A rotation: add, let every instance load the file, promote, re-seal and re-index what is stale, retire, destroy.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    keyring: KeyringOption,
    /// When the key counts as made, RFC 3339; now unless told
    #[arg(long, value_name = "INSTANT", value_parser = option_value::instant)]
    at: Option<DateTime<Utc>>,
    #[command(flatten)]
    pub(super) output: Output,
}

pub(crate) fn run(options: &Options) -> Result<Answer, Refusal> {
    let created = moment::seconds(options.at)?;
    let keys = options.keyring.open()?;
    let after = keys
        .change(|keyring, rng| keyring.add(created, rng).map(drop))
        .map_err(|error| options.keyring.refusal(error))?;
    Ok(show::of(&after, keys.kek_name(), options.output.lang()))
}
