//! Each bound is where `FORMAT.md` puts it: the last value within is taken, the first one beyond is refused.

use greffe_cipher::{
    Binding, Bytes, CardNumber, Context, Counts, Email, Iban, KeyId, KeyState, PersonName, Phone,
    Problem, SealStats, Sealed, TokenError,
};

use crate::support::{id, master, published};

fn problem<T: std::str::FromStr<Err = greffe_cipher::FieldError>>(text: &str) -> Option<Problem> {
    text.parse::<T>().err().map(|error| error.problem())
}

#[test]
fn presentation_is_taken_up_to_256_octets() {
    fn bound<T: std::str::FromStr<Err = greffe_cipher::FieldError>>(number: &str) {
        let spaced = |octets: usize| format!("{}{number}", " ".repeat(octets - number.len()));
        assert_eq!(problem::<T>(&spaced(256)), None, "{number}");
        assert_eq!(problem::<T>(&spaced(257)), Some(Problem::Length));
    }
    bound::<Iban>("FR1420041010050500013M02606");
    bound::<CardNumber>("4111111111111111");
    bound::<Phone>("+33199001234");
}

#[test]
fn a_name_is_read_up_to_16_kib_and_kept_up_to_1024_octets() {
    let spaced = |octets: usize| format!("a{}b", " ".repeat(octets - 2));
    assert_eq!(problem::<PersonName>(&spaced(16 * 1024)), None);
    assert_eq!(
        problem::<PersonName>(&spaced(16 * 1024 + 1)),
        Some(Problem::Length)
    );
    assert_eq!(problem::<PersonName>(&"a".repeat(1024)), None);
    assert_eq!(
        problem::<PersonName>(&"a".repeat(1025)),
        Some(Problem::Length)
    );
}

#[test]
fn an_address_is_read_up_to_4064_octets_and_kept_up_to_254() {
    // Soft hyphens, two octets each, are nothing in a domain.
    let hyphened = |local: &str| format!("{local}@x{}.org", "\u{AD}".repeat(2028));
    let (within, beyond) = (hyphened("ab"), hyphened("abc"));
    assert_eq!((within.len(), beyond.len()), (4064, 4065));
    assert_eq!(problem::<Email>(&within), None);
    assert_eq!(problem::<Email>(&beyond), Some(Problem::Length));
    let domain = format!("{0}b.{0}.{0}.org", "b".repeat(61));
    let whole = |octets: usize| format!("{}@{domain}", "a".repeat(octets - 1 - domain.len()));
    assert_eq!(problem::<Email>(&whole(254)), None);
    assert_eq!(problem::<Email>(&whole(255)), Some(Problem::Length));
    let local = |octets: usize| format!("{}@x.org", "a".repeat(octets));
    assert_eq!(problem::<Email>(&local(64)), None);
    assert_eq!(problem::<Email>(&local(65)), Some(Problem::Length));
}

#[test]
fn the_longest_value_has_a_text_and_a_longer_text_is_not_decoded() {
    let column = published()
        .cipher(Context::new("notes", "text"))
        .unwrap()
        .deterministic::<Bytes>()
        .accept_equality_leakage("test");
    let sealed = column.seal(&Bytes::new(&[7; Bytes::LONGEST]).unwrap());
    let text = sealed.to_text();
    assert_eq!(Sealed::<Bytes>::from_text(&text).unwrap(), sealed);
    // Not canonical, which is seen only where it is read at all.
    let garbage = |octets: usize| format!("~gf1.{}", "!".repeat(octets));
    let refused = |octets| Sealed::<Bytes>::from_text(&garbage(octets)).unwrap_err();
    assert_eq!(refused(2 * 65_536), TokenError::Text);
    assert_eq!(refused(2 * 65_536 + 1), TokenError::Length);
}

#[test]
fn a_binding_has_48_octets_with_its_tags_and_lengths() {
    let empty = Binding::empty;
    assert!(empty().raw(&[0; 43]).is_some() && empty().raw(&[0; 44]).is_none());
    assert!(empty().text(&"x".repeat(43)).is_some() && empty().text(&"x".repeat(44)).is_none());
    let two = || empty().uuid([0; 16]).and_then(|row| row.int(1));
    assert!(two().and_then(|row| row.raw(&[0; 9])).is_some());
    assert!(two().and_then(|row| row.raw(&[0; 10])).is_none());
}

#[test]
fn counts_are_taken_together_and_go_on() {
    let counts = Counts {
        sealed: 100,
        opened: 200,
        unknown_key: 3,
        retired_key: 5,
        suite: 7,
        form: 11,
        refused: 13,
    };
    assert_eq!(counts.failed(), 39);
    assert_eq!(SealStats::starting_at(9).counts().sealed, 9);
    assert_eq!(SealStats::LIMIT, 281_474_976_710_656);
}

#[test]
fn keys_stand_in_the_order_of_their_ids_whenever_they_came() {
    let mut ring = greffe_cipher::Keyring::single(id(4), 0, master(0));
    for n in [6, 2, 9, 1, 5] {
        ring.import(id(n), 0, master(u8::try_from(n).unwrap()))
            .unwrap();
    }
    ring.promote(id(5)).unwrap();
    let ids: Vec<_> = ring.keys().map(|key| key.id().get()).collect();
    assert_eq!(ids, [5, 1, 2, 4, 6, 9]);
    assert_eq!(ring.state(id(4)), Some(KeyState::Active));
    assert_eq!(ring.state(KeyId::new(7).unwrap()), None);
}

#[test]
fn tokens_are_compared_hashed_and_sorted_as_their_octets() {
    use std::hash::{BuildHasher, RandomState};

    let column = published()
        .cipher(Context::new("customers", "iban"))
        .unwrap()
        .deterministic::<Iban>();
    let seal = |text: &str| column.seal(&text.parse().unwrap());
    let (one, other) = (
        seal("FR1420041010050500013M02606"),
        seal("GB82WEST12345698765432"),
    );
    let hasher = RandomState::new();
    assert_eq!(hasher.hash_one(&one), hasher.hash_one(one.clone()));
    assert_ne!(hasher.hash_one(&one), hasher.hash_one(&other));
    assert_eq!(one.partial_cmp(&other), Some(one.cmp(&other)));
    assert_eq!(one.cmp(&other), one.as_bytes().cmp(other.as_bytes()));
    assert_eq!(AsRef::<[u8]>::as_ref(&one), one.as_bytes());
}
