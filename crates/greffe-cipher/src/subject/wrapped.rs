//! A person's key as a row of the key table holds it.

use std::fmt;
use std::str::FromStr;

use crate::aead::{NONCE, TAG};
use crate::error::TokenError;
use crate::keyring::KeyId;
use crate::token::{self, HEADER};

/// First octet of wrapped keys.
pub(crate) const WRAPPED: u8 = 0xFC;
/// What their texts begin with.
pub(crate) const WRAPPED_TEXT: &str = "~gfk1.";
/// The suite that the key is for.
const SUITE: u8 = 4;
/// The version of the wrapping.
const VERSION: u8 = 1;
/// Octets in clear, all authenticated: header, generation, time of making.
const CLEAR: usize = HEADER + 4 + 8;
/// Octets of the whole.
const LENGTH: usize = CLEAR + NONCE + 32 + TAG;

/// One generation of a person's key, wrapped under a master key. Says who wrapped it, which generation it is and when it was made; whose it
/// is stands in the row beside it, and is authenticated too.
///
/// Keep it in a table outside the database's long backups: while a copy lives anywhere, the person's values can be read.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WrappedSubjectKey {
    octets: [u8; LENGTH],
    master: KeyId,
    generation: KeyId,
}

impl WrappedSubjectKey {
    /// Takes the octets, as a binary column holds them.
    ///
    /// # Errors
    /// Whatever is wrong with their shape. No key is needed: a key of right shape may still be refused on unwrapping.
    pub fn from_bytes(octets: &[u8]) -> Result<Self, TokenError> {
        if octets.first() != Some(&WRAPPED) {
            return Err(TokenError::NotAToken);
        }
        let octets = <&[u8; LENGTH]>::try_from(octets).map_err(|_| TokenError::Length)?;
        let [_, suite, version, a, b, c, d, e, f, g, h, ..] = octets;
        if *suite != SUITE {
            return Err(TokenError::Suite);
        }
        if *version != VERSION {
            return Err(TokenError::Form);
        }
        let id = |octets| KeyId::new(u32::from_be_bytes(octets)).ok_or(TokenError::Key);
        Ok(Self {
            octets: *octets,
            master: id([*a, *b, *c, *d])?,
            generation: id([*e, *f, *g, *h])?,
        })
    }

    /// Parses the text: `~gfk1.`, the header in hex, ".", the rest in base64url. Only the canonical spelling parses.
    ///
    /// # Errors
    /// [`TokenError::Text`] for any other spelling, else as [`WrappedSubjectKey::from_bytes`].
    pub fn from_text(text: &str) -> Result<Self, TokenError> {
        Self::from_bytes(&token::octets(WRAPPED_TEXT, WRAPPED, text)?)
    }

    /// The octets.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8] {
        &self.octets
    }

    /// The text; the same as `to_string`.
    #[must_use]
    pub fn to_text(&self) -> String {
        token::text(WRAPPED_TEXT, &self.octets)
    }

    /// The master key that wraps it.
    #[must_use]
    pub const fn key_id(&self) -> KeyId {
        self.master
    }

    /// Which generation of the person's key it says to be.
    #[must_use]
    pub const fn generation(&self) -> KeyId {
        self.generation
    }

    pub(super) fn assemble(
        clear: Clear,
        nonce: &[u8; NONCE],
        text: &[u8; 32],
        tag: &[u8; TAG],
    ) -> Self {
        let mut octets = [0; LENGTH];
        let parts = clear
            .octets()
            .into_iter()
            .chain(*nonce)
            .chain(*text)
            .chain(*tag);
        for (to, from) in octets.iter_mut().zip(parts) {
            *to = from;
        }
        Self {
            octets,
            master: clear.master,
            generation: clear.generation,
        }
    }

    /// The parts, to unwrap them.
    pub(super) fn parts(&self) -> Option<Parts<'_>> {
        let (clear, rest) = self.octets.split_first_chunk::<CLEAR>()?;
        let (nonce, rest) = rest.split_first_chunk::<NONCE>()?;
        let (text, tag) = rest.split_first_chunk::<32>()?;
        Some(Parts {
            clear: Clear {
                master: self.master,
                generation: self.generation,
                created: u64::from_be_bytes(*clear.last_chunk()?),
            },
            nonce,
            text,
            tag: tag.try_into().ok()?,
        })
    }
}

/// Shows generation and master only: a whole wrapped key has no business in a log.
impl fmt::Debug for WrappedSubjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "WrappedSubjectKey(generation {}, key {}, ..)",
            self.generation.get(),
            self.master
        )
    }
}

impl fmt::Display for WrappedSubjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

impl FromStr for WrappedSubjectKey {
    type Err = TokenError;

    fn from_str(text: &str) -> Result<Self, TokenError> {
        Self::from_text(text)
    }
}

/// A wrapped key taken apart.
pub(super) struct Parts<'w> {
    pub(super) clear: Clear,
    pub(super) nonce: &'w [u8; NONCE],
    /// The key, encrypted.
    pub(super) text: &'w [u8; 32],
    pub(super) tag: &'w [u8; TAG],
}

/// What a wrapped key says in clear.
#[derive(Clone, Copy)]
pub(super) struct Clear {
    pub(super) master: KeyId,
    pub(super) generation: KeyId,
    pub(super) created: u64,
}

impl Clear {
    pub(super) fn octets(self) -> [u8; CLEAR] {
        let mut octets = [0; CLEAR];
        let parts = header(self.master)
            .into_iter()
            .chain(self.generation.get().to_be_bytes())
            .chain(self.created.to_be_bytes());
        for (to, from) in octets.iter_mut().zip(parts) {
            *to = from;
        }
        octets
    }
}

/// What the keys that this master wraps begin with.
pub(super) fn header(master: KeyId) -> [u8; HEADER] {
    let [a, b, c, d] = master.get().to_be_bytes();
    [WRAPPED, SUITE, VERSION, a, b, c, d]
}
