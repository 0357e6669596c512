//! Name tokens and name prefixes.

use std::collections::HashSet;

use greffe_cipher::{
    Accepted, Context, ContextError, Coverage, FieldCipher, IndexBits, IndexKind, IndexToken,
    Keyring, MasterKey, NamePrefixIndex, NameTokenIndex, PersonName, PrefixLength, Problem,
    SearchError, TokenError, TokenSet,
};
use proptest::prelude::*;

use crate::support::{id, master, published, unhex};

fn cipher(ring: &Keyring) -> FieldCipher {
    ring.cipher(Context::new("customers", "name")).unwrap()
}

fn bits(n: u8) -> IndexBits {
    IndexBits::new(n).unwrap()
}

fn words(ring: &Keyring, n: u8) -> NameTokenIndex<Accepted> {
    let index = cipher(ring).name_tokens("words", bits(n)).unwrap();
    index.accept_equality_leakage("test")
}

fn begins(ring: &Keyring, length: u8) -> NamePrefixIndex<Accepted> {
    let length = PrefixLength::new(length).unwrap();
    let index = cipher(ring).name_prefixes("words", bits(128), length);
    index.unwrap().accept_equality_leakage("test")
}

fn name(text: &str) -> PersonName {
    text.parse().unwrap()
}

/// Whether a search by these tokens answers a row with that set.
fn hits(searched: &[IndexToken], stored: &TokenSet) -> bool {
    searched.iter().any(|token| stored.contains(token))
}

/// Words of many scripts, with what folding changes.
fn word() -> impl Strategy<Value = String> {
    let letters =
        "aàÂbcÇdđÐeéèfßẞiİıĲœŒæÆoøÖłŁuþÞςσΣάΩЖжйがか각가中\u{345}\u{300}\u{301}\u{3099}'’.";
    let letters: Vec<_> = letters.chars().collect();
    proptest::collection::vec(proptest::sample::select(letters), 1..9)
        .prop_map(|letters| letters.into_iter().collect::<String>())
        .prop_filter("a name", |word| word.parse::<PersonName>().is_ok())
}

#[test]
fn a_name_is_found_by_any_of_its_words_however_they_are_written() {
    let index = words(&published(), 128);
    let stored = index.tokens(&name("Jean-Pierre D'Œuvre"));
    assert_eq!(stored.len(), 3);
    for found in ["jean", "PIERRE", "Dœuvre", "doeuvre", "D’OEUVRE", "Jéan"] {
        assert!(hits(&index.lookup(found).unwrap(), &stored), "{found}");
        assert!(index.confirms(&name("Jean-Pierre D'Œuvre"), found).unwrap());
    }
    for other in ["jeanpierre", "pierr", "oeuvre", "Jeanne"] {
        assert!(!hits(&index.lookup(other).unwrap(), &stored), "{other}");
        assert!(!index.confirms(&name("Jean-Pierre D'Œuvre"), other).unwrap());
    }
}

#[test]
fn a_repeated_word_has_one_token_and_the_order_of_words_is_lost() {
    let index = words(&published(), 128);
    let set = index.tokens(&name("Anne Lise Anne"));
    assert_eq!(set.len(), 2);
    assert_eq!(set, index.tokens(&name("LISE-Ânne")));
    assert_eq!(index.coverage(), Coverage::Compare);
}

