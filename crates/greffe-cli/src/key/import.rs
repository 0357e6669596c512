//! `greffe key import --from ESCROW --under KEKFILE --keyring FILE`

use std::path::PathBuf;

use clap::Args;
use greffe::cipher::KeyProvider;
use greffe_keys::{FileAccess, FileKeys, KekSource, KeysError};

use super::show;
use crate::keyring_option::NewKeyring;
use crate::output::{Answer, Output};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe key import --from safe/escrow.json --under safe/kek --keyring keys.json --new-kek kek\n\
    The generation is that of the escrow: hosts that saw a later one refuse it, and keys that were made since are lost.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The escrow
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// The file of its key-encryption key
    #[arg(long, value_name = "FILE")]
    under: PathBuf,
    #[command(flatten)]
    keyring: NewKeyring,
    #[command(flatten)]
    pub(super) output: Output,
}

pub(crate) fn run(options: &Options) -> Result<Answer, Refusal> {
    let under = KekSource::File(options.under.clone());
    under
        .load()
        .map_err(|error| Refusal::of("--under", error))?;
    let from = |error: KeysError| Refusal::of("--from", error);
    let escrow = FileKeys::open_with(&options.from, &under, FileAccess::OwnerOnly).map_err(from)?;
    let keyring = escrow.keyring().map_err(from)?;
    let kek = options.keyring.kek()?;
    let keys = FileKeys::import(options.keyring.file(), &kek, &keyring)
        .map_err(|error| options.keyring.refusal(error))?;
    Ok(show::of(&keyring, keys.kek_name(), options.output.lang()))
}
