//! The keyring as octets: JSON around one sealed, authenticated blob.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use super::{Keyring, contents, envelope};
use crate::aead::{GcmSiv, NONCE, TAG};
use crate::derive::{FORMAT, Prk, lp};
use crate::error::KeyringError;
use crate::wiped::Wiped;

/// The format's name.
const NAME: &str = "greffe-keyring/1";
/// The salt of key-encryption keys.
const SALT: &[u8] = b"greffe/1 kek";
/// Longest file in octets: far above any real keyring, bounded before it is read as JSON.
const LONGEST: usize = 1 << 20;

/// The key that seals a keyring file: 32 random octets, kept apart from the file, never a passphrase. Wiped on drop.
#[derive(Clone)]
pub struct KeyEncryptionKey {
    prk: Prk,
    name: Box<str>,
}

impl KeyEncryptionKey {
    /// Takes 32 octets that come from a cryptographic random generator.
    #[must_use]
    pub fn from_bytes(octets: &[u8; 32]) -> Self {
        let prk = Prk::extract(SALT, octets);
        let mut info = Vec::new();
        lp(&mut info, FORMAT);
        lp(&mut info, b"kek name");
        let full = prk.expand(&info);
        let hex: String = full
            .iter()
            .take(8)
            .map(|octet| format!("{octet:02x}"))
            .collect();
        Self {
            prk,
            name: format!("local-{hex}").into(),
        }
    }

    /// The name that the file holds: derived from the key, so that a wrong key is told from an altered file.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    fn cipher(&self) -> GcmSiv {
        let mut info = Vec::new();
        lp(&mut info, FORMAT);
        lp(&mut info, b"keyring");
        GcmSiv::new(&self.prk.expand(&info))
    }
}

impl fmt::Debug for KeyEncryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyEncryptionKey({}, ..)", self.name)
    }
}

/// The JSON. Unknown, missing and repeated members are refused.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    format: String,
    kek: String,
    generation: u64,
    nonce: String,
    sealed: String,
}

impl Keyring {
    /// Reads a keyring's octets.
    ///
    /// # Errors
    /// [`KeyringError::WrongKeyEncryptionKey`] for another key, [`KeyringError::Altered`] for the right one on changed octets,
    /// [`KeyringError::CheckValue`] for a damaged key; see [`KeyringError`] for the rest.
    pub fn parse(octets: &[u8], kek: &KeyEncryptionKey) -> Result<Self, KeyringError> {
        let document: Document = match object(octets) {
            Some(document) => document,
            None if envelope::is_enveloped(octets) => return Err(KeyringError::Enveloped),
            None => return Err(KeyringError::NotAKeyring),
        };
        if document.format != NAME {
            return Err(KeyringError::Format);
        }
        if document.kek != kek.name() {
            return Err(KeyringError::WrongKeyEncryptionKey);
        }
        let aad = associated(&document.kek, document.generation);
        let blob = (document.nonce.as_str(), document.sealed.as_str());
        open(&kek.cipher(), &aad, document.generation, blob)
    }

    /// Reads a keyring's octets and refuses a generation lower than the highest one that the host has seen.
    ///
    /// # Errors
    /// [`KeyringError::Generation`] for a rolled back file, else as [`Keyring::parse`].
    pub fn parse_at_least(
        octets: &[u8],
        kek: &KeyEncryptionKey,
        remembered: u64,
    ) -> Result<Self, KeyringError> {
        Self::parse(octets, kek)?.not_before(remembered)
    }

    /// Itself, unless its generation is lower than the highest one that the host has seen.
    pub(super) fn not_before(self, remembered: u64) -> Result<Self, KeyringError> {
        let found = self.generation;
        if found < remembered {
            Err(KeyringError::Generation { found, remembered })
        } else {
            Ok(self)
        }
    }

    /// The keyring's octets, sealed under a key-encryption key: JSON with a final line feed.
    #[must_use]
    pub fn seal(&self, kek: &KeyEncryptionKey, rng: &mut impl CryptoRng) -> Vec<u8> {
        let aad = associated(kek.name(), self.generation);
        let (nonce, sealed) = seal(self, &kek.cipher(), &aad, rng);
        // The members are plain ASCII without quotes: written by hand, which cannot fail.
        format!(
            "{{\n  \"format\": \"{NAME}\",\n  \"kek\": \"{}\",\n  \"generation\": {},\n  \"nonce\": \"{}\",\n  \"sealed\": \"{}\"\n}}\n",
            kek.name(),
            self.generation,
            nonce,
            sealed,
        )
        .into_bytes()
    }
}

/// The members of a JSON object, and of nothing else: serde also takes an array of the members' values. serde's own message, which repeats
/// the input, ends here.
pub(super) fn object<'o, D: Deserialize<'o>>(octets: &'o [u8]) -> Option<D> {
    if octets.len() > LONGEST {
        return None;
    }
    let first = octets
        .iter()
        .find(|octet| !matches!(octet, b' ' | b'\t' | b'\n' | b'\r'));
    (first == Some(&b'{'))
        .then(|| serde_json::from_slice(octets).ok())
        .flatten()
}

/// The members `nonce` and `sealed` of a keyring's file.
pub(super) fn seal(
    keyring: &Keyring,
    cipher: &GcmSiv,
    aad: &[u8],
    rng: &mut impl CryptoRng,
) -> (String, String) {
    let mut text = contents::write(keyring);
    let mut nonce = [0; NONCE];
    rng.fill_bytes(&mut nonce);
    let tag = cipher.seal(&nonce, aad, &mut text);
    text.extend_from_slice(&tag);
    (
        BASE64URL_NOPAD.encode(&nonce),
        BASE64URL_NOPAD.encode(&text),
    )
}

/// The keyring out of the members `nonce` and `sealed`.
pub(super) fn open(
    cipher: &GcmSiv,
    aad: &[u8],
    generation: u64,
    (nonce, sealed): (&str, &str),
) -> Result<Keyring, KeyringError> {
    let nonce: [u8; NONCE] = decode(nonce)?
        .try_into()
        .map_err(|_| KeyringError::NotAKeyring)?;
    let mut text = Wiped::new(decode(sealed)?);
    let (_, tag) = text
        .split_last_chunk::<TAG>()
        .ok_or(KeyringError::NotAKeyring)?;
    let tag = *tag;
    let length = text.len() - TAG;
    text.truncate(length);
    cipher
        .open(&nonce, aad, &mut text, &tag)
        .map_err(|_| KeyringError::Altered)?;
    Keyring::from_keys(generation, contents::read(&text)?)
}

pub(super) fn decode(text: &str) -> Result<Vec<u8>, KeyringError> {
    let octets = BASE64URL_NOPAD
        .decode(text.as_bytes())
        .map_err(|_| KeyringError::NotAKeyring)?;
    if BASE64URL_NOPAD.encode(&octets) == text {
        Ok(octets)
    } else {
        Err(KeyringError::NotAKeyring)
    }
}

/// `LP(format)‖LP(kek)‖u64 generation`.
fn associated(kek: &str, generation: u64) -> Vec<u8> {
    let mut out = Vec::with_capacity(64);
    lp(&mut out, NAME.as_bytes());
    lp(&mut out, kek.as_bytes());
    out.extend_from_slice(&generation.to_be_bytes());
    out
}
