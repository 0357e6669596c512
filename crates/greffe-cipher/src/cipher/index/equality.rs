//! Equality indexes (kind 1): find values by their match form, under every live key.

use std::fmt;
use std::marker::PhantomData;

use super::key::{IndexKey, Of};
use super::token::{IndexBits, IndexKind, IndexToken};
use crate::cipher::FieldCipher;
use crate::cipher::stale::StaleRanges;
use crate::error::TokenError;
use crate::field::private::SEAL;
use crate::field::{Accepted, Coverage, Decided, Field, Leakage, OlderForm};
use crate::token::HEADER;

/// An equality index (kind 1), full or truncated. Of guessable types it needs the same acknowledgement as sealing.
pub struct EqualityIndex<T: Field, L: Leakage = <T as Field>::Leakage> {
    /// Today's form first; within a form the primary key first.
    keys: Vec<IndexKey>,
    bits: IndexBits,
    /// What new tokens begin with.
    current: [u8; HEADER],
    older: &'static [OlderForm],
    why: Option<Box<str>>,
    of: PhantomData<fn() -> (T, L)>,
}

impl<T: Field> EqualityIndex<T> {
    pub(in crate::cipher) fn new(cipher: &FieldCipher, name: &str, bits: IndexBits) -> Self {
        let keys_of = |version| {
            let of = Of {
                name,
                kind: IndexKind::Equality,
                form: T::TYPE.form(version),
                bits,
                param: 0,
            };
            cipher
                .live()
                .map(move |(id, prk)| IndexKey::derive(&cipher.context, of, *id, prk))
        };
        let older = T::OLDER_MATCH.iter().flat_map(|form| keys_of(form.version));
        let keys: Vec<_> = keys_of(T::MATCH_VERSION).chain(older).collect();
        Self {
            current: keys.first().map(|key| key.header).unwrap_or_default(),
            keys,
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
            keys: self.keys,
            bits: self.bits,
            current: self.current,
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
        self.keys.retain(|key| key.version() == T::MATCH_VERSION);
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
        !token.as_bytes().starts_with(&self.current)
    }

    /// The ranges of stale tokens in this column, for SQL. NULLs lie in no range: count them apart.
    #[must_use]
    pub fn stale_ranges(&self) -> StaleRanges {
        StaleRanges::around(self.current)
    }

    /// Every token that the value may have in the column, for each live key and match form, that of the primary key and today's form first: store
    /// the first, search for all.
    #[must_use]
    pub fn lookup(&self, value: &T) -> Vec<IndexToken>
    where
        L: Decided,
    {
        let mut tokens = Vec::with_capacity(self.keys.len());
        for of_form in self.keys.chunk_by(|a, b| a.version() == b.version()) {
            let version = of_form.first().map_or(0, IndexKey::version);
            if let Some(message) = value.matching(version, SEAL) {
                tokens.extend(of_form.iter().map(|key| key.token(&message)));
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
