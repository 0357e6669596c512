//! SHA-256 over fields that cannot run into one another.

use std::fmt;
use std::str::FromStr;

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use crate::PlanError;

/// A SHA-256 digest, plain or keyed (HMAC, RFC 2104). In text 64 lower case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of 32 bytes that were computed elsewhere.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Hashes fields, each with its length before it.
pub(crate) enum Hasher {
    Plain(Sha256),
    Keyed(Hmac<Sha256>),
}

impl Hasher {
    /// `domain` keeps digests of different things apart.
    pub(crate) fn new(domain: &str, key: Option<&[u8]>) -> Self {
        let keyed = key.and_then(|key| Hmac::new_from_slice(key).ok());
        let hasher = keyed.map_or_else(|| Self::Plain(Sha256::new()), Self::Keyed);
        hasher.field(domain.as_bytes())
    }

    pub(crate) fn field(mut self, bytes: &[u8]) -> Self {
        // A usize always fits 64 bits.
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes();
        for part in [length.as_slice(), bytes] {
            match &mut self {
                Self::Plain(hash) => hash.update(part),
                Self::Keyed(mac) => mac.update(part),
            }
        }
        self
    }

    pub(crate) fn text(self, text: &str) -> Self {
        self.field(text.as_bytes())
    }

    pub(crate) fn number(self, number: u64) -> Self {
        self.field(&number.to_be_bytes())
    }

    pub(crate) fn date(self, date: chrono::NaiveDate) -> Self {
        self.text(&date.to_string())
    }

    pub(crate) fn digest(self, digest: &Digest) -> Self {
        self.field(&digest.0)
    }

    pub(crate) fn finish(self) -> Digest {
        Digest(match self {
            Self::Plain(hash) => hash.finalize().into(),
            Self::Keyed(mac) => mac.finalize().into_bytes().into(),
        })
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

impl FromStr for Digest {
    type Err = PlanError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes = from_hex(text).ok_or(PlanError::NotADigest)?;
        bytes
            .try_into()
            .map(Self)
            .map_err(|_| PlanError::NotADigest)
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Through a tree: serde's own messages repeat what they did not expect.
        let node = greffe_document::Node::deserialize(deserializer)?;
        let text = node.as_text().unwrap_or_default();
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The digest of a value as it is written: made of texts, numbers and lists in a fixed order, so that its JSON is canonical.
pub(crate) fn of_written(domain: &str, value: &impl Serialize) -> Digest {
    // Writing such a value cannot fail.
    let written = serde_json::to_vec(value).unwrap_or_default();
    Hasher::new(domain, None).field(&written).finish()
}

pub(crate) fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else {
        return None;
    };
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    pairs
        .iter()
        .map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?))
        .collect()
}
