//! Decisions in words.

use greffe_consent::*;
use greffe_terms::{Channel, Lang};

use crate::fixture::{ask, at, ledger, person, policy};

#[test]
fn a_denial_says_why_by_what_and_until_when() {
    let ledger = ledger(["given almanac 2025-01-10T09:00:00+01:00"]);
    let decision = policy().decide(&ledger, ask("almanac"), at("2026-04-02T10:00:00+02:00"));
    assert_eq!(
        decision.explain(Lang::Fr),
        "Refusé (R10)\u{a0}: aucune réponse\u{a0}: le silence ne vaut pas consentement. \
         Événement décisif\u{a0}: vendredi 10 janvier 2025 à 9 h 00 (UTC+01:00). À faire\u{a0}: retirer la personne de la liste. \
         Sources\u{a0}: RGPD, art. 4(11)\u{a0}; RGPD, considérant 32\u{a0}; CEPD, lignes directrices 05/2020.",
    );
    assert_eq!(
        decision.explain(Lang::En),
        "Denied (R10): no answer: silence is no consent. Deciding event: Friday 10 January 2025 at 09:00 (UTC+01:00). \
         To do: take the person off the list. Sources: GDPR, Art. 4(11); GDPR, recital 32; EDPB Guidelines 05/2020.",
    );
}

#[test]
fn a_permission_says_on_what_basis_and_until_when() {
    let ledger = ledger(["given newsletter 2026-03-01T10:00:00+01:00"]);
    let question = Question::about("newsletter")
        .by(Channel::Email)
        .for_person(person());
    let decision = policy().decide(&ledger, question, at("2026-03-02T10:00:00Z"));
    let french = decision.explain(Lang::Fr);
    assert!(
        french.starts_with(
            "Autorisé (R6)\u{a0}: la personne a consenti. Base légale\u{a0}: consentement."
        ),
        "{french}"
    );
    assert!(french.contains("RGPD, art. 6(1)(a)"), "{french}");
    assert!(
        french.ends_with("La réponse change\u{a0}: mardi 1er septembre 2026 à 0 h 00 (UTC+02:00)."),
        "{french}"
    );
    let english = decision.explain(Lang::En);
    assert!(english.contains("Legal basis: consent."), "{english}");
    assert!(english.contains("GDPR, Art. 6(1)(a)"), "{english}");
}

#[test]
fn further_reasons_are_named() {
    let ledger = ledger([
        "withdrawn newsletter 2026-03-01T10:00:00Z",
        "restricted all 2026-03-01T10:00:00Z",
    ]);
    let decision = policy().decide(&ledger, ask("newsletter"), at("2026-03-02T10:00:00Z"));
    assert!(
        decision
            .explain(Lang::En)
            .contains("Further reasons: consent was withdrawn.")
    );
    assert!(
        decision
            .explain(Lang::Fr)
            .contains("Autres motifs\u{a0}: le consentement a été retiré.")
    );
}

#[test]
fn every_decision_cites_its_law() {
    for reason in Reason::ALL {
        // Another basis is cited by the basis itself.
        assert!(
            *reason == Reason::OtherBasis || !reason.citations().is_empty(),
            "{reason}"
        );
        assert_ne!(reason.label(Lang::Fr), reason.label(Lang::En));
        assert_eq!(reason.code().parse::<Reason>(), Ok(*reason));
    }
    let decision = policy().decide(&Ledger::new(), ask("invoice"), at("2026-03-02T10:00:00Z"));
    let cited: Vec<_> = decision.citations().iter().map(|c| c.to_string()).collect();
    assert_eq!(cited, ["GDPR 6(1)(b)"]);
}

#[test]
fn codes_are_unique() {
    let codes: std::collections::BTreeSet<_> =
        Reason::ALL.iter().map(|reason| reason.code()).collect();
    assert_eq!(codes.len(), Reason::ALL.len());
}
