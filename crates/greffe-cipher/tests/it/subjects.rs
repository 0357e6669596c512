//! Suite 4: the keys of persons, their columns, their wrapping.

use std::collections::HashSet;

use greffe_cipher::{
    Binding, Bytes, Context, ContextError, Email, IndexBits, KeyId, Keyring, OpenError, Padding,
    RotateError, Subject, SubjectColumn, SubjectKey, SubjectKeyError, SubjectKeys, Suite,
    TokenError, WrappedSubjectKey, looks_like_token,
};
use proptest::prelude::*;

use crate::support::{Counting, hex, id, master};

fn subject(octets: &[u8]) -> Subject {
    Subject::new(octets).unwrap()
}

fn keys(octets: &[u8], seed: u64) -> SubjectKeys {
    let Ok(keys) = SubjectKeys::generate(subject(octets), 1_750_000_000, &mut Counting(seed));
    keys
}

fn notes(keys: &SubjectKeys) -> SubjectColumn<Bytes> {
    keys.column(&Context::new("patients", "note").tenant("acme"))
        .unwrap()
}

fn row(n: i64) -> Binding {
    Binding::empty().int(n).unwrap()
}

fn ring() -> Keyring {
    Keyring::single(id(7), 0, master(1))
}

fn wrap(ring: &Keyring, tenant: Option<&[u8]>, key: &SubjectKey) -> WrappedSubjectKey {
    let Ok(wrapped) = ring
        .subject_vault(tenant)
        .unwrap()
        .wrap(key, &mut Counting(40));
    wrapped
}

#[test]
fn a_subject_has_1_to_255_octets_and_is_never_shown() {
    assert_eq!(Subject::new("").unwrap_err(), ContextError::Subject);
    assert_eq!(Subject::new([1; 256]).unwrap_err(), ContextError::Subject);
    assert!(Subject::new([0xff; 255]).is_ok());
    let keys = keys(b"canari", 9);
    let wrapped = wrap(&ring(), None, keys.current());
    let shown = format!(
        "{:?} {keys:?} {:?} {:?} {wrapped:?} {:?}",
        keys.subject(),
        keys.current(),
        notes(&keys),
        ring().subject_vault(Some(b"canari")).unwrap(),
    );
    assert!(!shown.contains("canari") && !shown.contains(&hex(b"canari")));
    assert!(!shown.contains("99, 97") && !shown.contains(&wrapped.to_text()[20..]));
    let octets = format!("{:?}", keys.current().expose());
    assert!(!shown.contains(octets.trim_matches(['[', ']'])));
}

#[test]
fn a_value_opens_only_for_its_person_row_context_and_generation() {
    let ana = keys(b"ana", 1);
    let column = notes(&ana);
    let value = Bytes::new(b"allergic").unwrap();
    let Ok(sealed) = column.seal(&value, &row(1), &mut Counting(0));
    assert_eq!((sealed.suite(), sealed.key_id()), (Suite::Subject, id(1)));
    assert_eq!(sealed.as_bytes().len(), 8 + 35);
    assert_eq!(column.open(&sealed, &row(1)).unwrap(), value);

    let refused = |column: &SubjectColumn<Bytes>, row: &Binding| column.open(&sealed, row);
    assert_eq!(refused(&column, &row(2)), Err(OpenError::Refused));
    assert_eq!(refused(&column, &Binding::none()), Err(OpenError::Refused));
    // Another person; the same octets of key under another person's name; the same name with another key.
    let same_key = |name: &[u8]| {
        let octets = ana.current().expose();
        SubjectKeys::of([SubjectKey::from_bytes(subject(name), id(1), 0, octets)]).unwrap()
    };
    for other in [keys(b"bob", 1), keys(b"ana", 2), same_key(b"bob")] {
        assert_eq!(refused(&notes(&other), &row(1)), Err(OpenError::Refused));
    }
    assert_eq!(refused(&notes(&same_key(b"ana")), &row(1)), Ok(value));
    for context in [
        Context::new("patients", "note"),
        Context::new("patients", "note").tenant("zebra"),
        Context::new("patients", "notes").tenant("acme"),
        Context::new("patient", "note").tenant("acme"),
    ] {
        let other = ana.column(&context).unwrap();
        assert_eq!(refused(&other, &row(1)), Err(OpenError::Refused));
    }
    assert_eq!(
        ana.column::<Bytes>(&Context::new("Patients", "note"))
            .unwrap_err(),
        ContextError::Table
    );
}

