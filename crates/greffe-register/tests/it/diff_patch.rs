//! A patch between two registers leads from one to the other.

use greffe_register::Register;
use greffe_register::diff::{Patch, PatchError};
use greffe_terms::Lang;
use proptest::prelude::*;

use super::generated::registers;
use super::mutated::{mutate, register};
use super::toml::examples;

fn register_of(text: &str) -> Register {
    Register::from_toml(text).unwrap()
}

#[test]
fn items_are_told_by_what_they_are_not_by_their_place() {
    let earlier = register_of(
        r#"
        organisation = { name = "A" }
        [[processing]]
        ref = "P-1"
        name = "One"
        [[processing]]
        ref = "P-2"
        name = "Two"
        "#,
    );
    let later = register_of(
        r#"
        organisation = { name = "A" }
        [[processing]]
        ref = "P-3"
        name = "Three"
        [[processing]]
        ref = "P-2"
        name = "Two, anew"
        [[processing]]
        ref = "P-1"
        name = "One"
        "#,
    );
    let patch = Patch::between(&earlier, &later);
    assert_eq!(
        patch.to_json(),
        r#"[{"path":["processing",{"item":"P-2"},"name"],"before":"Two","after":"Two, anew"},{"path":["processing",{"item":"P-3"}],"after":{"ref":"P-3","name":"Three"}},{"path":["processing"],"order":[{"item":"P-3"},{"item":"P-2"},{"item":"P-1"}]}]"#
    );
    assert!(patch.apply(&earlier).unwrap() == later);
    // Where another record has come in between, the patch still fits.
    let another = "\n[[processing]]\nref = \"P-0\"\nname = \"Nought\"\n";
    let with_another = register_of(&format!("{}{another}", earlier.to_toml()));
    let patched = patch.apply(&with_another).unwrap();
    let refs: Vec<_> = patched
        .processings()
        .iter()
        .map(|p| p.reference.as_str())
        .collect();
    assert_eq!(refs, ["P-3", "P-2", "P-1", "P-0"]);
}

#[test]
fn series_of_backups_keep_the_order_that_the_register_gives_them() {
    let series = |lines: [&str; 3]| {
        let lines = lines.join("\n");
        register_of(&format!(
            "organisation = {{ name = \"A\" }}\n[backups]\n{lines}"
        ))
    };
    let (hourly, daily) = ("hourly = { keep = \"P2D\" }", "daily = { keep = \"P1M\" }");
    let weekly = "weekly = { keep = \"P1Y\" }";
    for (earlier, later) in [
        ([hourly, daily, weekly], [weekly, hourly, daily]),
        ([weekly, daily, ""], [daily, hourly, weekly]),
    ] {
        let (earlier, later) = (series(earlier), series(later));
        assert!(earlier.to_toml() != later.to_toml());
        for (from, to) in [(&earlier, &later), (&later, &earlier)] {
            let patch = Patch::between(from, to);
            let patched = patch.apply(from).unwrap();
            assert_eq!(patched.to_toml(), to.to_toml(), "{}", patch.to_json());
        }
    }
}

#[test]
fn a_patch_does_not_overwrite_what_it_was_not_made_from() {
    let [one, two, three] = ["One", "Two", "Three"]
        .map(|name| register_of(&format!("organisation = {{ name = \"{name}\" }}")));
    let error = Patch::between(&one, &two).apply(&three).unwrap_err();
    assert_eq!(error, PatchError::Conflict { edit: 1 });
    assert_eq!(
        error.to_string(),
        "edit 1 does not fit: the register says something else there"
    );
    assert_eq!(
        error.in_language(Lang::Fr),
        "la modification 1 ne s’applique pas\u{a0}: le registre y dit autre chose"
    );
}

#[test]
fn what_is_no_patch_is_refused_without_a_word_of_it() {
    for text in [
        "Kestrel",
        "[{\"path\":[\"Kestrel\"],\"Kestrel\":1}]",
        "[{\"path\":[],\"before\":null,\"after\":-1}]",
    ] {
        let error = Patch::from_json(text).unwrap_err();
        assert!(matches!(error, PatchError::Malformed { .. }), "{error}");
        let said = format!("{error} {error:?} {}", error.in_language(Lang::Fr));
        assert!(!said.contains("Kestrel"), "{said}");
    }
}

#[test]
fn a_patch_that_makes_no_register_says_so() {
    let register = register_of("organisation = { name = \"A\" }");
    for text in [
        r#"[{"path":["organisation"],"before":{"name":"A","zone":"Europe/Paris"}}]"#,
        r#"[{"path":["Kestrel"],"after":"Kestrel"}]"#,
    ] {
        let error = Patch::from_json(text)
            .unwrap()
            .apply(&register)
            .unwrap_err();
        assert!(matches!(error, PatchError::Register(_)), "{error}");
    }
    for text in [
        r#"[{"path":["organisation","name","fr"],"after":"B"}]"#,
        r#"[{"path":["organisation",{"item":"name"}],"after":"B"}]"#,
        r#"[{"path":["processing",{"item":"P-1"},"name"],"before":"A","after":"B"}]"#,
        r#"[{"path":["organisation"],"order":[]},{"path":["organisation","name"],"order":[]}]"#,
    ] {
        let error = Patch::from_json(text)
            .unwrap()
            .apply(&register)
            .unwrap_err();
        assert!(matches!(error, PatchError::Conflict { .. }), "{error}");
    }
}

#[test]
fn each_of_the_five_registers_can_be_made_out_of_each_other_one() {
    let all: Vec<_> = examples().collect();
    for (from, earlier) in &all {
        for (to, later) in &all {
            let patch = Patch::between(earlier, later);
            assert_eq!(patch.is_empty(), from == to);
            let patched = patch.apply(earlier);
            assert!(patched.unwrap() == *later, "{from} to {to}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_patch_leads_from_one_register_to_the_other(earlier in registers(), later in registers()) {
        let [earlier, later] = [earlier, later].map(|document| register(&document));
        let patch = Patch::between(&earlier, &later);
        let patch = Patch::from_json(&patch.to_json()).unwrap();
        let patched = patch.apply(&earlier);
        prop_assert!(patched.is_ok(), "{:?}", patched.err());
        prop_assert!(patched.unwrap() == later, "{}", patch.to_json());
    }

    #[test]
    fn nothing_differs_between_a_register_and_itself(document in registers()) {
        let register = register(&document);
        prop_assert!(Patch::between(&register, &register).is_empty());
        prop_assert!(Patch::between(&register, &register).apply(&register).unwrap() == register);
    }

    #[test]
    fn a_mutated_register_differs_where_it_was_mutated(document in registers(), picks in prop::collection::vec(any::<prop::sample::Index>(), 1..4)) {
        let (mutated, count) = mutate(&document, &picks);
        let [earlier, later] = [&document, &mutated].map(register);
        let patch = Patch::between(&earlier, &later);
        prop_assert_eq!(patch.len(), count, "{}", patch.to_json());
        prop_assert!(patch.apply(&earlier).unwrap() == later);
    }
}
