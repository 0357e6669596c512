//! `greffe key create --keyring FILE`

use std::path::PathBuf;

use clap::Args;
use greffe::calendar::{DateTime, Utc};
use greffe_keys::{FileKeys, KekSource, KeysError};

use super::{moment, show};
use crate::keyring_option::KekOption;
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
    /// The new keyring file, mode 0600
    #[arg(long, value_name = "FILE")]
    keyring: PathBuf,
    #[command(flatten)]
    kek: KekOption,
    /// Make a new random key-encryption key in this new file, mode 0600
    #[arg(long, value_name = "FILE", conflicts_with = "kek_file")]
    new_kek: Option<PathBuf>,
    /// When the key counts as made, RFC 3339; now unless told
    #[arg(long, value_name = "INSTANT", value_parser = option_value::instant)]
    at: Option<DateTime<Utc>>,
    #[command(flatten)]
    pub(super) output: Output,
}

pub(crate) fn run(options: &Options) -> Result<Answer, Refusal> {
    let created = moment::seconds(options.at)?;
    let kek = options.kek()?;
    let keys = FileKeys::create(&options.keyring, &kek, created).map_err(refusal)?;
    show::answer(&keys, options.output.lang()).map_err(refusal)
}

impl Options {
    fn kek(&self) -> Result<KekSource, Refusal> {
        let Some(file) = &self.new_kek else {
            return Ok(self.kek.source());
        };
        // A key-encryption key that encrypts nothing would lie about.
        if self.keyring.symlink_metadata().is_ok() {
            let path = self.keyring.clone();
            return Err(refusal(KeysError::Exists { path }));
        }
        KekSource::generate_file(file).map_err(|error| Refusal::of("--new-kek", error))
    }
}

fn refusal(error: KeysError) -> Refusal {
    let place = match &error {
        KeysError::Variable { .. } | KeysError::KeyEncryptionKey => "--kek-file",
        _ => "--keyring",
    };
    Refusal::of(place, error)
}
