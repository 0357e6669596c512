//! What became of a consent in rare histories, a row a case.

use greffe_consent::receipt::{Controller, Receipt, ReceiptPart};
use greffe_consent::*;
use greffe_terms::{Lang, LegalBasis};

use crate::cases::with_its_knobs;
use crate::fixture::{at, event_id, id, ledger, person};
use crate::table::{self, Case};

fn shop() -> Controller {
    Controller::new(
        "Atelier Hélianthe",
        "donnees@helianthe.example",
        "https://helianthe.example/choix",
    )
}

pub(crate) fn cases() -> Vec<Case> {
    table::cases(include_str!("../data/receipt_state_cases.tsv"))
}

#[test]
fn every_consent_has_become_what_its_row_says() {
    for case in cases() {
        let (policy, ledger, (now, _)) = (with_its_knobs(&case), case.history(), case.instants());
        let number = event_id(case.column("consent").parse().unwrap());
        let receipt = Receipt::of(&policy, &ledger, person(), number, &shop(), Lang::Fr).unwrap();
        let told = receipt.as_of(&policy, &ledger, now);
        let state = told.state_of(&id(case.column("purpose"))).unwrap();
        assert_eq!(state.code(), case.column("state"), "{}", case.name());
    }
}

/// A policy that lets consents run out sooner differs in its terms, and by them in what became of the consent.
#[test]
fn a_receipt_is_held_against_the_ends_of_the_policy_at_hand() {
    let lasting = |months: u32| {
        let purpose = Purpose::new(id("newsletter"), [LegalBasis::Consent]);
        let purpose = purpose.validity(greffe_calendar::Period::months(months));
        let zone = greffe_calendar::zone::parse("Europe/Paris").unwrap();
        Policy::in_zone(zone).purpose(purpose).build().unwrap()
    };
    let ledger = ledger(["given newsletter 2026-03-01T10:00:00Z"]);
    let longer = lasting(6);
    let receipt = Receipt::of(&longer, &ledger, person(), event_id(1), &shop(), Lang::Fr).unwrap();
    let told = receipt.as_of(&longer, &ledger, at("2026-06-15T10:00:00Z"));
    assert_eq!(told.verify_with(&longer, &ledger, &shop()), Ok(()));
    let differs = told.verify_with(&lasting(3), &ledger, &shop()).unwrap_err();
    assert_eq!(differs.parts(), [ReceiptPart::Terms, ReceiptPart::Status]);
}