#[test]
fn older_generations_open_and_are_rotated_to_the_newest() {
    let mut ana = keys(b"ana", 1);
    let value = Bytes::new(b"allergic").unwrap();
    let Ok(old) = notes(&ana).seal(&value, &row(1), &mut Counting(0));
    let first = ana.clone();
    let Ok(next) = ana.advance(1_760_000_000, &mut Counting(50));
    assert_eq!(next.unwrap().generation(), id(2));
    assert_eq!(next.unwrap().created(), 1_760_000_000);
    let column = notes(&ana);
    assert!(column.is_stale(&old) && column.stale_ranges().contains(old.as_bytes()));
    assert_eq!(column.open(&old, &row(1)).unwrap(), value);
    let new = column.rotate(&old, &row(1), &mut Counting(9)).unwrap();
    assert_eq!(new.key_id(), id(2));
    assert!(!column.is_stale(&new) && !column.stale_ranges().contains(new.as_bytes()));
    assert_eq!(
        column.rotate(&new, &row(1), &mut Counting(3)),
        Ok(new.clone())
    );
    assert_eq!(
        column.rotate(&old, &row(2), &mut Counting(3)),
        Err(RotateError::Open(OpenError::Refused))
    );
    assert_eq!(
        notes(&first).open(&new, &row(1)),
        Err(OpenError::UnknownKey(id(2)))
    );
    // A changed padding class makes stale as well.
    assert!(notes(&ana).padding(Padding::To16).is_stale(&new));
}

#[test]
fn without_the_key_nothing_opens() {
    let mut ana = keys(b"ana", 1);
    let value = Bytes::new(b"allergic").unwrap();
    let Ok(first) = notes(&ana).seal(&value, &row(1), &mut Counting(0));
    let Ok(_) = ana.advance(0, &mut Counting(50));
    let Ok(second) = notes(&ana).seal(&value, &row(1), &mut Counting(0));
    assert_eq!(SubjectKeys::of([]).unwrap_err(), SubjectKeyError::NoKey);
    // One generation destroyed: its tokens are lost by name, the others open.
    let rest = SubjectKeys::of([ana.current().clone()]).unwrap();
    assert_eq!(
        notes(&rest).open(&first, &row(1)),
        Err(OpenError::UnknownKey(id(1)))
    );
    assert_eq!(notes(&rest).open(&second, &row(1)).unwrap(), value);
    // Both destroyed, and the person comes back: a new key of the first generation opens nothing.
    let anew = keys(b"ana", 77);
    assert_eq!(notes(&anew).open(&first, &row(1)), Err(OpenError::Refused));
    assert_eq!(
        notes(&anew).open(&second, &row(1)),
        Err(OpenError::UnknownKey(id(2)))
    );
}

#[test]
fn keys_of_one_person_are_told_from_a_mixture() {
    let key = |name: &[u8], generation: u32| {
        SubjectKey::from_bytes(subject(name), id(generation), 0, &[3; 32])
    };
    let of = |keys: Vec<SubjectKey>| SubjectKeys::of(keys).map(drop);
    assert_eq!(of(vec![key(b"a", 2), key(b"a", 1)]), Ok(()));
    assert_eq!(
        of(vec![key(b"a", 1), key(b"b", 2)]),
        Err(SubjectKeyError::OtherSubject)
    );
    assert_eq!(
        of(vec![key(b"a", 5), key(b"a", 1), key(b"a", 5)]),
        Err(SubjectKeyError::Twice(id(5)))
    );
    let last = key(b"a", u32::MAX);
    assert!(matches!(last.next(0, &mut Counting(0)), Ok(None)));
    let mut keys = SubjectKeys::of([last]).unwrap();
    assert!(matches!(keys.advance(0, &mut Counting(0)), Ok(None)));
    assert_eq!(keys.current().generation(), id(u32::MAX));
}

