//! Keyring files whose key a service wraps.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};

use greffe_cipher::{DataKey, KeyWrapper, Keyring, KeyringError, MemoryWrapper, NotWrapped};
use greffe_keys::{EnvelopedKeys, FileAccess, FileKeys, KekSource, KeysError};

use crate::{keyring_error, open, place};

fn service() -> MemoryWrapper {
    MemoryWrapper::new("kms-2026", &[9; 32])
}

/// A service that can be out of reach, or that wraps and does not unwrap.
struct Failing {
    wraps: AtomicBool,
    unwraps: AtomicBool,
}

impl Failing {
    const fn new(wraps: bool, unwraps: bool) -> Self {
        Self {
            wraps: AtomicBool::new(wraps),
            unwraps: AtomicBool::new(unwraps),
        }
    }
}

impl KeyWrapper for &Failing {
    type Error = NotWrapped;

    fn name(&self) -> &'static str {
        "kms-2026"
    }

    fn wrap(&self, key: &DataKey) -> Result<Vec<u8>, NotWrapped> {
        if self.wraps.load(Ordering::SeqCst) {
            service().wrap(key)
        } else {
            Err(NotWrapped)
        }
    }

    fn unwrap(&self, wrapped: &[u8]) -> Result<DataKey, NotWrapped> {
        if self.unwraps.load(Ordering::SeqCst) {
            service().unwrap(wrapped)
        } else {
            Err(NotWrapped)
        }
    }
}

#[test]
fn an_enveloped_file_is_created_changed_and_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.json");
    let keys = EnvelopedKeys::create(&path, service(), 0).unwrap();
    let first = fs::read_to_string(&path).unwrap();
    let ring = keys.change(|ring, rng| ring.add(0, rng).map(drop)).unwrap();
    let again = EnvelopedKeys::open(&path, service(), FileAccess::OwnerOnly).unwrap();
    assert!(Keyring::from_provider(&again).unwrap().is_same_as(&ring));
    assert_ne!(fs::read_to_string(&path).unwrap(), first);
    #[cfg(unix)]
    assert_eq!(crate::mode(&path), 0o600);
    assert!(matches!(
        EnvelopedKeys::create(&path, service(), 0),
        Err(KeysError::Exists { .. })
    ));
    // Rolled back: refused by the handle and its clones, and by who remembers.
    fs::write(&path, first).unwrap();
    let rolled_back = Some(KeyringError::Generation {
        found: 1,
        remembered: 2,
    });
    let refused = |keys: EnvelopedKeys<MemoryWrapper>| {
        keyring_error(&Keyring::from_provider(&keys).unwrap_err())
    };
    assert_eq!(refused(keys.clone()), rolled_back);
    let fresh = EnvelopedKeys::open(&path, service(), FileAccess::OwnerOnly).unwrap();
    assert_eq!(refused(fresh.at_least(2)), rolled_back);
    let other = MemoryWrapper::new("kms-2027", &[9; 32]);
    let error = EnvelopedKeys::open(&path, other, FileAccess::OwnerOnly).unwrap_err();
    assert_eq!(
        keyring_error(&error),
        Some(KeyringError::WrongKeyEncryptionKey)
    );
}

#[test]
fn a_service_that_refuses_leaves_the_file_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.json");
    let refused = |error: &KeysError| matches!(error, KeysError::Service { .. });
    // It wraps and does not unwrap: nobody could open what would be written.
    for service in [Failing::new(false, true), Failing::new(true, false)] {
        let error = EnvelopedKeys::create(&path, &service, 0).unwrap_err();
        assert!(refused(&error) && !path.exists());
    }
    let service = Failing::new(true, true);
    let keys = EnvelopedKeys::create(&path, &service, 0).unwrap();
    let before = fs::read(&path).unwrap();
    service.wraps.store(false, Ordering::SeqCst);
    let error = keys
        .change(|ring, rng| ring.add(0, rng).map(drop))
        .unwrap_err();
    assert!(refused(&error));
    assert!(std::error::Error::source(&error).is_some());
    service.unwraps.store(false, Ordering::SeqCst);
    assert!(refused(&Keyring::from_provider(&keys).unwrap_err()));
    assert_eq!(fs::read(&path).unwrap(), before);
    // Back again: the handle serves on.
    service.unwraps.store(true, Ordering::SeqCst);
    assert_eq!(Keyring::from_provider(&keys).unwrap().generation(), 1);
}

