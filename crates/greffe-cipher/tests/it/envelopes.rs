//! Enveloped keyrings: a service wraps the key of the file.

use std::cell::{Cell, RefCell};

use greffe_cipher::{
    DataKey, EnvelopeError, KeyEncryptionKey, KeyWrapper, Keyring, KeyringError, MasterKey,
    MemoryWrapper, NotWrapped,
};
use proptest::prelude::*;

use crate::support::{Counting, hex, id, master, published};

fn service() -> MemoryWrapper {
    MemoryWrapper::new("kms-2026", &[9; 32])
}

fn sealed(ring: &Keyring) -> Vec<u8> {
    ring.seal_enveloped(&service(), &mut Counting(0)).unwrap()
}

/// The published vector: the file, and the data key that the service would unwrap.
pub(crate) fn vector(ring: &Keyring, keys: &[serde_json::Value]) -> serde_json::Value {
    let watched = Watched::new(service());
    let file = ring.seal_enveloped(&watched, &mut Counting(21)).unwrap();
    let file: serde_json::Value = serde_json::from_slice(&file).unwrap();
    let data_key = watched.keys.borrow().last().copied().unwrap();
    serde_json::json!({"file": file, "kek": watched.name(), "data_key": hex(&data_key), "keys": keys})
}

/// A service whose every call is seen.
struct Watched {
    inner: MemoryWrapper,
    keys: RefCell<Vec<[u8; 32]>>,
    unwrapped: Cell<u32>,
}

impl Watched {
    fn new(inner: MemoryWrapper) -> Self {
        Self {
            inner,
            keys: RefCell::default(),
            unwrapped: Cell::new(0),
        }
    }
}

impl KeyWrapper for Watched {
    type Error = NotWrapped;

    fn name(&self) -> &str {
        self.inner.name()
    }

    fn wrap(&self, key: &DataKey) -> Result<Vec<u8>, NotWrapped> {
        self.keys.borrow_mut().push(*key.expose());
        self.inner.wrap(key)
    }

    fn unwrap(&self, wrapped: &[u8]) -> Result<DataKey, NotWrapped> {
        self.unwrapped.set(self.unwrapped.get() + 1);
        self.inner.unwrap(wrapped)
    }
}

#[test]
fn an_enveloped_keyring_reads_back_and_every_writing_has_its_own_key() {
    let mut ring = published();
    ring.import(id(9), 1_760_000_000, master(9)).unwrap();
    let service = Watched::new(service());
    let mut rng = Counting(0);
    let files = [(); 3].map(|()| ring.seal_enveloped(&service, &mut rng).unwrap());
    for file in &files {
        let read = Keyring::parse_enveloped(file, &service).unwrap();
        assert!(read.is_same_as(&ring));
    }
    let mut keys = service.keys.borrow().clone();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!((keys.len(), service.unwrapped.get()), (3, 3));
    let file: serde_json::Value = serde_json::from_slice(&files[0]).unwrap();
    assert_eq!(file["format"], "greffe-keyring-enveloped/1");
    assert_eq!(file["kek"], "kms-2026");
    assert_eq!(file["generation"], 2);
}

#[test]
fn another_service_a_refusing_one_and_an_altered_file_are_told_apart() {
    let octets = sealed(&published());
    let renamed = Watched::new(MemoryWrapper::new("kms-2027", &[9; 32]));
    assert_eq!(
        Keyring::parse_enveloped(&octets, &renamed).unwrap_err(),
        EnvelopeError::Keyring(KeyringError::WrongKeyEncryptionKey)
    );
    assert_eq!(
        renamed.unwrapped.get(),
        0,
        "no service is asked for another's key"
    );
    let replaced = MemoryWrapper::new("kms-2026", &[8; 32]);
    assert_eq!(
        Keyring::parse_enveloped(&octets, &replaced).unwrap_err(),
        EnvelopeError::Wrapper(NotWrapped)
    );
    let text = String::from_utf8(octets.clone()).unwrap();
    let parse = |text: &str| Keyring::parse_enveloped(text.as_bytes(), &service()).map(drop);
    let refused = |error| Err(EnvelopeError::Keyring(error));
    assert_eq!(
        parse(&text.replace("\"generation\": 1", "\"generation\": 2")),
        refused(KeyringError::Altered)
    );
    assert_eq!(
        parse(&text.replace("enveloped/1", "enveloped/2")),
        refused(KeyringError::Format)
    );
    for text in [
        text.replace("\"wrapped\"", "\"wrap\""),
        text.replace("{\n", "{\n\"more\": 1,"),
        text.replace("{\n", "{\n\"generation\": 1,"),
        format!("[{text}]"),
        String::new(),
    ] {
        assert_eq!(parse(&text), refused(KeyringError::NotAKeyring));
    }
    assert_eq!(
        Keyring::parse_enveloped_at_least(&octets, &service(), 2).unwrap_err(),
        EnvelopeError::Keyring(KeyringError::Generation {
            found: 1,
            remembered: 2
        })
    );
    assert!(Keyring::parse_enveloped_at_least(&octets, &service(), 1).is_ok());
}

