//! `greffe key discard ID --keyring FILE`

use clap::Args;
use greffe::cipher::KeyId;

use super::key_id::{change, key_id};
use crate::keyring_option::KeyringOption;
use crate::output::{Answer, Output};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe key discard 0a1b2c3d --keyring keys.json --kek-file kek\n\
    Nothing is sealed under a standby key, so that nothing is lost with it.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The standby key, as `greffe key show` prints it
    #[arg(value_name = "ID", value_parser = key_id)]
    id: KeyId,
    #[command(flatten)]
    keyring: KeyringOption,
    #[command(flatten)]
    pub(super) output: Output,
}

pub(crate) fn run(options: &Options) -> Result<Answer, Refusal> {
    change(&options.keyring, options.output, |keyring| {
        keyring.discard(options.id)
    })
}
