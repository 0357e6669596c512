//! Keyrings: states, and the sealed file.

use greffe_cipher::{
    Context, ContextError, KeyEncryptionKey, KeyEntry, KeyId, KeyState, Keyring, KeyringError,
    MasterKey, MemoryKeys,
};
use proptest::prelude::*;

use crate::support::{Counting, id, master, published};

fn kek(n: u8) -> KeyEncryptionKey {
    KeyEncryptionKey::from_bytes(&[n; 32])
}

/// Id, state, time of making and octets of a key.
type KeyFacts = (KeyId, KeyState, u64, [u8; 32]);

/// What two keyrings must have in common to be the same.
fn facts(ring: &Keyring) -> (u64, KeyId, Vec<KeyFacts>) {
    (
        ring.generation(),
        ring.primary(),
        ring.keys()
            .map(|k| (k.id(), k.state(), k.created(), *k.master().expose()))
            .collect(),
    )
}

#[test]
fn exactly_one_key_is_primary_and_ids_are_unique() {
    let entry = |n: u32, state| {
        let octet = u8::try_from(n).unwrap();
        KeyEntry::new(id(n), state, 0, master(octet))
    };
    let build = |keys: Vec<KeyEntry>| Keyring::from_keys(1, keys).map(drop);
    assert_eq!(build(vec![]), Err(KeyringError::Primaries(0)));
    assert_eq!(
        build(vec![entry(1, KeyState::Active)]),
        Err(KeyringError::Primaries(0))
    );
    assert_eq!(
        build(vec![
            entry(1, KeyState::Primary),
            entry(2, KeyState::Primary)
        ]),
        Err(KeyringError::Primaries(2))
    );
    assert_eq!(
        build(vec![
            entry(1, KeyState::Primary),
            entry(1, KeyState::Active)
        ]),
        Err(KeyringError::DuplicateKey(id(1)))
    );
    assert_eq!(
        build(vec![
            entry(2, KeyState::Primary),
            entry(1, KeyState::Retired)
        ]),
        Ok(())
    );
    let of = |generation| Keyring::from_keys(generation, [entry(1, KeyState::Primary)]).map(drop);
    assert_eq!(of(0), Err(KeyringError::ZeroGeneration));
    assert_eq!(of(1 << 53), Err(KeyringError::GenerationExhausted));
}

#[test]
fn the_same_key_under_a_second_id_is_refused() {
    let mut ring = Keyring::single(id(1), 0, master(1));
    let twice = |n| Err(KeyringError::DuplicateMaster(id(n)));
    assert_eq!(ring.import(id(2), 0, master(1)), twice(1));
    ring.import(id(2), 0, master(2)).unwrap();
    assert_eq!(ring.import(id(3), 0, master(2)), twice(2));
    assert_eq!((ring.generation(), ring.keys().count()), (2, 2));
    // Nor by the way of a list or a file: whoever destroys one of the two would have destroyed nothing.
    let entry = |n, state| KeyEntry::new(id(n), state, 0, master(7));
    let both = [entry(8, KeyState::Active), entry(5, KeyState::Primary)];
    assert_eq!(Keyring::from_keys(1, both).map(drop), twice(5));
}

#[test]
fn keyrings_are_the_same_if_generation_and_every_part_of_every_key_are() {
    let build = |generation, id_of: u32, state, created, octet| {
        let primary = KeyEntry::new(id(1), KeyState::Primary, 0, master(1));
        let other = KeyEntry::new(id(id_of), state, created, master(octet));
        Keyring::from_keys(generation, [primary, other]).unwrap()
    };
    let ring = build(5, 2, KeyState::Active, 7, 2);
    assert!(ring.is_same_as(&build(5, 2, KeyState::Active, 7, 2)));
    for other in [
        build(6, 2, KeyState::Active, 7, 2),
        build(5, 3, KeyState::Active, 7, 2),
        build(5, 2, KeyState::Standby, 7, 2),
        build(5, 2, KeyState::Active, 8, 2),
        build(5, 2, KeyState::Active, 7, 3),
        Keyring::from_keys(5, [KeyEntry::new(id(1), KeyState::Primary, 0, master(1))]).unwrap(),
    ] {
        assert!(!ring.is_same_as(&other) && !other.is_same_as(&ring));
    }
}

