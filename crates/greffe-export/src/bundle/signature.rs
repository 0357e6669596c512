//! Who a bag is from: a signature over its tag manifest, which stands for every byte of the bag.
//!
//! The tag file `signature.txt`, which no manifest can list, has five lines, each `Label: value` and a line feed:
//!
//! ```text
//! Greffe-Signature-Version: 1
//! Signed-File: tagmanifest-sha256.txt
//! Algorithm: Ed25519                    or HMAC-SHA-256
//! Key-Id: 9f86d081884c7d65              the first 16 digits of the SHA-256 of an Ed25519 public key, or the id that was given to a shared key
//! Signature: 5d1f…                      64 or 32 bytes in lower-case hexadecimal
//! ```
//!
//! What is signed is `greffe-export signature 1`, the algorithm and the key's id, each with a line feed, and then the bytes of the tag manifest: no
//! signature of something else passes for one, and no line of the file can be changed.

use std::fmt;

use ed25519_dalek::pkcs8::{DecodePrivateKey, DecodePublicKey};
use ed25519_dalek::{Signature, Signer};
use greffe_terms::Lang;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::bag::{TAG_MANIFEST, hex};

/// The tag file.
pub(crate) const SIGNATURE: &str = "signature.txt";

// Bytes: as many as the hash has, below which HMAC is weaker than it (RFC 2104, 3).
const LEAST_SECRET: usize = 32;

/// A key that signs manifests. Its secret is wiped from memory when it is dropped.
pub struct SigningKey {
    id: String,
    secret: Secret,
}

enum Secret {
    Ed25519(Box<ed25519_dalek::SigningKey>),
    Hmac(Zeroizing<Vec<u8>>),
}

/// A key that verifies signatures: the public half of an Ed25519 key, or the shared key itself.
pub struct VerifyingKey {
    id: String,
    key: Public,
}

enum Public {
    Ed25519(ed25519_dalek::VerifyingKey),
    Hmac(Zeroizing<Vec<u8>>),
}

/// A key that cannot be used. Nothing of it is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidKey {
    /// Neither a private nor a public Ed25519 key in the PEM form of RFC 8410.
    #[error("not an Ed25519 key in PEM form")]
    Pem,
    /// A shared key of less than 32 bytes.
    #[error("a shared key of less than 32 bytes")]
    TooShort,
    /// An id that is not 1 to 64 of `A-Z a-z 0-9 _ . -`.
    #[error("not a key id: 1 to 64 of A-Z a-z 0-9 _ . - are allowed")]
    Id,
}

impl SigningKey {
    /// An Ed25519 key (RFC 8032) out of its 32 secret bytes.
    ///
    /// ```
    /// use greffe_export::SigningKey;
    ///
    /// let key = SigningKey::ed25519(&[7; 32]);
    /// assert_eq!(format!("{key:?}"), format!("SigningKey(Ed25519, {})", key.id()));
    /// assert_eq!(key.id(), key.verifying_key().id());
    /// ```
    #[must_use]
    pub fn ed25519(secret: &[u8; 32]) -> Self {
        Self::of(ed25519_dalek::SigningKey::from_bytes(secret))
    }

    /// An Ed25519 key as `openssl genpkey -algorithm ed25519` writes it: PKCS #8 in PEM (RFC 8410).
    ///
    /// # Errors
    /// [`InvalidKey::Pem`].
    pub fn from_pem(pem: &str) -> Result<Self, InvalidKey> {
        let key = ed25519_dalek::SigningKey::from_pkcs8_pem(pem.trim());
        key.map(Self::of).map_err(|_| InvalidKey::Pem)
    }

    /// A key that both sides share (HMAC-SHA-256, RFC 2104), of 32 random bytes or more, and its id, which is no secret. Whoever can verify with it can
    /// sign with it.
    ///
    /// # Errors
    /// [`InvalidKey::TooShort`], [`InvalidKey::Id`].
    pub fn hmac_sha256(id: &str, secret: &[u8]) -> Result<Self, InvalidKey> {
        Ok(Self {
            id: key_id(id)?,
            secret: Secret::Hmac(shared(secret)?),
        })
    }

    fn of(key: ed25519_dalek::SigningKey) -> Self {
        Self {
            id: id_of(&key.verifying_key()),
            secret: Secret::Ed25519(Box::new(key)),
        }
    }

