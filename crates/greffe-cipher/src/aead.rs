//! AES-256-GCM-SIV (RFC 8452), composed of the `aes` and `polyval` crates.
//!
//! A composition of our own has two uses: sealing cannot fail here (lengths are bounded by the format, far below the RFC's
//! 2^36), and the key-derivation blocks go through the cipher in one call. The tests hold it against RFC 8452,
//! Wycheproof and the `aes-gcm-siv` crate.

use aes::Aes256;
use aes::cipher::{Block, BlockCipherEncrypt, KeyInit};
use polyval::Polyval;
use polyval::universal_hash::UniversalHash;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, Zeroizing};

/// Octets of the authentication tag.
pub(crate) const TAG: usize = 16;
/// Octets of the nonce.
pub(crate) const NONCE: usize = 12;

/// A key-generating key (RFC 8452 §4). The `zeroize` features of `aes` and `polyval` wipe every schedule on drop.
#[derive(Clone)]
pub(crate) struct GcmSiv {
    generating: Aes256,
}

/// The tag did not match. Says nothing more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refused;

impl GcmSiv {
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        Self {
            generating: Aes256::new(key.into()),
        }
    }

    /// Encrypts in place and returns the tag.
    pub(crate) fn seal(&self, nonce: &[u8; NONCE], aad: &[u8], text: &mut [u8]) -> [u8; TAG] {
        let message = self.message_keys(nonce);
        let tag = message.tag(nonce, aad, text);
        message.stream(&tag, text);
        tag
    }

    /// Decrypts in place. On refusal the buffer is wiped: no plaintext is released before the tag is checked.
    pub(crate) fn open(
        &self,
        nonce: &[u8; NONCE],
        aad: &[u8],
        text: &mut [u8],
        tag: &[u8; TAG],
    ) -> Result<(), Refused> {
        let message = self.message_keys(nonce);
        message.stream(tag, text);
        if bool::from(message.tag(nonce, aad, text).ct_eq(tag)) {
            Ok(())
        } else {
            text.zeroize();
            Err(Refused)
        }
    }

    /// RFC 8452 §4: six blocks of counter and nonce, of which the first halves are kept.
    fn message_keys(&self, nonce: &[u8; NONCE]) -> MessageKeys {
        let mut blocks = [Block::<Aes256>::default(); 6];
        for (counter, block) in (0u32..).zip(&mut blocks) {
            let (head, tail) = block.split_at_mut(4);
            head.copy_from_slice(&counter.to_le_bytes());
            tail.copy_from_slice(nonce);
        }
        self.generating.encrypt_blocks(&mut blocks);
        let mut keys = Zeroizing::new([0u8; 48]);
        for (kept, block) in keys.chunks_exact_mut(8).zip(&mut blocks) {
            for (to, from) in kept.iter_mut().zip(block.iter()) {
                *to = *from;
            }
            block.as_mut_slice().zeroize();
        }
        let (authentication, encryption) = keys.split_at(16);
        let mut hash = Zeroizing::new([0u8; 16]);
        let mut cipher = Zeroizing::new([0u8; 32]);
        hash.copy_from_slice(authentication);
        cipher.copy_from_slice(encryption);
        MessageKeys {
            hash: Polyval::new((&*hash).into()),
            cipher: Aes256::new((&*cipher).into()),
        }
    }
}

/// The two keys of one nonce.
struct MessageKeys {
    hash: Polyval,
    cipher: Aes256,
}

impl MessageKeys {
    /// RFC 8452 §4: POLYVAL over both padded inputs and their lengths in bits, then one block of AES.
    fn tag(&self, nonce: &[u8; NONCE], aad: &[u8], text: &[u8]) -> [u8; TAG] {
        let mut hash = self.hash.clone();
        hash.update_padded(aad);
        hash.update_padded(text);
        let mut lengths = Block::<Aes256>::default();
        let (of_aad, of_text) = lengths.split_at_mut(8);
        of_aad.copy_from_slice(&bits(aad).to_le_bytes());
        of_text.copy_from_slice(&bits(text).to_le_bytes());
        hash.update(&[lengths]);
        let mut block = hash.finalize();
        for (octet, n) in block.iter_mut().zip(nonce) {
            *octet ^= n;
        }
        if let Some(last) = block.last_mut() {
            *last &= 0x7f;
        }
        self.cipher.encrypt_block(&mut block);
        block.into()
    }

    /// AES-CTR with a little-endian 32-bit counter that wraps, from the tag with its top bit set.
    fn stream(&self, tag: &[u8; TAG], text: &mut [u8]) {
        let mut initial = *tag;
        if let Some(last) = initial.last_mut() {
            *last |= 0x80;
        }
        let [a, b, c, d, rest @ ..] = initial;
        let mut counter = u32::from_le_bytes([a, b, c, d]);
        for group in text.chunks_mut(64) {
            let mut blocks = [Block::<Aes256>::default(); 4];
            for block in &mut blocks {
                let (head, tail) = block.split_at_mut(4);
                head.copy_from_slice(&counter.to_le_bytes());
                tail.copy_from_slice(&rest);
                counter = counter.wrapping_add(1);
            }
            self.cipher.encrypt_blocks(&mut blocks);
            for (octet, key) in group.iter_mut().zip(blocks.iter().flatten()) {
                *octet ^= key;
            }
            for block in &mut blocks {
                block.as_mut_slice().zeroize();
            }
        }
    }
}

fn bits(octets: &[u8]) -> u64 {
    u64::try_from(octets.len())
        .unwrap_or(u64::MAX)
        .saturating_mul(8)
}

#[cfg(test)]
mod tests;