#[test]
fn a_json_array_of_the_same_members_is_no_keyring() {
    let octets = published().seal(&kek(1), &mut Counting(0));
    let members: serde_json::Value = serde_json::from_slice(&octets).unwrap();
    let list: Vec<_> = ["format", "kek", "generation", "nonce", "sealed"]
        .map(|name| members[name].clone())
        .into();
    let list = serde_json::to_vec(&list).unwrap();
    assert_eq!(
        Keyring::parse(&list, &kek(1)).unwrap_err(),
        KeyringError::NotAKeyring
    );
    let spaced = [b" \t\r\n".as_slice(), &octets].concat();
    assert!(Keyring::parse(&spaced, &kek(1)).is_ok());
}

#[test]
fn keys_move_in_one_direction_only() {
    let (one, two) = (id(1), id(2));
    let mut ring = Keyring::single(one, 0, master(1));
    let state = |id, state| Err(KeyringError::State { id, state });
    assert_eq!(ring.promote(two), Err(KeyringError::UnknownKey(two)));
    assert_eq!(ring.promote(one), state(one, KeyState::Primary));
    assert_eq!(
        ring.retire_without_proof(one),
        state(one, KeyState::Primary)
    );
    assert_eq!(
        ring.destroy_without_proof(one),
        state(one, KeyState::Primary)
    );
    assert_eq!(
        ring.import(one, 0, master(2)),
        Err(KeyringError::DuplicateKey(one))
    );
    assert_eq!(ring.generation(), 1, "what is refused changes nothing");

    ring.import(two, 0, master(2)).unwrap();
    assert_eq!(
        ring.retire_without_proof(two),
        state(two, KeyState::Standby)
    );
    ring.promote(two).unwrap();
    assert_eq!(ring.promote(one), state(one, KeyState::Active));
    assert_eq!(
        ring.destroy_without_proof(one),
        state(one, KeyState::Active)
    );
    ring.retire_without_proof(one).unwrap();
    assert_eq!(ring.promote(one), state(one, KeyState::Retired));
    ring.destroy_without_proof(one).unwrap();
    assert_eq!((ring.generation(), ring.keys().count()), (5, 1));

    let mut last = Keyring::from_keys(
        (1 << 53) - 1,
        [KeyEntry::new(one, KeyState::Primary, 0, master(0))],
    )
    .unwrap();
    assert_eq!(
        last.import(two, 0, master(2)),
        Err(KeyringError::GenerationExhausted)
    );
    assert_eq!(last.keys().count(), 1);
}

#[test]
fn new_keys_differ() {
    let mut rng = Counting(0);
    let mut ring = Keyring::generate(5, &mut rng);
    let added = ring.add(6, &mut rng).unwrap();
    assert_ne!(ring.primary(), added);
    let masters: Vec<_> = ring.keys().map(|key| *key.master().expose()).collect();
    assert_ne!(masters[0], masters[1]);
}

#[test]
fn a_sealed_keyring_reads_back() {
    let mut ring = published();
    ring.import(id(9), 1_760_000_000, master(9)).unwrap();
    ring.import(id(0xffff_ffff), 0, master(8)).unwrap();
    ring.promote(id(9)).unwrap();
    let octets = ring.seal(&kek(1), &mut Counting(0));
    assert_eq!(
        facts(&Keyring::parse(&octets, &kek(1)).unwrap()),
        facts(&ring)
    );
    let document: serde_json::Value = serde_json::from_slice(&octets).unwrap();
    assert_eq!(document["format"], "greffe-keyring/1");
    assert_eq!(document["generation"], 4);
    assert_eq!(document["kek"], kek(1).name());
    assert_ne!(
        octets,
        ring.seal(&kek(1), &mut Counting(99)),
        "every sealing has its own nonce"
    );
}

