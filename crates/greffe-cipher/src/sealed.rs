//! What a row holds.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::error::TokenError;
use crate::field::Field;
use crate::keyring::KeyId;
use crate::padding::Padding;
use crate::scalars::refuse_scalars;
use crate::token::{self, Header, Suite};

/// A sealed value of type `T`: the octets of a token, no plaintext.
///
/// Equal tokens are equal octets; under a deterministic suite, one key and one form that means equal values. Order is the order
/// of the octets, as a binary column sorts them. In serde it is its text.
///
/// ```
/// use greffe_cipher::{Iban, Sealed};
/// let text = "~gf1.011101020304.3BX22tQaYYXIax_PcARbBeE3oejp6tR7rfnYkdBjfK53p81iqBhpvCCjxUaOUrWgwp0jPmtCVg";
/// let sealed: Sealed<Iban> = text.parse()?;
/// assert_eq!(sealed.as_bytes().len(), 27 + 35);
/// assert_eq!(sealed.to_string(), text);
/// # Ok::<(), greffe_cipher::TokenError>(())
/// ```
pub struct Sealed<T> {
    octets: Box<[u8]>,
    header: Header,
    of: PhantomData<fn() -> T>,
}

impl<T: Field> Sealed<T> {
    /// Takes a token's octets, as a binary column holds them.
    ///
    /// # Errors
    /// Whatever is wrong with the header or the length. No key is needed: a token of right shape may still be refused on opening.
    pub fn from_bytes(octets: &[u8]) -> Result<Self, TokenError> {
        let header = Header::read(octets, T::TYPE)?;
        Ok(Self {
            octets: octets.into(),
            header,
            of: PhantomData,
        })
    }

    /// Parses a token's text: `~gf1.`, the header in hex, ".", the rest in base64url. Only the canonical spelling parses.
    ///
    /// # Errors
    /// [`TokenError::Text`] for any other spelling, else as [`Sealed::from_bytes`].
    pub fn from_text(text: &str) -> Result<Self, TokenError> {
        Self::from_bytes(&token::sealed_octets(text)?)
    }
}

impl<T> Sealed<T> {
    pub(crate) fn assemble(octets: Vec<u8>, header: Header) -> Self {
        Self {
            octets: octets.into(),
            header,
            of: PhantomData,
        }
    }

    /// The token's octets.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.octets
    }

    /// The token's text; the same as `to_string`.
    #[must_use]
    pub fn to_text(&self) -> String {
        token::sealed_text(&self.octets)
    }

    /// The key that the token names.
    #[must_use]
    pub const fn key_id(&self) -> KeyId {
        self.header.key
    }

    /// The suite that the token names.
    #[must_use]
    pub const fn suite(&self) -> Suite {
        self.header.suite
    }

    /// The padding class that the token names.
    #[must_use]
    pub const fn padding(&self) -> Padding {
        self.header.padding
    }

    /// The version of the storage form, 1 to 15.
    #[must_use]
    pub const fn form_version(&self) -> u8 {
        self.header.version()
    }

    pub(crate) const fn header(&self) -> &Header {
        &self.header
    }
}

impl<T> Clone for Sealed<T> {
    fn clone(&self) -> Self {
        Self {
            octets: self.octets.clone(),
            header: self.header,
            of: PhantomData,
        }
    }
}

impl<T> PartialEq for Sealed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.octets == other.octets
    }
}

impl<T> Eq for Sealed<T> {}

impl<T> Hash for Sealed<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.octets.hash(state);
    }
}

impl<T> PartialOrd for Sealed<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Sealed<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.octets.cmp(&other.octets)
    }
}

impl<T> AsRef<[u8]> for Sealed<T> {
    fn as_ref(&self) -> &[u8] {
        &self.octets
    }
}

/// Shows suite and key only: a whole token in a log can be compared with a stolen column.
impl<T> fmt::Debug for Sealed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Sealed({:?}, key {}, ..)",
            self.header.suite, self.header.key
        )
    }
}

/// The token's text. No plaintext.
impl<T> fmt::Display for Sealed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

impl<T: Field> FromStr for Sealed<T> {
    type Err = TokenError;

    fn from_str(text: &str) -> Result<Self, TokenError> {
        Self::from_text(text)
    }
}

impl<T> Serialize for Sealed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_text())
    }
}

impl<'de, T: Field> Deserialize<'de> for Sealed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Asked for a string, serde_json refuses a number by itself and repeats it; asked for anything, it asks us.
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(Reader(PhantomData))
        } else {
            deserializer.deserialize_str(Reader(PhantomData))
        }
    }
}

struct Reader<T>(PhantomData<fn() -> T>);

impl<T: Field> Visitor<'_> for Reader<T> {
    type Value = Sealed<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text of a token")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Sealed::from_text(text).map_err(E::custom)
    }

    refuse_scalars!(
        visit_bytes: &[u8], visit_bool: bool, visit_i64: i64, visit_i128: i128, visit_u64: u64,
        visit_u128: u128, visit_f64: f64, visit_char: char
    );
}
