//! Signed manifests: only the key that signed says that a bag is the one that left.

use std::io::Cursor;

use greffe_export::{
    Difference, InvalidKey, MemorySink, SignatureFault, SignatureState, SigningKey, VerifyingKey,
    verify_bag, verify_signed_bag, verify_signed_zip, verify_zip,
};
use proptest::prelude::*;

use crate::fixture::{both, package, text, texts};

/// RFC 8032, 7.1, TEST 1, in the PEM form that `openssl pkey` writes.
const PRIVATE: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";
const PUBLIC: &str = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n";

fn shared() -> SigningKey {
    SigningKey::hmac_sha256("desk-2026", &[9; 32]).unwrap()
}

fn signed(key: &SigningKey) -> MemorySink {
    let request = both();
    let mut bag = MemorySink::new();
    let _ = package(&request)
        .source(texts("a", &["x"]))
        .signed_with(key)
        .write_folder(&mut bag)
        .unwrap();
    bag
}

fn fault(bag: &mut MemorySink, key: &VerifyingKey) -> SignatureFault {
    let result = verify_signed_bag(bag, key).unwrap();
    let found = result
        .differences()
        .iter()
        .find_map(|difference| match difference {
            Difference::Signature(fault) => Some(fault.clone()),
            _ => None,
        });
    found.expect("a difference of the signature")
}

#[test]
fn a_signed_bag_verifies_with_its_key_and_with_none() {
    for key in [SigningKey::ed25519(&[7; 32]), shared()] {
        let mut bag = signed(&key);
        let result = verify_signed_bag(&mut bag, &key.verifying_key()).unwrap();
        assert!(result.is_intact(), "{:?}", result.differences());
        let key_id = key.id().to_owned();
        assert_eq!(*result.signature(), SignatureState::Valid { key_id });
        let unasked = verify_bag(&mut bag).unwrap();
        assert!(unasked.is_intact());
        assert_eq!(*unasked.signature(), SignatureState::Unchecked);

        let request = both();
        let mut zip = Cursor::new(Vec::new());
        let _ = package(&request)
            .source(texts("a", &["x"]))
            .signed_with(&key)
            .write_zip(&mut zip)
            .unwrap();
        assert!(
            verify_signed_zip(&mut zip, &key.verifying_key())
                .unwrap()
                .is_intact()
        );
        assert!(verify_zip(zip).unwrap().is_intact());
    }
}

#[test]
fn the_tag_file_is_as_documented_and_signs_the_same_bytes_each_time() {
    let key = SigningKey::from_pem(PRIVATE).unwrap();
    let file = text(&signed(&key), "signature.txt");
    let lines: Vec<&str> = file.lines().collect();
    assert_eq!(
        lines[..4],
        [
            "Greffe-Signature-Version: 1",
            "Signed-File: tagmanifest-sha256.txt",
            "Algorithm: Ed25519",
            // sha256 of the 32 bytes of the public key, by `openssl pkey -pubout -outform DER | tail -c 32 | sha256sum`.
            "Key-Id: 21fe31dfa154a261",
        ]
    );
    assert_eq!(lines[4].len(), "Signature: ".len() + 128);
    assert_eq!(lines.len(), 5);
    assert!(signed(&key) == signed(&key), "Ed25519 is deterministic");
    assert!(
        text(&signed(&shared()), "signature.txt")
            .contains("Algorithm: HMAC-SHA-256\nKey-Id: desk-2026\n")
    );
}

#[test]
fn a_signature_that_is_missing_of_another_key_or_broken_is_named() {
    let key = SigningKey::from_pem(PRIVATE).unwrap();
    let public = VerifyingKey::from_pem(PUBLIC).unwrap();
    assert!(
        verify_signed_bag(&mut signed(&key), &public)
            .unwrap()
            .is_intact()
    );

    let mut unsigned = signed(&key);
    unsigned.remove("signature.txt");
    assert_eq!(fault(&mut unsigned, &public), SignatureFault::Missing);
    assert_eq!(
        *verify_bag(&mut unsigned).unwrap().signature(),
        SignatureState::Unsigned
    );

    for other in [SigningKey::ed25519(&[8; 32]), shared()] {
        let expected = SignatureFault::OtherKey {
            found: other.id().to_owned(),
            expected: key.id().to_owned(),
        };
        assert_eq!(fault(&mut signed(&other), &public), expected);
    }

    // A bag that was written anew, manifests and all, under the old signature.
    let request = both();
    let mut forged = MemorySink::new();
    let _ = package(&request)
        .source(texts("a", &["forged"]))
        .write_folder(&mut forged)
        .unwrap();
    forged.put(
        "signature.txt",
        text(&signed(&key), "signature.txt").into_bytes(),
    );
    assert!(verify_bag(&mut forged).unwrap().is_intact());
    assert_eq!(fault(&mut forged, &public), SignatureFault::Broken);

    for hostile in ["", "Signature: 00\n", "Greffe-Signature-Version: 2\n", "é"] {
        let mut bag = signed(&key);
        bag.put("signature.txt", hostile.as_bytes().to_vec());
        assert_eq!(fault(&mut bag, &public), SignatureFault::Unreadable);
    }
    let mut bag = signed(&key);
    bag.put("signature.txt", vec![0xff, 0xfe]);
    assert_eq!(fault(&mut bag, &public), SignatureFault::Unreadable);
}

