//! The folder of the service: keys, and what must outlive the database.

use std::path::{Path, PathBuf};

use greffe::cipher::Keyring;
use greffe_keys::{FileAccess, FileKeys, KekSource, KeysError};

use crate::error::HostError;

/// A folder with keys, kept beside the database and backed up apart from it.
///
/// | file | what |
/// | --- | --- |
/// | `keys/kek`, `keys/keys.json` | the keyring and the key that seals it; a real service keeps the two apart |
/// | `keys/purge-digests` | the secret of the purge's digests |
/// | `espace-client.sqlite` | the database, unless it is PostgreSQL |
/// | `certificates.jsonl`, `tombstones.jsonl`, `consents.jsonl` | what a restored database has lost |
/// | `plan.json` | what the last purge chose |
/// | `open-plans/` | plans that are not at their end yet |
/// | `disk/` | rows that a rule moved out of the database |
#[derive(Debug, Clone)]
pub(crate) struct Home(PathBuf);

impl Home {
    /// The folder at this path. Nothing is looked at.
    pub(crate) fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// A file in it.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Makes the folder and its keys, where they are not there yet. Stopped anywhere and run again, it goes on.
    pub(crate) fn prepare(&self, now: u64) -> Result<(), HostError> {
        let folder = self.keys();
        std::fs::create_dir_all(&folder).map_err(HostError::file(&folder))?;
        let (kek, keys, digests) = (
            folder.join("kek"),
            folder.join("keys.json"),
            folder.join("purge-digests"),
        );
        for secret in [&kek, &digests] {
            let made = KekSource::generate_file(secret);
            if !secret.is_file() {
                made.map_err(|error| refused(&error))?;
            }
        }
        if !keys.is_file() {
            let made = FileKeys::create(&keys, &KekSource::File(kek), now);
            // Another process may have been faster: its keys are the keys.
            if !keys.is_file() {
                made.map_err(|error| refused(&error))?;
            }
        }
        Ok(())
    }

    /// The keys as a provider, which a rotation changes.
    pub(crate) fn provider(&self) -> Result<FileKeys, HostError> {
        let keys = self.keys().join("keys.json");
        if !keys.is_file() {
            return Err(HostError::NoKeys { path: self.keys() });
        }
        let kek = KekSource::File(self.keys().join("kek"));
        FileKeys::open_with(keys, &kek, FileAccess::OwnerOnly).map_err(|error| refused(&error))
    }

    /// The keys as they are now.
    pub(crate) fn keyring(&self) -> Result<Keyring, HostError> {
        Keyring::from_provider(&self.provider()?)
            .map_err(|error| HostError::refused("keys", &error))
    }

    /// The secret of the purge's digests. It is no key of the keyring: tombstones must still match after a rotation.
    pub(crate) fn digest_key(&self) -> Result<Vec<u8>, HostError> {
        let path = self.keys().join("purge-digests");
        std::fs::read(&path).map_err(HostError::file(&path))
    }

    fn keys(&self) -> PathBuf {
        self.0.join("keys")
    }
}

fn refused(error: &KeysError) -> HostError {
    HostError::refused("keys", error)
}
