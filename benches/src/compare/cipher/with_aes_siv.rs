//! AES-256-SIV (RFC 5297) of RustCrypto: the reference.

use aes_siv::siv::Aes256Siv;
use aes_siv::{KeyInit, Tag};
use greffe::cipher::Iban;

use super::layout::{HEADER, TAG, after_header, draft, parts};
use super::{Column, Peer};

/// Keyed once: the state of CMAC is kept from value to value.
pub(super) struct AesSiv(Aes256Siv);

impl AesSiv {
    pub(super) fn new() -> Self {
        Self(Aes256Siv::new(&[3; 64].into()))
    }
}

impl Peer for AesSiv {
    const NAME: &'static str = "aes-siv";
}

impl Column for AesSiv {
    type Token = Vec<u8>;
    type Value = Vec<u8>;

    fn seal(&mut self, value: &Iban) -> Option<Vec<u8>> {
        let mut token = draft(value.expose().as_bytes(), TAG, 0);
        let (stored, text) = parts(&mut token, TAG)?;
        let tag = self.0.encrypt_inout_detached([HEADER], text.into()).ok()?;
        stored.copy_from_slice(&tag);
        Some(token)
    }

    fn open(&mut self, token: &Vec<u8>) -> Option<Vec<u8>> {
        let (tag, text) = after_header(token)?.split_first_chunk::<TAG>()?;
        let mut text = text.to_vec();
        let tag = Tag::from(*tag);
        let opened = self
            .0
            .decrypt_inout_detached([HEADER], text.as_mut_slice().into(), &tag);
        opened.ok().map(|()| text)
    }

    fn octets(value: &Vec<u8>) -> &[u8] {
        value
    }
}
