//! Another key-encryption key, and escrow.

use std::fs;

use greffe_cipher::{Keyring, KeyringError};
use greffe_keys::{FileAccess, FileKeys, KekSource, KeysError};

use crate::{keyring_error, open, place};

#[test]
fn a_resealed_file_opens_under_the_new_key_only_with_the_same_keys() {
    let place = place();
    let keys = open(&place).unwrap();
    keys.change(|ring, rng| ring.add(0, rng).map(drop)).unwrap();
    let before = Keyring::from_provider(&keys).unwrap();
    let new = KekSource::generate_file(place.folder.path().join("kek-2027")).unwrap();
    let resealed = keys.reseal_under(&new).unwrap();
    assert_ne!(resealed.kek_name(), keys.kek_name());
    let after = Keyring::from_provider(&resealed).unwrap();
    assert!(
        after.is_same_as(&before),
        "no key changed, and no generation"
    );
    // The former handle, and the former key, open it no more and change nothing.
    let written = fs::read(&place.keys).unwrap();
    for error in [
        Keyring::from_provider(&keys).unwrap_err(),
        keys.change(|ring, rng| ring.add(0, rng).map(drop))
            .unwrap_err(),
        open(&place).unwrap_err(),
    ] {
        assert_eq!(
            keyring_error(&error),
            Some(KeyringError::WrongKeyEncryptionKey)
        );
    }
    assert_eq!(fs::read(&place.keys).unwrap(), written);
    // The new handle goes on, and still remembers what was seen.
    let later = resealed
        .change(|ring, rng| ring.add(0, rng).map(drop))
        .unwrap();
    assert_eq!(later.generation(), before.generation() + 1);
    fs::write(&place.keys, written).unwrap();
    assert!(matches!(
        keyring_error(&Keyring::from_provider(&resealed).unwrap_err()),
        Some(KeyringError::Generation { .. })
    ));
}

#[test]
fn the_same_key_is_neither_a_new_one_nor_an_escrow() {
    let place = place();
    let keys = open(&place).unwrap();
    let before = fs::read(&place.keys).unwrap();
    let escrow = place.folder.path().join("escrow.json");
    assert!(matches!(
        keys.reseal_under(&place.kek),
        Err(KeysError::SameKey)
    ));
    assert!(matches!(
        keys.export(&place.kek, &escrow),
        Err(KeysError::SameKey)
    ));
    assert_eq!(fs::read(&place.keys).unwrap(), before);
    assert!(!escrow.exists());
}

#[test]
fn an_escrow_brings_a_lost_keyring_back() {
    let place = place();
    let keys = open(&place).unwrap();
    let before = keys.change(|ring, rng| ring.add(0, rng).map(drop)).unwrap();
    let apart = KekSource::generate_file(place.folder.path().join("safe")).unwrap();
    let escrow = place.folder.path().join("escrow.json");
    keys.export(&apart, &escrow).unwrap();
    #[cfg(unix)]
    assert_eq!(crate::mode(&escrow), 0o600);
    assert!(matches!(
        keys.export(&apart, &escrow),
        Err(KeysError::Exists { .. })
    ));
    fs::remove_file(&place.keys).unwrap();
    fs::remove_file(place.folder.path().join("kek")).unwrap();

    let held = FileKeys::open_with(&escrow, &apart, FileAccess::OwnerOnly).unwrap();
    let held = Keyring::from_provider(&held).unwrap();
    let kek = KekSource::generate_file(place.folder.path().join("kek")).unwrap();
    let back = FileKeys::import(&place.keys, &kek, &held).unwrap();
    assert!(Keyring::from_provider(&back).unwrap().is_same_as(&before));
    assert!(matches!(
        FileKeys::import(&place.keys, &kek, &held),
        Err(KeysError::Exists { .. })
    ));
}

#[test]
fn a_change_and_a_new_key_at_once_lose_neither() {
    let place = place();
    let keys = open(&place).unwrap();
    let new = KekSource::generate_file(place.folder.path().join("kek-2027")).unwrap();
    let changes = std::thread::scope(|scope| {
        let changing: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| keys.change(|ring, rng| ring.add(0, rng).map(drop)).is_ok()))
            .collect();
        scope.spawn(|| keys.reseal_under(&new).unwrap());
        let changed = changing.into_iter().map(|one| one.join().unwrap());
        changed.filter(|changed| *changed).count()
    });
    let keys = FileKeys::open_with(&place.keys, &new, FileAccess::OwnerOnly).unwrap();
    let ring = Keyring::from_provider(&keys).unwrap();
    // What was answered as written is in the file; what came after the new key was refused.
    assert_eq!(ring.keys().count(), 1 + changes);
}

#[test]
fn every_refusal_has_its_french_words() {
    let place = place();
    let open_error = FileKeys::open_with(
        place.folder.path().join("nowhere"),
        &place.kek,
        FileAccess::OwnerOnly,
    )
    .unwrap_err();
    let keys = open(&place).unwrap();
    for (error, french) in [
        (open_error, "impossible d’ouvrir"),
        (
            keys.reseal_under(&place.kek).unwrap_err(),
            "déjà scellé sous cette clé",
        ),
        (
            FileKeys::create(&place.keys, &place.kek, 0).unwrap_err(),
            "existe déjà",
        ),
        (KeysError::from(KeyringError::Enveloped), "sous enveloppe"),
    ] {
        assert!(error.in_french().contains(french), "{}", error.in_french());
        assert_ne!(error.in_french(), error.to_string());
    }
}
