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

/// Which new keyring file, and what will open it.
#[derive(Debug, Args)]
pub(crate) struct NewKeyring {
    /// The new keyring file, mode 0600
    #[arg(long, value_name = "FILE")]
    keyring: PathBuf,
    #[command(flatten)]
    kek: KekOption,
    /// Make a new random key-encryption key in this new file, mode 0600
    #[arg(long, value_name = "FILE", conflicts_with = "kek_file")]
    new_kek: Option<PathBuf>,
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
        refusal(error, self.kek.kek_file.as_deref())
    }
}

impl NewKeyring {
    /// The key-encryption key: the one that was told, or a new one.
    pub(crate) fn kek(&self) -> Result<KekSource, Refusal> {
        let Some(file) = &self.new_kek else {
            return Ok(self.kek.source());
        };
        // A key-encryption key that encrypts nothing would lie about.
        if self.keyring.symlink_metadata().is_ok() {
            let path = self.keyring.clone();
            return Err(self.refusal(KeysError::Exists { path }));
        }
        KekSource::generate_file(file).map_err(|error| Refusal::of("--new-kek", error))
    }

    pub(crate) fn file(&self) -> &Path {
        &self.keyring
    }

    pub(crate) fn refusal(&self, error: KeysError) -> Refusal {
        refusal(error, self.kek.kek_file.as_deref())
    }
}

/// A keyring file, opened once and judged.
pub(crate) fn open(
    keyring: &Path,
    kek: &KekOption,
    at_least: Option<u64>,
) -> Result<FileKeys, Refusal> {
    let keys = FileKeys::open_with(keyring, &kek.source(), kek.access())
        .map_err(|error| refusal(error, kek.kek_file.as_deref()))?;
    Ok(keys.at_least(at_least.unwrap_or(0)))
}

/// What an error of a keyring is about.
fn refusal(error: KeysError, kek_file: Option<&Path>) -> Refusal {
    let of_kek = match &error {
        KeysError::Variable { .. } | KeysError::KeyEncryptionKey => true,
        KeysError::Io { path, .. }
        | KeysError::Permissions { path, .. }
        | KeysError::NotAFile { path } => kek_file == Some(path),
        _ => false,
    };
    Refusal::of(if of_kek { "--kek-file" } else { "--keyring" }, error)
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
