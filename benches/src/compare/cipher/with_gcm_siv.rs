//! Our own construction out of the stock crates `hmac` and `aes-gcm-siv`: HMAC-SHA256 cut to a nonce, then AES-256-GCM-SIV.

use aes_gcm_siv::Aes256GcmSiv;
use aes_gcm_siv::aead::AeadInOut;
use greffe::cipher::Iban;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::layout::{HEADER, NONCE, TAG, after_header, draft, parts};
use super::{Column, Peer};

/// Keyed once: each value starts from a copy of the keyed hash.
pub(super) struct HmacGcmSiv {
    synthetic: Hmac<Sha256>,
    cipher: Aes256GcmSiv,
}

impl HmacGcmSiv {
    pub(super) fn new() -> Self {
        Self {
            synthetic: KeyInit::new(&[1; 64].into()),
            cipher: Aes256GcmSiv::new(&[2; 32].into()),
        }
    }

    fn mac(&self, text: &[u8]) -> Hmac<Sha256> {
        self.synthetic
            .clone()
            .chain_update(HEADER)
            .chain_update(text)
    }
}

impl Peer for HmacGcmSiv {
    const NAME: &'static str = "aes-gcm-siv + hmac";
}

impl Column for HmacGcmSiv {
    type Token = Vec<u8>;
    type Value = Vec<u8>;

    fn seal(&mut self, value: &Iban) -> Option<Vec<u8>> {
        let mut token = draft(value.expose().as_bytes(), NONCE, TAG);
        let (stored, text) = parts(&mut token, NONCE)?;
        let v = self.mac(text).finalize().into_bytes();
        let nonce = v.first_chunk::<NONCE>()?;
        stored.copy_from_slice(nonce);
        let tag = self
            .cipher
            .encrypt_inout_detached(nonce.into(), &HEADER, text.into())
            .ok()?;
        token.extend_from_slice(&tag);
        Some(token)
    }

    fn open(&mut self, token: &Vec<u8>) -> Option<Vec<u8>> {
        let (nonce, rest) = after_header(token)?.split_first_chunk::<NONCE>()?;
        let (text, tag) = rest.split_last_chunk::<TAG>()?;
        let mut text = text.to_vec();
        self.cipher
            .decrypt_inout_detached(
                nonce.into(),
                &HEADER,
                text.as_mut_slice().into(),
                tag.into(),
            )
            .ok()?;
        self.mac(&text).verify_truncated_left(nonce).ok()?;
        Some(text)
    }

    fn octets(value: &Vec<u8>) -> &[u8] {
        value
    }
}
