//! `greffe key reactivate ID --keyring FILE`

use clap::Args;
use greffe::cipher::KeyId;

use super::key_id::{change, key_id};
use crate::keyring_option::KeyringOption;
use crate::output::{Answer, Output};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe key reactivate 0a1b2c3d --keyring keys.json --kek-file kek\n\
    For a database that came back from a backup with rows under the key: until it is active again they are refused and not found.\n\
    Then let every instance load the file, re-seal and re-index what is stale, count, and retire the key once more. It never seals again.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The retired key, as `greffe key show` prints it
    #[arg(value_name = "ID", value_parser = key_id)]
    id: KeyId,
    #[command(flatten)]
    keyring: KeyringOption,
    #[command(flatten)]
    pub(super) output: Output,
}

pub(crate) fn run(options: &Options) -> Result<Answer, Refusal> {
    change(&options.keyring, options.output, |keyring| {
        keyring.reactivate(options.id)
    })
}