#[test]
fn a_wrong_key_an_altered_file_and_an_old_one_are_told_apart() {
    let octets = published().seal(&kek(1), &mut Counting(0));
    let parse = |octets: &[u8]| Keyring::parse(octets, &kek(1)).map(drop);
    assert_eq!(
        Keyring::parse(&octets, &kek(2)).unwrap_err(),
        KeyringError::WrongKeyEncryptionKey
    );
    let text = String::from_utf8(octets.clone()).unwrap();
    assert_eq!(
        parse(
            text.replace("\"generation\": 1", "\"generation\": 7")
                .as_bytes()
        ),
        Err(KeyringError::Altered)
    );
    assert_eq!(
        parse(text.replace("keyring/1", "keyring/2").as_bytes()),
        Err(KeyringError::Format)
    );
    assert_eq!(
        parse(text.replace("\"kek\"", "\"key\"").as_bytes()),
        Err(KeyringError::NotAKeyring)
    );
    assert_eq!(
        parse(text.replace("{\n", "{\n\"more\": 1,").as_bytes()),
        Err(KeyringError::NotAKeyring)
    );
    assert_eq!(
        parse(text.replace("{\n", "{\n\"generation\": 1,").as_bytes()),
        Err(KeyringError::NotAKeyring)
    );
    assert_eq!(
        parse(format!("{text}x").as_bytes()),
        Err(KeyringError::NotAKeyring)
    );
    assert_eq!(parse(b"\xff\xfe"), Err(KeyringError::NotAKeyring));
    assert_eq!(parse(&vec![b' '; 2 << 20]), Err(KeyringError::NotAKeyring));
    // A mebibyte, and no octet more.
    let padded = |length: usize| [octets.as_slice(), &vec![b' '; length - octets.len()]].concat();
    assert_eq!(parse(&padded(1 << 20)), Ok(()));
    for longer in [(1 << 20) + 1, 2 << 20] {
        assert_eq!(parse(&padded(longer)), Err(KeyringError::NotAKeyring));
    }
    let old = Keyring::parse_at_least(&octets, &kek(1), 2).unwrap_err();
    assert_eq!(
        old,
        KeyringError::Generation {
            found: 1,
            remembered: 2
        }
    );
    assert!(Keyring::parse_at_least(&octets, &kek(1), 1).is_ok());
}

#[test]
fn every_changed_character_of_the_sealed_part_is_refused() {
    let text = String::from_utf8(published().seal(&kek(1), &mut Counting(0))).unwrap();
    let start = text.find("\"nonce\"").unwrap();
    let mut tried = 0;
    for (at, c) in text
        .char_indices()
        .skip(start)
        .filter(|(_, c)| c.is_ascii_alphanumeric())
    {
        let mut altered = text.clone().into_bytes();
        altered[at] = if c == 'A' { b'B' } else { b'A' };
        assert!(Keyring::parse(&altered, &kek(1)).is_err(), "{at}");
        tried += 1;
    }
    assert!(tried > 100);
}

#[test]
fn a_provider_gives_its_keyring() {
    let ring = published();
    let Ok(given) = Keyring::from_provider(&MemoryKeys::new(ring.clone()));
    assert_eq!(facts(&given), facts(&ring));
}

#[test]
fn contexts_are_checked_before_keys_are_derived() {
    let cipher = |context| published().cipher(context).map(drop);
    assert_eq!(
        cipher(Context::new("Customers", "iban")),
        Err(ContextError::Table)
    );
    assert_eq!(
        cipher(Context::new("customers", "i ban")),
        Err(ContextError::Field)
    );
    assert_eq!(
        cipher(Context::new("customers", "iban").tenant("")),
        Err(ContextError::Tenant)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_keyring_reads_back(keys in proptest::collection::btree_map(1u32.., (1usize..4, any::<u64>(), any::<[u8; 32]>()), 1..6), generation in 1u64..1 << 53) {
        let states = [KeyState::Primary, KeyState::Standby, KeyState::Active, KeyState::Retired];
        let entries = keys.iter().enumerate().map(|(n, (key, (state, created, octets)))| {
            let state = if n == 0 { KeyState::Primary } else { states[*state] };
            KeyEntry::new(id(*key), state, *created, MasterKey::from_bytes(*octets))
        });
        let ring = Keyring::from_keys(generation, entries).unwrap();
        let sealed = ring.seal(&kek(3), &mut Counting(generation));
        prop_assert_eq!(facts(&Keyring::parse(&sealed, &kek(3)).unwrap()), facts(&ring));
    }

    #[test]
    fn reading_any_octets_never_fails_otherwise(octets in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Keyring::parse(&octets, &kek(1)).is_err());
    }
}