    /// What a signature calls the key. It tells nothing of the secret.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The key that verifies what this one signs.
    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey {
            id: self.id.clone(),
            key: match &self.secret {
                Secret::Ed25519(key) => Public::Ed25519(key.verifying_key()),
                Secret::Hmac(secret) => Public::Hmac(secret.clone()),
            },
        }
    }

    const fn algorithm(&self) -> &'static str {
        match self.secret {
            Secret::Ed25519(_) => ED25519,
            Secret::Hmac(_) => HMAC,
        }
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        match &self.secret {
            Secret::Ed25519(key) => key.sign(message).to_bytes().to_vec(),
            // HMAC takes a key of any length, so that this is never empty.
            Secret::Hmac(secret) => keyed(secret).map_or_else(Vec::new, |mac| {
                mac.chain_update(message).finalize().into_bytes().to_vec()
            }),
        }
    }
}

impl VerifyingKey {
    /// An Ed25519 public key as `openssl pkey -pubout` writes it: SPKI in PEM (RFC 8410).
    ///
    /// # Errors
    /// [`InvalidKey::Pem`].
    pub fn from_pem(pem: &str) -> Result<Self, InvalidKey> {
        let key = ed25519_dalek::VerifyingKey::from_public_key_pem(pem.trim());
        let key = key.map_err(|_| InvalidKey::Pem)?;
        Ok(Self {
            id: id_of(&key),
            key: Public::Ed25519(key),
        })
    }

    /// A key that both sides share.
    ///
    /// # Errors
    /// As [`SigningKey::hmac_sha256`].
    pub fn hmac_sha256(id: &str, secret: &[u8]) -> Result<Self, InvalidKey> {
        Ok(SigningKey::hmac_sha256(id, secret)?.verifying_key())
    }

    /// What a signature calls the key.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    const fn algorithm(&self) -> &'static str {
        match self.key {
            Public::Ed25519(_) => ED25519,
            Public::Hmac(_) => HMAC,
        }
    }

    fn accepts(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.key {
            // Strict: of a message and a key there is one signature, and no key of small order passes for any.
            Public::Ed25519(key) => Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok()),
            Public::Hmac(secret) => keyed(secret)
                .is_some_and(|mac| mac.chain_update(message).verify_slice(signature).is_ok()),
        }
    }
}

/// Algorithm and id: the secret is not printed.
impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({}, {})", self.algorithm(), self.id)
    }
}

/// Algorithm and id: a shared key is as secret here as where it signs.
impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({}, {})", self.algorithm(), self.id)
    }
}

/// What the check of a bag found about its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureState {
    /// There is none, and none was asked for.
    Unsigned,
    /// There is one that can be read, and no key to check it with was given.
    Unchecked,
    /// It is that of the key that was given.
    Valid {
        /// The key's id.
        key_id: String,
    },
    /// It is not, or it cannot be read, with a key or without.
    Refused(SignatureFault),
}

impl SignatureState {
    pub(crate) fn fault(&self) -> Option<SignatureFault> {
        match self {
            Self::Refused(fault) => Some(fault.clone()),
            Self::Unsigned | Self::Unchecked | Self::Valid { .. } => None,
        }
    }
}

/// Why a signature is refused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum SignatureFault {
    /// The bag is not signed.
    Missing,
    /// `signature.txt` is not what this crate writes.
    Unreadable,
    /// It was made with another key. The id of a key is no secret.
    OtherKey {
        /// The id in the bag.
        found: String,
        /// The id of the key that was given.
        expected: String,
    },
    /// The key is the one that was given, and the signature is not that of these manifests.
    Broken,
}

impl SignatureFault {
    /// Why, in one sentence without a full stop.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        match self {
            Self::Missing => lang
                .pick("le paquet n’est pas signé", "the bag is not signed")
                .to_owned(),
            Self::Unreadable => lang
                .pick(
                    "`signature.txt` n’est pas une signature lisible",
                    "`signature.txt` is not a signature that can be read",
                )
                .to_owned(),
            Self::OtherKey { found, expected } => lang.pick(
                format!("signé avec la clé `{found}`, et non avec `{expected}`"),
                format!("signed with the key `{found}`, not with `{expected}`"),
            ),
            Self::Broken => lang
                .pick(
                    "la signature n’est pas celle de ce paquet",
                    "the signature is not that of this bag",
                )
                .to_owned(),
        }
    }
}

