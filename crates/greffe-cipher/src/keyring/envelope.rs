//! Enveloped keyrings: a fresh data key seals the file, and a service that keeps its own key wraps the data key.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use rand_core::CryptoRng;
use serde::Deserialize;

use super::Keyring;
use super::file::{decode, object, open, seal};
use crate::aead::{GcmSiv, NONCE, TAG};
use crate::derive::{FORMAT, Prk, lp};
use crate::error::KeyringError;
use crate::wiped::Wiped;

/// The format's name.
const NAME: &str = "greffe-keyring-enveloped/1";
/// The salt of data keys, as of key-encryption keys.
const SALT: &[u8] = b"greffe/1 kek";
/// Longest name of a wrapper in octets.
const LONGEST_NAME: usize = 255;
/// Longest wrapped data key in octets.
const LONGEST_WRAPPED: usize = 16_384;

/// A key-management service or a hardware module, as far as a keyring needs one: it wraps a key and unwraps it.
///
/// Wrapping must be authenticated encryption. Implementations live outside this crate, which does no I/O; [`MemoryWrapper`] is
/// for tests.
pub trait KeyWrapper {
    /// What can go wrong; never names key material.
    type Error: std::error::Error + Send + Sync + 'static;

    /// The name of the key that wraps, as the file holds it, in clear: 1 to 255 printable ASCII characters but `"` and `\`. A version of the
    /// key that the service tells by itself is not part of it.
    fn name(&self) -> &str;

    /// Wraps a data key: at most 16 384 octets.
    ///
    /// # Errors
    /// The service's.
    fn wrap(&self, key: &DataKey) -> Result<Vec<u8>, Self::Error>;

    /// Unwraps a data key.
    ///
    /// # Errors
    /// The service's.
    fn unwrap(&self, wrapped: &[u8]) -> Result<DataKey, Self::Error>;
}

/// The key of one writing of an enveloped keyring: 32 random octets, never used twice, wiped on drop.
#[derive(Clone)]
pub struct DataKey(Wiped<[u8; 32]>);

impl DataKey {
    /// A data key that was unwrapped.
    #[must_use]
    pub fn from_bytes(octets: &[u8; 32]) -> Self {
        let mut key = Wiped::new([0; 32]);
        key.copy_from_slice(octets);
        Self(key)
    }

    /// The octets, to wrap them.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut key = Wiped::new([0; 32]);
        rng.fill_bytes(&mut *key);
        Self(key)
    }

    fn cipher(&self, purpose: &[u8]) -> GcmSiv {
        let mut info = Vec::new();
        lp(&mut info, FORMAT);
        lp(&mut info, purpose);
        GcmSiv::new(&Prk::extract(SALT, &*self.0).expand(&info))
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(..)")
    }
}

/// An enveloped keyring cannot be read or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError<E> {
    /// The file is at fault: another wrapper's ([`KeyringError::WrongKeyEncryptionKey`]), altered, or see [`KeyringError`].
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// The service refused, or cannot be reached.
    #[error("the key's wrapper refused")]
    Wrapper(#[source] E),
}

/// The JSON. Unknown, missing and repeated members are refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    format: String,
    kek: String,
    generation: u64,
    wrapped: String,
    nonce: String,
    sealed: String,
}

/// Whether these octets are meant to be an enveloped keyring.
pub(super) fn is_enveloped(octets: &[u8]) -> bool {
    object::<Document>(octets).is_some_and(|document| document.format == NAME)
}

impl Keyring {
    /// Reads an enveloped keyring's octets. The wrapper is asked once, and only where the file names it.
    ///
    /// # Errors
    /// [`KeyringError::WrongKeyEncryptionKey`] for another wrapper's file; the wrapper's own refusal; [`KeyringError::Altered`] where it
    /// unwraps but the file does not open; see [`KeyringError`] for the rest.
    pub fn parse_enveloped<W: KeyWrapper + ?Sized>(
        octets: &[u8],
        wrapper: &W,
    ) -> Result<Self, EnvelopeError<W::Error>> {
        let document: Document = object(octets).ok_or(KeyringError::NotAKeyring)?;
        if document.format != NAME {
            return Err(KeyringError::Format.into());
        }
        if document.kek != wrapper.name() {
            return Err(KeyringError::WrongKeyEncryptionKey.into());
        }
        let wrapped = decode(&document.wrapped)?;
        if !can_stand(&document.kek, &wrapped) {
            return Err(KeyringError::NotAKeyring.into());
        }
        let key = wrapper.unwrap(&wrapped).map_err(EnvelopeError::Wrapper)?;
        let aad = associated(&document.kek, document.generation, &wrapped);
        let blob = (document.nonce.as_str(), document.sealed.as_str());
        Ok(open(&key.cipher(PURPOSE), &aad, document.generation, blob)?)
    }

    /// As [`parse_enveloped`](Self::parse_enveloped), and refuses a generation lower than the highest one that the host has seen.
    ///
    /// # Errors
    /// [`KeyringError::Generation`] for a rolled back file, else as [`Keyring::parse_enveloped`].
    pub fn parse_enveloped_at_least<W: KeyWrapper + ?Sized>(
        octets: &[u8],
        wrapper: &W,
        remembered: u64,
    ) -> Result<Self, EnvelopeError<W::Error>> {
        Ok(Self::parse_enveloped(octets, wrapper)?.not_before(remembered)?)
    }