#[test]
fn no_byte_of_a_signature_changes_unseen() {
    for key in [SigningKey::from_pem(PRIVATE).unwrap(), shared()] {
        let whole = signed(&key);
        let file = text(&whole, "signature.txt");
        let is_valid = |bytes: Vec<u8>| {
            let mut bag = whole.clone();
            bag.put("signature.txt", bytes);
            let found = verify_signed_bag(&mut bag, &key.verifying_key()).unwrap();
            found.is_intact()
        };
        assert!(is_valid(file.clone().into_bytes()));
        for place in 0..file.len() {
            // Another letter, and the same one in the other case.
            for bit in [1, 0x20] {
                let mut bytes = file.clone().into_bytes();
                bytes[place] ^= bit;
                assert!(!is_valid(bytes), "byte {place} of\n{file}");
            }
            assert!(!is_valid(file.as_bytes()[..place].to_vec()), "{place}");
        }
        for other in [
            format!("{file}\n"),
            format!("{file}Signature: 00\n"),
            file.replace('\n', "\r\n"),
            file.replace("Signature: ", "Signature:  "),
            file.replace("\nSignature: ", "\nSignature: 00"),
        ] {
            assert!(!is_valid(other.clone().into_bytes()), "{other}");
        }
    }
}

#[test]
fn another_secret_under_the_same_id_is_a_broken_signature() {
    let impostor = SigningKey::hmac_sha256("desk-2026", &[8; 32]).unwrap();
    assert_eq!(
        fault(&mut signed(&impostor), &shared().verifying_key()),
        SignatureFault::Broken
    );
}

#[test]
fn keys_that_are_none_are_refused_and_no_secret_is_printed() {
    assert_eq!(SigningKey::from_pem(PUBLIC).unwrap_err(), InvalidKey::Pem);
    assert_eq!(
        VerifyingKey::from_pem(PRIVATE).unwrap_err(),
        InvalidKey::Pem
    );
    assert_eq!(
        SigningKey::from_pem("zq-personal-7731")
            .unwrap_err()
            .to_string(),
        "not an Ed25519 key in PEM form"
    );
    assert_eq!(
        SigningKey::hmac_sha256("a", &[1; 31]).unwrap_err(),
        InvalidKey::TooShort
    );
    for id in ["", "a b", "é", "a\n", &"x".repeat(65)] {
        assert_eq!(
            SigningKey::hmac_sha256(id, &[1; 32]).unwrap_err(),
            InvalidKey::Id
        );
    }
    let secret = b"zq-secret-zq-secret-zq-secret-zq";
    for key in [
        SigningKey::ed25519(secret),
        SigningKey::hmac_sha256("k", secret).unwrap(),
    ] {
        let printed = format!("{key:?} {:?}", key.verifying_key());
        let bytes = format!("{secret:?}");
        assert!(
            !printed.contains("zq-secret") && !printed.contains(bytes.trim_matches(['[', ']'])),
            "{printed}"
        );
        assert!(printed.contains(key.id()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_change_of_tag_manifest_or_signature_passes(at in any::<prop::sample::Index>(), flip in 1_u8..=255, of_manifest: bool) {
        let key = SigningKey::ed25519(&[7; 32]);
        let mut bag = signed(&key);
        let path = if of_manifest { "tagmanifest-sha256.txt" } else { "signature.txt" };
        let mut bytes = bag.file(path).unwrap().to_vec();
        let place = at.index(bytes.len());
        bytes[place] ^= flip;
        bag.put(path, bytes);
        prop_assert!(!verify_signed_bag(&mut bag, &key.verifying_key()).unwrap().is_intact());
    }
}
