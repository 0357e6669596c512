//! Keyrings: master keys, their states, and the way from one key to the next.

mod column;
mod contents;
mod envelope;
mod expiry;
mod file;
mod french;
mod key;
mod last_backup;
mod provider;
mod retirement;

pub use self::column::{ColumnKind, DeclaredColumn};
pub use self::envelope::{DataKey, EnvelopeError, KeyWrapper, MemoryWrapper, NotWrapped};
pub use self::expiry::Expiry;
pub use self::file::KeyEncryptionKey;
pub use self::key::{KeyEntry, KeyId, KeyState, MasterKey};
pub use self::last_backup::LastBackup;
pub use self::provider::{KeyProvider, MemoryKeys};
pub use self::retirement::{NoStaleRows, NotProven, Retirement, StaleCount, StaleRows};

use rand_core::CryptoRng;

use crate::cipher::FieldCipher;
use crate::context::Context;
use crate::error::{ContextError, KeyringError};

/// Master keys with their states: exactly one primary, ids unique. `Debug` shows ids and states only.
///
/// Every change raises the generation by one. The order of a rotation: [`add`](Self::add) a standby key and wait until every
/// instance has loaded that generation; [`promote_seen_everywhere`](Self::promote_seen_everywhere) it; re-index and re-seal what is stale;
/// [`retire`](Self::retire) the old key with the proof that nothing stale is left and nobody can seal with it ([`Retirement`]);
/// [`destroy`](Self::destroy) it once the last backup that holds its rows has expired ([`LastBackup`]). Until then a backup may be restored, and
/// [`reactivate`](Self::reactivate) is the way back.
///
/// Ways around a proof exist for tests and for emergencies, and are named for it: `retire_without_proof`, `destroy_without_proof`.
///
/// ```
/// use greffe_cipher::{KeyId, Keyring, KeyState, MasterKey};
/// let mut keyring = Keyring::single(KeyId::new(7).unwrap(), 1_750_000_000, MasterKey::from_bytes([1; 32]));
/// let next = KeyId::new(8).unwrap();
/// keyring.import(next, 1_760_000_000, MasterKey::from_bytes([2; 32]))?;
/// keyring.promote(next)?;
/// assert_eq!(keyring.primary(), next);
/// assert_eq!(keyring.state(KeyId::new(7).unwrap()), Some(KeyState::Active));
/// assert_eq!(keyring.generation(), 3);
/// # Ok::<(), greffe_cipher::KeyringError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Keyring {
    generation: u64,
    primary: KeyEntry,
    /// All but the primary, by rising id.
    others: Vec<KeyEntry>,
}

/// Highest generation: what every JSON reader keeps exactly (2^53 − 1).
const LAST_GENERATION: u64 = (1 << 53) - 1;

impl Keyring {
    /// A keyring of one new random primary key, generation 1; `created` in seconds since 1970-01-01 UTC.
    #[must_use]
    pub fn generate(created: u64, rng: &mut impl CryptoRng) -> Self {
        Self::single(random_id(rng), created, MasterKey::generate(rng))
    }

    /// A keyring of one given primary key, generation 1.
    #[must_use]
    pub fn single(id: KeyId, created: u64, master: MasterKey) -> Self {
        Self {
            generation: 1,
            primary: KeyEntry::new(id, KeyState::Primary, created, master),
            others: Vec::new(),
        }
    }

    /// A keyring of given keys.
    ///
    /// # Errors
    /// [`KeyringError::DuplicateKey`], [`KeyringError::DuplicateMaster`], [`KeyringError::Primaries`]; [`KeyringError::ZeroGeneration`] or
    /// [`KeyringError::GenerationExhausted`] for a generation outside 1 to 2^53 − 1.
    pub fn from_keys(
        generation: u64,
        keys: impl IntoIterator<Item = KeyEntry>,
    ) -> Result<Self, KeyringError> {
        let mut keys: Vec<_> = keys.into_iter().collect();
        keys.sort_by_key(|key| key.id);
        for (key, next) in keys.iter().zip(keys.iter().skip(1)) {
            if key.id == next.id {
                return Err(KeyringError::DuplicateKey(key.id));
            }
        }
        // The same key under two ids: destroying one would destroy nothing.
        for (at, key) in keys.iter().enumerate() {
            let before = keys.iter().take(at);
            if let Some(twin) = before.into_iter().find(|twin| twin.master.is(&key.master)) {
                return Err(KeyringError::DuplicateMaster(twin.id));
            }
        }
        let (mut primaries, others): (Vec<_>, Vec<_>) = keys
            .into_iter()
            .partition(|key| key.state == KeyState::Primary);
        let primary = match (primaries.pop(), primaries.len()) {
            (Some(key), 0) => key,
            (last, more) => {
                return Err(KeyringError::Primaries(usize::from(last.is_some()) + more));
            }
        };
        match generation {
            0 => return Err(KeyringError::ZeroGeneration),
            1..=LAST_GENERATION => {}
            _ => return Err(KeyringError::GenerationExhausted),
        }
        Ok(Self {
            generation,
            primary,
            others,
        })
    }

