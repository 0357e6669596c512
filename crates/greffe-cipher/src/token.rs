//! The octets and the text of tokens: headers, strict canonical parsing.

use data_encoding::BASE64URL_NOPAD;

use crate::error::TokenError;
use crate::field::FieldType;
use crate::keyring::KeyId;
use crate::padding::{LONGEST, Padding};

/// Octets of a header.
pub(crate) const HEADER: usize = 7;
/// First octet of sealed values and of index tokens.
pub(crate) const SEALED: u8 = 0xFA;
pub(crate) const INDEX: u8 = 0xFB;
/// What texts begin with.
pub(crate) const SEALED_TEXT: &str = "~gf1.";
pub(crate) const INDEX_TEXT: &str = "~gfi1.";

/// How a value is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Suite {
    /// 1 `DET`: equal values give equal tokens; 12-octet synthetic nonce.
    Det,
    /// 2 `DET-COMMIT`: as `DET`; the whole 32-octet synthetic value is stored and commits to key, context, header and value.
    DetCommit,
    /// 3 `RND`: random nonce; the value may be bound to its row.
    Random,
    /// 4 `SUBJECT`: as `RND`, under a key of one person, which can be destroyed.
    Subject,
}

impl Suite {
    /// The suite's number in tokens.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Det => 1,
            Self::DetCommit => 2,
            Self::Random => 3,
            Self::Subject => 4,
        }
    }

    pub(crate) const fn from_number(number: u8) -> Option<Self> {
        Some(match number {
            1 => Self::Det,
            2 => Self::DetCommit,
            3 => Self::Random,
            4 => Self::Subject,
            _ => return None,
        })
    }

    /// Octets of nonce or synthetic value that stand after the header.
    pub(crate) const fn nonce(self) -> usize {
        match self {
            Self::DetCommit => 32,
            _ => 12,
        }
    }

    /// Octets of a token beyond its padded plaintext: header, nonce, tag.
    pub(crate) const fn overhead(self) -> usize {
        HEADER + self.nonce() + crate::aead::TAG
    }
}

/// The header of a sealed value: what it says about itself, in clear and authenticated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Header {
    pub(crate) padding: Padding,
    pub(crate) suite: Suite,
    pub(crate) form: u8,
    pub(crate) key: KeyId,
}

impl Header {
    pub(crate) fn octets(&self) -> [u8; HEADER] {
        let [a, b, c, d] = self.key.get().to_be_bytes();
        [
            SEALED,
            (self.padding.class() << 4) | self.suite.number(),
            self.form,
            a,
            b,
            c,
            d,
        ]
    }

    pub(crate) const fn version(&self) -> u8 {
        self.form & 0x0f
    }

    /// Reads and judges a whole token's shape for a type.
    pub(crate) fn read(token: &[u8], wanted: FieldType) -> Result<Self, TokenError> {
        let Some(([marker, first, form, key @ ..], rest)) = token.split_first_chunk::<HEADER>()
        else {
            return Err(if token.first() == Some(&SEALED) {
                TokenError::Length
            } else {
                TokenError::NotAToken
            });
        };
        if *marker != SEALED {
            return Err(TokenError::NotAToken);
        }
        let padding = Padding::from_class(first >> 4).ok_or(TokenError::Padding)?;
        let suite = Suite::from_number(first & 0x0f).ok_or(TokenError::Suite)?;
        if form >> 4 != wanted.nibble() || form & 0x0f == 0 {
            return Err(TokenError::Form);
        }
        let key = KeyId::new(u32::from_be_bytes(*key)).ok_or(TokenError::Key)?;
        let padded = (rest.len() + HEADER)
            .checked_sub(suite.overhead())
            .ok_or(TokenError::Length)?;
        if !padding.admits(padded) {
            return Err(TokenError::Length);
        }
        Ok(Self {
            padding,
            suite,
            form: *form,
            key,
        })
    }
}

/// The text of a sealed value.
pub(crate) fn sealed_text(token: &[u8]) -> String {
    text(SEALED_TEXT, token)
}

/// The octets of a sealed value's text.
pub(crate) fn sealed_octets(text: &str) -> Result<Vec<u8>, TokenError> {
    octets(SEALED_TEXT, SEALED, text)
}

/// Whether a text begins like a token of this family: such a text is never taken for plaintext.
#[must_use]
pub fn looks_like_token(text: &str) -> bool {
    text.starts_with("~gf")
}

/// Marker, lower-case hex of the header without its first octet, ".", base64url of the rest.
pub(crate) fn text(marker: &str, token: &[u8]) -> String {
    let (header, rest) = token.split_at_checked(HEADER).unwrap_or((token, &[]));
    let mut out =
        String::with_capacity(marker.len() + 2 * HEADER + rest.len().saturating_mul(4) / 3 + 3);
    out.push_str(marker);
    for octet in header.iter().skip(1) {
        for nibble in [octet >> 4, octet & 0x0f] {
            out.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
    }
    out.push('.');
    BASE64URL_NOPAD.encode_append(rest, &mut out);
    out
}

/// The inverse of [`text`]: everything that `text` would not write again is refused.
pub(crate) fn octets(marker: &str, first: u8, written: &str) -> Result<Vec<u8>, TokenError> {
    let body = written.strip_prefix(marker).ok_or(TokenError::NotAToken)?;
    // No sealed value is longer; bounded before anything is allocated.
    if body.len() > 2 * LONGEST {
        return Err(TokenError::Length);
    }
    let (header, rest) = body.split_once('.').ok_or(TokenError::Text)?;
    if header.len() != 2 * (HEADER - 1) {
        return Err(TokenError::Text);
    }
    let mut out = Vec::with_capacity(HEADER + rest.len());
    out.push(first);
    for [high, low] in header.as_bytes().as_chunks::<2>().0 {
        out.push((nibble(*high)? << 4) | nibble(*low)?);
    }
    let rest = BASE64URL_NOPAD.decode(rest.as_bytes());
    out.extend_from_slice(&rest.map_err(|_| TokenError::Text)?);
    // The decoders are strict by themselves; this is the promise itself, whatever they become.
    if text(marker, &out) == written {
        Ok(out)
    } else {
        Err(TokenError::Text)
    }
}

const fn nibble(c: u8) -> Result<u8, TokenError> {
    match c {
        b'0'..=b'9' => Ok(c - b'0'),
        b'a'..=b'f' => Ok(c - b'a' + 10),
        _ => Err(TokenError::Text),
    }
}