/// The bytes of `signature.txt`.
pub(crate) fn file(key: &SigningKey, tag_manifest: &[u8]) -> String {
    let message = message(key.algorithm(), &key.id, tag_manifest);
    let (algorithm, id, signature) = (key.algorithm(), &key.id, hex(&key.sign(&message)));
    format!(
        "{VERSION}\nSigned-File: {TAG_MANIFEST}\nAlgorithm: {algorithm}\nKey-Id: {id}\nSignature: {signature}\n"
    )
}

/// Holds `signature.txt` against a key.
pub(crate) fn state_of(
    text: Option<&str>,
    is_there: bool,
    tag_manifest: &[u8],
    key: Option<&VerifyingKey>,
) -> SignatureState {
    let found = text.and_then(read);
    let Some(key) = key else {
        return match (is_there, found) {
            (false, _) => SignatureState::Unsigned,
            (true, Some(_)) => SignatureState::Unchecked,
            // No manifest vouches for this file: what is no signature could be anything.
            (true, None) => SignatureState::Refused(SignatureFault::Unreadable),
        };
    };
    let fault = match (is_there, found) {
        (false, _) => SignatureFault::Missing,
        (true, None) => SignatureFault::Unreadable,
        (true, Some(found)) if (found.algorithm, found.id) != (key.algorithm(), &key.id) => {
            SignatureFault::OtherKey {
                found: found.id.to_owned(),
                expected: key.id.clone(),
            }
        }
        (true, Some(found)) => {
            let message = message(found.algorithm, found.id, tag_manifest);
            if key.accepts(&message, &found.signature) {
                return SignatureState::Valid {
                    key_id: key.id.clone(),
                };
            }
            SignatureFault::Broken
        }
    };
    SignatureState::Refused(fault)
}

struct Found<'t> {
    algorithm: &'t str,
    id: &'t str,
    signature: Vec<u8>,
}

/// Exactly the five lines: what can be written in two ways can be misread.
fn read(text: &str) -> Option<Found<'_>> {
    let mut lines = text.strip_suffix('\n')?.split('\n');
    let mut value = |label: &str| lines.next()?.strip_prefix(label)?.strip_prefix(": ");
    if value("Greffe-Signature-Version")? != "1" || value("Signed-File")? != TAG_MANIFEST {
        return None;
    }
    let algorithm = value("Algorithm").filter(|name| [ED25519, HMAC].contains(name))?;
    let id = value("Key-Id").filter(|id| is_key_id(id))?;
    let signature = unhex(value("Signature")?)?;
    lines.next().is_none().then_some(Found {
        algorithm,
        id,
        signature,
    })
}

fn message(algorithm: &str, id: &str, tag_manifest: &[u8]) -> Vec<u8> {
    let mut message = format!("greffe-export signature 1\n{algorithm}\n{id}\n").into_bytes();
    message.extend_from_slice(tag_manifest);
    message
}

fn key_id(id: &str) -> Result<String, InvalidKey> {
    is_key_id(id).then(|| id.to_owned()).ok_or(InvalidKey::Id)
}

fn is_key_id(id: &str) -> bool {
    (1..=64).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte))
}

fn shared(secret: &[u8]) -> Result<Zeroizing<Vec<u8>>, InvalidKey> {
    if secret.len() < LEAST_SECRET {
        return Err(InvalidKey::TooShort);
    }
    Ok(Zeroizing::new(secret.to_vec()))
}

fn keyed(secret: &[u8]) -> Option<Hmac<Sha256>> {
    Hmac::new_from_slice(secret).ok()
}

fn id_of(key: &ed25519_dalek::VerifyingKey) -> String {
    let mut id = hex(&Sha256::digest(key.as_bytes()));
    id.truncate(16);
    id
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: &u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let bytes = pairs
        .iter()
        .map(|[high, low]| Some(digit(high)? * 16 + digit(low)?));
    rest.is_empty().then(|| bytes.collect())?
}

const VERSION: &str = "Greffe-Signature-Version: 1";
const ED25519: &str = "Ed25519";
const HMAC: &str = "HMAC-SHA-256";
