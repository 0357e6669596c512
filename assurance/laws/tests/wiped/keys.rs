//! Master keys, key-encryption keys, keys of persons, and everything that is derived of them.

use greffe::cipher::{
    Context, FieldCipher, Iban, IndexBits, KeyEncryptionKey, KeyEntry, KeyId, KeyProvider,
    KeyState, Keyring, MasterKey, MemoryKeys, Subject, SubjectKey, SubjectKeys,
};

use crate::assert_wiped;
use crate::derived::{FIELD, TABLE, named_key, prk, states, sub_key};
use crate::freed::{leaks, standing};
use crate::values::Drawing;

/// So many that every vector of keys grows.
const MASTERS: [[u8; 32]; 11] = {
    let mut masters = [[0; 32]; 11];
    let mut n = 0;
    while n < masters.len() {
        masters[n] = marked(n as u8);
        n += 1;
    }
    masters
};

/// 32 octets of which no eight in a row stand anywhere else (SplitMix64).
const fn marked(seed: u8) -> [u8; 32] {
    let mut octets = [0; 32];
    let mut at = 0;
    let mut state = (seed as u64) << 32;
    while at < octets.len() {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        octets[at] = (mixed ^ (mixed >> 31)) as u8;
        at += 1;
    }
    octets
}

fn id(n: usize) -> KeyId {
    KeyId::new(u32::try_from(n).expect("small") + 1).expect("not 0")
}

pub(crate) fn context() -> Context {
    Context::new(TABLE, FIELD)
}

/// A keyring of all masters: the second is primary, one is standby, the others active.
pub(crate) fn keyring() -> Keyring {
    let mut keyring = Keyring::single(id(0), 0, MasterKey::from_bytes(MASTERS[0]));
    for (n, master) in MASTERS.iter().enumerate().skip(1) {
        let entry = keyring.import(id(n), 0, MasterKey::from_bytes(*master));
        entry.expect("a new key");
        if n < MASTERS.len() - 1 {
            keyring.promote(id(n)).expect("a standby key");
        }
    }
    keyring
}

