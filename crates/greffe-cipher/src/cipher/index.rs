//! Blind indexes: columns beside the sealed one, so that a database can search it.

use std::fmt;
use std::marker::PhantomData;

use hmac::digest::Update;

use super::FieldCipher;
use super::index_token::{IndexBits, IndexKind, IndexToken};
use super::stale::StaleRanges;
use crate::context::Context;
use crate::derive::{Prf, Prk, Purpose, finish, info, lp, prf};
use crate::error::TokenError;
use crate::field::private::SEAL;
use crate::field::{Accepted, Decided, Field, Leakage};
use crate::keyring::KeyId;
use crate::token::{HEADER, INDEX};

/// An equality index (kind 1), full or truncated. Of guessable types it needs the same acknowledgement as sealing.
pub struct EqualityIndex<T: Field, L: Leakage = <T as Field>::Leakage> {
    /// Primary first.
    keys: Vec<IndexKey>,
    bits: IndexBits,
    /// What new tokens begin with.
    current: [u8; HEADER],
    why: Option<Box<str>>,
    of: PhantomData<fn() -> (T, L)>,
}

impl<T: Field> EqualityIndex<T> {
    pub(super) fn new(cipher: &FieldCipher, name: &str, bits: IndexBits) -> Self {
        let kind = IndexKind::Equality;
        let keys = cipher
            .live()
            .map(|(id, prk)| IndexKey::derive::<T>(&cipher.context, name, kind, bits, *id, prk))
            .collect();
        Self {
            keys,
            bits,
            current: header::<T>(kind, cipher.primary.0),
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
            why: Some(why.into()),
            of: PhantomData,
        }
    }

    /// Why the leakage was accepted, if it was.
    #[must_use]
    pub fn leakage_accepted_because(&self) -> Option<&str> {
        self.why.as_deref()
    }

    /// Takes a stored token of this index: besides [`IndexToken::from_bytes`] it judges kind, type, length and unused bits.
    ///
    /// # Errors
    /// See [`TokenError`].
    pub fn read(&self, octets: &[u8]) -> Result<IndexToken, TokenError> {
        IndexToken::of_index(
            octets,
            IndexKind::Equality,
            (T::TYPE, T::MATCH_VERSION),
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

    /// Every token that the value may have in the column, the primary key's first: store the first, search for all.
    #[must_use]
    pub fn lookup(&self, value: &T) -> Vec<IndexToken>
    where
        L: Decided,
    {
        let message = value.matching(SEAL);
        self.keys.iter().map(|key| key.token(&message)).collect()
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

/// A unique index (kind 2), pinned to one key and always full: the one column that may carry UNIQUE.
pub struct UniqueIndex<T: Field, L: Leakage = <T as Field>::Leakage> {
    key: IndexKey,
    why: Option<Box<str>>,
    of: PhantomData<fn() -> (T, L)>,
}

impl<T: Field> UniqueIndex<T> {
    pub(super) fn new(context: &Context, name: &str, id: KeyId, prk: &Prk) -> Self {
        Self {
            key: IndexKey::derive::<T>(context, name, IndexKind::Unique, IndexBits::FULL, id, prk),
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
            (T::TYPE, T::MATCH_VERSION),
            IndexBits::FULL,
        )
    }

    /// Whether a token is not under the key to which this index is pinned and today's match form: UNIQUE does not hold between such a
    /// token and the others.
    #[must_use]
    pub fn is_stale(&self, token: &IndexToken) -> bool {
        !token.as_bytes().starts_with(&self.key.header)
    }

    /// The ranges of stale tokens in this column, for SQL. NULLs lie in no range: count them apart.
    #[must_use]
    pub fn stale_ranges(&self) -> StaleRanges {
        StaleRanges::around(self.key.header)
    }

    /// The token: equal for equal match forms, and for those only.
    #[must_use]
    pub fn unique_token(&self, value: &T) -> IndexToken
    where
        L: Decided,
    {
        self.key.token(&value.matching(SEAL))
    }
}

impl<T: Field, L: Leakage> fmt::Debug for UniqueIndex<T, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UniqueIndex({}, ..)", T::TYPE)
    }
}

/// One derived index key with what its tokens begin with.
struct IndexKey {
    header: [u8; HEADER],
    kind: IndexKind,
    form: u8,
    id: KeyId,
    keyed: Prf,
    bits: IndexBits,
}

impl IndexKey {
    fn derive<T: Field>(
        context: &Context,
        name: &str,
        kind: IndexKind,
        bits: IndexBits,
        id: KeyId,
        prk: &Prk,
    ) -> Self {
        let form = T::TYPE.form(T::MATCH_VERSION);
        let mut index = Vec::with_capacity(80);
        lp(&mut index, name.as_bytes());
        index.extend_from_slice(&[kind.number(), form]);
        index.extend_from_slice(&u16::from(bits.get()).to_be_bytes());
        index.extend_from_slice(&0u16.to_be_bytes());
        Self {
            header: header::<T>(kind, id),
            kind,
            form,
            id,
            keyed: prf(&prk.expand(&info(context, Purpose::Index, None, Some(&index)))),
            bits,
        }
    }

    fn token(&self, message: &[u8]) -> IndexToken {
        let mut mac = self.keyed.clone();
        Update::update(&mut mac, &self.header);
        Update::update(&mut mac, message);
        let full = finish(mac);
        let mut out = self.header.to_vec();
        out.extend(full.iter().take(self.bits.octets()));
        if let Some(last) = out.last_mut() {
            *last &= !self.bits.unused();
        }
        IndexToken::assemble(out, self.kind, self.form, self.id)
    }
}

/// What the tokens of an index begin with.
fn header<T: Field>(kind: IndexKind, id: KeyId) -> [u8; HEADER] {
    let [a, b, c, d] = id.get().to_be_bytes();
    let form = T::TYPE.form(T::MATCH_VERSION);
    [INDEX, kind.number(), form, a, b, c, d]
}
