//! The keyring as octets: JSON around one sealed, authenticated blob.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::{KeyEntry, KeyId, KeyState, Keyring, MasterKey};
use crate::aead::{GcmSiv, NONCE, TAG};
use crate::derive::{FORMAT, Prk, lp};
use crate::error::KeyringError;

/// The format's name.
const NAME: &str = "greffe-keyring/1";
/// The salt of key-encryption keys.
const SALT: &[u8] = b"greffe/1 kek";
/// Octets of one key in the sealed part.
const ENTRY: usize = 4 + 1 + 8 + 32 + 16;
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
        if octets.len() > LONGEST {
            return Err(KeyringError::NotAKeyring);
        }
        // serde also takes a JSON array of the members' values: only an object is the format.
        let first = octets
            .iter()
            .find(|octet| !matches!(octet, b' ' | b'\t' | b'\n' | b'\r'));
        if first != Some(&b'{') {
            return Err(KeyringError::NotAKeyring);
        }
        // serde_json's own message repeats the input.
        let document: Document =
            serde_json::from_slice(octets).map_err(|_| KeyringError::NotAKeyring)?;
        if document.format != NAME {
            return Err(KeyringError::Format);
        }
        if document.kek != kek.name() {
            return Err(KeyringError::WrongKeyEncryptionKey);
        }
        let nonce: [u8; NONCE] = decode(&document.nonce)?
            .try_into()
            .map_err(|_| KeyringError::NotAKeyring)?;
        let mut text = Zeroizing::new(decode(&document.sealed)?);
        let (_, tag) = text
            .split_last_chunk::<TAG>()
            .ok_or(KeyringError::NotAKeyring)?;
        let tag = *tag;
        let length = text.len() - TAG;
        text.truncate(length);
        let aad = associated(&document.kek, document.generation);
        kek.cipher()
            .open(&nonce, &aad, &mut text, &tag)
            .map_err(|_| KeyringError::Altered)?;
        Self::from_keys(document.generation, read_entries(&text)?)
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
        let keyring = Self::parse(octets, kek)?;
        if keyring.generation < remembered {
            return Err(KeyringError::Generation {
                found: keyring.generation,
                remembered,
            });
        }
        Ok(keyring)
    }

    /// The keyring's octets, sealed under a key-encryption key: JSON with a final line feed.
    #[must_use]
    pub fn seal(&self, kek: &KeyEncryptionKey, rng: &mut impl CryptoRng) -> Vec<u8> {
        let mut keys: Vec<_> = self.keys().collect();
        keys.sort_by_key(|key| key.id);
        // The whole capacity at once, so that no reallocation leaves a copy of keys behind.
        let mut text = Zeroizing::new(Vec::with_capacity(4 + keys.len() * ENTRY + TAG));
        text.extend_from_slice(&u32::try_from(keys.len()).unwrap_or(u32::MAX).to_be_bytes());
        for key in keys {
            text.extend_from_slice(&key.id.get().to_be_bytes());
            text.push(key.state.number());
            text.extend_from_slice(&key.created.to_be_bytes());
            text.extend_from_slice(key.master.expose());
            text.extend_from_slice(&key.master.check_value(key.id));
        }
        let mut nonce = [0; NONCE];
        rng.fill_bytes(&mut nonce);
        let tag = kek
            .cipher()
            .seal(&nonce, &associated(kek.name(), self.generation), &mut text);
        text.extend_from_slice(&tag);
        // The members are plain ASCII without quotes: written by hand, which cannot fail.
        format!(
            "{{\n  \"format\": \"{NAME}\",\n  \"kek\": \"{}\",\n  \"generation\": {},\n  \"nonce\": \"{}\",\n  \"sealed\": \"{}\"\n}}\n",
            kek.name(),
            self.generation,
            BASE64URL_NOPAD.encode(&nonce),
            BASE64URL_NOPAD.encode(&text),
        )
        .into_bytes()
    }
}

