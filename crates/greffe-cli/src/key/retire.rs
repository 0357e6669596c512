//! `greffe key retire ID --no-stale-rows --seen-everywhere GENERATION --keyring FILE`

use clap::Args;
use greffe::cipher::KeyId;

use super::key_id::{change, key_id};
use crate::keyring_option::KeyringOption;
use crate::output::{Answer, Output};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe key retire 0a1b2c3d --no-stale-rows --seen-everywhere 5 --keyring keys.json --kek-file kek\n\
    First let every instance load the keyring in which the key is active; then count, in every sealed, index and unique column\n\
    and among wrapped subject keys, for every tenant. This command counts nothing: it takes your word.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The active key, as `greffe key show` prints it
    #[arg(value_name = "ID", value_parser = key_id)]
    id: KeyId,
    /// States that every column was counted, for every tenant, and that no row is left under the key
    #[arg(long, required = true)]
    no_stale_rows: bool,
    /// The lowest generation of the keyring that any running instance reported before the rows were counted
    #[arg(long, value_name = "GENERATION")]
    seen_everywhere: u64,
    #[command(flatten)]
    keyring: KeyringOption,
    #[command(flatten)]
    pub(super) output: Output,
}

pub(crate) fn run(options: &Options) -> Result<Answer, Refusal> {
    change(&options.keyring, options.output, |keyring| {
        keyring
            .retirement(options.id)?
            .every_instance_reports(options.seen_everywhere)?;
        // The columns are the host's: that they were counted is the statement without which clap refuses.
        keyring.retire_without_proof(options.id)
    })
}
