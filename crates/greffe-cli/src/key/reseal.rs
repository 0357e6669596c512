//! `greffe key reseal --new-kek FILE --keyring FILE`

use std::path::PathBuf;

use clap::Args;
use greffe_keys::{KekSource, KeysError};

use super::show;
use crate::keyring_option::KeyringOption;
use crate::output::{Answer, Output};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe key reseal --keyring keys.json --kek-file kek --new-kek kek-2027\n\
    Instances must be given the new key before they read the file again. Where others have seen the former key and a copy of\n\
    the file, they have the keys: rotate those (add, promote, retire), another lock is not enough.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    keyring: KeyringOption,
    /// Make the new random key-encryption key in this new file, mode 0600
    #[arg(long, value_name = "FILE", required_unless_present = "under")]
    new_kek: Option<PathBuf>,
    /// The file of a key-encryption key that exists already
    #[arg(long, value_name = "FILE", conflicts_with = "new_kek")]
    under: Option<PathBuf>,
    #[command(flatten)]
    pub(super) output: Output,
}

pub(crate) fn run(options: &Options) -> Result<Answer, Refusal> {
    // Opened first: a new key is not made for a file that cannot be read.
    let keys = options.keyring.open()?;
    let (place, kek) = match (&options.new_kek, &options.under) {
        (Some(file), _) => ("--new-kek", KekSource::generate_file(file)),
        (None, Some(file)) => ("--under", Ok(KekSource::File(file.clone()))),
        (None, None) => ("--under", Ok(KekSource::Environment)),
    };
    let kek = kek.map_err(|error| Refusal::of(place, error))?;
    kek.load().map_err(|error| Refusal::of(place, error))?;
    let keys = keys.reseal_under(&kek).map_err(|error| match error {
        KeysError::SameKey => Refusal::of(place, error),
        _ => options.keyring.refusal(error),
    })?;
    show::answer(&keys, options.output.lang()).map_err(|error| options.keyring.refusal(error))
}
