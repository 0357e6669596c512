//! Compound indexes.

use std::collections::HashSet;

use greffe_cipher::{
    Accepted, Bytes, CardNumber, CompoundIndex, Context, ContextError, Coverage, Email,
    FieldCipher, Iban, IndexBits, IndexKind, IndexToken, KeyState, Keyring, MasterKey, PersonName,
    Row, TokenError,
};
use proptest::prelude::*;

use crate::support::{id, master, published, unhex};

/// Two components of free octets, so that empty values can stand in them.
type Pair = CompoundIndex<(((), Bytes), Bytes), Accepted>;

fn cipher(ring: &Keyring) -> FieldCipher {
    ring.cipher(Context::new("customers", "pair")).unwrap()
}

fn pair_of(cipher: &FieldCipher, name: &str, n: u8, labels: [&str; 2]) -> Pair {
    cipher
        .compound(name, IndexBits::new(n).unwrap())
        .unwrap()
        .component::<Bytes>(labels[0])
        .unwrap()
        .component::<Bytes>(labels[1])
        .unwrap()
        .build()
        .accept_equality_leakage("test")
}

fn pair() -> Pair {
    pair_of(&cipher(&published()), "pair", 128, ["a", "b"])
}

fn row(a: Option<&[u8]>, b: Option<&[u8]>) -> Row<(((), Bytes), Bytes)> {
    let octets = |x: Option<&[u8]>| x.map(|x| Bytes::new(x).unwrap());
    Row::new()
        .optional(octets(a).as_ref())
        .optional(octets(b).as_ref())
}

fn optional() -> impl Strategy<Value = Option<Vec<u8>>> {
    // Short, over few octets, with those that the encoding uses itself.
    proptest::option::of(proptest::collection::vec(
        prop_oneof![Just(0u8), Just(1), Just(2), Just(b'b')],
        0..5,
    ))
}

#[test]
fn null_is_not_empty_and_not_left_out() {
    let index = pair();
    let three = cipher(&published())
        .compound("pair", IndexBits::FULL)
        .unwrap()
        .component::<Bytes>("a")
        .unwrap()
        .component::<Bytes>("b")
        .unwrap()
        .component::<Bytes>("c")
        .unwrap()
        .build()
        .accept_equality_leakage("test");
    let wide = three.token(
        &Row::new()
            .value(&Bytes::new(b"x").unwrap())
            .null::<Bytes>()
            .null::<Bytes>(),
    );
    let tokens: HashSet<_> = [
        index.token(&row(Some(b"x"), None)),
        index.token(&row(Some(b"x"), Some(b""))),
        index.token(&row(None, Some(b"x"))),
        index.token(&row(Some(b""), Some(b"x"))),
        index.token(&row(None, None)),
        index.token(&row(Some(b""), Some(b""))),
        wide,
    ]
    .into();
    assert_eq!(tokens.len(), 7);
}

#[test]
fn names_are_found_whatever_their_case_and_with_the_same_card_only() {
    let index = cipher(&published())
        .compound("by_name_and_card", IndexBits::FULL)
        .unwrap()
        .component::<PersonName>("name")
        .unwrap()
        .component::<CardNumber>("card")
        .unwrap()
        .build();
    assert_eq!(index.leakage_accepted_because(), None);
    let index = index.accept_equality_leakage("DPIA 9");
    assert_eq!(index.leakage_accepted_because(), Some("DPIA 9"));
    assert_eq!(index.components().collect::<Vec<_>>(), ["name", "card"]);
    assert_eq!(index.coverage(), Coverage::Exact);
    let of = |name: &str, card: &str| {
        let (name, card): (PersonName, CardNumber) = (name.parse().unwrap(), card.parse().unwrap());
        Row::new().value(&name).value(&card)
    };
    let stored = of("Jean-Pierre D'Œuvre", "4111111111111111");
    let searched = of("JEAN PIERRE DOEUVRE", "4111 1111 1111 1111");
    let other = of("Jean-Pierre D'Œuvre", "5555555555554444");
    assert!(index.lookup(&searched).contains(&index.token(&stored)));
    assert!(stored.matches(&searched) && !stored.matches(&other));
    assert!(!index.lookup(&other).contains(&index.token(&stored)));
    assert_eq!(
        format!("{index:?}"),
        "CompoundIndex(name, card, 128 bits, ..)"
    );
}

