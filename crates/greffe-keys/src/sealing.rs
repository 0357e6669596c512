//! What seals a keyring's file: a local key, or a service.

use std::fmt;
use std::sync::Arc;

use greffe_cipher::{EnvelopeError, KeyEncryptionKey, KeyWrapper, Keyring};

use crate::error::KeysError;
use crate::store::SystemGenerator;

pub(crate) trait Sealing {
    /// The name that the file holds.
    fn name(&self) -> &str;
    fn open(&self, octets: &[u8], remembered: u64) -> Result<Keyring, KeysError>;
    fn seal(&self, keyring: &Keyring, rng: &mut SystemGenerator) -> Result<Vec<u8>, KeysError>;
}

impl Sealing for KeyEncryptionKey {
    fn name(&self) -> &str {
        self.name()
    }

    fn open(&self, octets: &[u8], remembered: u64) -> Result<Keyring, KeysError> {
        Ok(Keyring::parse_at_least(octets, self, remembered)?)
    }

    fn seal(&self, keyring: &Keyring, rng: &mut SystemGenerator) -> Result<Vec<u8>, KeysError> {
        Ok(keyring.seal(self, rng))
    }
}

/// A service, shared by all clones of a handle.
pub(crate) struct Service<W>(pub(crate) Arc<W>);

impl<W: KeyWrapper> Sealing for Service<W> {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn open(&self, octets: &[u8], remembered: u64) -> Result<Keyring, KeysError> {
        Keyring::parse_enveloped_at_least(octets, &*self.0, remembered).map_err(refusal)
    }

    fn seal(&self, keyring: &Keyring, rng: &mut SystemGenerator) -> Result<Vec<u8>, KeysError> {
        keyring.seal_enveloped(&*self.0, rng).map_err(refusal)
    }
}

fn refusal<E: std::error::Error + Send + Sync + 'static>(error: EnvelopeError<E>) -> KeysError {
    match error {
        EnvelopeError::Keyring(error) => error.into(),
        EnvelopeError::Wrapper(source) => KeysError::Service {
            source: Box::new(source),
        },
    }
}

impl<W> Clone for Service<W> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

/// A service's own `Debug` may say more than a log should hold.
impl<W: KeyWrapper> fmt::Debug for Service<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Service({}, ..)", self.0.name())
    }
}