fn decode(text: &str) -> Result<Vec<u8>, KeyringError> {
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

fn read_entries(text: &[u8]) -> Result<Vec<KeyEntry>, KeyringError> {
    let (count, entries) = text
        .split_first_chunk::<4>()
        .ok_or(KeyringError::Contents)?;
    let (entries, rest) = entries.as_chunks::<ENTRY>();
    if !rest.is_empty() || u32::try_from(entries.len()).ok() != Some(u32::from_be_bytes(*count)) {
        return Err(KeyringError::Contents);
    }
    let keys = entries
        .iter()
        .map(read_entry)
        .collect::<Result<Vec<_>, _>>()?;
    if !keys.is_sorted_by_key(|key| key.id) {
        return Err(KeyringError::Contents);
    }
    Ok(keys)
}

fn read_entry(entry: &[u8; ENTRY]) -> Result<KeyEntry, KeyringError> {
    let read = || {
        let (id, rest) = entry.split_first_chunk::<4>()?;
        let (state, rest) = rest.split_first()?;
        let (created, rest) = rest.split_first_chunk::<8>()?;
        let (master, check) = rest.split_first_chunk::<32>()?;
        Some((
            u32::from_be_bytes(*id),
            *state,
            u64::from_be_bytes(*created),
            master,
            check,
        ))
    };
    let (id, state, created, master, check) = read().ok_or(KeyringError::Contents)?;
    let id = KeyId::new(id).ok_or(KeyringError::ZeroKeyId)?;
    let state = KeyState::from_number(state).ok_or(KeyringError::Contents)?;
    let master = MasterKey::copied(master);
    if bool::from(master.check_value(id).ct_eq(check)) {
        Ok(KeyEntry::new(id, state, created, master))
    } else {
        Err(KeyringError::CheckValue(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One key's octets in the sealed part.
    fn entry(id: u32, state: u8, octet: u8) -> Vec<u8> {
        let master = MasterKey::from_bytes([octet; 32]);
        let check = KeyId::new(id).map_or([0; 16], |id| master.check_value(id));
        let mut out = id.to_be_bytes().to_vec();
        out.push(state);
        out.extend_from_slice(&7u64.to_be_bytes());
        out.extend_from_slice(master.expose());
        out.extend_from_slice(&check);
        out
    }

    /// A file of the right key whose sealed part holds `contents`.
    fn parse(contents: &[u8]) -> Result<Keyring, KeyringError> {
        let kek = KeyEncryptionKey::from_bytes(&[5; 32]);
        let mut text = contents.to_vec();
        let tag = kek
            .cipher()
            .seal(&[0; NONCE], &associated(kek.name(), 1), &mut text);
        text.extend_from_slice(&tag);
        let document = Document {
            format: NAME.to_owned(),
            kek: kek.name().to_owned(),
            generation: 1,
            nonce: BASE64URL_NOPAD.encode(&[0; NONCE]),
            sealed: BASE64URL_NOPAD.encode(&text),
        };
        Keyring::parse(&serde_json::to_vec(&document).unwrap(), &kek)
    }

    fn of(count: u32, entries: &[Vec<u8>]) -> Result<Keyring, KeyringError> {
        parse(&[count.to_be_bytes().to_vec(), entries.concat()].concat())
    }

    #[test]
    fn contents_are_read_strictly() {
        let refused = |read: Result<Keyring, KeyringError>| read.unwrap_err();
        assert!(of(2, &[entry(1, 3, 1), entry(2, 2, 2)]).is_ok());
        assert_eq!(refused(parse(b"")), KeyringError::Contents);
        assert_eq!(refused(of(0, &[])), KeyringError::Primaries(0));
        assert_eq!(
            refused(of(1, &[entry(1, 3, 1), entry(2, 2, 2)])),
            KeyringError::Contents
        );
        assert_eq!(
            refused(of(3, &[entry(1, 3, 1), entry(2, 2, 2)])),
            KeyringError::Contents
        );
        assert_eq!(
            refused(of(1, &[entry(1, 2, 1), vec![0]])),
            KeyringError::Contents
        );
        assert_eq!(
            refused(of(2, &[entry(2, 2, 2), entry(1, 3, 1)])),
            KeyringError::Contents
        );
        assert_eq!(refused(of(1, &[entry(1, 0, 1)])), KeyringError::Contents);
        assert_eq!(refused(of(1, &[entry(1, 5, 1)])), KeyringError::Contents);
        assert_eq!(refused(of(1, &[entry(0, 2, 1)])), KeyringError::ZeroKeyId);
        assert_eq!(
            refused(of(2, &[entry(1, 2, 1), entry(2, 2, 2)])),
            KeyringError::Primaries(2)
        );
        let twice = KeyId::new(1).map(KeyringError::DuplicateKey);
        assert_eq!(
            Some(refused(of(2, &[entry(1, 2, 1), entry(1, 3, 1)]))),
            twice
        );
    }

    #[test]
    fn a_key_that_does_not_match_its_check_value_is_named() {
        let mut damaged = entry(9, 2, 1);
        damaged[20] ^= 1;
        let named = KeyId::new(9).map(KeyringError::CheckValue);
        assert_eq!(of(1, &[damaged]).err(), named);
        // The check value depends on the id too: a key under another's id is caught.
        let mut renamed = entry(9, 2, 1);
        renamed[3] = 8;
        assert_eq!(
            of(1, &[renamed]).err(),
            KeyId::new(8).map(KeyringError::CheckValue)
        );
    }
}
