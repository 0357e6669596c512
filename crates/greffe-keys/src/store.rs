//! A keyring's file, whatever seals it: one lock, one generation, one step of replacing.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use getrandom::SysRng;
use greffe_cipher::{Keyring, KeyringError};
use rand_core::{TryRng, UnwrapErr};

use crate::error::KeysError;
use crate::permissions::{FileAccess, read};
use crate::replace::{Lock, create_new, existing, future, replace};
use crate::sealing::Sealing;

/// The generator that a change may use. The system is asked once before a change begins ([`KeysError::Randomness`]); should it fail
/// later in the same change, which no supported system does, this generator panics and nothing is written.
pub type SystemGenerator = UnwrapErr<SysRng>;

/// A file and what seals it. Clones share what they saw.
#[derive(Clone, Debug)]
pub(crate) struct Store<S> {
    path: PathBuf,
    sealing: S,
    access: FileAccess,
    remembered: u64,
    /// The last keyring seen, shared by clones.
    seen: Arc<Mutex<Option<Keyring>>>,
}

impl<S: Sealing> Store<S> {
    /// Reads the file once, so that a wrong key shows at once.
    pub(crate) fn open(path: PathBuf, sealing: S, access: FileAccess) -> Result<Self, KeysError> {
        let store = Self::unread(path, sealing, access);
        store.keyring()?;
        Ok(store)
    }

    /// A new file, of the keyring that is made under the lock.
    pub(crate) fn create(
        path: PathBuf,
        sealing: S,
        keyring: impl FnOnce(&mut SystemGenerator) -> Keyring,
    ) -> Result<Self, KeysError> {
        let mut rng = system_generator()?;
        let real = future(&path)?;
        let _lock = Lock::take(&real)?;
        let keyring = keyring(&mut rng);
        create_new(&real, &sealed_and_read_back(&sealing, &keyring, &mut rng)?)?;
        let store = Self::unread(path, sealing, FileAccess::OwnerOnly);
        store.remember(&keyring);
        Ok(store)
    }

    fn unread(path: PathBuf, sealing: S, access: FileAccess) -> Self {
        Self {
            path,
            sealing,
            access,
            remembered: 0,
            seen: Arc::default(),
        }
    }

    pub(crate) const fn at_least(&mut self, generation: u64) {
        self.remembered = generation;
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) const fn sealing(&self) -> &S {
        &self.sealing
    }

    pub(crate) fn keyring(&self) -> Result<Keyring, KeysError> {
        self.read_at(&self.path)
    }

    /// The keyring in that file: the one that the path leads to now, or the one that is locked.
    fn read_at(&self, path: &Path) -> Result<Keyring, KeysError> {
        // Taken before reading: what other threads write and remember meanwhile is no rollback of what we read.
        let last = self.last_seen();
        let octets = read(path, self.access)?;
        let keyring = self.sealing.open(&octets, self.remembered)?;
        if let Some(last) = last {
            self.judge(&keyring, &last)?;
        }
        self.remember(&keyring);
        Ok(keyring)
    }

    pub(crate) fn change<F>(&self, change: F) -> Result<Keyring, KeysError>
    where
        F: FnOnce(&mut Keyring, &mut SystemGenerator) -> Result<(), KeyringError>,
    {
        let mut rng = system_generator()?;
        let real = existing(&self.path)?;
        let _lock = Lock::take(&real)?;
        let before = self.read_at(&real)?;
        let mut after = before.clone();
        change(&mut after, &mut rng)?;
        self.write(&real, &before, &after, &mut rng)?;
        Ok(after)
    }

    pub(crate) fn store(&self, started_from: u64, keyring: &Keyring) -> Result<(), KeysError> {
        let mut rng = system_generator()?;
        let real = existing(&self.path)?;
        let _lock = Lock::take(&real)?;
        let before = self.read_at(&real)?;
        if before.generation() != started_from {
            return Err(KeysError::Changed {
                path: self.path.clone(),
                expected: started_from,
                found: before.generation(),
            });
        }
        self.write(&real, &before, keyring, &mut rng)
    }

    /// The same keyring in the same file, sealed otherwise. The generation stays: no key changed.
    pub(crate) fn reseal<N: Sealing>(&self, sealing: N) -> Result<Store<N>, KeysError> {
        self.refuse_the_same(&sealing)?;
        let mut rng = system_generator()?;
        let real = existing(&self.path)?;
        let _lock = Lock::take(&real)?;
        let keyring = self.read_at(&real)?;
        replace(&real, &sealed_and_read_back(&sealing, &keyring, &mut rng)?)?;
        Ok(Store {
            path: self.path.clone(),
            sealing,
            access: self.access,
            remembered: self.remembered,
            seen: self.seen.clone(),
        })
    }

    /// The keyring in a second, new file, sealed otherwise.
    pub(crate) fn export<N: Sealing>(&self, sealing: N, to: PathBuf) -> Result<(), KeysError> {
        self.refuse_the_same(&sealing)?;
        let keyring = self.keyring()?;
        Store::create(to, sealing, |_| keyring).map(drop)
    }

    /// A copy under the same key is no escrow, and a file that is sealed anew under it has no new key.
    fn refuse_the_same<N: Sealing>(&self, sealing: &N) -> Result<(), KeysError> {
        if sealing.name() == self.sealing.name() {
            return Err(KeysError::SameKey);
        }
        Ok(())
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
                replace(real, &sealed_and_read_back(&self.sealing, after, rng)?)?;
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

/// A service that wraps and does not unwrap, or under its name with another key by now, would lock everybody out, and the file that it replaces is
/// the only one: what is sealed is opened again before it is written.
fn sealed_and_read_back(
    sealing: &impl Sealing,
    keyring: &Keyring,
    rng: &mut SystemGenerator,
) -> Result<Vec<u8>, KeysError> {
    let octets = sealing.seal(keyring, rng)?;
    if sealing.open(&octets, 0)?.is_same_as(keyring) {
        Ok(octets)
    } else {
        Err(KeyringError::Altered.into())
    }
}

/// The system's generator, asked once before anything is written: it fails at the start of a process's life or never.
fn system_generator() -> Result<SystemGenerator, KeysError> {
    SysRng.try_next_u32().map_err(|_| KeysError::Randomness)?;
    Ok(UnwrapErr(SysRng))
}