fn borrowed<'a>(secrets: &'a [(&'static str, Vec<u8>)]) -> Vec<(&'static str, &'a [u8])> {
    let pairs = secrets.iter();
    pairs
        .map(|(name, octets)| (*name, octets.as_slice()))
        .collect()
}

/// The masters, what is extracted of them, and the keys of a column of a suite, in every form that is kept.
fn secrets_of_column(suite: u8) -> Vec<(&'static str, Vec<u8>)> {
    let mut all = secrets_of_keyring();
    for master in &MASTERS {
        let prk = prk("greffe/1 master", master);
        all.push(("a column's AEAD key", sub_key(&prk, "enc", suite).to_vec()));
        if suite < 3 {
            let siv = sub_key(&prk, "siv", suite);
            all.push(("a column's key of synthetic values", siv.to_vec()));
            let [inner, outer] = states(&siv);
            all.push(("the inner state of synthetic values", inner));
            all.push(("the outer state of synthetic values", outer));
        }
    }
    all
}

fn secrets_of_keyring() -> Vec<(&'static str, Vec<u8>)> {
    let mut all = Vec::new();
    for master in &MASTERS {
        let prk = prk("greffe/1 master", master);
        let [inner, outer] = states(&prk);
        all.extend([
            ("a master key", master.to_vec()),
            ("an extracted key", prk.to_vec()),
            ("the inner state of an extracted key", inner),
            ("the outer state of an extracted key", outer),
        ]);
    }
    all
}

/// The names of the secrets that stand in an object.
fn held<T>(secrets: &[(&'static str, Vec<u8>)], make: impl FnOnce() -> T) -> Vec<String> {
    standing(&borrowed(secrets), make)
}

#[test]
fn each_secret_is_what_the_objects_hold() {
    let secrets = secrets_of_column(1);
    let cipher = || keyring().cipher(context()).expect("a context");
    assert_eq!(held(&secrets, keyring), ["a master key"]);
    assert_eq!(
        held(&secrets, cipher),
        [
            "the inner state of an extracted key",
            "the outer state of an extracted key"
        ]
    );
    assert_eq!(
        held(&secrets, || cipher().deterministic::<Iban>()),
        [
            "a column's AEAD key",
            "the inner state of synthetic values",
            "the outer state of synthetic values"
        ]
    );
    assert_eq!(
        held(&secrets_of_kek(), || KeyEncryptionKey::from_bytes(&marked(
            100
        ))),
        [
            "the inner state of the extracted key",
            "the outer state of the extracted key"
        ]
    );
    let secrets = secrets_of_person();
    let column = || person().column::<Iban>(&context()).expect("a context");
    assert_eq!(held(&secrets, person), ["a subject", "a person's key"]);
    assert_eq!(held(&secrets, column), ["a column's AEAD key"]);
}

#[test]
fn a_keyring_and_its_changes_leave_no_master_behind() {
    let found = leaks(&borrowed(&secrets_of_keyring()), || {
        let mut keyring = keyring();
        keyring.retire_without_proof(id(0)).expect("an active key");
        keyring.destroy_without_proof(id(0)).expect("a retired key");
        keyring
            .discard(id(MASTERS.len() - 1))
            .expect("a standby key");
        let copy = keyring.clone();
        assert!(copy.is_same_as(&keyring));
        let provided = MemoryKeys::new(copy).keyring();
        drop((keyring, provided));
    });
    assert_wiped(&found);
}

#[test]
fn a_keyring_of_given_keys_leaves_no_master_behind() {
    let entries = || {
        MASTERS.iter().enumerate().rev().map(|(n, master)| {
            let state = match n {
                2 => KeyState::Primary,
                3 => KeyState::Retired,
                _ => KeyState::Active,
            };
            KeyEntry::new(id(n), state, 0, MasterKey::from_bytes(*master))
        })
    };
    let found = leaks(&borrowed(&secrets_of_keyring()), || {
        drop(Keyring::from_keys(1, entries()).expect("a keyring"));
        // Refused: two ids that are equal, and no primary key.
        assert!(Keyring::from_keys(1, entries().chain(entries())).is_err());
        assert!(Keyring::from_keys(1, entries().filter(|e| e.id() != id(2))).is_err());
        // The same master again, under another id.
        let mut keyring = keyring();
        let again = keyring.import(id(99), 0, MasterKey::from_bytes(MASTERS[0]));
        assert!(again.is_err());
    });
    assert_wiped(&found);
}

#[test]
fn a_random_keyring_leaves_no_master_behind() {
    // A generator that gives marked keys: what it gives is known beforehand.
    let mut given = Vec::new();
    let mut keyring = Keyring::generate(0, &mut Drawing(0));
    for _ in 0..3 {
        let id = keyring.add(0, &mut Drawing(given.len() as u64 * 1000 + 500));
        given.push(id.expect("a key"));
    }
    let masters: Vec<_> = keyring
        .keys()
        .map(|key| ("a random master key", key.master().expose().to_vec()))
        .collect();
    assert_eq!(masters.len(), 4);
    let found = leaks(&borrowed(&masters), || {
        let mut keyring = Keyring::generate(0, &mut Drawing(0));
        for n in 0..3 {
            let added = keyring.add(0, &mut Drawing(n * 1000 + 500));
            added.expect("a key");
        }
    });
    assert_wiped(&found);
}

fn secrets_of_kek() -> Vec<(&'static str, Vec<u8>)> {
    let kek = marked(100);
    let prk = prk("greffe/1 kek", &kek);
    let [inner, outer] = states(&prk);
    vec![
        ("the key-encryption key", kek.to_vec()),
        ("the extracted key", prk.to_vec()),
        ("the inner state of the extracted key", inner),
        ("the outer state of the extracted key", outer),
        ("the key of the file", named_key(&prk, "keyring").to_vec()),
    ]
}

#[test]
fn a_keyring_file_leaves_no_key_behind() {
    let secrets = [secrets_of_keyring(), secrets_of_kek()].concat();
    let ring = keyring();
    let found = leaks(&borrowed(&secrets), || {
        let kek = KeyEncryptionKey::from_bytes(&marked(100));
        let mut file = ring.seal(&kek, &mut Drawing(7));
        let read = Keyring::parse(&file, &kek.clone()).expect("a keyring");
        assert!(read.is_same_as(&ring));
        assert!(Keyring::parse_at_least(&file, &kek, u64::MAX).is_err());
        // Refused after it was decrypted.
        let generation = file.windows(13).position(|part| part == b"\"generation\":");
        file[generation.expect("a generation") + 14] ^= 1;
        assert!(Keyring::parse(&file, &kek).is_err());
    });
    assert_wiped(&found);
}

fn of_columns(work: impl Fn(&FieldCipher)) {
    let ring = keyring();
    for suite in 1..=3 {
        let found = leaks(&borrowed(&secrets_of_column(suite)), || {
            let cipher = ring.cipher(context()).expect("a context");
            work(&cipher.clone());
        });
        assert_wiped(&found);
    }
}

#[test]
fn columns_leave_no_key_behind() {
    of_columns(|cipher| {
        let iban: Iban = "FR1420041010050500013M02606".parse().expect("an IBAN");
        let det = cipher.deterministic::<Iban>();
        assert_eq!(det.clone().lookup(&iban).len(), MASTERS.len());
        drop(det.seal_all(&vec![iban.clone(); 70]));
        let sealed = det.seal(&iban);
        assert!(det.open(&sealed).is_ok());
        let committing = cipher.deterministic_committing::<Iban>();
        assert!(committing.open(&committing.seal(&iban)).is_ok());
        drop(cipher.randomised::<Iban>());
    });
}

#[test]
fn indexes_leave_no_key_of_the_keyring_behind() {
    of_columns(|cipher| {
        let iban: Iban = "FR1420041010050500013M02606".parse().expect("an IBAN");
        let index = cipher.index::<Iban>("by_iban", IndexBits::FULL);
        drop(index.expect("a label").lookup(&iban));
        let unique = cipher.unique::<Iban>("unique", id(1)).expect("a key");
        drop(unique.unique_token(&iban));
    });
}

fn person() -> SubjectKeys {
    let subject = || Subject::new("person 4711, whose name says something").expect("a subject");
    let key = |n: usize, seed| SubjectKey::from_bytes(subject(), id(n), 0, &marked(seed));
    SubjectKeys::of([key(0, 121), key(1, 122), key(2, 123)]).expect("keys of one subject")
}

fn secrets_of_person() -> Vec<(&'static str, Vec<u8>)> {
    let mut all = vec![(
        "a subject",
        b"person 4711, whose name says something".to_vec(),
    )];
    for seed in [121, 122, 123] {
        let prk = prk("greffe/1 subject", &marked(seed));
        all.push(("a person's key", marked(seed).to_vec()));
        all.push(("a person's extracted key", prk.to_vec()));
        let [inner, outer] = states(&prk);
        all.push(("the inner state of a person's key", inner));
        all.push(("the outer state of a person's key", outer));
        // The subject stands in the derivation.
        all.push(("a column's AEAD key", with_subject(&prk).to_vec()));
    }
    all
}

fn with_subject(prk: &[u8; 32]) -> [u8; 32] {
    let lp = |octets: &[u8]| {
        let length = u32::try_from(octets.len()).expect("short").to_be_bytes();
        [&length, octets].concat()
    };
    let opt = |octets: &[u8]| [vec![1], lp(octets)].concat();
    let info = [
        lp(b"greffe/1"),
        lp(b"enc"),
        opt(&[4]),
        vec![0],
        opt(b"person 4711, whose name says something"),
        lp(TABLE.as_bytes()),
        lp(FIELD.as_bytes()),
        vec![0, 1],
    ];
    crate::derived::mac(prk, &info.concat())
}

#[test]
fn keys_of_persons_are_wiped_with_their_columns_and_wrappings() {
    let secrets = [secrets_of_person(), secrets_of_keyring()].concat();
    let ring = keyring();
    let found = leaks(&borrowed(&secrets), || {
        let keys = person();
        let column = keys.column::<Iban>(&context()).expect("a context");
        let iban: Iban = "FR1420041010050500013M02606".parse().expect("an IBAN");
        let row = greffe::cipher::Binding::none();
        let Ok(sealed) = column.seal(&iban, &row, &mut Drawing(0));
        assert!(column.open(&sealed, &row).is_ok());
        let vault = ring.subject_vault(None).expect("no tenant");
        let Ok(wrapped) = vault.wrap(keys.current(), &mut Drawing(0));
        let subject = keys.subject().clone();
        assert!(vault.clone().unwrap(&subject, &wrapped).is_ok());
        let mut grown = keys.clone();
        for _ in 0..5 {
            let Ok(next) = grown.advance(0, &mut Drawing(0));
            assert!(next.is_some());
        }
    });
    assert_wiped(&found);
}
