//! Keyring files under a local key-encryption key.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use greffe_cipher::{KeyEncryptionKey, KeyProvider, KeyWrapper, Keyring, KeyringError};

use crate::enveloped::EnvelopedKeys;
use crate::error::KeysError;
use crate::kek::KekSource;
use crate::permissions::FileAccess;
use crate::sealing::Service;
use crate::store::{Store, SystemGenerator};

/// A keyring file: one sealed, authenticated blob with a generation, under a key-encryption key that is kept elsewhere.
///
/// On Unix the file must be readable by its owner only, judged on the opened descriptor. Changes are made under a lock, start
/// from the file's own generation, and replace the file in one step. Where the path is a symbolic link, the file that it leads to
/// is locked and replaced, and the link stays; reading follows the link anew each time.
///
/// A handle and its clones remember the highest generation that they saw and refuse a lower one, and another keyring of the same
/// generation. Across processes the host remembers: [`FileKeys::at_least`].
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// # let (path, kek) = (folder.path().join("keys.json"), folder.path().join("kek"));
/// use greffe_cipher::Keyring;
/// use greffe_keys::{FileAccess, FileKeys, KekSource};
/// let kek = KekSource::generate_file(kek)?;
/// let keys = FileKeys::create(&path, &kek, 1_750_000_000)?;
/// let keyring = keys.change(|keyring, rng| keyring.add(1_760_000_000, rng).map(drop))?;
/// assert_eq!(keyring.generation(), 2);
/// let again = FileKeys::open_with(&path, &kek, FileAccess::OwnerOnly)?;
/// assert_eq!(Keyring::from_provider(&again)?.generation(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct FileKeys(Store<KeyEncryptionKey>);

impl FileKeys {
    /// Opens a keyring file with the key-encryption key of [`KekSource::Environment`].
    ///
    /// # Errors
    /// As [`FileKeys::open_with`].
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, KeysError> {
        Self::open_with(path, &KekSource::Environment, FileAccess::OwnerOnly)
    }

    /// Opens a keyring file: reads the key-encryption key, and the file once, so that a wrong key shows at once.
    ///
    /// # Errors
    /// See [`KeysError`]; a wrong key-encryption key is [`KeyringError::WrongKeyEncryptionKey`], an enveloped file is
    /// [`KeyringError::Enveloped`].
    pub fn open_with(
        path: impl Into<PathBuf>,
        kek: &KekSource,
        access: FileAccess,
    ) -> Result<Self, KeysError> {
        Ok(Self(Store::open(path.into(), kek.load()?, access)?))
    }

    /// Makes a new keyring of one random primary key, in a new file of mode 0600; `created` in seconds since 1970-01-01 UTC.
    ///
    /// # Errors
    /// [`KeysError::Exists`]: a keyring is never overwritten by a new one.
    pub fn create(
        path: impl Into<PathBuf>,
        kek: &KekSource,
        created: u64,
    ) -> Result<Self, KeysError> {
        let make = |rng: &mut SystemGenerator| Keyring::generate(created, rng);
        Ok(Self(Store::create(path.into(), kek.load()?, make)?))
    }

    /// Puts a keyring that stands elsewhere (an escrow, a service) into a new file of mode 0600, with its generation. Where that is lower
    /// than one that hosts remember they refuse it, and rightly: keys that were made since are not in it.
    ///
    /// # Errors
    /// [`KeysError::Exists`]: a keyring is never overwritten.
    pub fn import(
        path: impl Into<PathBuf>,
        kek: &KekSource,
        keyring: &Keyring,
    ) -> Result<Self, KeysError> {
        let take = |_: &mut SystemGenerator| keyring.clone();
        Ok(Self(Store::create(path.into(), kek.load()?, take)?))
    }

    /// Refuses generations below the highest one that the host has seen: a rolled back file.
    #[must_use]
    pub const fn at_least(mut self, generation: u64) -> Self {
        self.0.at_least(generation);
        self
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// The name of the key-encryption key, as the file holds it. No key material.
    #[must_use]
    pub fn kek_name(&self) -> &str {
        self.0.sealing().name()
    }

    /// Changes the keyring in the file and answers it as it then stands there. Nothing is written when the change refuses or changes
    /// nothing.
    ///
    /// # Errors
    /// The change's own refusal; [`KeysError::SameGeneration`] if it put other keys in place without raising the generation; or see
    /// [`KeysError`].
    pub fn change<F>(&self, change: F) -> Result<Keyring, KeysError>
    where
        F: FnOnce(&mut Keyring, &mut SystemGenerator) -> Result<(), KeyringError>,
    {
        self.0.change(change)
    }

    /// Writes a keyring that was changed elsewhere, if the file still has the generation that the change started from.
    ///
    /// # Errors
    /// [`KeysError::Changed`] if somebody else wrote meanwhile; [`KeysError::SameGeneration`] for other keys under the file's generation.
    pub fn store(&self, started_from: u64, keyring: &Keyring) -> Result<(), KeysError> {
        self.0.store(started_from, keyring)
    }

    /// Seals the file under another key-encryption key and answers the handle for it; this one opens it no more. The keys and the
    /// generation stay: where the former key-encryption key and a copy of the file were seen by others, the keys themselves must be rotated.
    ///
    /// # Errors
    /// [`KeysError::SameKey`] for the same key; or see [`KeysError`]. The file then stays as it was.
    ///
    /// ```
    /// # let folder = tempfile::tempdir()?;
    /// # let (path, old, new) = (folder.path().join("keys.json"), folder.path().join("kek"), folder.path().join("kek-2027"));
    /// # use greffe_keys::{FileKeys, KekSource};
    /// # let keys = FileKeys::create(&path, &KekSource::generate_file(old)?, 1_750_000_000)?;
    /// let keys = keys.reseal_under(&KekSource::generate_file(new)?)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn reseal_under(&self, kek: &KekSource) -> Result<Self, KeysError> {
        Ok(Self(self.0.reseal(kek.load()?)?))
    }

    /// As [`FileKeys::reseal_under`], in an envelope whose key a service wraps.
    ///
    /// # Errors
    /// [`KeysError::Service`]; or see [`KeysError`]. The file then stays as it was.
    pub fn envelope_under<W: KeyWrapper>(&self, wrapper: W) -> Result<EnvelopedKeys<W>, KeysError> {
        let service = Service(Arc::new(wrapper));
        Ok(EnvelopedKeys(self.0.reseal(service)?))
    }

    /// Writes the keyring into a second, new file of mode 0600 under another key-encryption key: an escrow, kept apart with that
    /// key. It is a keyring file as any: [`FileKeys::open_with`] and [`FileKeys::import`] take it back. It holds the keys of its day: while it
    /// lives, a key that is destroyed elsewhere is not gone.
    ///
    /// # Errors
    /// [`KeysError::Exists`]; [`KeysError::SameKey`]: under the same key it would be no escrow.
    pub fn export(&self, kek: &KekSource, to: impl Into<PathBuf>) -> Result<(), KeysError> {
        self.0.export(kek.load()?, to.into())
    }
}

impl KeyProvider for FileKeys {
    type Error = KeysError;

    fn keyring(&self) -> Result<Keyring, KeysError> {
        self.0.keyring()
    }
}
