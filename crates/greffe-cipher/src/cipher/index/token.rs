//! What an index column holds: kinds, bits, tokens.

use std::fmt;

use crate::error::TokenError;
use crate::field::FieldType;
use crate::keyring::KeyId;
use crate::token::{self, HEADER, INDEX, INDEX_TEXT};

/// What an index is for, as its tokens say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum IndexKind {
    /// 1: finds values, under every live key.
    Equality,
    /// 2: carries UNIQUE, under one key.
    Unique,
    /// 3: finds rows by several fields at once.
    Compound,
    /// 4: finds names by one of their words.
    NameToken,
    /// 5: finds names by the beginning of one of their words.
    NamePrefix,
}

impl IndexKind {
    /// The kind's number in tokens.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Equality => 1,
            Self::Unique => 2,
            Self::Compound => 3,
            Self::NameToken => 4,
            Self::NamePrefix => 5,
        }
    }

    const fn from_number(number: u8) -> Option<Self> {
        Some(match number {
            1 => Self::Equality,
            2 => Self::Unique,
            3 => Self::Compound,
            4 => Self::NameToken,
            5 => Self::NamePrefix,
            _ => return None,
        })
    }

    /// Whether tokens of this kind may have that form octet: compounds have 00, words are words of names, and every other form has a type
    /// and a version.
    const fn admits(self, form: u8) -> bool {
        let (of, version) = (form >> 4, form & 0x0f);
        match self {
            Self::Equality | Self::Unique => of <= 5 && version != 0,
            Self::Compound => form == COMPOUND_FORM,
            Self::NameToken | Self::NamePrefix => {
                of == FieldType::PersonName.nibble() && version != 0
            }
        }
    }
}

/// The form octet of compounds: their components' forms stand inside the message.
pub(super) const COMPOUND_FORM: u8 = 0;

/// How many bits of an index are stored: 4 to 128. Fewer bits make values collide, which hides them among each other and makes
/// the database answer more rows than wanted: open and compare.
///
/// The bits are part of the index's key, but a stored token does not name them: 17 to 24 bits look alike. To change them
/// give the index a new name and column and fill that; under the old name searches would silently miss.
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

    /// Octets that hold the bits.
    pub(super) fn octets(self) -> usize {
        usize::from(self.0.div_ceil(8))
    }

    /// The low bits of the last octet that are always zero.
    pub(super) const fn unused(self) -> u8 {
        match self.0 % 8 {
            0 => 0,
            used => 0xff >> used,
        }
    }
}

/// A stored index token: header and the leading bits of a keyed hash. No plaintext, and nothing that opens.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IndexToken {
    octets: Box<[u8]>,
    kind: IndexKind,
    form: u8,
    key: KeyId,
}

impl IndexToken {
    /// Takes a token's octets, as a binary column holds them. How many bits its index stores is not known here, so set bits
    /// beyond them pass: `read` of an index, for instance [`EqualityIndex::read`](crate::EqualityIndex::read), judges those too.
    ///
    /// # Errors
    /// Whatever is wrong with header or length.
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
        let kind = IndexKind::from_number(*kind).ok_or(TokenError::Kind)?;
        let lengths = match kind {
            IndexKind::Unique => 16..=16,
            _ => 1..=16,
        };
        if !kind.admits(*form) {
            return Err(TokenError::Form);
        }
        let key = KeyId::new(u32::from_be_bytes(*key)).ok_or(TokenError::Key)?;
        if !lengths.contains(&rest.len()) {
            return Err(TokenError::Length);
        }
        Ok(Self {
            octets: octets.into(),
            kind,
            form: *form,
            key,
        })
    }

    /// Parses a token's text; only the canonical spelling parses.
    ///
    /// # Errors
    /// [`TokenError::Text`] for any other spelling, else as [`IndexToken::from_bytes`].
    pub fn from_text(text: &str) -> Result<Self, TokenError> {
        Self::from_bytes(&token::octets(INDEX_TEXT, INDEX, text)?)
    }

    /// A token out of its header's parts and octets that already begin with that header.
    pub(super) fn assemble(octets: Vec<u8>, kind: IndexKind, form: u8, key: KeyId) -> Self {
        Self {
            octets: octets.into(),
            kind,
            form,
            key,
        }
    }

    /// Reads a stored token of one index: everything that [`IndexToken::from_bytes`] cannot judge by itself is judged too. `newest` is today's
    /// form octet of the index: forms of that type up to that version are read.
    pub(super) fn of_index(
        octets: &[u8],
        kind: IndexKind,
        newest: u8,
        bits: IndexBits,
    ) -> Result<Self, TokenError> {
        let token = Self::from_bytes(octets)?;
        if token.kind != kind {
            return Err(TokenError::Kind);
        }
        if token.form >> 4 != newest >> 4 || token.form > newest {
            return Err(TokenError::Form);
        }
        if octets.len() != HEADER + bits.octets() {
            return Err(TokenError::Length);
        }
        if octets.last().is_some_and(|last| last & bits.unused() != 0) {
            return Err(TokenError::UnusedBits);
        }
        Ok(token)
    }

    /// The token's octets.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.octets
    }

    /// The token's text, `~gfi1.…`.
    #[must_use]
    pub fn to_text(&self) -> String {
        token::text(INDEX_TEXT, &self.octets)
    }

    /// The key that the token names.
    #[must_use]
    pub const fn key_id(&self) -> KeyId {
        self.key
    }

    /// The kind of index that the token names.
    #[must_use]
    pub const fn kind(&self) -> IndexKind {
        self.kind
    }

    /// The form octet that the token names: the type's number in the upper half, the version of its match form in the lower.
    #[must_use]
    pub const fn form(&self) -> u8 {
        self.form
    }
}

impl fmt::Debug for IndexToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IndexToken(..)")
    }
}