#[test]
fn a_search_wants_one_word() {
    let index = words(&published(), 128);
    let refused = |text: &str| index.lookup(text).unwrap_err();
    assert_eq!(refused("Jean Pierre"), SearchError::SeveralWords);
    assert_eq!(refused("Jean-Pierre"), SearchError::SeveralWords);
    let name_error = |text: &str| text.parse::<PersonName>().unwrap_err();
    for none in ["", " ", "'", "...", "~", "a\u{378}"] {
        assert_eq!(refused(none), SearchError::Name(name_error(none)));
    }
    assert_eq!(
        index.confirms(&name("x"), "a b"),
        Err(SearchError::SeveralWords)
    );
    let three = begins(&published(), 3);
    let short = SearchError::TooShort(PrefixLength::new(3).unwrap());
    assert_eq!(three.lookup("Hé").unwrap_err(), short);
    assert_eq!(three.confirms(&name("Hélie"), "Hé"), Err(short));
    // ß folds to two characters: it is long enough.
    assert!(three.lookup("ßo").is_ok());
    assert_eq!(
        short.to_string(),
        "the word is shorter than the 3 characters that the index needs"
    );
    assert_eq!(
        short.in_french(),
        "le mot est plus court que les 3 caractères qu’il faut à l’index"
    );
    let canary = SearchError::Name(name_error("canari\u{378}"));
    assert!(!format!("{canary:?} {canary} {}", canary.in_french()).contains("canari"));
    assert!(matches!(canary, SearchError::Name(error) if error.problem() == Problem::Unassigned));
}

#[test]
fn several_words_are_searched_word_by_word() {
    let index = words(&published(), 128);
    let searched = index.lookup_each(&name("martin  Jean' jean"));
    assert_eq!(searched.len(), 2);
    let all_of = |stored: &TokenSet| searched.iter().all(|word| hits(word, stored));
    assert!(all_of(&index.tokens(&name("Jean-Luc Martin"))));
    assert!(!all_of(&index.tokens(&name("Jean-Luc Martinez"))));
}

#[test]
fn short_words_have_no_prefix() {
    let index = begins(&published(), 4);
    assert_eq!(index.tokens(&name("Anne Li")).len(), 1);
    assert!(index.tokens(&name("Li Wu")).is_empty());
    assert!(!index.tokens(&name("Anne Li")).is_empty());
    assert_eq!(
        index.tokens(&name("Martin Martial")).len(),
        1,
        "one prefix, said once"
    );
    for (length, good) in [(0, false), (1, true), (16, true), (17, false)] {
        assert_eq!(PrefixLength::new(length).is_some(), good);
    }
}

#[test]
fn an_index_of_words_reads_only_tokens_of_its_own() {
    let index = words(&published(), 20);
    let token = index.lookup("Martin").unwrap().remove(0);
    assert_eq!(
        (token.kind(), token.form(), token.key_id()),
        (IndexKind::NameToken, 0x41, id(0x0102_0304))
    );
    assert_eq!(index.read(token.as_bytes()).as_ref(), Ok(&token));
    let read = |hex: &str| index.read(&unhex(hex)).unwrap_err();
    assert!(index.read(&unhex("fb044101020304af2ee0")).is_ok());
    assert_eq!(read("fb044101020304af2ee1"), TokenError::UnusedBits);
    assert_eq!(read("fb044101020304af"), TokenError::Length);
    for form in ["00", "11", "40", "42", "51"] {
        assert_eq!(
            read(&format!("fb04{form}01020304af2ee0")),
            TokenError::Form,
            "{form}"
        );
    }
    assert_eq!(read("fb054101020304af2ee0"), TokenError::Kind);
    assert_eq!(read("fb014101020304af2ee0"), TokenError::Kind);
    let three = begins(&published(), 3);
    let prefix = three.lookup("Martin").unwrap().remove(0);
    assert_eq!(prefix.kind(), IndexKind::NamePrefix);
    assert_eq!(three.read(prefix.as_bytes()).as_ref(), Ok(&prefix));
    assert_eq!(three.read(token.as_bytes()).unwrap_err(), TokenError::Kind);
}

