//! `greffe key create --keyring FILE`

use clap::Args;
use greffe::calendar::{DateTime, Utc};
use greffe_keys::FileKeys;

use super::{moment, show};
use crate::keyring_option::NewKeyring;
use crate::option_value;
use crate::output::{Answer, Output};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe key create --keyring keys.json --new-kek kek\n\
    Keep the file of the key-encryption key apart from the keyring and from its backups: who has both has every key,\n\
    and without it the keyring is lost. Nothing that exists is overwritten.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    keyring: NewKeyring,
    /// When the key counts as made, RFC 3339; now unless told
    #[arg(long, value_name = "INSTANT", value_parser = option_value::instant)]
    at: Option<DateTime<Utc>>,
    #[command(flatten)]
    pub(super) output: Output,
}

pub(crate) fn run(options: &Options) -> Result<Answer, Refusal> {
    let created = moment::seconds(options.at)?;
    let refusal = |error| options.keyring.refusal(error);
    let kek = options.keyring.kek()?;
    let keys = FileKeys::create(options.keyring.file(), &kek, created).map_err(refusal)?;
    show::answer(&keys, options.output.lang()).map_err(refusal)
}