#[test]
fn a_wrapped_key_unwraps_for_its_person_and_tenant_only() {
    let ana = keys(b"ana", 1);
    let wrapped = wrap(&ring(), Some(b"acme"), ana.current());
    assert_eq!(wrapped.as_bytes().len(), 79);
    assert_eq!((wrapped.key_id(), wrapped.generation()), (id(7), id(1)));
    let vault = |tenant| ring().subject_vault(tenant).unwrap();
    let back = vault(Some(b"acme".as_slice()))
        .unwrap(&subject(b"ana"), &wrapped)
        .unwrap();
    assert_eq!(back.expose(), ana.current().expose());
    assert_eq!(
        (back.subject(), back.generation(), back.created()),
        (&subject(b"ana"), id(1), 1_750_000_000)
    );
    for (tenant, person) in [
        (Some(b"acme".as_slice()), b"bob".as_slice()),
        (Some(b"zebra"), b"ana"),
        (None, b"ana"),
        // What is tenant and what is person is told apart.
        (Some(b"ana"), b"acme"),
    ] {
        assert_eq!(
            vault(tenant)
                .unwrap(&subject(person), &wrapped)
                .unwrap_err(),
            OpenError::Refused
        );
    }
    assert_eq!(
        ring().subject_vault(Some(b"")).unwrap_err(),
        ContextError::Tenant
    );
    assert_eq!(
        ring().subject_vault(Some(&[0; 256])).unwrap_err(),
        ContextError::Tenant
    );
}

#[test]
fn every_single_bit_of_a_wrapped_key_and_of_a_token_counts() {
    // Ids of several bits, so that none becomes 0 by one.
    let ana = SubjectKeys::of([SubjectKey::from_bytes(
        subject(b"ana"),
        id(3),
        1_750_000_000,
        &[9; 32],
    )])
    .unwrap();
    let wrapped = wrap(&ring(), None, ana.current());
    let vault = ring().subject_vault(None).unwrap();
    let flipped = |octets: &[u8], bit: usize| {
        let mut octets = octets.to_vec();
        octets[bit / 8] ^= 1 << (bit % 8);
        octets
    };
    for bit in 0..wrapped.as_bytes().len() * 8 {
        if let Ok(other) = WrappedSubjectKey::from_bytes(&flipped(wrapped.as_bytes(), bit)) {
            assert!(vault.unwrap(&subject(b"ana"), &other).is_err(), "bit {bit}");
        } else {
            assert!(
                bit < 24,
                "only marker, suite and version are judged without a key"
            );
        }
    }
    let column = notes(&ana);
    let Ok(sealed) = column.seal(&Bytes::new(&[5; 20]).unwrap(), &row(1), &mut Counting(0));
    for bit in 0..sealed.as_bytes().len() * 8 {
        if let Ok(other) = greffe_cipher::Sealed::from_bytes(&flipped(sealed.as_bytes(), bit)) {
            assert!(column.open(&other, &row(1)).is_err(), "bit {bit}");
        }
    }
}