#[test]
fn sets_are_found_at_every_step_of_a_rotation() {
    let mut ring = published();
    let someone = name("Anne-Lise Hélie");
    let old = (
        words(&ring, 128).tokens(&someone),
        begins(&ring, 3).tokens(&someone),
    );
    ring.import(id(5), 0, MasterKey::from_bytes([5; 32]))
        .unwrap();
    ring.promote(id(5)).unwrap();
    let (index, three) = (words(&ring, 128), begins(&ring, 3));
    assert!(hits(&index.lookup("helie").unwrap(), &old.0));
    assert!(hits(&three.lookup("helie").unwrap(), &old.1));
    for token in &old.0 {
        assert!(index.is_stale(token) && index.stale_ranges().contains(token.as_bytes()));
    }
    for token in &old.1 {
        assert!(three.is_stale(token) && three.stale_ranges().contains(token.as_bytes()));
    }
    let new = index.tokens(&someone);
    assert!(new.iter().all(|token| !index.is_stale(token)));
    assert!(
        !three
            .tokens(&someone)
            .iter()
            .any(|token| three.is_stale(token))
    );
    // A set is gone through as it is and as it stands.
    let (borrowed, owned): (Vec<_>, Vec<_>) = (
        (&new).into_iter().cloned().collect(),
        new.clone().into_iter().collect(),
    );
    assert_eq!((borrowed.len(), &borrowed), (3, &owned));
    assert_eq!(new.without(&old.0).count(), 3);
    ring.retire_without_proof(id(0x0102_0304)).unwrap();
    assert!(!hits(&words(&ring, 128).lookup("helie").unwrap(), &old.0));
    assert!(hits(&words(&ring, 128).lookup("helie").unwrap(), &new));
}

#[test]
fn whatever_separates_two_indexes_separates_all_their_tokens() {
    let ring = published();
    let (here, other) = (
        cipher(&ring),
        ring.cipher(Context::new("customers", "other")).unwrap(),
    );
    let tenant = ring
        .cipher(Context::new("customers", "name").tenant("acme"))
        .unwrap();
    let key = cipher(&Keyring::single(id(0x0102_0304), 0, master(9)));
    let mut heads = HashSet::new();
    let mut count = 0;
    let mut see = |token: &IndexToken| {
        count += 1;
        heads.insert(token.as_bytes()[7..15].to_vec());
    };
    for (cipher, label, n) in [
        (&here, "a", 128),
        (&here, "b", 128),
        (&here, "a", 120),
        (&other, "a", 128),
        (&tenant, "a", 128),
        (&key, "a", 128),
    ] {
        let index = cipher.name_tokens(label, bits(n)).unwrap();
        see(&index.accept_equality_leakage("test").lookup("Ana").unwrap()[0]);
        let index = cipher.index::<PersonName>(label, bits(n)).unwrap();
        see(&index.accept_equality_leakage("test").lookup(&name("Ana"))[0]);
        // The same three octets of message: prefixes of another length are another index.
        for length in [1, 2, 3] {
            let length = PrefixLength::new(length).unwrap();
            let index = cipher.name_prefixes(label, bits(n), length).unwrap();
            see(&index.accept_equality_leakage("test").lookup("Ana").unwrap()[0]);
        }
    }
    assert_eq!(heads.len(), count);
    assert_eq!(
        here.name_tokens("A", bits(8)).unwrap_err(),
        ContextError::Index
    );
}

#[test]
fn indexes_of_words_keep_the_reason_for_which_their_leakage_was_accepted() {
    let index = cipher(&published()).name_tokens("words", bits(8)).unwrap();
    assert_eq!(index.leakage_accepted_because(), None);
    let index = index.accept_equality_leakage("DPIA 7");
    let before = index.tokens(&name("Ana Lima"));
    let index = index.backfilled();
    assert_eq!(index.tokens(&name("Ana Lima")), before);
    assert!(hits(&index.lookup("lima").unwrap(), &before));
    assert_eq!(index.leakage_accepted_because(), Some("DPIA 7"));
    assert_eq!(format!("{index:?}"), "NameTokenIndex(8 bits, ..)");
    let index = begins(&published(), 2).backfilled();
    assert_eq!(index.leakage_accepted_because(), Some("test"));
    assert_eq!(
        format!("{index:?}"),
        "NamePrefixIndex(2 characters, 128 bits, ..)"
    );
}

