//! `--keyring` and `--kek-file`: which keyring, and under which key-encryption key. Shared by `greffe key …` and `greffe field …`.

use std::path::{Path, PathBuf};

use clap::Args;
use greffe::cipher::{KeyProvider, Keyring};
use greffe_keys::{FileAccess, FileKeys, KekSource, KeysError};

use crate::refusal::Refusal;

/// Which keyring file, and what opens it.
#[derive(Debug, Args)]
pub(crate) struct KeyringOption {
    /// The keyring file
    #[arg(long, value_name = "FILE")]
    keyring: PathBuf,
    #[command(flatten)]
    kek: KekOption,
    /// Refuse a keyring older than this generation: the highest one that was seen
    #[arg(long, value_name = "GENERATION")]
    at_least: Option<u64>,
}

/// Where the key-encryption key is.
#[derive(Debug, Args)]
pub(crate) struct KekOption {
    /// The file of the key-encryption key; otherwise the file that `GREFFE_KEK_FILE` names, or the key in `GREFFE_KEK`
    #[arg(long, value_name = "FILE")]
    kek_file: Option<PathBuf>,
    /// The group of the files may read them too
    #[arg(long)]
    group_may_read: bool,
}

impl KeyringOption {
    /// The keyring, opened and judged.
    pub(crate) fn keyring(&self) -> Result<Keyring, Refusal> {
        let keys = self.open()?;
        keys.keyring().map_err(|error| self.refusal(error))
    }

    /// The file, opened once, so that it can be changed.
    pub(crate) fn open(&self) -> Result<FileKeys, Refusal> {
        open(&self.keyring, &self.kek, self.at_least)
    }

    /// Why the keyring cannot be used. A key-encryption key that cannot be read is no fault of the file.
    pub(crate) fn refusal(&self, error: KeysError) -> Refusal {
        refusal(error)
    }
}

/// A keyring file, opened once and judged.
pub(crate) fn open(
    keyring: &Path,
    kek: &KekOption,
    at_least: Option<u64>,
) -> Result<FileKeys, Refusal> {
    let keys = FileKeys::open_with(keyring, &kek.source(), kek.access()).map_err(refusal)?;
    Ok(keys.at_least(at_least.unwrap_or(0)))
}

/// What an error of a keyring is about.
fn refusal(error: KeysError) -> Refusal {
    let place = match &error {
        KeysError::Variable { .. } | KeysError::KeyEncryptionKey => "--kek-file",
        _ => "--keyring",
    };
    Refusal::of(place, error)
}

impl KekOption {
    pub(crate) fn source(&self) -> KekSource {
        match &self.kek_file {
            Some(file) if self.group_may_read => KekSource::GroupReadableFile(file.clone()),
            Some(file) => KekSource::File(file.clone()),
            None => KekSource::Environment,
        }
    }

    const fn access(&self) -> FileAccess {
        if self.group_may_read {
            FileAccess::GroupMayRead
        } else {
            FileAccess::OwnerOnly
        }
    }
}
