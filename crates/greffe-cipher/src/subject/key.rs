//! A person's keys.

use std::fmt;

use rand_core::TryCryptoRng;

use crate::cipher::SubjectColumn;
use crate::context::Context;
use crate::derive::Prk;
use crate::error::ContextError;
use crate::field::Field;
use crate::keyring::KeyId;
use crate::wiped::Wiped;

/// The salt of every subject's key.
const SALT: &[u8] = b"greffe/1 subject";
/// Longest subject in octets.
const LONGEST: usize = 255;

/// Whose keys: 1 to 255 octets, as the application names a person, never normalised. It is personal data: `Debug` hides it, and it is wiped
/// on drop. Choose an identifier that stays (a row id, a UUID), not an address that changes: the keys depend on it.
#[derive(Clone, PartialEq, Eq)]
pub struct Subject(Wiped<Vec<u8>>);

impl Subject {
    /// A subject of these octets.
    ///
    /// # Errors
    /// [`ContextError::Subject`] unless they are 1 to 255.
    pub fn new(octets: impl AsRef<[u8]>) -> Result<Self, ContextError> {
        let octets = octets.as_ref();
        if octets.is_empty() || octets.len() > LONGEST {
            return Err(ContextError::Subject);
        }
        Ok(Self(Wiped::new(octets.to_vec())))
    }

    pub(crate) fn octets(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subject(..)")
    }
}

/// One generation of a person's key: 32 random octets, never derived, wiped on drop.
#[derive(Clone)]
pub struct SubjectKey {
    subject: Subject,
    generation: KeyId,
    created: u64,
    key: Wiped<[u8; 32]>,
}

impl SubjectKey {
    /// A new random key of the first generation; `created` in seconds since 1970-01-01 UTC.
    ///
    /// # Errors
    /// The generator's, when it has no randomness.
    pub fn generate<R: TryCryptoRng>(
        subject: Subject,
        created: u64,
        rng: &mut R,
    ) -> Result<Self, R::Error> {
        Self::random(subject, KeyId::FIRST, created, rng)
    }

    /// A new random key of the same person and the next generation; nothing after generation 2^32 − 1.
    ///
    /// # Errors
    /// The generator's, when it has no randomness.
    pub fn next<R: TryCryptoRng>(
        &self,
        created: u64,
        rng: &mut R,
    ) -> Result<Option<Self>, R::Error> {
        let next = self.generation.get().checked_add(1).and_then(KeyId::new);
        next.map(|generation| Self::random(self.subject.clone(), generation, created, rng))
            .transpose()
    }

    /// A key whose octets are kept elsewhere. They must come from a cryptographic random generator.
    #[must_use]
    pub fn from_bytes(
        subject: Subject,
        generation: KeyId,
        created: u64,
        octets: &[u8; 32],
    ) -> Self {
        // Copied in place: no unwiped copy passes over the stack.
        let mut key = Wiped::new([0; 32]);
        key.copy_from_slice(octets);
        Self {
            subject,
            generation,
            created,
            key,
        }
    }

    /// Whose key.
    #[must_use]
    pub const fn subject(&self) -> &Subject {
        &self.subject
    }

    /// Which generation, counted from 1: what the tokens that it seals name as their key.
    #[must_use]
    pub const fn generation(&self) -> KeyId {
        self.generation
    }

    /// When it was made, in seconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn created(&self) -> u64 {
        self.created
    }

    /// The key's octets, to wrap it elsewhere. A copy that is kept keeps the person's values readable.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.key
    }

    pub(crate) fn prk(&self) -> Prk {
        Prk::extract(SALT, &*self.key)
    }

    fn random<R: TryCryptoRng>(
        subject: Subject,
        generation: KeyId,
        created: u64,
        rng: &mut R,
    ) -> Result<Self, R::Error> {
        let mut key = Wiped::new([0; 32]);
        rng.try_fill_bytes(&mut *key)?;
        Ok(Self {
            subject,
            generation,
            created,
            key,
        })
    }
}

/// Shows the generation only.
impl fmt::Debug for SubjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SubjectKey(generation {}, ..)", self.generation.get())
    }
}