#[test]
fn wrapped_keys_are_parsed_strictly() {
    let wrapped = wrap(&ring(), None, keys(b"ana", 1).current());
    let octets = wrapped.as_bytes();
    let parse = |octets: &[u8]| WrappedSubjectKey::from_bytes(octets).map(drop);
    let with = |at: usize, octet: u8| {
        let mut octets = octets.to_vec();
        octets[at] = octet;
        octets
    };
    assert_eq!(parse(b""), Err(TokenError::NotAToken));
    assert_eq!(parse(&with(0, 0xFB)), Err(TokenError::NotAToken));
    assert_eq!(parse(&octets[..78]), Err(TokenError::Length));
    assert_eq!(parse(&[octets, &[0]].concat()), Err(TokenError::Length));
    assert_eq!(parse(&with(1, 3)), Err(TokenError::Suite));
    assert_eq!(parse(&with(1, 0x14)), Err(TokenError::Suite));
    assert_eq!(parse(&with(2, 2)), Err(TokenError::Form));
    for zeroed in [3..7, 7..11] {
        let mut octets = octets.to_vec();
        octets[zeroed].fill(0);
        assert_eq!(parse(&octets), Err(TokenError::Key));
    }
    let text = wrapped.to_text();
    assert!(text.starts_with("~gfk1.040100000007.") && looks_like_token(&text));
    assert_eq!(text.parse(), Ok(wrapped.clone()));
    assert_eq!(wrapped.to_string(), text);
    for bad in [
        text.to_uppercase(),
        format!("{text}="),
        format!(" {text}"),
        text.replace("~gfk1", "~gf1"),
        text.replace("0401", "0402"),
        text.replacen('.', "", 1),
    ] {
        assert!(bad.parse::<WrappedSubjectKey>().is_err(), "{bad}");
    }
}

#[test]
fn the_keyring_rotates_under_wrapped_keys() {
    let (ana, bob) = (keys(b"ana", 1), keys(b"bob", 2));
    let mut ring = ring();
    let old = wrap(&ring, None, ana.current());
    ring.import(id(9), 0, master(9)).unwrap();
    // Standby: it opens what another instance wrapped, and nothing is stale yet.
    assert!(!ring.subject_vault(None).unwrap().is_stale(&old));
    ring.promote(id(9)).unwrap();
    let vault = ring.subject_vault(None).unwrap();
    assert!(vault.is_stale(&old) && vault.stale_ranges().contains(old.as_bytes()));
    let ranges = vault.stale_ranges();
    assert!(old.to_text() < ranges.text_before() || old.to_text() >= ranges.text_from());
    let new = vault.rewrap(ana.subject(), &old, &mut Counting(3)).unwrap();
    assert_eq!((new.key_id(), new.generation()), (id(9), id(1)));
    assert!(!vault.stale_ranges().contains(new.as_bytes()));
    let text = new.to_text();
    assert!(text >= ranges.text_before() && text < ranges.text_from());
    assert_eq!(
        vault.rewrap(ana.subject(), &new, &mut Counting(4)),
        Ok(new.clone())
    );
    assert_eq!(
        vault.rewrap(bob.subject(), &old, &mut Counting(4)),
        Err(RotateError::Open(OpenError::Refused))
    );
    let back = vault.unwrap(ana.subject(), &new).unwrap();
    assert_eq!(back.expose(), ana.current().expose());
    assert_eq!(back.created(), ana.current().created());

    retire(&mut ring, id(7));
    let vault = ring.subject_vault(None).unwrap();
    assert_eq!(
        vault.unwrap(ana.subject(), &old).unwrap_err(),
        OpenError::RetiredKey(id(7))
    );
    destroy(&mut ring, id(7));
    let vault = ring.subject_vault(None).unwrap();
    assert_eq!(
        vault.unwrap(ana.subject(), &old).unwrap_err(),
        OpenError::UnknownKey(id(7))
    );
    assert!(vault.unwrap(ana.subject(), &new).is_ok());
}

fn retire(ring: &mut Keyring, key: KeyId) {
    ring.retire_without_proof(key).unwrap();
}

fn destroy(ring: &mut Keyring, key: KeyId) {
    ring.destroy_without_proof(key).unwrap();
}

