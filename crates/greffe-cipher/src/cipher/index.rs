//! Blind indexes: what a column beside the sealed one holds, so that a database can search it.

use std::fmt;
use std::marker::PhantomData;

use hmac::Mac;
use hmac::digest::Update;

use super::FieldCipher;
use crate::context::Context;
use crate::derive::{Prf, Prk, Purpose, info, lp, prf};
use crate::error::TokenError;
use crate::field::{Accepted, Decided, Field, Leakage};
use crate::keyring::KeyId;
use crate::token::{self, HEADER, INDEX, INDEX_TEXT};

/// Kinds of index in headers.
const EQUALITY: u8 = 1;
const UNIQUE: u8 = 2;

/// How many bits of an index are stored: 4 to 128. Fewer bits make values collide, which hides them among each other and makes
/// the database answer more rows than wanted: open and compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IndexBits(u8);

impl IndexBits {
    /// All 128 bits: no two values collide.
    pub const FULL: Self = Self(128);

    /// That many bits, if 4 to 128.
    #[must_use]
    pub const fn new(bits: u8) -> Option<Self> {
        if matches!(bits, 4..=128) {
            Some(Self(bits))
        } else {
            None
        }
    }

    /// The number of bits.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

/// A stored index token: header and the leading bits of a keyed hash. No plaintext, and nothing that opens.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IndexToken(Box<[u8]>);

impl IndexToken {
    /// Takes a token's octets, as a binary column holds them.
    ///
    /// # Errors
    /// Whatever is wrong with header or length. Kinds 1 and 2 are known to this release.
    pub fn from_bytes(octets: &[u8]) -> Result<Self, TokenError> {
        let Some(([marker, kind, form, key @ ..], rest)) = octets.split_first_chunk::<HEADER>()
        else {
            return Err(if octets.first() == Some(&INDEX) {
                TokenError::Length
            } else {
                TokenError::NotAToken
            });
        };
        if *marker != INDEX {
            return Err(TokenError::NotAToken);
        }
        let lengths = match *kind {
            EQUALITY => 1..=16,
            UNIQUE => 16..=16,
            _ => return Err(TokenError::Kind),
        };
        if form >> 4 > 5 || form & 0x0f == 0 {
            return Err(TokenError::Form);
        }
        if KeyId::new(u32::from_be_bytes(*key)).is_none() {
            return Err(TokenError::Key);
        }
        if !lengths.contains(&rest.len()) {
            return Err(TokenError::Length);
        }
        Ok(Self(octets.into()))
    }

    /// Parses a token's text; only the canonical spelling parses.
    ///
    /// # Errors
    /// [`TokenError::Text`] for any other spelling, else as [`IndexToken::from_bytes`].
    pub fn from_text(text: &str) -> Result<Self, TokenError> {
        Self::from_bytes(&token::octets(INDEX_TEXT, INDEX, text)?)
    }

    /// The token's octets.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The token's text, `~gfi1.…`.
    #[must_use]
    pub fn to_text(&self) -> String {
        token::text(INDEX_TEXT, &self.0)
    }
}

impl fmt::Debug for IndexToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IndexToken(..)")
    }
}

/// An equality index (kind 1), full or truncated. Of guessable types it needs the same acknowledgement as sealing.
pub struct EqualityIndex<T: Field, L: Leakage = <T as Field>::Leakage> {
    /// Primary first.
    keys: Vec<IndexKey>,
    bits: IndexBits,
    of: PhantomData<fn() -> (T, L)>,
}

impl<T: Field> EqualityIndex<T> {
    pub(super) fn new(cipher: &FieldCipher, name: &str, bits: IndexBits) -> Self {
        let keys = cipher
            .live()
            .map(|(id, prk)| IndexKey::derive::<T>(&cipher.context, name, EQUALITY, bits, *id, prk))
            .collect();
        Self {
            keys,
            bits,
            of: PhantomData,
        }
    }
}

impl<T: Field, L: Leakage> EqualityIndex<T, L> {
    /// Accepts that equal values can be counted, and says why.
    #[must_use]
    pub fn accept_equality_leakage(self, _why: &str) -> EqualityIndex<T, Accepted> {
        EqualityIndex {
            keys: self.keys,
            bits: self.bits,
            of: PhantomData,
        }
    }

    /// Every token that the value may have in the column, the primary key's first: store the first, search for all.
    #[must_use]
    pub fn lookup(&self, value: &T) -> Vec<IndexToken>
    where
        L: Decided,
    {
        let message = value.matching();
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
        write!(f, "EqualityIndex({}, {} bits, ..)", T::TYPE, self.bits.0)
    }
}

/// A unique index (kind 2), pinned to one key and always full: the one column that may carry UNIQUE.
pub struct UniqueIndex<T: Field, L: Leakage = <T as Field>::Leakage> {
    key: IndexKey,
    of: PhantomData<fn() -> (T, L)>,
}

impl<T: Field> UniqueIndex<T> {
    pub(super) fn new(context: &Context, name: &str, id: KeyId, prk: &Prk) -> Self {
        Self {
            key: IndexKey::derive::<T>(context, name, UNIQUE, IndexBits::FULL, id, prk),
            of: PhantomData,
        }
    }
}

impl<T: Field, L: Leakage> UniqueIndex<T, L> {
    /// Accepts that equal values can be counted, and says why.
    #[must_use]
    pub fn accept_equality_leakage(self, _why: &str) -> UniqueIndex<T, Accepted> {
        UniqueIndex {
            key: self.key,
            of: PhantomData,
        }
    }

    /// The token: equal for equal match forms, and for those only.
    #[must_use]
    pub fn unique_token(&self, value: &T) -> IndexToken
    where
        L: Decided,
    {
        self.key.token(&value.matching())
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
    keyed: Prf,
    bits: IndexBits,
}

impl IndexKey {
    fn derive<T: Field>(
        context: &Context,
        name: &str,
        kind: u8,
        bits: IndexBits,
        id: KeyId,
        prk: &Prk,
    ) -> Self {
        let form = T::TYPE.form(T::MATCH_VERSION);
        let mut index = Vec::with_capacity(80);
        lp(&mut index, name.as_bytes());
        index.extend_from_slice(&[kind, form]);
        index.extend_from_slice(&u16::from(bits.0).to_be_bytes());
        index.extend_from_slice(&0u16.to_be_bytes());
        let [a, b, c, d] = id.get().to_be_bytes();
        Self {
            header: [INDEX, kind, form, a, b, c, d],
            keyed: prf(&prk.expand(&info(context, Purpose::Index, None, Some(&index)))),
            bits,
        }
    }

    fn token(&self, message: &[u8]) -> IndexToken {
        let mut mac = self.keyed.clone();
        Update::update(&mut mac, &self.header);
        Update::update(&mut mac, message);
        let full: [u8; 32] = mac.finalize().into_bytes().into();
        let octets = usize::from(self.bits.0.div_ceil(8));
        let unused = u32::from(self.bits.0).next_multiple_of(8) - u32::from(self.bits.0);
        let mut out = self.header.to_vec();
        out.extend(full.iter().take(octets));
        if let Some(last) = out.last_mut() {
            *last &= 0xffu8 << unused;
        }
        IndexToken(out.into())
    }
}
