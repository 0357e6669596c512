//! Keyring files.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use getrandom::SysRng;
use greffe_cipher::{KeyEncryptionKey, KeyProvider, Keyring, KeyringError};
use rand_core::{TryRng, UnwrapErr};

use crate::error::KeysError;
use crate::kek::KekSource;
use crate::permissions::{FileAccess, read};
use crate::replace::{Lock, create_new, existing, future, replace};

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
pub struct FileKeys {
    path: PathBuf,
    kek: KeyEncryptionKey,
    access: FileAccess,
    remembered: u64,
    /// The last keyring seen, shared by clones.
    seen: Arc<Mutex<Option<Keyring>>>,
}

/// The generator that a change may use. The system is asked once before a change begins ([`KeysError::Randomness`]); should it fail
/// later in the same change, which no supported system does, this generator panics and nothing is written.
pub type SystemGenerator = UnwrapErr<SysRng>;

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
    /// See [`KeysError`]; a wrong key-encryption key is [`KeyringError::WrongKeyEncryptionKey`].
    pub fn open_with(
        path: impl Into<PathBuf>,
        kek: &KekSource,
        access: FileAccess,
    ) -> Result<Self, KeysError> {
        let keys = Self {
            path: path.into(),
            kek: kek.load()?,
            access,
            remembered: 0,
            seen: Arc::default(),
        };
        keys.keyring()?;
        Ok(keys)
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
        let path = path.into();
        let kek = kek.load()?;
        let mut rng = system_generator()?;
        let real = future(&path)?;
        let _lock = Lock::take(&real)?;
        let keyring = Keyring::generate(created, &mut rng);
        create_new(&real, &keyring.seal(&kek, &mut rng))?;
        Ok(Self {
            path,
            kek,
            access: FileAccess::OwnerOnly,
            remembered: 0,
            seen: Arc::new(Mutex::new(Some(keyring))),
        })
    }

    /// Refuses generations below the highest one that the host has seen: a rolled back file.
    #[must_use]
    pub const fn at_least(mut self, generation: u64) -> Self {
        self.remembered = generation;
        self
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The name of the key-encryption key, as the file holds it. No key material.
    #[must_use]
    pub fn kek_name(&self) -> &str {
        self.kek.name()
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
        let mut rng = system_generator()?;
        let real = existing(&self.path)?;
        let _lock = Lock::take(&real)?;
        let before = self.keyring()?;
        let mut after = before.clone();
        change(&mut after, &mut rng)?;
        self.write(&real, &before, &after, &mut rng)?;
        Ok(after)
    }

    /// Writes a keyring that was changed elsewhere, if the file still has the generation that the change started from.
    ///
    /// # Errors
    /// [`KeysError::Changed`] if somebody else wrote meanwhile; [`KeysError::SameGeneration`] for other keys under the file's generation.
    pub fn store(&self, started_from: u64, keyring: &Keyring) -> Result<(), KeysError> {
        let mut rng = system_generator()?;
        let real = existing(&self.path)?;
        let _lock = Lock::take(&real)?;
        let before = self.keyring()?;
        if before.generation() != started_from {
            return Err(KeysError::Changed {
                path: self.path.clone(),
                expected: started_from,
                found: before.generation(),
            });
        }
        self.write(&real, &before, keyring, &mut rng)
    }

    /// Under the lock.
    fn write(
        &self,
        real: &Path,
        before: &Keyring,
        after: &Keyring,
        rng: &mut SystemGenerator,
    ) -> Result<(), KeysError> {
        let (found, remembered) = (after.generation(), before.generation());
        match found.cmp(&remembered) {
            std::cmp::Ordering::Less => Err(KeyringError::Generation { found, remembered }.into()),
            std::cmp::Ordering::Equal if after.is_same_as(before) => Ok(()),
            std::cmp::Ordering::Equal => Err(KeysError::SameGeneration {
                path: self.path.clone(),
                generation: found,
            }),
            std::cmp::Ordering::Greater => {
                replace(real, &after.seal(&self.kek, rng))?;
                // Only now: whatever is remembered stands in the file, so that a reader who starts after it finds no less.
                self.remember(after);
                Ok(())
            }
        }
    }

    /// What this handle saw last.
    fn last_seen(&self) -> Option<Keyring> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.clone()
    }

    /// Remembers a keyring unless a later one was seen already.
    fn remember(&self, found: &Keyring) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let newer = |last: &Keyring| last.generation() < found.generation();
        if seen.as_ref().is_none_or(newer) {
            *seen = Some(found.clone());
        }
    }

    /// Refuses what is older than, or of the same generation as but different from, a keyring that was seen before.
    fn judge(&self, found: &Keyring, last: &Keyring) -> Result<(), KeysError> {
        let (generation, remembered) = (found.generation(), last.generation());
        if generation < remembered {
            return Err(KeyringError::Generation {
                found: generation,
                remembered,
            }
            .into());
        }
        if generation == remembered && !found.is_same_as(last) {
            return Err(KeysError::Forked {
                path: self.path.clone(),
                generation,
            });
        }
        Ok(())
    }
}

impl KeyProvider for FileKeys {
    type Error = KeysError;

    fn keyring(&self) -> Result<Keyring, KeysError> {
        // Taken before reading: what other threads write and remember meanwhile is no rollback of what we read.
        let last = self.last_seen();
        let octets = read(&self.path, self.access)?;
        let keyring = Keyring::parse_at_least(&octets, &self.kek, self.remembered)?;
        if let Some(last) = last {
            self.judge(&keyring, &last)?;
        }
        self.remember(&keyring);
        Ok(keyring)
    }
}

/// The system's generator, asked once before anything is written: it fails at the start of a process's life or never.
fn system_generator() -> Result<SystemGenerator, KeysError> {
    SysRng.try_next_u32().map_err(|_| KeysError::Randomness)?;
    Ok(UnwrapErr(SysRng))
}