    /// What a provider holds.
    ///
    /// # Errors
    /// The provider's.
    pub fn from_provider<P: KeyProvider + ?Sized>(provider: &P) -> Result<Self, P::Error> {
        provider.keyring()
    }

    /// How often the keyring was changed, from 1. Hosts remember the highest one seen and refuse lower ones.
    #[must_use]
    pub const fn generation(&self) -> u64 {
        self.generation
    }

    /// The key that seals.
    #[must_use]
    pub const fn primary(&self) -> KeyId {
        self.primary.id
    }

    /// All keys, the primary first, the others by rising id.
    pub fn keys(&self) -> impl Iterator<Item = &KeyEntry> {
        std::iter::once(&self.primary).chain(&self.others)
    }

    /// The state of a key, unless the keyring does not hold it.
    #[must_use]
    pub fn state(&self, id: KeyId) -> Option<KeyState> {
        self.find(id).map(|key| key.state)
    }

    /// Adds a new random standby key and answers its id; `created` in seconds since 1970-01-01 UTC.
    ///
    /// # Errors
    /// [`KeyringError::GenerationExhausted`].
    pub fn add(&mut self, created: u64, rng: &mut impl CryptoRng) -> Result<KeyId, KeyringError> {
        let id = loop {
            let id = random_id(rng);
            if self.state(id).is_none() {
                break id;
            }
        };
        self.import(id, created, MasterKey::generate(rng))?;
        Ok(id)
    }

    /// Adds a given key as standby. The same key under a second id is refused: a rotation to it would change nothing.
    ///
    /// # Errors
    /// [`KeyringError::DuplicateKey`], [`KeyringError::DuplicateMaster`], [`KeyringError::GenerationExhausted`].
    pub fn import(
        &mut self,
        id: KeyId,
        created: u64,
        master: MasterKey,
    ) -> Result<(), KeyringError> {
        if self.state(id).is_some() {
            return Err(KeyringError::DuplicateKey(id));
        }
        if let Some(key) = self.keys().find(|key| key.master.is(&master)) {
            return Err(KeyringError::DuplicateMaster(key.id));
        }
        self.advance()?;
        self.insert(KeyEntry::new(id, KeyState::Standby, created, master));
        Ok(())
    }

    /// As [`promote`](Self::promote), once every instance has loaded this keyring: `generation` is the lowest one that any instance reports.
    ///
    /// # Errors
    /// [`KeyringError::NotSeenEverywhere`] unless it is this keyring's; else as [`promote`](Self::promote).
    pub fn promote_seen_everywhere(
        &mut self,
        id: KeyId,
        generation: u64,
    ) -> Result<(), KeyringError> {
        retirement::seen_everywhere(generation, self.generation)?;
        self.promote(id)
    }

    /// Makes a standby key primary; the former primary becomes active.
    ///
    /// Where several instances share the database use [`promote_seen_everywhere`](Self::promote_seen_everywhere): one that has not loaded the
    /// key refuses by name what is sealed under it, does not find it, and may make a value unique a second time.
    ///
    /// # Errors
    /// [`KeyringError::UnknownKey`]; [`KeyringError::State`] unless the key is standby.
    pub fn promote(&mut self, id: KeyId) -> Result<(), KeyringError> {
        self.expect(id, &[KeyState::Standby])?;
        self.advance()?;
        if let Some(at) = self.others.iter().position(|key| key.id == id) {
            let mut next = self.others.remove(at);
            next.state = KeyState::Primary;
            let mut former = std::mem::replace(&mut self.primary, next);
            former.state = KeyState::Active;
            self.insert(former);
        }
        Ok(())
    }

    /// Makes an active key retired without the proof that [`retire`](Self::retire) takes.
    ///
    /// Index and unique columns come first: a sealed row that is left behind is refused by name when it is opened, but an index token that
    /// is left behind is silently not found, and no longer keeps its value unique.
    ///
    /// # Errors
    /// [`KeyringError::UnknownKey`]; [`KeyringError::State`] unless the key is active.
    pub fn retire_without_proof(&mut self, id: KeyId) -> Result<(), KeyringError> {
        self.expect(id, &[KeyState::Active])?;
        self.advance()?;
        for key in self.others.iter_mut().filter(|key| key.id == id) {
            key.state = KeyState::Retired;
        }
        Ok(())
    }

