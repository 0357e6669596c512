//! How a row is named.

use std::fmt;

use greffe_document::{Node, Value};
use serde::de::Error as _;
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::digest::{Hasher, from_hex, to_hex};

/// The key of a row, opaque to Greffe. `Debug` does not show it: it may name a person.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RowKey {
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(Box<str>),
    /// Bytes, such as those of a UUID; in JSON `{ "bytes": "<hex>" }`.
    Bytes(Box<[u8]>),
}

impl RowKey {
    /// The whole number, where it is one.
    #[must_use]
    pub const fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            Self::Text(_) | Self::Bytes(_) => None,
        }
    }

    /// The text, where it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Integer(_) | Self::Bytes(_) => None,
        }
    }

    /// The key that stands in a document.
    pub(crate) fn of(node: &Node) -> Option<Self> {
        match node.value() {
            Value::Integer(number) => Some(Self::Integer(*number)),
            Value::String(text) => Some(text.as_str().into()),
            Value::Table(entries) if entries.len() == 1 => node
                .child("bytes")
                .and_then(Node::as_text)
                .and_then(from_hex)
                .map(Self::from),
            _ => None,
        }
    }

    pub(crate) fn hash_into(&self, hasher: Hasher) -> Hasher {
        match self {
            Self::Integer(number) => hasher.text("i").field(&number.to_be_bytes()),
            Self::Text(text) => hasher.text("t").text(text),
            Self::Bytes(bytes) => hasher.text("b").field(bytes),
        }
    }
}

impl From<i64> for RowKey {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<&str> for RowKey {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for RowKey {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Vec<u8>> for RowKey {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes.into())
    }
}

impl fmt::Debug for RowKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RowKey(..)")
    }
}

impl Serialize for RowKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Bytes(bytes) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("bytes", &to_hex(bytes))?;
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for RowKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        Self::of(&node).ok_or_else(|| D::Error::custom("not the key of a row"))
    }
}
