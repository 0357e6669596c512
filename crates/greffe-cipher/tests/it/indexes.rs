//! Blind indexes.

use std::collections::HashSet;

use greffe_cipher::{
    Context, ContextError, Email, Iban, IndexBits, IndexKind, IndexToken, Keyring, PersonName,
    TokenError,
};
use proptest::prelude::*;

use crate::support::{column, ibans, id, master, published, unhex};

fn bits(n: u8) -> IndexBits {
    IndexBits::new(n).unwrap()
}

#[test]
fn an_address_is_found_whatever_the_case_it_was_typed_in() {
    let cipher = published()
        .cipher(Context::new("customers", "email"))
        .unwrap();
    let index = cipher.index::<Email>("by_email", IndexBits::FULL).unwrap();
    let of = |text: &str| index.lookup(&text.parse().unwrap());
    assert_eq!(of("Jean.Martin@Example.org"), of("jean.martin@example.ORG"));
    assert_eq!(of("STRASSE@x.org"), of("Straße@x.org"));
    assert_ne!(
        of("jean.martin@example.org"),
        of("jeanmartin@example.org"),
        "dots count"
    );
    assert_ne!(
        of("jean@example.org"),
        of("jean+news@example.org"),
        "tags count"
    );
    // Sealed tokens keep the case, so they differ: the index is what finds them.
    let sealed = cipher.deterministic::<Email>();
    assert_ne!(
        sealed.seal(&"A@x.org".parse().unwrap()),
        sealed.seal(&"a@x.org".parse().unwrap())
    );
}

/// Why a message goes to the stored address and never to the typed one.
#[test]
fn addresses_that_compare_equal_need_not_be_one_mailbox() {
    let cipher = published()
        .cipher(Context::new("customers", "email"))
        .unwrap();
    let index = cipher.index::<Email>("by_email", IndexBits::FULL).unwrap();
    let read = |text: &str| text.parse::<Email>().unwrap();
    let (owner, stranger) = (read("sam.kidd@x.org"), read("\u{17F}am.kidd@x.org"));
    assert!(index.lookup(&stranger).contains(&index.token(&owner)));
    assert_ne!(stranger.expose(), owner.expose());
    // The Kelvin sign and a long s in the domain are other spellings of one address: the stored one is the owner's.
    assert_eq!(read("sam.\u{212A}idd@x.org").expose(), "sam.Kidd@x.org");
    assert_eq!(read("sam.kidd@\u{17F}.x.org").expose(), "sam.kidd@s.x.org");
}

#[test]
fn unused_low_bits_are_zero_and_lengths_are_rounded_up() {
    let cipher = column(&published());
    let iban: Iban = "FR1420041010050500013M02606".parse().unwrap();
    for n in 4..=128 {
        let index = cipher.index::<Iban>("by_iban", bits(n)).unwrap();
        let token = &index.lookup(&iban)[0];
        let rest = &token.as_bytes()[7..];
        assert_eq!(rest.len(), usize::from(n).div_ceil(8));
        let unused = rest.len() * 8 - usize::from(n);
        assert_eq!(u32::from(*rest.last().unwrap()) & ((1 << unused) - 1), 0);
        assert_eq!(IndexToken::from_bytes(token.as_bytes()).as_ref(), Ok(token));
        assert_eq!(IndexToken::from_text(&token.to_text()).as_ref(), Ok(token));
    }
    for n in [0, 3, 129, 255] {
        assert!(IndexBits::new(n).is_none());
    }
}

#[test]
fn a_truncated_index_collides_and_a_full_one_does_not() {
    let cipher = column(&published());
    let tokens = |n: u8| {
        let index = cipher
            .index::<PersonName>("by_name", bits(n))
            .unwrap()
            .accept_equality_leakage("test");
        (0..200)
            .map(|k: u32| index.lookup(&format!("Name {k}").parse().unwrap())[0].clone())
            .collect::<HashSet<_>>()
            .len()
    };
    assert_eq!(tokens(4), 16);
    assert_eq!(tokens(128), 200);
}

