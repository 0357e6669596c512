//! Encryption to the person: what went in comes out for them, and for nobody else.

use std::collections::HashSet;
use std::io::{self, Cursor, ErrorKind, Read, Write};

use age::secrecy::ExposeSecret;
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

/// Gives so many bytes, and then fails.
struct Failing<'b>(&'b [u8], ErrorKind);

impl Read for Failing<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.0.read(into)? {
            0 => Err(self.1.into()),
            read => Ok(read),
        }
    }
}

#[test]
fn a_disk_that_fails_is_no_damage() {
    let (identity, key) = Identity::generate();
    let to = Recipients::keys([key.as_str()]).unwrap();
    let sealed = encrypted(&vec![7; 200_000], &to);
    let kind = ErrorKind::PermissionDenied;
    // Within the header and behind it.
    for whole in [0, 100, 150_000] {
        let from = Failing(&sealed[..whole], kind);
        let found = decrypt(from, io::sink(), &identity);
        assert_eq!(found, Err(EncryptionError::Io(kind)), "after {whole} bytes");
    }
    let found = encrypt(Failing(b"half", kind), io::sink(), &to);
    assert_eq!(found, Err(EncryptionError::Io(kind)));
    for kind in [ErrorKind::InvalidData, ErrorKind::UnexpectedEof] {
        let error = EncryptionError::from(io::Error::from(kind));
        assert_eq!(error, EncryptionError::Damaged);
    }
}

#[test]
fn a_header_that_was_changed_is_damage_and_one_that_asks_for_too_much_is_not_tried() {
    let (identity, key) = Identity::generate();
    let sealed = encrypted(b"an archive", &Recipients::keys([key.as_str()]).unwrap());
    let mac = sealed
        .windows(5)
        .position(|five| five == b"\n--- ")
        .unwrap()
        + 5;
    let mut changed = sealed;
    changed[mac] = if changed[mac] == b'A' { b'B' } else { b'A' };
    let found = opened(&changed, &identity).unwrap_err();
    assert_eq!(found, EncryptionError::Damaged);

    // Two to the power of 23 blocks of a kibibyte: eight gigabytes.
    let (salt, body) = ("A".repeat(22), "A".repeat(43));
    let mut hard = format!("age-encryption.org/v1\n-> scrypt {salt} 23\n{body}\n--- {body}\n");
    hard.push_str(&"a".repeat(32));
    let passphrase = Identity::passphrase("tournesol lin cuve").unwrap();
    let found = opened(hard.as_bytes(), &passphrase).unwrap_err();
    assert_eq!(found, EncryptionError::TooMuchWork);
}

#[test]
fn a_secret_key_is_read_as_age_keygen_writes_it() {
    let key = age::x25519::Identity::generate();
    let public = key.to_public().to_string();
    let sealed = encrypted(b"an archive", &Recipients::keys([public.as_str()]).unwrap());
    let secret = key.to_string();
    let secret = secret.expose_secret();
    for text in [
        secret.to_owned(),
        format!(" {secret} \n"),
        format!("# created: 2026-03-02\n# public key: {public}\n\n{secret}\n"),
    ] {
        let identity = Identity::key(&text).unwrap();
        assert_eq!(opened(&sealed, &identity).unwrap(), b"an archive");
    }
    let none = Identity::key(&format!("# {secret}\n")).unwrap_err();
    assert_eq!(none, EncryptionError::Recipient);
}

#[test]
fn what_holds_a_secret_prints_its_kind() {
    let (identity, key) = Identity::generate();
    let keys = Recipients::keys([key.as_str(), key.as_str()]).unwrap();
    assert_eq!(format!("{keys:?}"), "Recipients(2 keys)");
    assert_eq!(format!("{identity:?}"), "Identity(key)");
    let passphrase = Recipients::passphrase("zq-secret").unwrap();
    assert_eq!(format!("{passphrase:?}"), "Recipients(passphrase)");
    let passphrase = Identity::passphrase("zq-secret").unwrap();
    assert_eq!(format!("{passphrase:?}"), "Identity(passphrase)");
}

#[test]
fn every_error_has_words_of_its_own_in_both_languages() {
    let mut said = HashSet::new();
    for error in [
        EncryptionError::Recipient,
        EncryptionError::NotEncrypted,
        EncryptionError::OtherKey,
        EncryptionError::Damaged,
        EncryptionError::TooMuchWork,
        EncryptionError::Io(ErrorKind::StorageFull),
    ] {
        assert_eq!(error.in_language(Lang::En), error.to_string());
        for lang in Lang::ALL {
            let words = error.in_language(lang);
            assert!(words.len() > 20 && said.insert(words), "{error:?}");
        }
    }
}
