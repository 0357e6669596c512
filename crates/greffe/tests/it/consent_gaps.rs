//! What the list of gaps says, and what may be said besides.

use std::collections::BTreeSet;

use greffe::consent::{CountryCode, Ledger, NoticeShown};
use greffe::register::Register;
use greffe::terms::Lang;
use greffe::{GapKind, NotCarried, RegisterExt};

use crate::consent_terms::{code, policy};

#[test]
fn every_kind_of_gap_has_its_code_and_its_words_in_both_languages() {
    let codes: BTreeSet<_> = GapKind::ALL.iter().map(|kind| kind.code()).collect();
    assert_eq!(codes.len(), GapKind::ALL.len());
    for lang in Lang::ALL {
        let words: BTreeSet<_> = GapKind::ALL.iter().map(|kind| kind.label(lang)).collect();
        assert_eq!(words.len(), GapKind::ALL.len());
        for said in words {
            assert!(!said.contains('\'') && !said.ends_with('.'), "{said}");
            let colons = said.matches(": ").count();
            let spaced = said.matches("\u{a0}: ").count();
            assert_eq!(spaced, lang.pick(colons, 0), "{said}");
        }
    }
}

#[test]
fn a_gap_is_said_with_its_place_in_both_languages() {
    let register = "organisation = { name = \"A\" }\n[[processing]]\nref = \"P\"\nname = \"N\"\nsensitive = \"none\"\npurpose = [{ id = \"p\" }]\n";
    let terms = Register::from_toml(register).unwrap();
    let terms = terms.consent_terms().unwrap();
    let gap = &terms.gaps()[0];
    assert_eq!(
        gap.in_language(Lang::Fr),
        "processing[P].purpose[p].basis\u{a0}: aucune base légale n’est indiquée\u{a0}: refusée, sauf prospection consentie"
    );
    assert_eq!(
        gap.to_string(),
        "processing[P].purpose[p].basis: no legal basis is stated: denied, but for marketing that was consented to"
    );
}

#[test]
fn no_gap_repeats_a_text_of_the_register() {
    const MARKER: &str = "Marie Dupont";
    let register = format!(
        "organisation = {{ name = \"{MARKER}\" }}\nsite = [{{ name = \"{MARKER}\" }}]\n\
         tracker = [{{ site = \"{MARKER}\", name = \"{MARKER}\", storage = \"script\", purposes = [\"{MARKER}\"], exemption = \"{MARKER}\", consent = \"none\" }}]\n\
         collection_mode = [{{ name = \"{MARKER}\", exemption = \"{MARKER}\", collects = [\"{MARKER}\"], probabilistic = true, consent = \"none\" }}]\n\
         [[processing]]\nref = \"P\"\nname = \"{MARKER}\"\nrecipients = {{ partner = [{{ name = \"{MARKER}\" }}] }}\npurpose = [{{ id = \"p\", name = \"{MARKER}e\", marketing = true }}]\n\
         [[notice]]\nid = \"n\"\nversion = 1\npurposes = [\"p\"]\nwording = {{ fr = \"{MARKER}\", en = \"{MARKER}s\" }}\n"
    );
    let terms = Register::from_toml(&register)
        .unwrap()
        .consent_terms()
        .unwrap();
    assert_eq!(terms.gaps().len(), 11);
    for gap in terms.gaps() {
        let said = Lang::ALL.map(|lang| gap.in_language(lang)).join(" ");
        assert!(
            !format!("{said} {gap:?} {terms:?}").contains("Dupont"),
            "{said}"
        );
    }
}

const LETTER: &str = r#"
    organisation = { name = "Atelier Hélianthe", country = "DE" }
    [[processing]]
    ref = "NWS-01"
    name = "Letter"
    sensitive = "none"
    purpose = [{ id = "letter", basis = "consent" }]
    [[notice]]
    id = "form"
    version = 1
    purposes = ["letter"]
    wording = "Oui, je veux la lettre."
"#;

#[test]
fn a_service_says_of_a_purpose_what_no_register_states() {
    let terms = Register::from_toml(LETTER)
        .unwrap()
        .consent_terms()
        .unwrap();
    assert_eq!(terms.gaps(), []);
    let amended = terms
        .clone()
        .amended("letter", |letter| letter.offered_to_children());
    let policy = amended.unwrap().into_builder().build().unwrap();
    assert!(policy.purpose("letter").unwrap().is_offered_to_children());
    assert_eq!(terms.amended("lettre", |letter| letter), Err(NotCarried));
    let said = Lang::ALL.map(|lang| NotCarried.in_language(lang));
    assert_eq!(
        said[0],
        "aucune finalité de cet identifiant ne vient du registre"
    );
    assert_eq!(said[1], NotCarried.to_string());
}

#[test]
fn country_and_words_of_the_register_are_those_of_the_policy() {
    let policy = policy(LETTER);
    let shown = NoticeShown::new("form".parse().unwrap(), 1);
    let notice = policy.notice(shown.id(), 1).unwrap();
    let words = greffe::consent::WordingDigest::of("Oui, je veux la lettre.");
    assert_eq!(notice.wording(), Some(words));
    let register = Register::from_toml(LETTER).unwrap();
    let builder = register.consent_policy().unwrap();
    let german: CountryCode = "DE".parse().unwrap();
    assert_eq!(
        builder.clone().established_in(german).build(),
        builder.build()
    );
    assert_eq!(
        code(&policy, &Ledger::new(), "letter", "2026-01-01T00:00:00Z"),
        "no_consent"
    );
}
