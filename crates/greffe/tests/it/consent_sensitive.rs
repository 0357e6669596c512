//! Special categories of data, from the register to decisions.

use greffe::consent::{
    Act, Consent, Event, EventId, Kind, Ledger, NoticeShown, PersonKey, Provenance, WordingDigest,
};
use greffe::register::Register;
use greffe::terms::{LegalBasis, SensitiveCategory, SpecialCondition};
use greffe::{CarriedTerms, GapKind, RegisterExt};

use crate::consent_terms::{PERSON, at, code, policy};

const WORDS: &str = "Je consens expressément à ce que mes données de santé servent à mon suivi.";

fn record(sensitive: &str, purpose: &str) -> String {
    format!(
        "organisation = {{ name = \"Atelier Hélianthe\" }}\n[[processing]]\nref = \"SAN-01\"\nname = \"Care\"\nsensitive = {sensitive}\npurpose = [{{ id = \"care\", {purpose} }}]\n\
         [[notice]]\nid = \"form\"\nversion = 1\npurposes = [\"care\"]\nwording = \"{WORDS}\"\n"
    )
}

fn terms(sensitive: &str, purpose: &str) -> CarriedTerms {
    let register = Register::from_toml(&record(sensitive, purpose));
    register.unwrap().consent_terms().unwrap()
}

fn given(act: Act, words: Option<&str>) -> Ledger {
    let mut shown = NoticeShown::new("form".parse().unwrap(), 1);
    if let Some(words) = words {
        shown = shown.worded(WordingDigest::of(words));
    }
    let consent = Consent::new(act, shown, ["care".parse().unwrap()]);
    let when = at("2026-03-01T10:00:00Z");
    let event = Event::new(
        EventId::from_bytes([1; 16]),
        PersonKey::from_bytes(PERSON),
        (when, when),
        Provenance::Person,
        Kind::Given(consent),
    );
    let mut ledger = Ledger::new();
    ledger.append(event.unwrap()).unwrap();
    ledger
}

#[test]
fn health_data_wait_for_explicit_consent_beside_their_basis() {
    let health = "[{ category = \"health\", condition = \"explicit_consent\" }]";
    let policy = policy(&record(health, "basis = \"contract\""));
    let said = |ledger: &Ledger| code(&policy, ledger, "care", "2026-03-02T10:00:00Z");
    assert_eq!(said(&Ledger::new()), "no_consent");
    assert_eq!(said(&given(Act::TickedBox, None)), "not_express");
    assert_eq!(said(&given(Act::TickedBox, Some("Oui"))), "not_express");
    assert_eq!(said(&given(Act::TickedBox, Some(WORDS))), "consent_given");
    assert_eq!(said(&given(Act::Signed, None)), "consent_given");
    let carried = policy.purpose("care").unwrap();
    assert_eq!(carried.bases(), [LegalBasis::Contract]);
    assert!(carried.special().eq([SensitiveCategory::Health]));
    assert_eq!(
        carried.special_condition(),
        Some(SpecialCondition::ExplicitConsent)
    );
}

#[test]
fn a_condition_that_asks_nothing_of_the_person_lets_the_basis_decide() {
    let union = "[{ category = \"union\", condition = \"employment\" }]";
    let policy = policy(&record(union, "basis = \"legal_obligation\""));
    assert_eq!(
        code(&policy, &Ledger::new(), "care", "2026-03-02T10:00:00Z"),
        "other_basis"
    );
}

#[test]
fn what_lacks_a_condition_or_a_basis_is_left_out_whatever_is_consented_to() {
    for (sensitive, purpose, kind, place) in [
        (
            "[{ category = \"health\" }]",
            "basis = \"consent\", marketing = true, channels = [\"email\"]",
            GapKind::ConditionMissing,
            "processing[SAN-01].sensitive[1]",
        ),
        (
            "[{ category = \"health\", condition = \"medicine\" }, { category = \"offence\", condition = \"legal_claims\" }]",
            "basis = \"consent\"",
            GapKind::Offences,
            "processing[SAN-01].sensitive[2]",
        ),
        (
            "[{ category = \"health\", condition = \"explicit_consent\" }]",
            "consent = { validity = \"P6M\" }, marketing = true, channels = [\"email\"]",
            GapKind::BasisBesideCondition,
            "processing[SAN-01].purpose[care].basis",
        ),
    ] {
        let terms = terms(sensitive, purpose);
        let gap = &terms.gaps()[0];
        assert_eq!((gap.kind(), gap.place()), (kind, place));
        assert_eq!(gap.purpose().map(|id| id.as_str()), Some("care"));
        assert_eq!(terms.gaps()[1].kind(), GapKind::NoticeWithoutPurpose);
        let policy = terms.into_builder().build().unwrap();
        let ledger = given(Act::Signed, None);
        assert_eq!(
            code(&policy, &ledger, "care", "2026-03-02T10:00:00Z"),
            "unknown_purpose"
        );
    }
}

#[test]
fn of_several_conditions_explicit_consent_decides_wherever_it_is_stated() {
    for sensitive in [
        "[{ category = \"union\", condition = \"employment\" }, { category = \"health\", condition = \"explicit_consent\" }]",
        "[{ category = \"health\", condition = \"explicit_consent\" }, { category = \"union\", condition = \"employment\" }]",
    ] {
        let terms = terms(sensitive, "basis = \"contract\"");
        assert_eq!(terms.gaps()[0].kind(), GapKind::SeveralConditions);
        let policy = terms.into_builder().build().unwrap();
        assert!(policy.purpose("care").unwrap().asks_explicit_consent());
        assert_eq!(policy.purpose("care").unwrap().special().count(), 2);
    }
}

#[test]
fn a_purpose_of_two_records_has_the_special_categories_of_both() {
    let second = "[[processing]]\nref = \"SAN-02\"\nname = \"Care\"\nsensitive = [{ category = \"health\", condition = \"explicit_consent\" }]\npurpose = [{ id = \"care\", basis = \"contract\" }]\n";
    let text = record("\"none\"", "basis = \"contract\"") + second;
    assert_eq!(
        code(
            &policy(&text),
            &Ledger::new(),
            "care",
            "2026-03-02T10:00:00Z"
        ),
        "no_consent"
    );
}

#[test]
fn the_three_absences_of_a_basis_are_three_gaps_and_one_denial() {
    for (basis, kind) in [
        ("marketing = false", GapKind::BasisUnknown),
        ("basis = \"none\"", GapKind::BasisNone),
        ("basis = \"not_applicable\"", GapKind::BasisNotApplicable),
    ] {
        let terms = terms("\"none\"", basis);
        assert_eq!(terms.gaps()[0].kind(), kind);
        let policy = terms.into_builder().build().unwrap();
        assert_eq!(
            code(&policy, &Ledger::new(), "care", "2026-03-02T10:00:00Z"),
            "no_basis"
        );
    }
}
