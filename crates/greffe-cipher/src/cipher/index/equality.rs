//! Equality indexes (kind 1): find values by their match form, under every live key.

use std::fmt;
use std::marker::PhantomData;

use super::key::{IndexKey, Of};
use super::token::{IndexBits, IndexKind, IndexToken};
use crate::cipher::FieldCipher;
use crate::cipher::stale::StaleRanges;
use crate::derive::Prk;
use crate::error::TokenError;
use crate::field::private::SEAL;
use crate::field::{Accepted, Coverage, Decided, Field, Leakage, OlderForm};
use crate::keyring::KeyId;

/// An equality index (kind 1), full or truncated. Of guessable types it needs the same acknowledgement as sealing.
///
/// Of e-mail addresses it finds every upper and lower case, which a deterministic column does not:
///
/// ```
/// use greffe_cipher::{Context, Email, IndexBits, KeyId, Keyring, MasterKey};
/// # let keyring = Keyring::single(KeyId::new(7).unwrap(), 1_750_000_000, MasterKey::from_bytes([1; 32]));
/// let by_email = keyring.cipher(Context::new("customers", "email"))?.index::<Email>("by_email", IndexBits::FULL)?;
/// let stored = by_email.token(&"Ana.Lima@example.org".parse()?); // what the row holds, beside the sealed address
/// let searched = by_email.lookup(&"ana.lima@EXAMPLE.org".parse()?); // WHERE email_index = ANY(…)
/// assert!(searched.contains(&stored));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct EqualityIndex<T: Field, L: Leakage = <T as Field>::Leakage> {
    /// Of today's form.
    primary: IndexKey,
    /// Today's form first.
    others: Vec<IndexKey>,
    bits: IndexBits,
    older: &'static [OlderForm],
    why: Option<Box<str>>,
    of: PhantomData<fn() -> (T, L)>,
}

impl<T: Field> EqualityIndex<T> {
    pub(in crate::cipher) fn new(cipher: &FieldCipher, name: &str, bits: IndexBits) -> Self {
        let derive = |version, (id, prk): &(KeyId, Prk)| {
            let of = Of {
                name,
                kind: IndexKind::Equality,
                form: T::TYPE.form(version),
                bits,
                param: 0,
                generation: cipher.generation,
            };
            IndexKey::derive(&cipher.context, of, *id, prk)
        };
        let todays = cipher
            .others
            .iter()
            .map(|key| derive(T::MATCH_VERSION, key));
        let older = T::OLDER_MATCH.iter().flat_map(|form| {
            let version = form.version;
            cipher.live().map(move |key| derive(version, key))
        });
        Self {
            primary: derive(T::MATCH_VERSION, &cipher.primary),
            others: todays.chain(older).collect(),
            bits,
            older: T::OLDER_MATCH,
            why: None,
            of: PhantomData,
        }
    }
}

impl<T: Field, L: Leakage> EqualityIndex<T, L> {
    /// Accepts that equal values can be counted, and says why.
    #[must_use]
    pub fn accept_equality_leakage(self, why: &str) -> EqualityIndex<T, Accepted> {
        EqualityIndex {
            primary: self.primary,
            others: self.others,
            bits: self.bits,
            older: self.older,
            why: Some(why.into()),
            of: PhantomData,
        }
    }

    /// Why the leakage was accepted, if it was.
    #[must_use]
    pub fn leakage_accepted_because(&self) -> Option<&str> {
        self.why.as_deref()
    }

    /// Says that every row holds a token of today's match form ([`StaleRanges`] shows it): older ones are no longer looked up.
    #[must_use]
    pub fn backfilled(mut self) -> Self {
        self.others.retain(|key| key.version() == T::MATCH_VERSION);
        self.older = &[];
        self
    }

    /// What a search by [`lookup`](Self::lookup) finds. It depends on the column, not on the value: ask once.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        let collisions = if self.bits == IndexBits::FULL {
            Coverage::Exact
        } else {
            Coverage::Compare
        };
        collisions.max(Coverage::over(self.older))
    }

    /// Takes a stored token of this index: besides [`IndexToken::from_bytes`] it judges kind, type, length and unused bits.
    ///
    /// # Errors
    /// See [`TokenError`].
    pub fn read(&self, octets: &[u8]) -> Result<IndexToken, TokenError> {
        IndexToken::of_index(
            octets,
            IndexKind::Equality,
            T::TYPE.form(T::MATCH_VERSION),
            self.bits,
        )
    }

    /// Whether a token is not under the primary key and today's match form, so that the row must be indexed anew. Sealed and index columns
    /// of a row go stale apart from each other: retire a key only when neither holds a stale row.
    #[must_use]
    pub fn is_stale(&self, token: &IndexToken) -> bool {
        !token.as_bytes().starts_with(&self.primary.header)
    }

    /// The ranges of stale tokens in this column, for SQL. NULLs lie in no range: count them apart.
    #[must_use]
    pub fn stale_ranges(&self) -> StaleRanges {
        self.primary.stale_ranges()
    }

    /// The token to store: of today's match form, under the primary key.
    #[must_use]
    pub fn token(&self, value: &T) -> IndexToken
    where
        L: Decided,
    {
        // Every value has today's form.
        let message = value.matching(T::MATCH_VERSION, SEAL);
        self.primary.token(&message.unwrap_or_default())
    }

    /// Every token that the value may have in the column, for each live key and match form; the one to [store](Self::token) first.
    #[must_use]
    pub fn lookup(&self, value: &T) -> Vec<IndexToken>
    where
        L: Decided,
    {
        let todays = value.matching(T::MATCH_VERSION, SEAL).unwrap_or_default();
        let mut tokens = Vec::with_capacity(1 + self.others.len());
        tokens.push(self.primary.token(&todays));
        for of_form in self.others.chunk_by(|a, b| a.version() == b.version()) {
            let version = of_form.first().map_or(0, IndexKey::version);
            let older = (version != T::MATCH_VERSION).then(|| value.matching(version, SEAL));
            if let Some(message) = older.as_ref().map_or(Some(&todays), Option::as_ref) {
                tokens.extend(of_form.iter().map(|key| key.token(message)));
            }
        }
        tokens
    }

    /// The bits that are stored.
    #[must_use]
    pub const fn bits(&self) -> IndexBits {
        self.bits
    }
}

impl<T: Field, L: Leakage> fmt::Debug for EqualityIndex<T, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "EqualityIndex({}, {} bits, ..)",
            T::TYPE,
            self.bits.get()
        )
    }
}
