//! `greffe key promote ID --seen-everywhere GENERATION --keyring FILE`

use clap::Args;
use greffe::cipher::KeyId;

use super::key_id::{change, key_id};
use crate::keyring_option::KeyringOption;
use crate::output::{Answer, Output};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe key promote 0a1b2c3d --seen-everywhere 2 --keyring keys.json --kek-file kek\n\
    An instance that has not loaded the key refuses what others seal with it, does not find it, and may make a value unique twice.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The standby key, as `greffe key show` prints it
    #[arg(value_name = "ID", value_parser = key_id)]
    id: KeyId,
    /// The lowest generation of the keyring that any running instance reports
    #[arg(long, value_name = "GENERATION")]
    seen_everywhere: u64,
    #[command(flatten)]
    keyring: KeyringOption,
    #[command(flatten)]
    pub(super) output: Output,
}

pub(crate) fn run(options: &Options) -> Result<Answer, Refusal> {
    change(&options.keyring, options.output, |keyring| {
        keyring.promote_seen_everywhere(options.id, options.seen_everywhere)
    })
}
