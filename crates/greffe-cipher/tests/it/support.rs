//! Keyrings, strategies and a counting generator for the tests.

use std::convert::Infallible;

use greffe_cipher::{Context, FieldCipher, KeyId, Keyring, MasterKey};
use proptest::prelude::*;
use rand_core::{TryCryptoRng, TryRng};

pub(crate) fn id(n: u32) -> KeyId {
    KeyId::new(n).unwrap()
}

/// The keyring of the published vector: master 00 01 … 1f, id 01020304.
pub(crate) fn published() -> Keyring {
    Keyring::single(id(0x0102_0304), 1_750_000_000, master(0))
}

pub(crate) fn master(first: u8) -> MasterKey {
    MasterKey::from_bytes(std::array::from_fn(|n| {
        first.wrapping_add(u8::try_from(n).unwrap())
    }))
}

pub(crate) fn column(keyring: &Keyring) -> FieldCipher {
    keyring
        .cipher(Context::new("customers", "iban").tenant("acme"))
        .unwrap()
}

/// A generator that only counts: repeatable tests, never a real one.
pub(crate) struct Counting(pub(crate) u64);

impl TryRng for Counting {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.0 += 1;
        Ok(u32::try_from(self.0).unwrap())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0 += 1;
        Ok(self.0)
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for chunk in out.chunks_mut(8) {
            self.0 += 1;
            let n = chunk.len();
            chunk.copy_from_slice(&self.0.to_le_bytes()[..n]);
        }
        Ok(())
    }
}

impl TryCryptoRng for Counting {}

/// Valid French IBANs with computed check digits.
pub(crate) fn ibans() -> impl Strategy<Value = String> {
    ("[0-9]{10}", "[0-9A-Z]{11}", "[0-9]{2}").prop_map(|(bank, account, key)| {
        let bban = format!("{bank}{account}{key}");
        let check = 98 - modulo_97(&format!("{bban}FR00"));
        format!("FR{check:02}{bban}")
    })
}

/// ISO 7064 over decimal text, written another way than the crate does: one big decimal string, digit by digit.
pub(crate) fn modulo_97(text: &str) -> u32 {
    let digits: String = text
        .chars()
        .map(|c| c.to_digit(36).unwrap().to_string())
        .collect();
    digits
        .bytes()
        .fold(0, |rest, digit| (rest * 10 + u32::from(digit - b'0')) % 97)
}

pub(crate) fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

pub(crate) fn unhex(text: &str) -> Vec<u8> {
    text.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}
