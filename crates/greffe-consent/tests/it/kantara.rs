//! Consent receipts of the Kantara Initiative, in.

use greffe_consent::receipt::{ReceiptError, kantara};
use greffe_consent::*;
use serde_json::{Value, json};

use crate::fixture::{ask, at, event_id, id, person, policy};

const MARKER: &str = "Zq7xMarker9Jw";

fn kantara_receipt() -> Value {
    json!({
        "version": "KI-CR-v1.1.0",
        "jurisdiction": "FR",
        "consentTimestamp": 1_772_359_200,
        "collectionMethod": "web form",
        "consentReceiptID": "c1befd3e-b7e5-4ea6-8688-e9a565aade21",
        "piiPrincipalId": MARKER,
        "piiControllers": [{ "piiController": MARKER, "contact": MARKER }],
        "policyUrl": "https://librairie.example/",
        "services": [
            { "service": "Lettre", "purposes": [{ "purpose": "newsletter", "consentType": "EXPLICIT" }] },
            { "service": "Autre", "purposes": [{ "purpose": MARKER, "consentType": "IMPLICIT" }] },
        ],
        "sensitive": false,
        "spiCat": [],
    })
}

fn read_kantara(receipt: &Value) -> Result<kantara::Stated, ReceiptError> {
    kantara::read(receipt.to_string().as_bytes(), |name| {
        (name == "newsletter").then(|| id("newsletter"))
    })
}

#[test]
fn a_kantara_receipt_is_imported_and_never_a_grant() {
    let stated = read_kantara(&kantara_receipt()).unwrap();
    assert_eq!(
        (stated.given(), stated.unmapped()),
        (at("2026-03-01T10:00:00Z"), 1)
    );
    assert_eq!(format!("{stated:?}"), "Stated { unmapped: 1, .. }");
    let event = stated
        .into_event(event_id(1), person(), at("2026-03-02T10:00:00Z"))
        .unwrap();
    assert_eq!(
        (event.kind().code(), event.provenance()),
        ("imported", Provenance::Import)
    );
    assert!(event.kind().purposes().names(&id("newsletter")));
    assert!(!event.to_json_line().contains(MARKER));
    let mut ledger = Ledger::new();
    ledger.append(event).unwrap();
    let decision = policy().decide(&ledger, ask("newsletter"), at("2026-03-03T10:00:00Z"));
    assert_eq!(decision.outcome(), Outcome::Deny);
}

#[test]
fn a_kantara_receipt_that_is_not_whole_is_refused() {
    let change = |key: &str, value: Value| {
        let mut receipt = kantara_receipt();
        receipt[key] = value;
        receipt
    };
    for (receipt, field) in [
        (change("version", json!("KI-CR-v1.0.0")), "version"),
        (change("version", json!("KI-CR-v1.10")), "version"),
        (change("version", Value::Null), "version"),
        (
            change("consentTimestamp", json!(MARKER)),
            "consentTimestamp",
        ),
        (
            change("consentTimestamp", json!(i64::MAX)),
            "consentTimestamp",
        ),
        (change("consentTimestamp", json!(1.5)), "consentTimestamp"),
        (change("services", json!([])), "services"),
        (
            change("services", json!([{ "service": MARKER }])),
            "services",
        ),
        (
            change("services", json!([{ "purposes": [{ "purpose": 7 }] }])),
            "services",
        ),
    ] {
        let error = read_kantara(&receipt).unwrap_err();
        assert_eq!(error, ReceiptError::Field(field));
        assert!(!error.to_string().contains(MARKER));
    }
    let unmapped = kantara::read(kantara_receipt().to_string().as_bytes(), |_| None).unwrap();
    assert_eq!(unmapped.unmapped(), 2);
    let event = unmapped.into_event(event_id(1), person(), at("2026-03-02T10:00:00Z"));
    assert_eq!(event.unwrap_err(), EventError::NoPurpose);
}