/// Compiles: nothing in it is guessable. (That a name needs the acknowledgement is a test in the documentation of the type.)
#[test]
fn a_compound_of_unguessable_components_needs_no_acknowledgement() {
    let index = cipher(&published())
        .compound("by_iban_and_email", IndexBits::FULL)
        .unwrap()
        .component::<Iban>("iban")
        .unwrap()
        .component::<Email>("email")
        .unwrap()
        .build();
    let nobody = Row::new().null::<Iban>().null::<Email>();
    assert_eq!(index.lookup(&nobody), [index.token(&nobody)]);
}

#[test]
fn a_declaration_is_judged_once_and_by_name() {
    let cipher = cipher(&published());
    let begin = || cipher.compound("pair", IndexBits::FULL).unwrap();
    assert_eq!(
        cipher.compound("Pair", IndexBits::FULL).unwrap_err(),
        ContextError::Index
    );
    assert_eq!(
        begin().component::<Iban>("").unwrap_err(),
        ContextError::Component
    );
    let one = begin().component::<Iban>("a").unwrap();
    assert_eq!(
        one.component::<Iban>("a").unwrap_err(),
        ContextError::RepeatedComponent
    );
    let eight = begin().component::<Iban>("a").unwrap();
    let eight = eight.component::<Iban>("b").unwrap();
    let eight = eight.component::<Iban>("c").unwrap();
    let eight = eight.component::<Iban>("d").unwrap();
    let eight = eight.component::<Iban>("e").unwrap();
    let eight = eight.component::<Iban>("f").unwrap();
    let eight = eight.component::<Iban>("g").unwrap();
    let eight = eight.component::<Iban>("h").unwrap();
    assert_eq!(
        eight.component::<Iban>("i").unwrap_err(),
        ContextError::Components
    );
}

#[test]
fn a_compound_reads_only_tokens_of_its_own() {
    let twenty = pair_of(&cipher(&published()), "pair", 20, ["a", "b"]);
    let token = twenty.token(&row(Some(b"x"), None));
    assert_eq!(
        (token.kind(), token.form(), token.key_id()),
        (IndexKind::Compound, 0, id(0x0102_0304))
    );
    assert_eq!(twenty.read(token.as_bytes()).as_ref(), Ok(&token));
    let read = |hex: &str| twenty.read(&unhex(hex)).unwrap_err();
    assert!(twenty.read(&unhex("fb030001020304af2ee0")).is_ok());
    assert_eq!(read("fb030001020304af2ee1"), TokenError::UnusedBits);
    assert_eq!(read("fb030001020304af2e"), TokenError::Length);
    assert_eq!(read("fb030101020304af2ee0"), TokenError::Form);
    assert_eq!(read("fb034101020304af2ee0"), TokenError::Form);
    assert_eq!(read("fb010101020304af2ee0"), TokenError::Kind);
    assert_eq!(read("fb010001020304af2ee0"), TokenError::Form);
    assert_eq!(read("fb030000000000af2ee0"), TokenError::Key);
}