/// A service whose name for the wrapping key was pointed at another key: it still unwraps what it wrapped before, and nothing that it wraps now.
struct Repointed(AtomicBool);

impl KeyWrapper for &Repointed {
    type Error = NotWrapped;

    fn name(&self) -> &'static str {
        "kms-2026"
    }

    fn wrap(&self, key: &DataKey) -> Result<Vec<u8>, NotWrapped> {
        if self.0.load(Ordering::SeqCst) {
            MemoryWrapper::new("kms-2026", &[7; 32]).wrap(key)
        } else {
            service().wrap(key)
        }
    }

    fn unwrap(&self, wrapped: &[u8]) -> Result<DataKey, NotWrapped> {
        service().unwrap(wrapped)
    }
}

#[test]
fn a_change_that_nobody_could_open_again_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.json");
    let service = Repointed(AtomicBool::new(false));
    let keys = EnvelopedKeys::create(&path, &service, 0).unwrap();
    let before = fs::read(&path).unwrap();
    service.0.store(true, Ordering::SeqCst);
    let error = keys
        .change(|ring, rng| ring.add(0, rng).map(drop))
        .unwrap_err();
    assert!(matches!(error, KeysError::Service { .. }));
    let mut next = Keyring::from_provider(&keys).unwrap();
    next.import(
        greffe_cipher::KeyId::new(77).unwrap(),
        0,
        greffe_cipher::MasterKey::from_bytes([8; 32]),
    )
    .unwrap();
    assert!(keys.store(1, &next).is_err());
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(Keyring::from_provider(&keys).unwrap().generation(), 1);
}

#[test]
fn a_local_keyring_moves_to_a_service_and_its_escrow_comes_back() {
    let place = place();
    let local = open(&place).unwrap();
    let ring = Keyring::from_provider(&local).unwrap();
    let keys = local.envelope_under(service()).unwrap();
    assert!(Keyring::from_provider(&keys).unwrap().is_same_as(&ring));
    assert_eq!(
        keyring_error(&open(&place).unwrap_err()),
        Some(KeyringError::Enveloped)
    );
    let moved = keys
        .reseal_under(MemoryWrapper::new("kms-2027", &[7; 32]))
        .unwrap();
    assert!(matches!(
        moved.reseal_under(MemoryWrapper::new("kms-2027", &[6; 32])),
        Err(KeysError::SameKey)
    ));
    assert!(Keyring::from_provider(&keys).is_err());
    let apart = KekSource::generate_file(place.folder.path().join("safe")).unwrap();
    let escrow = place.folder.path().join("escrow.json");
    moved.export(&apart, &escrow).unwrap();
    let held = FileKeys::open_with(&escrow, &apart, FileAccess::OwnerOnly).unwrap();
    let held = Keyring::from_provider(&held).unwrap();
    assert!(held.is_same_as(&ring));
    let again = place.folder.path().join("again.json");
    let back = EnvelopedKeys::import(&again, service(), &held).unwrap();
    assert!(Keyring::from_provider(&back).unwrap().is_same_as(&ring));
}

#[test]
fn no_handle_shows_more_than_names() {
    let folder = tempfile::tempdir().unwrap();
    let keys = EnvelopedKeys::create(folder.path().join("keys.json"), service(), 0).unwrap();
    let shown = format!("{keys:?}");
    assert!(shown.contains("kms-2026") && shown.contains("MasterKey(..)"));
    assert!(!shown.contains("9, 9"));
}
