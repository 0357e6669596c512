//! Key-encryption keys: 32 random octets from a file or the environment, never a passphrase.

use std::path::PathBuf;

use base64ct::{Base64, Base64Unpadded, Base64Url, Base64UrlUnpadded, Encoding};
use getrandom::SysRng;
use greffe_cipher::KeyEncryptionKey;
use rand_core::TryRng;
use zeroize::Zeroizing;

use crate::error::KeysError;
use crate::permissions::{FileAccess, read};
use crate::replace::create_new;

/// Where the key-encryption key is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KekSource {
    /// The file that the variable `GREFFE_KEK_FILE` names, or else the key that `GREFFE_KEK` holds.
    Environment,
    /// A file of 32 raw octets, or of their hex or base64, readable by its owner only. Preferred: the environment is
    /// inherited by child processes and ends up in crash reports. 32 octets that are all ASCII text are refused: they are a passphrase,
    /// or a key of 128 bits in hex, never 32 random octets.
    File(PathBuf),
    /// A file that the owner's group may also read.
    GroupReadableFile(PathBuf),
    /// An environment variable with hex or base64.
    Variable(String),
}

impl KekSource {
    /// Reads the key.
    ///
    /// # Errors
    /// The file's or the variable's; [`KeysError::KeyEncryptionKey`] unless it holds 32 octets.
    pub fn load(&self) -> Result<KeyEncryptionKey, KeysError> {
        let octets = match self {
            Self::Environment => return Self::of_environment().load(),
            Self::File(path) => decode(&read(path, FileAccess::OwnerOnly)?)?,
            Self::GroupReadableFile(path) => decode(&read(path, FileAccess::GroupMayRead)?)?,
            Self::Variable(name) => {
                decode_text(&variable(name)?).ok_or(KeysError::KeyEncryptionKey)?
            }
        };
        Ok(KeyEncryptionKey::from_bytes(&octets))
    }

    fn of_environment() -> Self {
        match std::env::var_os("GREFFE_KEK_FILE") {
            Some(path) => Self::File(path.into()),
            None => Self::Variable("GREFFE_KEK".to_owned()),
        }
    }

    /// Writes a new random key as hex into a new file of mode 0600.
    ///
    /// # Errors
    /// [`KeysError::Exists`]: a key is never overwritten. [`KeysError::Randomness`].
    pub fn generate_file(path: impl Into<PathBuf>) -> Result<Self, KeysError> {
        let path = path.into();
        let mut octets = Zeroizing::new([0; 32]);
        SysRng
            .try_fill_bytes(&mut *octets)
            .map_err(|_| KeysError::Randomness)?;
        let mut text = Zeroizing::new(String::with_capacity(65));
        for octet in octets.iter() {
            for nibble in [octet >> 4, octet & 0x0f] {
                text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
            }
        }
        text.push('\n');
        create_new(&path, text.as_bytes())?;
        Ok(Self::File(path))
    }
}

/// The value of a variable.
pub(crate) fn variable(name: &str) -> Result<Zeroizing<String>, KeysError> {
    // VarError::NotUnicode would carry the value: it is dropped here.
    std::env::var(name)
        .map(Zeroizing::new)
        .map_err(|_| KeysError::Variable {
            name: name.to_owned(),
        })
}

type Octets = Zeroizing<[u8; 32]>;

/// 32 raw octets, or the text of 32.
fn decode(octets: &[u8]) -> Result<Octets, KeysError> {
    if let Ok(raw) = <&[u8; 32]>::try_from(octets) {
        if raw
            .iter()
            .all(|octet| octet.is_ascii_graphic() || octet.is_ascii_whitespace())
        {
            return Err(KeysError::KeyEncryptionKey);
        }
        // Copied in place: no unwiped copy passes over the stack.
        let mut out = Zeroizing::new([0; 32]);
        out.copy_from_slice(raw);
        return Ok(out);
    }
    std::str::from_utf8(octets)
        .ok()
        .and_then(decode_text)
        .ok_or(KeysError::KeyEncryptionKey)
}

/// Hex of either case, or base64 of any common alphabet; ASCII white space at the end is not part of it.
fn decode_text(text: &str) -> Option<Octets> {
    let text = text.trim_ascii_end();
    if text.len() == 64 {
        let mut out = Zeroizing::new([0; 32]);
        for (octet, [high, low]) in out.iter_mut().zip(text.as_bytes().as_chunks::<2>().0) {
            let digit = |c: u8| {
                char::from(c)
                    .to_digit(16)
                    .and_then(|d| u8::try_from(d).ok())
            };
            *octet = (digit(*high)? << 4) | digit(*low)?;
        }
        return Some(out);
    }
    let mut out = Zeroizing::new([0; 32]);
    let decoders = [
        Base64::decode,
        Base64Unpadded::decode,
        Base64Url::decode,
        Base64UrlUnpadded::decode,
    ];
    decoders
        .iter()
        .any(|decode| decode(text, &mut *out).is_ok_and(|read| read.len() == 32))
        .then_some(out)
}
