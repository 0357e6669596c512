//! Index tokens and sets of them as text and in serde: one spelling, and errors that repeat nothing.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::set::TokenSet;
use super::token::{IndexKind, IndexToken};
use crate::error::TokenError;
use crate::scalars::refuse_scalars;

/// As a word: `equality`, `unique`, `compound`, `name_token`, `name_prefix`.
impl Serialize for IndexKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Equality => "equality",
            Self::Unique => "unique",
            Self::Compound => "compound",
            Self::NameToken => "name_token",
            Self::NamePrefix => "name_prefix",
        })
    }
}

impl AsRef<[u8]> for IndexToken {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

/// The token's text. No plaintext.
impl fmt::Display for IndexToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

impl FromStr for IndexToken {
    type Err = TokenError;

    fn from_str(text: &str) -> Result<Self, TokenError> {
        Self::from_text(text)
    }
}

impl Serialize for IndexToken {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_text())
    }
}

impl<'de> Deserialize<'de> for IndexToken {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // As for sealed values: asked for a string, serde_json refuses a number by itself and repeats it.
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(One)
        } else {
            deserializer.deserialize_str(One)
        }
    }
}

impl Serialize for TokenSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

impl<'de> Deserialize<'de> for TokenSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(Several)
        } else {
            deserializer.deserialize_seq(Several)
        }
    }
}

struct One;

impl Visitor<'_> for One {
    type Value = IndexToken;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text of an index token")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        IndexToken::from_text(text).map_err(E::custom)
    }

    refuse_scalars!(
        visit_bytes: &[u8], visit_bool: bool, visit_i64: i64, visit_i128: i128, visit_u64: u64,
        visit_u128: u128, visit_f64: f64, visit_char: char
    );
}

struct Several;

impl<'de> Visitor<'de> for Several {
    type Value = TokenSet;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of texts of index tokens")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut tokens = Vec::new();
        while let Some(token) = list.next_element()? {
            tokens.push(token);
        }
        TokenSet::from_sorted(tokens).map_err(de::Error::custom)
    }

    refuse_scalars!(
        visit_str: &str, visit_bytes: &[u8], visit_bool: bool, visit_i64: i64, visit_i128: i128,
        visit_u64: u64, visit_u128: u128, visit_f64: f64, visit_char: char
    );
}
