//! What a meter hears: keys and outcomes, each once.

use std::sync::Arc;

use greffe_cipher::{
    Binding, Bytes, Context, Counts, Iban, Keyring, Meter, Padding, SealStats, Sealed, Subject,
    SubjectKeys,
};

use crate::support::{Counting, column, id, master};

#[test]
fn every_outcome_is_counted_once_and_by_its_name() {
    let mut ring = Keyring::single(id(1), 0, master(1));
    ring.import(id(2), 0, master(2)).unwrap();
    ring.import(id(3), 0, master(3)).unwrap();
    ring.promote(id(2)).unwrap();
    let stats = Arc::new(SealStats::starting_at(10));
    let cipher = |ring: &Keyring| column(ring).metered(Arc::clone(&stats) as Arc<dyn Meter>);
    let value: Iban = "FR1420041010050500013M02606".parse().unwrap();

    let now = cipher(&ring).deterministic::<Iban>();
    let token = now.seal(&value);
    assert_eq!(now.seal_all([&value, &value, &value]).len(), 3);
    let random = cipher(&ring).randomised::<Iban>();
    let row = greffe_cipher::Binding::none();
    let bound = random.seal(&value, &row, &mut Counting(1)).unwrap();
    // What a lookup computes is not stored, so it is no seal.
    assert_eq!(now.lookup(&value).len(), 3);
    now.open(&token).unwrap();
    random.open(&bound, &row).unwrap();

    let altered = |at: usize, to: u8| {
        let mut octets = token.as_bytes().to_vec();
        octets[at] = to;
        Sealed::<Iban>::from_bytes(&octets).unwrap()
    };
    assert!(now.open(&altered(20, token.as_bytes()[20] ^ 1)).is_err());
    assert!(now.open(&altered(2, 0x1f)).is_err(), "a form of the future");
    assert!(now.open(&altered(6, 9)).is_err(), "an unknown key");
    assert!(now.open(&bound).is_err(), "another suite");
    ring.retire_without_proof(id(1)).unwrap();
    assert!(
        cipher(&ring)
            .deterministic::<Iban>()
            .open(&altered(6, 1))
            .is_err(),
        "a retired key"
    );

    let expected = Counts {
        sealed: 10 + 1 + 3 + 1,
        opened: 2,
        unknown_key: 1,
        retired_key: 1,
        suite: 1,
        form: 1,
        refused: 1,
    };
    assert_eq!(stats.counts(), expected);
    assert_eq!(expected.failed(), 5);
}

#[test]
fn a_rotation_is_a_seal_and_a_token_of_today_is_none() {
    let ring = Keyring::single(id(1), 0, master(1));
    let stats = Arc::new(SealStats::default());
    let metered = column(&ring).metered(Arc::clone(&stats) as Arc<dyn Meter>);
    let value: Iban = "FR1420041010050500013M02606".parse().unwrap();
    let old = column(&ring).deterministic::<Iban>().seal(&value);
    let now = metered.deterministic::<Iban>().padding(Padding::To32);
    let new = now.rotate(&old).unwrap();
    now.rotate(&new).unwrap();
    assert_eq!((stats.counts().sealed, stats.counts().opened), (1, 1));
}

#[test]
fn a_column_of_one_person_reports_to_the_meter_of_all() {
    let stats = Arc::new(SealStats::default());
    let (row, note) = (Binding::none(), Bytes::new(b"a note").unwrap());
    for person in ["ana", "bea"] {
        let mut rng = Counting(7);
        let Ok(keys) = SubjectKeys::generate(Subject::new(person).unwrap(), 0, &mut rng);
        let notes = keys
            .column::<Bytes>(&Context::new("patients", "note"))
            .unwrap()
            .metered(Arc::clone(&stats) as Arc<dyn Meter>);
        let sealed = notes.seal(&note, &row, &mut rng).unwrap();
        notes.open(&sealed, &row).unwrap();
        assert!(
            notes
                .open(&sealed, &Binding::empty().int(1).unwrap())
                .is_err()
        );
    }
    let counts = stats.counts();
    assert_eq!((counts.sealed, counts.opened, counts.refused), (2, 2, 2));
}
