//! A sealed keyring in an environment variable.

use greffe_cipher::{KeyProvider, Keyring};

use crate::error::KeysError;
use crate::kek::{KekSource, variable};

/// Reads a whole sealed keyring (the JSON of a keyring file) from an environment variable. Read only: to rotate, change the variable
/// and restart.
#[derive(Clone, Debug)]
pub struct EnvKeys {
    name: String,
    kek: KekSource,
    remembered: u64,
}

impl EnvKeys {
    /// The variable that holds the keyring, and where its key-encryption key is.
    #[must_use]
    pub fn new(name: impl Into<String>, kek: KekSource) -> Self {
        Self {
            name: name.into(),
            kek,
            remembered: 0,
        }
    }

    /// Refuses generations below the highest one that the host has seen.
    #[must_use]
    pub const fn at_least(mut self, generation: u64) -> Self {
        self.remembered = generation;
        self
    }
}

impl KeyProvider for EnvKeys {
    type Error = KeysError;

    fn keyring(&self) -> Result<Keyring, KeysError> {
        let text = variable(&self.name)?;
        Ok(Keyring::parse_at_least(
            text.as_bytes(),
            &self.kek.load()?,
            self.remembered,
        )?)
    }
}
