//! Unique indexes (kind 2): the one column that may carry UNIQUE.

use std::fmt;
use std::marker::PhantomData;

use super::key::{IndexKey, Of};
use super::token::{IndexBits, IndexKind, IndexToken};
use crate::cipher::FieldCipher;
use crate::cipher::stale::StaleRanges;
use crate::derive::Prk;
use crate::error::TokenError;
use crate::field::private::{Octets, SEAL};
use crate::field::{Accepted, Decided, Field, Leakage};
use crate::keyring::KeyId;

/// A unique index (kind 2), pinned to one key and one match form and always full: the one column that may carry UNIQUE.
///
/// Keep the id of the key beside the schema, as part of what the column is, and never pin to whatever key is primary today: after a rotation such an
/// index would write tokens of the new key beside those of the old one, and each value could stand twice.
///
/// ```
/// use greffe_cipher::{Context, Email, KeyId, Keyring, MasterKey};
/// # let (pinned, next) = (KeyId::new(7).unwrap(), KeyId::new(8).unwrap());
/// # let mut keyring = Keyring::single(pinned, 1_750_000_000, MasterKey::from_bytes([1; 32]));
/// let unique = keyring.cipher(Context::new("customers", "email"))?.unique::<Email>("unique", pinned)?;
/// let token = unique.unique_token(&"Ana.Lima@example.org".parse()?); // a column with UNIQUE
/// assert_eq!(unique.unique_token(&"ANA.LIMA@example.org".parse()?), token);
/// # keyring.import(next, 1_760_000_000, MasterKey::from_bytes([2; 32]))?;
/// keyring.promote(next)?;
/// let cipher = keyring.cipher(Context::new("customers", "email"))?;
/// let unique = cipher.unique::<Email>("unique", pinned)?;
/// assert_eq!(unique.unique_token(&"ana.lima@example.org".parse()?), token); // still one of its kind
/// // The column that takes its place: from its first row on, writers fill both.
/// let successor = cipher.unique::<Email>("unique", next)?;
/// assert!(successor.is_stale(&token));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct UniqueIndex<T: Field, L: Leakage = <T as Field>::Leakage> {
    key: IndexKey,
    why: Option<Box<str>>,
    of: PhantomData<fn() -> (T, L)>,
}

impl<T: Field> UniqueIndex<T> {
    pub(in crate::cipher) fn new(
        cipher: &FieldCipher,
        name: &str,
        version: u8,
        id: KeyId,
        prk: &Prk,
    ) -> Self {
        let of = Of {
            name,
            kind: IndexKind::Unique,
            form: T::TYPE.form(version),
            bits: IndexBits::FULL,
            param: 0,
            generation: cipher.generation,
        };
        Self {
            key: IndexKey::derive(&cipher.context, of, id, prk),
            why: None,
            of: PhantomData,
        }
    }
}

impl<T: Field, L: Leakage> UniqueIndex<T, L> {
    /// Accepts that equal values can be counted, and says why.
    #[must_use]
    pub fn accept_equality_leakage(self, why: &str) -> UniqueIndex<T, Accepted> {
        UniqueIndex {
            key: self.key,
            why: Some(why.into()),
            of: PhantomData,
        }
    }

    /// Why the leakage was accepted, if it was.
    #[must_use]
    pub fn leakage_accepted_because(&self) -> Option<&str> {
        self.why.as_deref()
    }

    /// Takes a stored token of this index: besides [`IndexToken::from_bytes`] it judges kind and type.
    ///
    /// # Errors
    /// See [`TokenError`].
    pub fn read(&self, octets: &[u8]) -> Result<IndexToken, TokenError> {
        IndexToken::of_index(
            octets,
            IndexKind::Unique,
            T::TYPE.form(T::MATCH_VERSION),
            IndexBits::FULL,
        )
    }

    /// Whether a token is not under the key and the match form to which this index is pinned: UNIQUE does not hold between such a
    /// token and the others.
    #[must_use]
    pub fn is_stale(&self, token: &IndexToken) -> bool {
        !token.as_bytes().starts_with(&self.key.header)
    }

    /// The ranges of stale tokens in this column, for SQL. NULLs lie in no range: count them apart.
    #[must_use]
    pub fn stale_ranges(&self) -> StaleRanges {
        self.key.stale_ranges()
    }

    /// The token: equal for equal match forms, and for those only.
    #[must_use]
    pub fn unique_token(&self, value: &T) -> IndexToken
    where
        L: Decided,
    {
        let message: Option<Octets> = value.matching(self.key.version(), SEAL);
        // Made only for forms that the type lists, which all its values have.
        self.key.token(&message.unwrap_or_default())
    }
}

impl<T: Field, L: Leakage> fmt::Debug for UniqueIndex<T, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UniqueIndex({}, ..)", T::TYPE)
    }
}