#[test]
fn a_list_that_is_not_a_set_is_refused_without_a_word_of_it() {
    let set = words(&published(), 128).tokens(&name("Anne Lise"));
    let texts: Vec<_> = set.iter().map(IndexToken::to_text).collect();
    let read = |json: &serde_json::Value| serde_json::from_value::<TokenSet>(json.clone());
    assert_eq!(read(&serde_json::json!(texts)).unwrap(), set);
    let swapped = serde_json::json!([texts[1], texts[0]]);
    let twice = serde_json::json!([texts[0], texts[0]]);
    for wrong in [swapped, twice] {
        let error = read(&wrong).unwrap_err().to_string();
        assert!(error.contains("not sorted"), "{error}");
    }
    for wrong in [
        serde_json::json!(["canari"]),
        serde_json::json!("canari"),
        serde_json::json!([4242424242u64]),
        serde_json::json!(4242424242u64),
        serde_json::json!([["canari"]]),
    ] {
        let error = read(&wrong).unwrap_err().to_string();
        assert!(
            !error.contains("canari") && !error.contains("4242424242"),
            "{error}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Whatever the words, the spelling of the search and the order: found by each word, and only if a word agrees.
    #[test]
    fn a_name_is_found_by_a_word_if_and_only_if_it_has_it(all in proptest::collection::vec(word(), 1..4), searched in word()) {
        let index = words(&published(), 128);
        let someone = name(&all.join(" "));
        let stored = index.tokens(&someone);
        for word in &all {
            prop_assert!(hits(&index.lookup(word).unwrap(), &stored));
            prop_assert!(hits(&index.lookup(&word.to_uppercase()).unwrap(), &index.tokens(&name(&word.to_uppercase()))));
        }
        let found = hits(&index.lookup(&searched).unwrap(), &stored);
        prop_assert_eq!(found, index.confirms(&someone, &searched).unwrap());
    }

    #[test]
    fn a_set_does_not_depend_on_the_order_or_the_number_of_words(all in proptest::collection::vec(word(), 1..5), turn in 0usize..5) {
        let index = words(&published(), 128);
        let set = index.tokens(&name(&all.join(" ")));
        let mut turned = all.clone();
        turned.rotate_left(turn % all.len());
        turned.push(all[0].clone());
        prop_assert_eq!(&index.tokens(&name(&turned.join("-"))), &set);
        prop_assert!(set.as_slice().is_sorted_by(|a, b| a.as_bytes() < b.as_bytes()));
        // What a side table answers, in whatever order, is the set again.
        prop_assert_eq!(set.iter().rev().cloned().collect::<TokenSet>(), set.clone());
        prop_assert_eq!(TokenSet::from_sorted(set.as_slice().to_vec()), Ok(set.clone()));
        // Searching each word of the name asks for its tokens, each once.
        let asked: TokenSet = index.lookup_each(&name(&turned.join(" "))).into_iter().flatten().collect();
        prop_assert_eq!(asked, set);
    }

    /// Law of prefixes: cut a word anywhere at or behind the prefix, and what is left still finds it.
    #[test]
    fn the_beginning_of_a_word_finds_it(first in word(), rest in "[a-z]{0,6}", length in 1u8..6, cut in 0usize..12) {
        let index = begins(&published(), length);
        let word = format!("{first}{rest}");
        let someone = name(&format!("{word} Zz"));
        let typed: String = word.chars().take(cut).collect();
        match index.lookup(&typed) {
            // What is typed may fold to something that the whole does not begin with (half of a letter); never the other way round.
            Ok(searched) if index.confirms(&someone, &typed).unwrap() => prop_assert!(hits(&searched, &index.tokens(&someone))),
            Ok(_) | Err(SearchError::TooShort(_) | SearchError::Name(_)) => {}
            Err(other) => prop_assert!(false, "{other}"),
        }
        if word.bytes().all(|octet| octet.is_ascii_alphabetic()) && typed.len() >= usize::from(length) {
            prop_assert!(index.confirms(&someone, &typed).unwrap());
        }
    }

    #[test]
    fn what_is_typed_of_plain_letters_finds_the_name(word in "[a-zA-Z]{3,9}", cut in 3usize..9) {
        let index = begins(&published(), 3);
        let typed: String = word.chars().take(cut).collect();
        prop_assert!(index.confirms(&name(&word), &typed).unwrap());
        prop_assert!(hits(&index.lookup(&typed).unwrap(), &index.tokens(&name(&word))));
    }
}
