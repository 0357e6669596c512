//! What holds of every comparison.

use std::collections::BTreeSet;

use greffe_register::diff::{Change, Changes, Direction, Duty, Patch, kinds};
use greffe_terms::Lang;
use proptest::prelude::*;
use serde_json::Value;

use super::generated::registers;
use super::mutated::{mutate_at, register};
use super::toml::examples;

/// Kind, direction and both paths; reversed where told.
fn outline(
    changes: &Changes,
    is_reversed: bool,
) -> Vec<(String, Direction, Option<String>, Option<String>)> {
    let line = |change: &Change| {
        let [before, after] =
            [change.path_before(), change.path_after()].map(|path| path.map(str::to_owned));
        let kind = change.kind();
        if is_reversed {
            (
                kind.reversed_code().to_owned(),
                change.direction().reversed(),
                after,
                before,
            )
        } else {
            (kind.code().to_owned(), change.direction(), before, after)
        }
    };
    let mut lines: Vec<_> = changes.iter().map(line).collect();
    lines.sort();
    lines
}

#[test]
fn kinds_have_codes_of_their_own_and_ways_back() {
    let mut codes = BTreeSet::new();
    for kind in kinds() {
        assert!(codes.insert(kind.code()), "{kind} twice");
        let back = kinds().find(|other| other.code() == kind.reversed_code());
        let back = back.unwrap_or_else(|| panic!("{kind} has no way back"));
        assert_eq!(back.reversed_code(), kind.code());
        assert_eq!(back.direction(), kind.direction().reversed(), "{kind}");
        assert!(kind.citations().count() > 0, "{kind}");
        for lang in Lang::ALL {
            assert!(!kind.label(lang).is_empty());
        }
        assert!(!kind.label(Lang::Fr).contains('\''), "{kind}");
        assert_ne!(kind.label(Lang::Fr), kind.label(Lang::En), "{kind}");
    }
    assert!(codes.len() > 120);
}

#[test]
fn duties_have_words_and_a_provision() {
    let mut codes = BTreeSet::new();
    for duty in Duty::ALL {
        assert!(codes.insert(duty.code()));
        assert!(!duty.label(Lang::Fr).contains('\''));
        assert_ne!(duty.label(Lang::Fr), duty.label(Lang::En));
        assert!(duty.citation().as_str().starts_with("GDPR "));
    }
}

#[test]
fn each_of_the_five_registers_against_each_other_one_there_and_back() {
    let all: Vec<_> = examples().collect();
    for (from, earlier) in &all {
        for (to, later) in &all {
            let there = later.changes_since(earlier);
            let back = earlier.changes_since(later);
            assert_eq!(there.is_empty(), from == to);
            assert_eq!(outline(&there, true), outline(&back, false), "{from} {to}");
            for change in there.iter() {
                for lang in Lang::ALL {
                    assert!(!change.in_language(lang).contains("  to do: \n"));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_changed_since_itself(document in registers()) {
        let register = register(&document);
        prop_assert!(register.changes_since(&register).is_empty());
    }

    #[test]
    fn the_way_back_is_the_way_there_reversed(earlier in registers(), later in registers()) {
        let [earlier, later] = [earlier, later].map(|document| register(&document));
        let there = later.changes_since(&earlier);
        let back = earlier.changes_since(&later);
        prop_assert_eq!(outline(&there, true), outline(&back, false));
    }

    #[test]
    fn every_value_that_differs_is_reported(earlier in registers(), later in registers()) {
        let [earlier, later] = [earlier, later].map(|document| register(&document));
        let edits: Value = serde_json::from_str(&Patch::between(&earlier, &later).to_json()).unwrap();
        let values = edits.as_array().unwrap().iter().filter(|edit| edit.get("order").is_none()).count();
        // An edit means one change at least.
        prop_assert!(later.changes_since(&earlier).len() >= values);
    }

    #[test]
    fn exactly_what_was_mutated_is_reported(document in registers(), picks in prop::collection::vec(any::<prop::sample::Index>(), 1..4)) {
        let (mutated, places) = mutate_at(&document, &picks);
        let [earlier, later] = [&document, &mutated].map(register);
        let changes = later.changes_since(&earlier);
        let last = |path: &str| path.rsplit(['/', '.']).next().unwrap().to_owned();
        let mut expected: Vec<_> = places.iter().map(|place| last(place)).collect();
        let mut found: Vec<_> = changes.iter().map(|change| last(change.path())).collect();
        expected.sort();
        found.sort();
        prop_assert_eq!(found, expected);
    }
}
