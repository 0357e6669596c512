//! What a stored value says about itself, without a key.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::cipher::{IndexKind, IndexToken};
use crate::error::TokenError;
use crate::field::FieldType;
use crate::keyring::KeyId;
use crate::padding::Padding;
use crate::token::{self, HEADER, Header, INDEX, SEALED, Suite};

/// The header of a stored value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum StoredHeader {
    /// Of a sealed value.
    Sealed {
        /// Its suite.
        suite: Suite,
        /// Its padding class.
        padding: Padding,
        /// Its form octet: the type's number in the upper half, the version of its storage form in the lower.
        form: u8,
        /// Its key.
        key: KeyId,
    },
    /// Of an index token.
    Index {
        /// Its kind.
        kind: IndexKind,
        /// Its form octet, of a match form.
        form: u8,
        /// Its key.
        key: KeyId,
    },
}

impl StoredHeader {
    /// Reads a sealed value or an index token of whatever type.
    pub(super) fn read(octets: &[u8]) -> Result<Self, TokenError> {
        if octets.first() == Some(&INDEX) {
            let token = IndexToken::from_bytes(octets)?;
            return Ok(Self::Index {
                kind: token.kind(),
                form: token.form(),
                key: token.key_id(),
            });
        }
        if octets.first() != Some(&SEALED) {
            // A text that begins like a token and is none; whatever else is no token at all, whatever its third octet is.
            return Err(if octets.starts_with(b"~gf") {
                TokenError::Text
            } else {
                TokenError::NotAToken
            });
        }
        let nibble = octets.get(2).map_or(0, |form| form >> 4);
        let of = TYPES.into_iter().find(|of| of.nibble() == nibble);
        let header = Header::read(octets, of.ok_or(TokenError::Form)?)?;
        Ok(Self::Sealed {
            suite: header.suite,
            padding: header.padding,
            form: header.form,
            key: header.key,
        })
    }

    /// The seven octets that such values begin with.
    #[must_use]
    pub(super) fn octets(self) -> [u8; HEADER] {
        match self {
            Self::Sealed {
                suite,
                padding,
                form,
                key,
            } => Header {
                padding,
                suite,
                form,
                key,
            }
            .octets(),
            Self::Index { kind, form, key } => {
                let [a, b, c, d] = key.get().to_be_bytes();
                [INDEX, kind.number(), form, a, b, c, d]
            }
        }
    }
}

const TYPES: [FieldType; 6] = [
    FieldType::Bytes,
    FieldType::Iban,
    FieldType::Email,
    FieldType::Phone,
    FieldType::PersonName,
    FieldType::CardNumber,
];

/// The octets of a text column's value: a token's text as the token, anything else as it stands.
pub(super) fn octets_of(text: &str) -> std::borrow::Cow<'_, [u8]> {
    let token =
        token::sealed_octets(text).or_else(|_| token::octets(token::INDEX_TEXT, INDEX, text));
    token.map_or_else(|_| text.as_bytes().into(), Into::into)
}

/// How many rows have a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HeaderCount {
    /// The header.
    pub header: StoredHeader,
    /// The rows.
    pub rows: u64,
}

/// Flat: numbers as tokens have them, the key in hex.
impl Serialize for HeaderCount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("HeaderCount", 5)?;
        match self.header {
            StoredHeader::Sealed {
                suite,
                padding,
                form,
                key,
            } => {
                out.serialize_field("suite", &suite.number())?;
                out.serialize_field("padding", &padding.class())?;
                out.serialize_field("form", &form)?;
                out.serialize_field("key", &key.to_string())?;
            }
            StoredHeader::Index { kind, form, key } => {
                out.serialize_field("index", &kind)?;
                out.serialize_field("form", &form)?;
                out.serialize_field("key", &key.to_string())?;
            }
        }
        out.serialize_field("rows", &self.rows)?;
        out.end()
    }
}
