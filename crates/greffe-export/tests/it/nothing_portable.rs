//! Portability was asked for and nothing, or not everything, could be given: the package says so.

use greffe_export::{
    Kind, MemorySink, NotPortable, Portability, Provenance, PurposeInformation, Records, Right,
    Source, SourceFailure, Tree, Value,
};
use greffe_terms::{Citation, Lang, LegalBasis, Text};
use serde_json::json;

use crate::fixture::{both, field, information, json, package, request, text, texts};

/// One record of one field of this provenance and purpose.
fn one(name: &str, provenance: Provenance, purpose: &str) -> impl Source + use<> {
    let fields = vec![field("value", Kind::Text, provenance, purpose)];
    Records::whole(name, fields, [vec![Value::from("kept")]])
}

#[test]
fn a_basis_that_nobody_knows_is_stated_and_the_answer_is_not_complete() {
    for right in [
        vec![Right::Portability],
        vec![Right::Access, Right::Portability],
    ] {
        let request = request(&right);
        let mut bag = MemorySink::new();
        let done = package(&request)
            .source(one("crm", Provenance::Provided, "unclear"))
            .source(one("logs", Provenance::Observed, "unknown"))
            .write_folder(&mut bag)
            .unwrap();
        let completeness = done.completeness();
        assert!(!completeness.is_complete());
        assert_eq!(completeness.gaps().count(), 0, "no source failed");
        let undecided: Vec<_> = completeness
            .undecided()
            .map(|(source, field)| (source.name(), field.field().name()))
            .collect();
        assert_eq!(undecided, [("crm", "value"), ("logs", "value")]);
        assert!(done.is_empty(Tree::Portability));
        assert_eq!(done.is_empty(Tree::Access), right.len() == 1);
        let no_file = |path: &str| !path.starts_with("data/portability");
        assert!(bag.files().all(|(path, _)| no_file(path)));

        let file = json(&bag, "data/completeness.json");
        assert_eq!(file["complete"], false);
        assert_eq!(
            file["undecided"],
            json!([
                {"source": "crm", "field": "value", "reason": "unknown_basis"},
                {"source": "logs", "field": "value", "reason": "unknown_basis"},
            ])
        );
        assert_eq!(
            file["nothing_portable"],
            json!({ "reasons": ["unknown_basis"] })
        );
        let page = text(&bag, "data/index.html");
        assert!(page.contains("Ce dossier est incomplet"));
        assert!(page.contains("Aucune donnée n’est portable, pour ces raisons\u{a0}: la base légale de certaines données n’est pas précisée."), "{page}");
        assert!(page.contains(
            "la base légale n’est pas précisée pour crm, logs. Nous ne savons donc pas encore"
        ));
        assert!(!page.contains("Nous vous enverrons"), "nothing failed");
    }
}

#[test]
fn a_known_basis_does_not_hide_that_of_another_purpose_nobody_knows() {
    let of = |purposes: &[&str]| {
        let first = field("text", Kind::Text, Provenance::Observed, purposes[0]);
        let field = purposes[1..].iter().fold(first, |field, purpose| {
            field.also_for(purpose.parse().unwrap())
        });
        let mut information = information();
        // A host may state the basis that makes data portable second.
        information.purposes.push(PurposeInformation::new(
            "invoicing".parse().unwrap(),
            Text::plain("invoicing"),
            Some(LegalBasis::LegitimateInterests),
        ));
        for basis in [LegalBasis::LegalObligation, LegalBasis::Contract] {
            information.purposes.push(PurposeInformation::new(
                "delivery".parse().unwrap(),
                Text::plain("delivery"),
                Some(basis),
            ));
        }
        Portability::of(&field, true, &information)
    };
    let (other, unknown) = (
        Portability::NotPortable(NotPortable::OtherBasis),
        Portability::NotPortable(NotPortable::UnknownBasis),
    );
    assert_eq!(of(&["invoicing"]), other);
    assert_eq!(of(&["invoicing", "unclear"]), unknown);
    assert_eq!(of(&["invoicing", "never-stated"]), unknown);
    assert_eq!(of(&["unclear", "news"]), Portability::Portable);
    assert_eq!(of(&["delivery"]), Portability::Portable);
}