#[test]
fn names_kinds_and_lengths_separate_indexes() {
    let cipher = column(&published());
    let iban: Iban = "FR1420041010050500013M02606".parse().unwrap();
    let of = |name: &str, n: u8| {
        cipher.index::<Iban>(name, bits(n)).unwrap().lookup(&iban)[0].as_bytes()[7..].to_vec()
    };
    let unique = cipher
        .unique::<Iban>("a", id(0x0102_0304))
        .unwrap()
        .unique_token(&iban);
    assert_ne!(of("a", 128), of("b", 128));
    assert_ne!(of("a", 128), unique.as_bytes()[7..]);
    assert_ne!(
        of("a", 64),
        of("a", 128)[..8],
        "a shorter index is no prefix of a longer one"
    );
    assert_eq!(
        cipher.index::<Iban>("A", IndexBits::FULL).unwrap_err(),
        ContextError::Index
    );
    assert_eq!(
        cipher.unique::<Iban>("", id(1)).unwrap_err(),
        ContextError::Index
    );
    assert_eq!(
        cipher.unique::<Iban>("a", id(1)).unwrap_err(),
        ContextError::Key(id(1))
    );
}

#[test]
fn index_tokens_are_read_strictly() {
    let read = |hex: &str| IndexToken::from_bytes(&unhex(hex)).unwrap_err();
    assert!(IndexToken::from_bytes(&unhex("fb011101020304af2ee0")).is_ok());
    assert_eq!(read("fa011101020304af2ee0"), TokenError::NotAToken);
    assert_eq!(read("fb0111010203"), TokenError::Length);
    assert_eq!(read("fb011101020304"), TokenError::Length);
    assert_eq!(read("fb001101020304af2ee0"), TokenError::Kind);
    assert_eq!(read("fb061101020304af2ee0"), TokenError::Kind);
    assert_eq!(read("fb031101020304af2ee0"), TokenError::Form);
    assert!(IndexToken::from_bytes(&unhex("fb030001020304af2ee0")).is_ok());
    assert_eq!(read("fb011001020304af2ee0"), TokenError::Form);
    assert_eq!(read("fb016101020304af2ee0"), TokenError::Form);
    assert_eq!(read("fb011100000000af2ee0"), TokenError::Key);
    assert_eq!(
        read("fb021101020304af2ee0"),
        TokenError::Length,
        "unique tokens are full"
    );
    assert_eq!(
        IndexToken::from_text("~gf1.011101020304.ry7g").unwrap_err(),
        TokenError::NotAToken
    );
    assert!(IndexToken::from_text("~gfi1.011101020304.ry7g").is_ok());
}

/// All kinds and forms there could be, against the format's words.
#[test]
fn each_kind_admits_its_own_forms_and_lengths_only() {
    for kind in 0..=255u8 {
        for form in 0..=255u8 {
            let forms = match kind {
                1 | 2 => form >> 4 <= 5 && form & 15 > 0,
                3 => form == 0,
                4 | 5 => (0x41..=0x4f).contains(&form),
                _ => false,
            };
            for length in [0, 1, 15, 16, 17] {
                let fits = (if kind == 2 { 16 } else { 1 }..=16).contains(&length);
                let token = [&[0xfb, kind, form, 0, 0, 0, 1][..], &vec![0; length]].concat();
                let read = IndexToken::from_bytes(&token);
                assert_eq!(read.is_ok(), forms && fits, "{kind} {form:02x} {length}");
                let Ok(read) = read else { continue };
                assert_eq!((read.kind().number(), read.form()), (kind, form));
                assert_eq!(IndexToken::from_text(&read.to_text()), Ok(read));
            }
        }
    }
}

