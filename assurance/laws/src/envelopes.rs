//! Enveloped keyring files.

use greffe::cipher::{Keyring, MemoryWrapper};

use crate::marker::{assert_silent, marked};

/// The one file that was ever sealed under the service of this target.
const SEALED: &[u8] = include_bytes!("../../../fuzz/corpus/envelope/sealed.json");

/// Whatever is accepted holds what the one sealed file holds, however it is written.
pub fn envelope(data: &[u8]) {
    let service = MemoryWrapper::new("kms-fuzz", &[9; 32]);
    let sealed = Keyring::parse_enveloped(SEALED, &service).expect("the sealed file");
    let check = |octets: &[u8]| match Keyring::parse_enveloped(octets, &service) {
        Ok(keyring) => assert!(keyring.is_same_as(&sealed), "an altered file was accepted"),
        Err(error) => assert_silent(&error),
    };
    check(data);
    // The same bytes as edits of the sealed file: place, octet, place, octet.
    let mut edited = SEALED.to_vec();
    for edit in data.chunks_exact(3).take(4) {
        let at = usize::from(u16::from_be_bytes([edit[0], edit[1]])) % edited.len();
        edited[at] = edit[2];
    }
    check(&edited);
    if let Ok(text) = std::str::from_utf8(data) {
        check(marked(text).as_bytes());
    }
}
