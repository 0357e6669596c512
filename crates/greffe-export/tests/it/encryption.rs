//! Encryption to the person: what went in comes out for them, and for nobody else.

use std::io::{Cursor, Read, Write};

use greffe_export::{EncryptionError, Identity, Recipients, decrypt, encrypt, verify_zip};
use greffe_terms::Lang;

use crate::fixture::{both, package, texts};

fn zip() -> Vec<u8> {
    let request = both();
    let mut zip = Cursor::new(Vec::new());
    let _ = package(&request)
        .source(texts("a", &["zq-personal-7731"]))
        .write_zip(&mut zip)
        .unwrap();
    zip.into_inner()
}

fn encrypted(bytes: &[u8], to: &Recipients) -> Vec<u8> {
    let mut encrypted = Vec::new();
    assert_eq!(
        encrypt(bytes, &mut encrypted, to).unwrap(),
        bytes.len() as u64
    );
    encrypted
}

fn opened(bytes: &[u8], with: &Identity) -> Result<Vec<u8>, EncryptionError> {
    let mut opened = Vec::new();
    decrypt(bytes, &mut opened, with).map(|_| opened)
}

#[test]
fn a_person_opens_what_was_encrypted_to_their_key_and_the_bag_is_intact() {
    let ((mine, my_key), (yours, your_key), (other, _)) = (
        Identity::generate(),
        Identity::generate(),
        Identity::generate(),
    );
    let to = Recipients::keys([my_key.as_str(), your_key.as_str()]).unwrap();
    let (whole, sealed) = (zip(), encrypted(&zip(), &to));
    assert!(
        sealed.starts_with(b"age-encryption.org/v1\n"),
        "the format of age itself"
    );
    for identity in [&mine, &yours] {
        let back = opened(&sealed, identity).unwrap();
        assert!(back == whole);
        assert!(verify_zip(Cursor::new(back)).unwrap().is_intact());
    }
    assert_eq!(
        opened(&sealed, &other).unwrap_err(),
        EncryptionError::OtherKey
    );
    assert!(
        encrypted(&whole, &to) != sealed,
        "the file key is random: only encrypted exports are never the same twice"
    );
}

#[test]
fn a_passphrase_opens_and_another_does_not() {
    let sealed = encrypted(
        b"an archive",
        &Recipients::passphrase("tournesol lin cuve").unwrap(),
    );
    let right = Identity::passphrase("tournesol lin cuve").unwrap();
    assert_eq!(opened(&sealed, &right).unwrap(), b"an archive");
    let wrong = Identity::passphrase("tournesol lin cuvé").unwrap();
    assert_eq!(
        opened(&sealed, &wrong).unwrap_err(),
        EncryptionError::OtherKey
    );
}

#[test]
fn what_was_changed_or_cut_off_is_not_opened_to_its_end() {
    let (identity, key) = Identity::generate();
    let sealed = encrypted(
        &vec![7; 200_000],
        &Recipients::keys([key.as_str()]).unwrap(),
    );
    for end in [sealed.len() - 1, sealed.len() - 70_000, 300] {
        assert!(
            opened(&sealed[..end], &identity).is_err(),
            "cut off at {end}"
        );
    }
    for place in [sealed.len() - 1, 100_000, 60] {
        let mut changed = sealed.clone();
        changed[place] ^= 1;
        assert!(opened(&changed, &identity).is_err(), "changed at {place}");
    }
    assert_eq!(
        opened(b"no age file", &identity).unwrap_err(),
        EncryptionError::NotEncrypted
    );
}

#[test]
fn a_stream_is_encrypted_in_blocks_and_never_held() {
    /// A writer that keeps nothing and notes the longest block.
    struct Longest(usize);
    impl Write for Longest {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 = self.0.max(bytes.len());
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let (_, key) = Identity::generate();
    let mut longest = Longest(0);
    let large = std::io::repeat(7).take(3_000_000);
    let bytes = encrypt(
        large,
        &mut longest,
        &Recipients::keys([key.as_str()]).unwrap(),
    )
    .unwrap();
    assert_eq!(bytes, 3_000_000);
    assert!(longest.0 < 70_000, "{} bytes at once", longest.0);
}

#[test]
fn texts_that_are_no_key_are_refused_and_no_secret_is_printed() {
    for hostile in ["", "age1", "zq-secret", "ssh-ed25519 AAAA"] {
        assert_eq!(
            Recipients::keys([hostile]).unwrap_err(),
            EncryptionError::Recipient
        );
        assert_eq!(
            Identity::key(hostile).unwrap_err(),
            EncryptionError::Recipient
        );
    }
    assert_eq!(
        Recipients::keys([]).unwrap_err(),
        EncryptionError::Recipient
    );
    assert_eq!(
        Recipients::passphrase("").unwrap_err(),
        EncryptionError::Recipient
    );
    let printed = format!(
        "{:?} {:?} {:?}",
        Recipients::passphrase("zq-secret").unwrap(),
        Identity::passphrase("zq-secret").unwrap(),
        Identity::generate().0
    );
    assert!(
        !printed.contains("zq-secret") && !printed.contains("SECRET-KEY"),
        "{printed}"
    );
    for error in [
        EncryptionError::OtherKey,
        EncryptionError::Damaged,
        EncryptionError::TooMuchWork,
    ] {
        assert_ne!(error.in_language(Lang::Fr), error.in_language(Lang::En));
    }
}