    /// The keyring's octets in an envelope: a fresh data key seals them, and the wrapper wraps that key. JSON with a final line feed.
    ///
    /// ```
    /// use greffe_cipher::{KeyId, Keyring, MasterKey, MemoryWrapper};
    /// # use std::convert::Infallible;
    /// # struct Rng(u8);
    /// # impl rand_core::TryRng for Rng {
    /// #     type Error = Infallible;
    /// #     fn try_next_u32(&mut self) -> Result<u32, Infallible> { Ok(4) }
    /// #     fn try_next_u64(&mut self) -> Result<u64, Infallible> { Ok(4) }
    /// #     fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> { self.0 += 1; out.fill(self.0); Ok(()) }
    /// # }
    /// # impl rand_core::TryCryptoRng for Rng {}
    /// # let mut rng = Rng(0); // In production: the system's generator.
    /// let keyring = Keyring::single(KeyId::new(7).unwrap(), 1_750_000_000, MasterKey::from_bytes([1; 32]));
    /// let service = MemoryWrapper::new("kms-2026", &[9; 32]); // in production: a client of your service
    /// let file = keyring.seal_enveloped(&service, &mut rng)?;
    /// assert!(Keyring::parse_enveloped(&file, &service)?.is_same_as(&keyring));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The wrapper's; [`KeyringError::Wrapper`] where its name or what it wrapped breaks the rules of [`KeyWrapper`].
    pub fn seal_enveloped<W: KeyWrapper + ?Sized>(
        &self,
        wrapper: &W,
        rng: &mut impl CryptoRng,
    ) -> Result<Vec<u8>, EnvelopeError<W::Error>> {
        let key = DataKey::generate(rng);
        let wrapped = wrapper.wrap(&key).map_err(EnvelopeError::Wrapper)?;
        let name = wrapper.name();
        if !can_stand(name, &wrapped) {
            return Err(KeyringError::Wrapper.into());
        }
        let aad = associated(name, self.generation, &wrapped);
        let (nonce, sealed) = seal(self, &key.cipher(PURPOSE), &aad, rng);
        // The members are plain ASCII without quotes: written by hand, which cannot fail.
        Ok(format!(
            "{{\n  \"format\": \"{NAME}\",\n  \"kek\": \"{name}\",\n  \"generation\": {},\n  \"wrapped\": \"{}\",\n  \"nonce\": \"{nonce}\",\n  \"sealed\": \"{sealed}\"\n}}\n",
            self.generation,
            BASE64URL_NOPAD.encode(&wrapped),
        )
        .into_bytes())
    }
}

/// What the data key is for.
const PURPOSE: &[u8] = b"enveloped keyring";

/// Whether a name and a wrapped key can stand in a file as they are.
fn can_stand(name: &str, wrapped: &[u8]) -> bool {
    let plain = |octet: u8| octet.is_ascii_graphic() && octet != b'"' && octet != b'\\';
    (1..=LONGEST_NAME).contains(&name.len())
        && name.bytes().all(plain)
        && (1..=LONGEST_WRAPPED).contains(&wrapped.len())
}

/// `LP(format)‖LP(kek)‖u64 generation‖LP(wrapped)`.
fn associated(kek: &str, generation: u64, wrapped: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(128 + wrapped.len());
    lp(&mut out, NAME.as_bytes());
    lp(&mut out, kek.as_bytes());
    out.extend_from_slice(&generation.to_be_bytes());
    lp(&mut out, wrapped);
    out
}

/// A wrapper in memory, for tests. Its octets are no part of the format.
#[derive(Clone)]
pub struct MemoryWrapper {
    name: Box<str>,
    key: DataKey,
}

/// A [`MemoryWrapper`] did not wrap this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[error("the wrapped key cannot be unwrapped")]
pub struct NotWrapped;

impl MemoryWrapper {
    /// A wrapper of that name with a key of its own.
    #[must_use]
    pub fn new(name: &str, key: &[u8; 32]) -> Self {
        Self {
            name: name.into(),
            key: DataKey::from_bytes(key),
        }
    }

    fn cipher(&self) -> GcmSiv {
        self.key.cipher(b"memory wrapper")
    }
}

impl KeyWrapper for MemoryWrapper {
    type Error = NotWrapped;

    fn name(&self) -> &str {
        &self.name
    }

    /// Data keys are random and never repeat, so that a fixed nonce tells nothing.
    fn wrap(&self, key: &DataKey) -> Result<Vec<u8>, NotWrapped> {
        let mut text = Wiped::new(Vec::with_capacity(32 + TAG));
        text.extend_from_slice(key.expose());
        let tag = self.cipher().seal(&[0; NONCE], &[], &mut text);
        Ok([text.as_slice(), &tag].concat())
    }

    fn unwrap(&self, wrapped: &[u8]) -> Result<DataKey, NotWrapped> {
        let (text, tag) = wrapped.split_last_chunk::<TAG>().ok_or(NotWrapped)?;
        let mut key = Wiped::new([0; 32]);
        key.copy_from_slice(<&[u8; 32]>::try_from(text).map_err(|_| NotWrapped)?);
        self.cipher()
            .open(&[0; NONCE], &[], &mut *key, tag)
            .map_err(|_| NotWrapped)?;
        Ok(DataKey(key))
    }
}

impl fmt::Debug for MemoryWrapper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MemoryWrapper({}, ..)", self.name)
    }
}
