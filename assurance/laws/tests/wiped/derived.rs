//! Keys that the crate derives, derived again by `FORMAT.md`, in the forms in which they stand in memory.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use sha2::block_api::compress256;

/// The context of every column in these tests.
pub(crate) const TABLE: &str = "customers";
pub(crate) const FIELD: &str = "watched";

/// HMAC-SHA256.
pub(crate) fn mac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// HKDF-Extract.
pub(crate) fn prk(salt: &str, key: &[u8]) -> [u8; 32] {
    mac(salt.as_bytes(), key)
}

/// HKDF-Expand for a purpose and suite in the tests' context, without tenant, subject and index.
pub(crate) fn sub_key(prk: &[u8; 32], purpose: &str, suite: u8) -> [u8; 32] {
    let info = [
        lp(b"greffe/1"),
        lp(purpose.as_bytes()),
        [vec![1], lp(&[suite]), vec![0, 0]].concat(),
        lp(TABLE.as_bytes()),
        lp(FIELD.as_bytes()),
        vec![0, 1],
    ];
    mac(prk, &info.concat())
}

/// A key of the form that only names what it is for.
pub(crate) fn named_key(prk: &[u8; 32], name: &str) -> [u8; 32] {
    mac(
        prk,
        &[lp(b"greffe/1"), lp(name.as_bytes()), vec![1]].concat(),
    )
}

fn lp(octets: &[u8]) -> Vec<u8> {
    let length = u32::try_from(octets.len()).expect("short");
    [&length.to_be_bytes(), octets].concat()
}

/// What HMAC keeps of its key: SHA-256 after the padded key, inner and outer, as words of this machine. Who has them can do
/// whatever the key can.
pub(crate) fn states(key: &[u8]) -> [Vec<u8>; 2] {
    [0x36, 0x5c].map(|pad| {
        let mut block = [pad; 64];
        for (to, from) in block.iter_mut().zip(key) {
            *to ^= from;
        }
        let mut state = INITIAL;
        compress256(&mut state, &[block]);
        state.iter().flat_map(|word| word.to_ne_bytes()).collect()
    })
}

/// FIPS 180-4, 5.3.3.
const INITIAL: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];