/// The tombstone of a destroyed person: a full equality index over the subject's octets, found under every live key.
#[test]
fn a_destroyed_person_is_recognised_after_a_restore_and_a_rotation() {
    let mut ring = ring();
    let tombstones = |ring: &Keyring| {
        ring.cipher(Context::new("subject_keys", "tombstone"))
            .unwrap()
            .index::<Bytes>("tombstone", IndexBits::FULL)
            .unwrap()
            .accept_equality_leakage(
                "names no value, and goes when the last backup of the key store has expired",
            )
    };
    let octets = |name: &[u8]| Bytes::new(name).unwrap();
    let written = tombstones(&ring).lookup(&octets(b"ana"))[0].clone();
    ring.import(id(9), 0, master(9)).unwrap();
    ring.promote(id(9)).unwrap();
    assert!(tombstones(&ring).lookup(&octets(b"ana")).contains(&written));
    assert!(!tombstones(&ring).lookup(&octets(b"bob")).contains(&written));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_value_comes_back(
        name in proptest::collection::vec(any::<u8>(), 1..=255),
        value in proptest::collection::vec(any::<u8>(), 0..300),
        generations in 1usize..5,
        seed in 0u64..1 << 40,
    ) {
        let mut rng = Counting(seed);
        let mut keys = keys(&name, seed);
        let value = Bytes::new(&value).unwrap();
        let mut tokens = Vec::new();
        for n in 0..generations {
            if n > 0 {
                let Ok(next) = keys.advance(0, &mut rng);
                prop_assert!(next.is_some());
            }
            let Ok(token) = notes(&keys).padding(Padding::To64).seal(&value, &row(1), &mut rng);
            tokens.push(token);
        }
        // Stored one row a generation, read back in any order.
        let vault = ring().subject_vault(Some(b"acme")).unwrap();
        let stored: Vec<_> = keys.older().chain([keys.current()]).map(|key| { let Ok(row) = vault.wrap(key, &mut rng); row }).collect();
        let read = stored.iter().rev().map(|row| vault.unwrap(keys.subject(), row).unwrap());
        let column = notes(&SubjectKeys::of(read).unwrap()).padding(Padding::To64);
        for token in &tokens {
            prop_assert_eq!(&column.open(token, &row(1)).unwrap(), &value);
        }
        prop_assert!(!column.is_stale(tokens.last().unwrap()));
        let different: HashSet<_> = tokens.iter().collect();
        prop_assert_eq!(different.len(), tokens.len());
    }

    #[test]
    fn any_octets_and_texts_are_refused_or_written_again(octets in proptest::collection::vec(any::<u8>(), 79..=79), clear in any::<bool>()) {
        let mut octets = octets;
        if clear {
            octets[..3].copy_from_slice(&[0xFC, 4, 1]);
        }
        if let Ok(wrapped) = WrappedSubjectKey::from_bytes(&octets) {
            prop_assert_eq!(wrapped.as_bytes(), &octets[..]);
            prop_assert_eq!(WrappedSubjectKey::from_text(&wrapped.to_text()), Ok(wrapped.clone()));
            prop_assert!(ring().subject_vault(None).unwrap().unwrap(&subject(b"ana"), &wrapped).is_err());
        } else {
            prop_assert!(!clear || octets[3..7] == [0; 4] || octets[7..11] == [0; 4]);
        }
    }

    #[test]
    fn sealed_twice_is_never_the_same(text in "[a-z]{1,8}@example\\.org", seed in 1u64..1 << 40) {
        let keys = keys(b"ana", seed);
        let column = keys.column::<Email>(&Context::new("people", "email")).unwrap();
        let email: Email = text.parse().unwrap();
        let mut rng = Counting(seed);
        let Ok(one) = column.seal(&email, &Binding::none(), &mut rng);
        let Ok(two) = column.seal(&email, &Binding::none(), &mut rng);
        prop_assert_ne!(&one, &two);
        prop_assert_eq!(column.open(&one, &Binding::none()).unwrap(), email);
    }
}
