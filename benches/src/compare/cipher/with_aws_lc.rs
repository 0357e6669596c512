//! Our own construction with AWS-LC, in C and assembly: its HMAC-SHA256 cut to a nonce, then its AES-256-GCM-SIV.

use aws_lc_rs::aead::{AES_256_GCM_SIV, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::hmac;
use greffe::cipher::Iban;

use super::layout::{HEADER, NONCE, TAG, after_header, draft, parts};
use super::{Column, Peer};

/// Keyed once: each value starts from a copy of the keyed hash.
pub(super) struct AwsLc {
    synthetic: hmac::Key,
    cipher: LessSafeKey,
}

impl AwsLc {
    pub(super) fn new() -> Result<Self, Unspecified> {
        Ok(Self {
            synthetic: hmac::Key::new(hmac::HMAC_SHA256, &[1; 32]),
            cipher: LessSafeKey::new(UnboundKey::new(&AES_256_GCM_SIV, &[2; 32])?),
        })
    }

    fn mac(&self, text: &[u8]) -> hmac::Tag {
        let mut mac = hmac::Context::with_key(&self.synthetic);
        mac.update(&HEADER);
        mac.update(text);
        mac.sign()
    }
}

impl Peer for AwsLc {
    const NAME: &'static str = "aws-lc-rs";
}

impl Column for AwsLc {
    type Token = Vec<u8>;
    type Value = Vec<u8>;

    fn seal(&mut self, value: &Iban) -> Option<Vec<u8>> {
        let mut token = draft(value.expose().as_bytes(), NONCE, TAG);
        let (stored, text) = parts(&mut token, NONCE)?;
        let v = self.mac(text);
        let nonce = v.as_ref().first_chunk::<NONCE>()?;
        stored.copy_from_slice(nonce);
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let tag = self
            .cipher
            .seal_in_place_separate_tag(nonce, Aad::from(HEADER), text)
            .ok()?;
        token.extend_from_slice(tag.as_ref());
        Some(token)
    }

    fn open(&mut self, token: &Vec<u8>) -> Option<Vec<u8>> {
        let (nonce, sealed) = after_header(token)?.split_first_chunk::<NONCE>()?;
        let mut text = sealed.to_vec();
        self.cipher
            .open_in_place(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from(HEADER),
                &mut text,
            )
            .ok()?;
        text.truncate(sealed.len().checked_sub(TAG)?);
        let v = self.mac(&text);
        verify_slices_are_equal(v.as_ref().first_chunk::<NONCE>()?, nonce).ok()?;
        Some(text)
    }

    fn octets(value: &Vec<u8>) -> &[u8] {
        value
    }
}