#[test]
fn an_index_reads_only_tokens_of_its_own() {
    let cipher = column(&published());
    let twenty = cipher.index::<Iban>("by_iban", bits(20)).unwrap();
    let unique = cipher.unique::<Iban>("unique", id(0x0102_0304)).unwrap();
    let iban: Iban = "FR1420041010050500013M02606".parse().unwrap();
    let token = &twenty.lookup(&iban)[0];
    assert_eq!(twenty.read(token.as_bytes()).as_ref(), Ok(token));
    let single = unique.unique_token(&iban);
    assert_eq!(unique.read(single.as_bytes()).as_ref(), Ok(&single));

    let read = |hex: &str| twenty.read(&unhex(hex)).unwrap_err();
    for unused in ["e1", "e2", "e4", "e8", "ef"] {
        assert_eq!(
            read(&format!("fb011101020304af2e{unused}")),
            TokenError::UnusedBits
        );
    }
    assert_eq!(read("fb011101020304af2e"), TokenError::Length);
    assert_eq!(read("fb011101020304af2ee000"), TokenError::Length);
    assert_eq!(read("fb012101020304af2ee0"), TokenError::Form);
    assert_eq!(read("fb011201020304af2ee0"), TokenError::Form);
    assert_eq!(read("fa011101020304af2ee0"), TokenError::NotAToken);
    assert_eq!(
        twenty.read(single.as_bytes()).unwrap_err(),
        TokenError::Kind
    );
    let full = cipher.index::<Iban>("by_iban", IndexBits::FULL).unwrap();
    assert_eq!(
        unique.read(full.lookup(&iban)[0].as_bytes()).unwrap_err(),
        TokenError::Kind
    );
}

#[test]
fn index_tokens_say_what_they_are() {
    let cipher = column(&published());
    let iban: Iban = "FR1420041010050500013M02606".parse().unwrap();
    let token = &cipher
        .index::<Iban>("by_iban", bits(20))
        .unwrap()
        .lookup(&iban)[0];
    let read = IndexToken::from_bytes(token.as_bytes()).unwrap();
    for token in [token, &read] {
        assert_eq!(
            (token.key_id(), token.kind(), token.form()),
            (id(0x0102_0304), IndexKind::Equality, 0x11)
        );
    }
    let single = cipher
        .unique::<Iban>("unique", id(0x0102_0304))
        .unwrap()
        .unique_token(&iban);
    assert_eq!(
        (single.kind(), single.kind().number()),
        (IndexKind::Unique, 2)
    );
}

#[test]
fn indexes_keep_the_reason_for_which_their_leakage_was_accepted() {
    let cipher = column(&published());
    let index = cipher.index::<PersonName>("by_name", bits(8)).unwrap();
    assert_eq!(index.leakage_accepted_because(), None);
    let index = index.accept_equality_leakage("DPIA 7");
    assert_eq!(index.leakage_accepted_because(), Some("DPIA 7"));
    let unique = cipher
        .unique::<PersonName>("unique", id(0x0102_0304))
        .unwrap();
    assert_eq!(unique.leakage_accepted_because(), None);
    let unique = unique.accept_equality_leakage("DPIA 8");
    assert_eq!(unique.leakage_accepted_because(), Some("DPIA 8"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn unique_tokens_are_equal_for_equal_values_only(a in ibans(), b in ibans()) {
        let index = column(&published()).unique::<Iban>("unique", id(0x0102_0304)).unwrap();
        prop_assert_eq!(a == b, index.unique_token(&a.parse().unwrap()) == index.unique_token(&b.parse().unwrap()));
        prop_assert_eq!(index.unique_token(&a.parse().unwrap()), index.unique_token(&a.to_lowercase().parse().unwrap()));
    }
}

#[test]
fn a_search_asks_for_the_token_of_every_live_key_today_s_first() {
    let mut ring = Keyring::single(id(1), 0, master(1));
    let iban: Iban = "FR1420041010050500013M02606".parse().unwrap();
    let mut stored = Vec::new();
    for key in 1..=4 {
        if key > 1 {
            ring.import(id(key), 0, master(u8::try_from(key).unwrap()))
                .unwrap();
            ring.promote(id(key)).unwrap();
        }
        let index = column(&ring).index::<Iban>("by_iban", bits(20)).unwrap();
        stored.push(index.token(&iban));
    }
    let searched = |ring: &Keyring| {
        let index = column(ring).index::<Iban>("by_iban", bits(20)).unwrap();
        index.lookup(&iban)
    };
    let all = searched(&ring);
    assert_eq!(all.first(), stored.last());
    let sorted = |tokens: &[IndexToken]| {
        let mut octets: Vec<_> = tokens
            .iter()
            .map(|token| token.as_bytes().to_vec())
            .collect();
        octets.sort();
        octets
    };
    assert_eq!(sorted(&all), sorted(&stored));
    // A retired key is asked for no more.
    ring.retire_without_proof(id(2)).unwrap();
    stored.remove(1);
    assert_eq!(sorted(&searched(&ring)), sorted(&stored));
}