/// The wrapped key is authenticated by the file, whatever the service makes of it.
#[test]
fn another_wrapping_of_the_same_key_is_an_altered_file() {
    /// Ignores what follows the first 48 octets, as a malleable service might.
    struct Lax(MemoryWrapper);
    impl KeyWrapper for Lax {
        type Error = NotWrapped;

        fn name(&self) -> &str {
            self.0.name()
        }

        fn wrap(&self, key: &DataKey) -> Result<Vec<u8>, NotWrapped> {
            self.0.wrap(key)
        }

        fn unwrap(&self, wrapped: &[u8]) -> Result<DataKey, NotWrapped> {
            self.0.unwrap(&wrapped[..48])
        }
    }
    let lax = Lax(service());
    let text =
        String::from_utf8(published().seal_enveloped(&lax, &mut Counting(0)).unwrap()).unwrap();
    assert!(Keyring::parse_enveloped(text.as_bytes(), &lax).is_ok());
    let longer = text.replace("\",\n  \"nonce\"", "AAAA\",\n  \"nonce\"");
    assert_ne!(longer, text);
    assert_eq!(
        Keyring::parse_enveloped(longer.as_bytes(), &lax).unwrap_err(),
        EnvelopeError::Keyring(KeyringError::Altered)
    );
}

#[test]
fn local_and_enveloped_files_are_not_taken_for_each_other() {
    let kek = KeyEncryptionKey::from_bytes(&[9; 32]);
    assert_eq!(
        Keyring::parse(&sealed(&published()), &kek).unwrap_err(),
        KeyringError::Enveloped
    );
    let local = published().seal(&kek, &mut Counting(0));
    assert_eq!(
        Keyring::parse_enveloped(&local, &service()).unwrap_err(),
        EnvelopeError::Keyring(KeyringError::NotAKeyring)
    );
}

#[test]
fn names_and_wrapped_keys_that_cannot_stand_in_a_file_are_refused_on_writing() {
    /// Wraps to so many octets.
    struct Sized(usize);
    impl KeyWrapper for Sized {
        type Error = NotWrapped;

        fn name(&self) -> &'static str {
            "sized"
        }

        fn wrap(&self, _: &DataKey) -> Result<Vec<u8>, NotWrapped> {
            Ok(vec![1; self.0])
        }

        fn unwrap(&self, _: &[u8]) -> Result<DataKey, NotWrapped> {
            Err(NotWrapped)
        }
    }
    for name in ["", "a\"b", "a\\b", "a b", "é", "a\n", &"a".repeat(256)] {
        let service = MemoryWrapper::new(name, &[9; 32]);
        assert_eq!(
            published()
                .seal_enveloped(&service, &mut Counting(0))
                .unwrap_err(),
            EnvelopeError::Keyring(KeyringError::Wrapper),
            "{name}"
        );
    }
    for (length, fine) in [(0, false), (1, true), (16_384, true), (16_385, false)] {
        let written = published().seal_enveloped(&Sized(length), &mut Counting(0));
        assert_eq!(written.is_ok(), fine, "{length}");
    }
    let arn = "arn:aws:kms:eu-west-3:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    let service = MemoryWrapper::new(arn, &[9; 32]);
    let file = published()
        .seal_enveloped(&service, &mut Counting(0))
        .unwrap();
    assert!(Keyring::parse_enveloped(&file, &service).is_ok());
}

#[test]
fn every_changed_character_is_refused() {
    let text = String::from_utf8(sealed(&published())).unwrap();
    for (at, c) in text
        .char_indices()
        .filter(|(_, c)| c.is_ascii_alphanumeric())
    {
        let mut altered = text.clone().into_bytes();
        altered[at] = if c == 'A' { b'B' } else { b'A' };
        assert!(
            Keyring::parse_enveloped(&altered, &service()).is_err(),
            "{at}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_keyring_comes_back_out_of_its_envelope(octets in any::<[u8; 32]>(), key in any::<[u8; 32]>(), name in "[!#-\\[\\]-~]{1,60}", seed in 0u64..1 << 40) {
        let service = MemoryWrapper::new(&name, &key);
        let ring = Keyring::single(id(7), 3, MasterKey::from_bytes(octets));
        let file = ring.seal_enveloped(&service, &mut Counting(seed)).unwrap();
        prop_assert!(Keyring::parse_enveloped(&file, &service).unwrap().is_same_as(&ring));
        let shown = format!("{service:?} {:?}", DataKey::from_bytes(&key));
        prop_assert!(shown.ends_with(", ..) DataKey(..)"));
    }
}