/// All generations of one person's key: the newest seals, every one opens.
///
/// ```
/// # use greffe_cipher::*;
/// // One row a generation, in the key table:
/// fn notes_of_ana(keyring: &Keyring, rows: &[WrappedSubjectKey]) -> Result<SubjectColumn<Bytes>, Box<dyn std::error::Error>> {
///     let vault = keyring.subject_vault(Some(b"acme"))?;
///     let ana = Subject::new("person 4711")?;
///     let keys = rows.iter().map(|row| vault.unwrap(&ana, row)).collect::<Result<Vec<_>, _>>()?;
///     let keys = SubjectKeys::of(keys)?; // no key: never made, or destroyed
///     Ok(keys.column(&Context::new("patients", "note").tenant("acme"))?)
/// }
/// # let keyring = Keyring::single(KeyId::new(7).unwrap(), 0, MasterKey::from_bytes([1; 32]));
/// assert_eq!(notes_of_ana(&keyring, &[]).unwrap_err().to_string(), "the subject has no key");
/// ```
#[derive(Clone, Debug)]
pub struct SubjectKeys {
    current: SubjectKey,
    /// By rising generation.
    older: Vec<SubjectKey>,
}

impl SubjectKeys {
    /// A new person: one random key of the first generation; `created` in seconds since 1970-01-01 UTC.
    ///
    /// Store it, wrapped, before anything is sealed with it, in a table that is UNIQUE in tenant, subject and generation: of two instances that
    /// make a person's key at once, the one that is refused must read the other's. What is sealed with a key that is stored nowhere is lost.
    ///
    /// # Errors
    /// The generator's, when it has no randomness.
    pub fn generate<R: TryCryptoRng>(
        subject: Subject,
        created: u64,
        rng: &mut R,
    ) -> Result<Self, R::Error> {
        Ok(Self {
            current: SubjectKey::generate(subject, created, rng)?,
            older: Vec::new(),
        })
    }

    /// The keys of one person, in any order.
    ///
    /// # Errors
    /// [`SubjectKeyError::NoKey`]: the person has none, perhaps not any more. [`SubjectKeyError::OtherSubject`],
    /// [`SubjectKeyError::Twice`].
    pub fn of(keys: impl IntoIterator<Item = SubjectKey>) -> Result<Self, SubjectKeyError> {
        let mut older: Vec<_> = keys.into_iter().collect();
        older.sort_by_key(SubjectKey::generation);
        for (key, next) in older.iter().zip(older.iter().skip(1)) {
            if key.subject != next.subject {
                return Err(SubjectKeyError::OtherSubject);
            }
            if key.generation == next.generation {
                return Err(SubjectKeyError::Twice(key.generation));
            }
        }
        let current = older.pop().ok_or(SubjectKeyError::NoKey)?;
        Ok(Self { current, older })
    }

    /// Puts the next generation in place and answers it, to be wrapped and stored before anything is sealed with it.
    ///
    /// # Errors
    /// The generator's, when it has no randomness. Nothing changes, and nothing is answered, after generation 2^32 − 1.
    pub fn advance<R: TryCryptoRng>(
        &mut self,
        created: u64,
        rng: &mut R,
    ) -> Result<Option<&SubjectKey>, R::Error> {
        Ok(self.current.next(created, rng)?.map(|next| {
            let former = std::mem::replace(&mut self.current, next);
            self.older.push(former);
            &self.current
        }))
    }

    /// The column of that context, for this person.
    ///
    /// # Errors
    /// A label or a tenant that breaks its rules.
    pub fn column<T: Field>(&self, context: &Context) -> Result<SubjectColumn<T>, ContextError> {
        SubjectColumn::new(context, self)
    }

    /// Whose keys.
    #[must_use]
    pub const fn subject(&self) -> &Subject {
        &self.current.subject
    }

    /// The key that seals.
    #[must_use]
    pub const fn current(&self) -> &SubjectKey {
        &self.current
    }

    /// The keys that only open, by rising generation.
    pub fn older(&self) -> impl Iterator<Item = &SubjectKey> {
        self.older.iter()
    }
}

/// Keys are not those of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum SubjectKeyError {
    /// There is none: never made, or destroyed.
    #[error("the subject has no key")]
    NoKey,
    /// They belong to several persons.
    #[error("the keys are not of one subject")]
    OtherSubject,
    /// A generation stands twice.
    #[error("generation {0} of the subject's key stands twice")]
    Twice(KeyId),
}
