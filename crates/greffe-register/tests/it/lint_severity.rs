//! Every check is as grave as the rule in `lint` says: each error has its reason here.

use std::collections::BTreeSet;

use greffe_register::lint::{self, Severity};

/// Particulars that the law wants in the register itself.
const MUST_BE_IN_IT: &[&str] = &[
    "GRF-R003", "GRF-R005", "GRF-R006", "GRF-R008", "GRF-R013", "GRF-R014", "GRF-R020", "GRF-R030",
    "GRF-R058", "GRF-R060", "GRF-R062", "GRF-R131", "GRF-R132", "GRF-R139", "GRF-R143", "GRF-R145",
    "GRF-R146", "GRF-R172", "GRF-R173", "GRF-R176",
];
/// The provisions that say what stands in it.
const OF_REGISTERS: &[&str] = &["GDPR 30(1)", "GDPR 30(2)", "GDPR 33(5)", "GDPR 49(6)"];

/// Facts that are told and that the law forbids.
const BROKEN_BY_WHAT_IS_TOLD: &[&str] = &[
    "GRF-R004", // A public body says that it has no officer.
    "GRF-R064", // A decision is relied on that the list, whole to its day, does not have.
    "GRF-R083", // A longer time is promised.
    "GRF-R123", // What the list demands is refused.
    "GRF-R128", // The assessment is said to be needed, and the processing runs.
    "GRF-R130", // Notified late, and the notice goes with no reasons.
    "GRF-R133", "GRF-R135", // The risk is high, and nobody was told.
    "GRF-R151", "GRF-R156", "GRF-R163", // A clause that is not there, no writing, no bond.
    "GRF-R154", // The last day has passed.
    "GRF-R175", "GRF-R181", // Said not to be provided.
    "GRF-R184", "GRF-R185", "GRF-R187", // Days past the time.
];

/// Of two statements one is false.
const CANNOT_BE_TRUE: &[&str] = &[
    "GRF-R007", "GRF-R012", "GRF-R038", "GRF-R039", "GRF-R116", "GRF-R140", "GRF-R141", "GRF-R142",
    "GRF-R161", "GRF-R165",
];

fn of(severity: Severity) -> BTreeSet<&'static str> {
    let checks = lint::checks().filter(|check| check.severity() == severity);
    checks.map(|check| check.id()).collect()
}

#[test]
fn every_error_has_a_reason_to_be_one() {
    let reasons = [MUST_BE_IN_IT, BROKEN_BY_WHAT_IS_TOLD, CANNOT_BE_TRUE].concat();
    let distinct: BTreeSet<_> = reasons.iter().copied().collect();
    assert_eq!(distinct.len(), reasons.len(), "one reason each");
    assert_eq!(of(Severity::Error), distinct);
}

#[test]
fn what_the_register_must_hold_cites_the_provision_that_says_so() {
    for id in MUST_BE_IN_IT {
        let check = lint::check(id).unwrap();
        let mut cited = check.citations();
        let says_so = |law: &str| OF_REGISTERS.iter().any(|start| law.starts_with(start));
        assert!(cited.any(|law| says_so(law.as_str())), "{id}");
    }
}

/// What Art. 30 asks *where applicable* or *where possible*, and conditions without which processing is unlawful, are never a mere info while untold.
#[test]
fn what_the_law_asks_for_and_is_not_told_is_a_warning() {
    let warnings = of(Severity::Warning);
    for id in [
        "GRF-R001", "GRF-R021", "GRF-R031", "GRF-R040", "GRF-R061", "GRF-R063", "GRF-R065",
        "GRF-R066", "GRF-R090", "GRF-R096", "GRF-R097", "GRF-R100", "GRF-R134", "GRF-R179",
        "GRF-R186",
    ] {
        assert!(warnings.contains(id), "{id}");
    }
}

#[test]
fn the_page_of_checks_says_the_rule_in_both_languages() {
    use greffe_terms::Lang;

    let page = lint::list_in_markdown(Lang::En);
    assert!(page.contains("An **error**: the law is broken on the face of the register"));
    let page = lint::list_in_markdown(Lang::Fr);
    assert!(page.contains("Une **erreur**\u{a0}: la loi est enfreinte à la lecture du registre"));
}
