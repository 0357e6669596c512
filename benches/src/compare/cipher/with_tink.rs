//! Google's Tink: a keyset of one AES-256-SIV key, as its users have it.

use greffe::cipher::Iban;
use tink_core::keyset::Handle;
use tink_core::{DeterministicAead, TinkError};

use super::layout::HEADER;
use super::{Column, Peer};

/// Its tokens begin with a prefix of Tink's own, 5 octets that name the key; ours is authenticated beside it.
pub(super) struct Tink(Box<dyn DeterministicAead>);

impl Tink {
    pub(super) fn new() -> Result<Self, TinkError> {
        tink_daead::init();
        let keyset = Handle::new(&tink_daead::aes_siv_key_template())?;
        Ok(Self(tink_daead::new(&keyset)?))
    }
}

impl Peer for Tink {
    const NAME: &'static str = "tink-daead";
}

impl Column for Tink {
    type Token = Vec<u8>;
    type Value = Vec<u8>;

    fn seal(&mut self, value: &Iban) -> Option<Vec<u8>> {
        let text = value.expose().as_bytes();
        self.0.encrypt_deterministically(text, &HEADER).ok()
    }

    fn open(&mut self, token: &Vec<u8>) -> Option<Vec<u8>> {
        self.0.decrypt_deterministically(token, &HEADER).ok()
    }

    fn octets(value: &Vec<u8>) -> &[u8] {
        value
    }
}