#[test]
fn the_first_page_says_in_english_why_nothing_is_portable() {
    let request = request(&[Right::Portability]);
    let mut bag = MemorySink::new();
    let done = package(&request)
        .language(Lang::En)
        .source(one("scores", Provenance::Inferred, "account"))
        .source(one("bills", Provenance::Provided, "invoicing"))
        .source(texts("none", &[]))
        .refused(
            "secret",
            Text::plain("others"),
            Citation::from_static("GDPR 15(4)"),
        )
        .write_folder(&mut bag)
        .unwrap();
    // Everything is known and said: the answer is whole, and there is nothing in it.
    assert!(done.completeness().is_complete());
    assert!(done.is_empty(Tree::Portability) && done.is_empty(Tree::Access));
    let sentence = "No data is portable because some data were computed by us; some data rest neither on your consent nor on a contract; some sources were read and hold nothing about you; some sources could not be read or are withheld";
    assert_eq!(
        done.completeness().nothing_portable(Lang::En).as_deref(),
        Some(sentence)
    );
    let page = text(&bag, "data/index.html");
    assert!(page.contains(&format!("<p class=\"lead\">Atelier Hélianthe answers your request for portability of 2\u{a0}March 2026. {sentence}.</p>")), "{page}");
    assert!(!page.contains("The folder “portability” holds"));
    assert_eq!(
        json(&bag, "data/completeness.json")["nothing_portable"]["reasons"],
        json!(["inferred", "other_basis", "no_record", "not_read"])
    );
    assert!(
        done.completeness()
            .summary(Lang::Fr)
            .ends_with(", rien de portable")
    );
}

#[test]
fn nothing_is_said_where_something_is_portable_or_portability_was_not_asked_for() {
    let (asked, access) = (both(), request(&[Right::Access]));
    let mut bag = MemorySink::new();
    let some = package(&asked)
        .source(texts("a", &["x"]))
        .write_folder(&mut bag)
        .unwrap();
    assert!(!some.is_empty(Tree::Portability) && !some.is_empty(Tree::Access));
    assert!(
        text(&bag, "data/index.html").contains("Le dossier «\u{a0}portability\u{a0}» contient")
    );
    let none_asked = package(&access)
        .source(one("crm", Provenance::Provided, "unclear"))
        .write_folder(&mut MemorySink::new())
        .unwrap();
    for done in [some, none_asked] {
        assert!(done.completeness().is_complete(), "{}", done.completeness());
        assert_eq!(done.completeness().nothing_portable(Lang::En), None);
    }
    // No source at all is said too.
    let empty = package(&asked)
        .write_folder(&mut MemorySink::new())
        .unwrap();
    assert_eq!(
        empty.completeness().nothing_portable(Lang::En).as_deref(),
        Some("No data is portable because no source of data was given")
    );
    assert_eq!(
        empty.completeness().packages(),
        [Tree::Access, Tree::Portability]
    );
}

#[test]
fn a_source_without_data_owes_nothing_whatever_its_basis() {
    let fields = vec![field("value", Kind::Text, Provenance::Provided, "unclear")];
    let request = both();
    let done = package(&request)
        .source(Records::whole("crm", fields, []))
        .write_folder(&mut MemorySink::new())
        .unwrap();
    assert!(done.completeness().is_complete());
}

#[test]
fn the_summary_tells_missing_refused_and_failed_apart_with_the_reason() {
    let request = both();
    let late = Records::new(
        "late",
        vec![field("text", Kind::Text, Provenance::Provided, "unclear")],
        [Err(SourceFailure::TimedOut)],
    );
    let done = package(&request)
        .source(texts("full", &["one"]))
        .source(late)
        .refused(
            "secret",
            Text::plain("others"),
            Citation::from_static("GDPR 15(4)"),
        )
        .expected(["forgotten"])
        .write_folder(&mut MemorySink::new())
        .unwrap();
    assert_eq!(
        done.completeness().summary(Lang::Fr),
        "1 source(s) avec des données, 0 sans donnée, 1 refusée(s) (secret\u{a0}: RGPD, art. 15(4)), 1 manquante(s) (forgotten), 1 en échec (late\u{a0}: le système concerné a mis trop de temps à répondre), 1 champ(s) sans base légale connue, dont la portabilité n’est pas décidée"
    );
    assert_eq!(
        done.completeness().summary(Lang::En),
        "1 source(s) with data, 0 without data, 1 refused (secret: GDPR, Art. 15(4)), 1 missing (forgotten), 1 failed (late: the system took too long to answer), 1 field(s) without a known legal basis, whose portability is not decided"
    );
}
