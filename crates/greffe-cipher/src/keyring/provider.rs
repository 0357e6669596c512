//! Where keyrings come from.

use super::Keyring;

/// A source of keyrings: a file, the environment, a key-management service. Services wrap keys, they do not derive them: a provider
/// unwraps the masters once, and all derivation happens here.
pub trait KeyProvider {
    /// What can go wrong; never names key material.
    type Error: std::error::Error + Send + Sync + 'static;

    /// The current keyring.
    ///
    /// # Errors
    /// Whatever keeps the provider from answering.
    fn keyring(&self) -> Result<Keyring, Self::Error>;
}

/// A keyring held in memory, for tests and for hosts that unwrap keys themselves.
#[derive(Clone, Debug)]
pub struct MemoryKeys(Keyring);

impl MemoryKeys {
    /// A provider of this keyring.
    #[must_use]
    pub const fn new(keyring: Keyring) -> Self {
        Self(keyring)
    }
}

impl KeyProvider for MemoryKeys {
    type Error = std::convert::Infallible;

    fn keyring(&self) -> Result<Keyring, Self::Error> {
        Ok(self.0.clone())
    }
}