#[test]
fn a_compound_is_found_at_every_step_of_a_rotation() {
    let mut ring = published();
    let at = |ring: &Keyring| pair_of(&cipher(ring), "pair", 128, ["a", "b"]);
    let row = row(Some(b"x"), None);
    let old = at(&ring).token(&row);
    ring.import(id(5), 0, MasterKey::from_bytes([5; 32]))
        .unwrap();
    assert!(at(&ring).lookup(&row).contains(&old) && !at(&ring).is_stale(&old));
    ring.promote(id(5)).unwrap();
    let index = at(&ring);
    assert!(index.lookup(&row).contains(&old) && index.is_stale(&old));
    assert!(index.stale_ranges().contains(old.as_bytes()));
    let new = index.token(&row);
    assert_eq!(index.lookup(&row).first(), Some(&new));
    assert!(!index.is_stale(&new) && !index.stale_ranges().contains(new.as_bytes()));
    ring.retire_without_proof(id(0x0102_0304)).unwrap();
    assert_eq!(ring.state(id(0x0102_0304)), Some(KeyState::Retired));
    assert_eq!(at(&ring).lookup(&row), [new]);
}

/// The same octets of message under another name, number of bits, label, field, tenant or key have nothing in common.
#[test]
fn whatever_separates_two_compounds_separates_all_their_tokens() {
    let ring = published();
    let here = cipher(&ring);
    let field = ring.cipher(Context::new("customers", "other")).unwrap();
    let table = ring.cipher(Context::new("suppliers", "pair")).unwrap();
    let tenant = Context::new("customers", "pair").tenant("acme");
    let tenant = ring.cipher(tenant).unwrap();
    let key = cipher(&Keyring::single(id(0x0102_0304), 0, master(9)));
    let row = row(Some(b"x"), Some(b"y"));
    let indexes = [
        pair_of(&here, "pair", 128, ["a", "b"]),
        pair_of(&here, "other", 128, ["a", "b"]),
        pair_of(&here, "pair", 120, ["a", "b"]),
        pair_of(&here, "pair", 128, ["a", "c"]),
        pair_of(&here, "pair", 128, ["b", "a"]),
        pair_of(&field, "pair", 128, ["a", "b"]),
        pair_of(&table, "pair", 128, ["a", "b"]),
        pair_of(&tenant, "pair", 128, ["a", "b"]),
        pair_of(&key, "pair", 128, ["a", "b"]),
    ];
    let heads: HashSet<_> = indexes
        .iter()
        .map(|index| index.token(&row).as_bytes()[7..15].to_vec())
        .collect();
    assert_eq!(heads.len(), indexes.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Lists that differ anywhere, in a value, in NULL against empty, in what stands where, never encode alike.
    #[test]
    fn tokens_are_equal_for_equal_rows_only(a in optional(), b in optional(), c in optional(), d in optional()) {
        let index = pair();
        let (one, other) = (row(a.as_deref(), b.as_deref()), row(c.as_deref(), d.as_deref()));
        let equal = (&a, &b) == (&c, &d);
        prop_assert_eq!(equal, index.token(&one) == index.token(&other));
        prop_assert_eq!(equal, one.matches(&other));
    }

    /// Labels and values cannot run into each other: what one compound takes for a value is no other's label.
    #[test]
    fn the_order_of_components_matters(a in optional(), b in optional()) {
        let ring = published();
        let ab = pair_of(&cipher(&ring), "pair", 128, ["a", "b"]).token(&row(a.as_deref(), b.as_deref()));
        let ba = pair_of(&cipher(&ring), "pair", 128, ["b", "a"]).token(&row(b.as_deref(), a.as_deref()));
        prop_assert_ne!(ab, ba);
    }

    #[test]
    fn a_token_reads_back_from_octets_text_and_json(a in optional(), b in optional(), n in 4u8..=128) {
        let index = pair_of(&cipher(&published()), "pair", n, ["a", "b"]);
        let token = index.token(&row(a.as_deref(), b.as_deref()));
        prop_assert_eq!(index.read(token.as_bytes()), Ok(token.clone()));
        prop_assert_eq!(token.to_string().parse::<IndexToken>(), Ok(token.clone()));
        let json = serde_json::to_string(&token).unwrap();
        prop_assert_eq!(serde_json::from_str::<IndexToken>(&json).unwrap(), token);
    }
}