    /// Makes a retired key active again: it opens, and searches ask for its tokens. It never seals, for only a standby key can be promoted.
    ///
    /// For a database that came back from a backup with rows of that key: reactivate it, let every instance load the keyring, re-seal what is stale, and
    /// retire it again with a new [proof](Self::retirement).
    ///
    /// ```
    /// # use greffe_cipher::{KeyId, Keyring, KeyState, MasterKey};
    /// # let (old, next) = (KeyId::new(7).unwrap(), KeyId::new(8).unwrap());
    /// # let mut keyring = Keyring::single(old, 1_750_000_000, MasterKey::from_bytes([1; 32]));
    /// # keyring.import(next, 1_760_000_000, MasterKey::from_bytes([2; 32]))?;
    /// # keyring.promote(next)?;
    /// # keyring.retire_without_proof(old)?;
    /// keyring.reactivate(old)?;
    /// assert_eq!((keyring.state(old), keyring.primary()), (Some(KeyState::Active), next));
    /// # Ok::<(), greffe_cipher::KeyringError>(())
    /// ```
    ///
    /// # Errors
    /// [`KeyringError::UnknownKey`], for a key that was destroyed too; [`KeyringError::State`] unless the key is retired.
    pub fn reactivate(&mut self, id: KeyId) -> Result<(), KeyringError> {
        self.expect(id, &[KeyState::Retired])?;
        self.advance()?;
        for key in self.others.iter_mut().filter(|key| key.id == id) {
            key.state = KeyState::Active;
        }
        Ok(())
    }

    /// Removes a retired key. What it sealed is lost, in backups too; `backups` states that none is left.
    ///
    /// # Errors
    /// [`KeyringError::UnknownKey`]; [`KeyringError::State`] unless the key is retired.
    pub fn destroy(&mut self, id: KeyId, backups: LastBackup) -> Result<(), KeyringError> {
        let LastBackup { .. } = backups;
        self.expect(id, &[KeyState::Retired])?;
        self.remove(id)
    }

    /// Removes a retired key without the statement that [`destroy`](Self::destroy) takes: backups that hold its rows can never be read again.
    ///
    /// # Errors
    /// [`KeyringError::UnknownKey`]; [`KeyringError::State`] unless the key is retired.
    pub fn destroy_without_proof(&mut self, id: KeyId) -> Result<(), KeyringError> {
        self.expect(id, &[KeyState::Retired])?;
        self.remove(id)
    }

    /// Removes a standby key that was never promoted. Nothing is sealed or made unique under a standby key, so that nothing is lost with one.
    ///
    /// # Errors
    /// [`KeyringError::UnknownKey`]; [`KeyringError::State`] unless the key is standby.
    pub fn discard(&mut self, id: KeyId) -> Result<(), KeyringError> {
        self.expect(id, &[KeyState::Standby])?;
        self.remove(id)
    }

    fn remove(&mut self, id: KeyId) -> Result<(), KeyringError> {
        self.advance()?;
        self.others.retain(|key| key.id != id);
        Ok(())
    }

    /// The cipher of one column: derives nothing yet, holds the live keys.
    ///
    /// # Errors
    /// A label or a tenant that breaks its rules.
    pub fn cipher(&self, context: Context) -> Result<FieldCipher, ContextError> {
        context.check()?;
        Ok(FieldCipher::new(context, self))
    }

    /// Whether both hold the same generation and the same keys: ids, states, times of making, and masters, which are compared in constant
    /// time. Two keyrings of one generation that differ are a fork.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.generation == other.generation
            && self.others.len() == other.others.len()
            && self.keys().zip(other.keys()).all(|(a, b)| {
                (a.id, a.state, a.created) == (b.id, b.state, b.created) && a.master.is(&b.master)
            })
    }

    pub(crate) const fn primary_entry(&self) -> &KeyEntry {
        &self.primary
    }

    fn find(&self, id: KeyId) -> Option<&KeyEntry> {
        self.keys().find(|key| key.id == id)
    }

    fn insert(&mut self, key: KeyEntry) {
        let at = self.others.partition_point(|other| other.id < key.id);
        self.others.insert(at, key);
    }

    fn expect(&self, id: KeyId, allowed: &[KeyState]) -> Result<(), KeyringError> {
        let state = self.state(id).ok_or(KeyringError::UnknownKey(id))?;
        if allowed.contains(&state) {
            Ok(())
        } else {
            Err(KeyringError::State { id, state })
        }
    }

    fn advance(&mut self) -> Result<(), KeyringError> {
        if self.generation >= LAST_GENERATION {
            return Err(KeyringError::GenerationExhausted);
        }
        self.generation += 1;
        Ok(())
    }
}

/// A random id that is not 0.
fn random_id(rng: &mut impl CryptoRng) -> KeyId {
    loop {
        if let Some(id) = KeyId::new(rng.next_u32()) {
            return id;
        }
    }
}
