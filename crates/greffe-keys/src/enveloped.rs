//! Keyring files whose key a service wraps.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use greffe_cipher::{KeyProvider, KeyWrapper, Keyring, KeyringError};

use crate::error::KeysError;
use crate::kek::KekSource;
use crate::permissions::FileAccess;
use crate::sealing::Service;
use crate::store::{Store, SystemGenerator};

/// An enveloped keyring file: a fresh key seals it at every writing, and a key-management service or a hardware module wraps that key. Lock,
/// generation and replacing are those of [`FileKeys`](crate::FileKeys).
///
/// Reading asks the service once, a change three times: what it wrapped is unwrapped again before the file is replaced. Who may *wrap* with the
/// service's key can make a keyring of his own: services that only read need the right to unwrap, and no more.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("keys.json");
/// use greffe_cipher::{Keyring, MemoryWrapper};
/// use greffe_keys::{EnvelopedKeys, FileAccess};
/// let service = MemoryWrapper::new("kms-2026", &[9; 32]); // in production: a client of your service
/// let keys = EnvelopedKeys::create(&path, service.clone(), 1_750_000_000)?;
/// keys.change(|keyring, rng| keyring.add(1_760_000_000, rng).map(drop))?;
/// let again = EnvelopedKeys::open(&path, service, FileAccess::OwnerOnly)?;
/// assert_eq!(Keyring::from_provider(&again)?.generation(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct EnvelopedKeys<W>(pub(crate) Store<Service<W>>);

impl<W: KeyWrapper> EnvelopedKeys<W> {
    /// Opens an enveloped keyring file, and reads it once, so that a service that refuses shows at once.
    ///
    /// # Errors
    /// [`KeysError::Service`]; [`KeyringError::WrongKeyEncryptionKey`] where the file names another key; or see [`KeysError`].
    pub fn open(
        path: impl Into<PathBuf>,
        wrapper: W,
        access: FileAccess,
    ) -> Result<Self, KeysError> {
        let service = Service(Arc::new(wrapper));
        Ok(Self(Store::open(path.into(), service, access)?))
    }

    /// Makes a new keyring of one random primary key, in a new file of mode 0600; `created` in seconds since 1970-01-01 UTC. What the
    /// service wrapped is unwrapped again before anything is written.
    ///
    /// # Errors
    /// [`KeysError::Exists`], [`KeysError::Service`]; or see [`KeysError`].
    pub fn create(path: impl Into<PathBuf>, wrapper: W, created: u64) -> Result<Self, KeysError> {
        let make = |rng: &mut SystemGenerator| Keyring::generate(created, rng);
        let service = Service(Arc::new(wrapper));
        Ok(Self(Store::create(path.into(), service, make)?))
    }

    /// Puts a keyring that stands elsewhere into a new file of mode 0600, with its generation.
    ///
    /// # Errors
    /// As [`EnvelopedKeys::create`].
    pub fn import(
        path: impl Into<PathBuf>,
        wrapper: W,
        keyring: &Keyring,
    ) -> Result<Self, KeysError> {
        let take = |_: &mut SystemGenerator| keyring.clone();
        let service = Service(Arc::new(wrapper));
        Ok(Self(Store::create(path.into(), service, take)?))
    }

    /// Refuses generations below the highest one that the host has seen: a rolled back file.
    #[must_use]
    pub fn at_least(mut self, generation: u64) -> Self {
        self.0.at_least(generation);
        self
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Changes the keyring in the file, as [`FileKeys::change`](crate::FileKeys::change).
    ///
    /// # Errors
    /// As there; [`KeysError::Service`].
    pub fn change<F>(&self, change: F) -> Result<Keyring, KeysError>
    where
        F: FnOnce(&mut Keyring, &mut SystemGenerator) -> Result<(), KeyringError>,
    {
        self.0.change(change)
    }

    /// Writes a keyring that was changed elsewhere, as [`FileKeys::store`](crate::FileKeys::store).
    ///
    /// # Errors
    /// As there; [`KeysError::Service`].
    pub fn store(&self, started_from: u64, keyring: &Keyring) -> Result<(), KeysError> {
        self.0.store(started_from, keyring)
    }

    /// Has another key, perhaps of another service, wrap the file's key. The keys and the generation stay; see
    /// [`FileKeys::reseal_under`](crate::FileKeys::reseal_under).
    ///
    /// # Errors
    /// [`KeysError::SameKey`], [`KeysError::Service`]; or see [`KeysError`]. The file then stays as it was.
    pub fn reseal_under<N: KeyWrapper>(&self, wrapper: N) -> Result<EnvelopedKeys<N>, KeysError> {
        let service = Service(Arc::new(wrapper));
        Ok(EnvelopedKeys(self.0.reseal(service)?))
    }

    /// Writes the keyring into a second, new file under a local key-encryption key: what is left when the service is gone. See
    /// [`FileKeys::export`](crate::FileKeys::export).
    ///
    /// # Errors
    /// [`KeysError::Exists`]; or see [`KeysError`].
    pub fn export(&self, kek: &KekSource, to: impl Into<PathBuf>) -> Result<(), KeysError> {
        self.0.export(kek.load()?, to.into())
    }
}

impl<W: KeyWrapper> KeyProvider for EnvelopedKeys<W> {
    type Error = KeysError;

    fn keyring(&self) -> Result<Keyring, KeysError> {
        self.0.keyring()
    }
}

impl<W> Clone for EnvelopedKeys<W> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<W: KeyWrapper> fmt::Debug for EnvelopedKeys<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EnvelopedKeys").field(&self.0).finish()
    }
}
