//! Receipts of authorisations, choices of vendors and signals.

use greffe_consent::receipt::{Controller, Receipt, ReceiptError, ReceiptPart};
use greffe_terms::Lang;
use serde_json::{Value, json};

use crate::fixture::{event_id, ledger, person};
use crate::receipt::{OF_CONSENT, receipt, receipt_in};

#[test]
fn what_differs_of_the_newer_kinds_is_named() {
    use ReceiptPart::*;
    let before = "requested survey 2026-01-01T10:00:00Z";
    for (told, other, parts) in [
        (
            OF_CONSENT[12],
            "parent_authorised newsletter+club 2026-03-01T10:00:00Z evidence=in_person holder=2 vendors=7",
            &[Authorisation, Link][..],
        ),
        (
            OF_CONSENT[12],
            "parent_authorised newsletter+club 2026-03-01T10:00:00Z evidence=payment holder=1 vendors=7",
            &[Authorisation, Link],
        ),
        (
            OF_CONSENT[12],
            "parent_authorised newsletter+club 2026-03-01T10:00:00Z evidence=payment holder=2",
            &[Vendors, Link],
        ),
        (
            OF_CONSENT[12],
            "parent_authorised newsletter+club 2026-03-01T10:00:00Z evidence=payment holder=2 vendors=7 act=said",
            &[Kind, Link],
        ),
        (
            OF_CONSENT[12],
            "parent_authorised newsletter+club 2026-03-01T10:00:00Z evidence=payment holder=2 vendors=7 by=guardian",
            &[Provenance, Link],
        ),
        (
            OF_CONSENT[14],
            "vendors_refused newsletter 2026-03-01T10:00:00Z vendors=3",
            &[Vendors, Link],
        ),
        (
            OF_CONSENT[14],
            "vendors_refused all 2026-03-01T10:00:00Z vendors=3+755",
            &[Purposes, Link],
        ),
        (
            OF_CONSENT[14],
            "refused newsletter 2026-03-01T10:00:00Z",
            &[Kind, Vendors, Link],
        ),
        (
            OF_CONSENT[15],
            "gpc - 2026-03-01T10:00:00Z value=false",
            &[Kind, Link],
        ),
        (
            OF_CONSENT[15],
            "tc - 2026-03-01T10:00:00Z day=2026-03-01",
            &[Kind, Link],
        ),
    ] {
        let (_, receipt) = receipt(told);
        let differs = receipt.verify(&ledger([before, other])).unwrap_err();
        assert_eq!(differs.parts(), parts, "{told} against {other}");
    }
}

#[test]
fn who_decided_is_told_by_role_and_never_by_name() {
    let record = |number: usize, lang| {
        let receipt = receipt_in(&ledger([OF_CONSENT[number]]), 1, lang);
        let document: Value = serde_json::from_str(&receipt.to_json_ld()).unwrap();
        document["dpv:hasRecordOfActivity"].clone()
    };
    let parent = record(12, Lang::Fr);
    assert_eq!(
        parent["dpv:isIndicatedBy"]["@id"],
        "dpv:ParentOfDataSubject"
    );
    assert_eq!(parent["dpv:hasConsentStatus"]["@id"], "dpv:ConsentGiven");
    assert_eq!(
        parent["greffe:authorisation"],
        json!({
            "dct:identifier": "payment",
            "rdfs:label": { "@value": "paiement de vérification", "@language": "fr" },
            "greffe:holder": 2,
        })
    );
    assert_eq!(
        record(13, Lang::En)["dpv:isIndicatedBy"]["@id"],
        "dpv:GuardianOfDataSubject"
    );
}

#[test]
fn what_an_operator_ended_is_told_as_the_controllers() {
    let receipt = receipt_in(&ledger(["expired club 2026-03-01T10:00:00Z"]), 1, Lang::En);
    let document: Value = serde_json::from_str(&receipt.to_json_ld()).unwrap();
    assert_eq!(
        document["dpv:hasRecordOfActivity"]["dpv:isIndicatedBy"]["@id"],
        "dpv:DataController"
    );
}

#[test]
fn the_words_that_were_shown_are_told_by_their_digest() {
    let receipt = receipt_in(&ledger([OF_CONSENT[1]]), 1, Lang::En);
    let document: Value = serde_json::from_str(&receipt.to_json_ld()).unwrap();
    // Computed with sha256sum from the word of the event.
    assert_eq!(
        document["dpv:hasRecordOfActivity"]["dpv:hasNotice"]["greffe:wordingSha256"],
        "0a90407639c4155a2fa08ac4c97bfd08fa4856b31f167978918ffe0f1fa8defa"
    );
}

#[test]
fn vendors_chosen_or_refused_are_the_recipients_that_the_status_is_of() {
    let document = |number: usize| {
        let receipt = receipt_in(&ledger([OF_CONSENT[number]]), 1, Lang::En);
        serde_json::from_str::<Value>(&receipt.to_json_ld()).unwrap()
    };
    let vendor = |number: u16| {
        json!({
            "@id": format!("urn:greffe:vendor:{number}"), "@type": "dpv:Recipient", "dct:identifier": number.to_string(),
        })
    };
    let chosen = document(11);
    let process = &chosen["dpv:hasRecordOfActivity"]["dpv:hasProcess"][0];
    assert_eq!(process["dpv:hasRecipient"], json!([vendor(3), vendor(755)]));
    // Nobody chosen is another thing than no choice.
    let nobody = document(13);
    let process = &nobody["dpv:hasRecordOfActivity"]["dpv:hasProcess"][0];
    assert_eq!(process["dpv:hasRecipient"], json!([]));
    let without = document(1);
    assert_eq!(
        without["dpv:hasRecordOfActivity"]["dpv:hasProcess"][0].get("dpv:hasRecipient"),
        None
    );
    let refused = document(14);
    let record = &refused["dpv:hasRecordOfActivity"];
    assert_eq!(record["dpv:hasConsentStatus"]["@id"], "dpv:ConsentRefused");
    assert_eq!(
        record["greffe:refusedRecipient"],
        json!([vendor(3), vendor(755)])
    );
    // The purpose is refused to these, and to nobody else.
    assert_eq!(
        record["dpv:hasProcess"][0]["dpv:hasRecipient"],
        record["greffe:refusedRecipient"]
    );
}

#[test]
fn a_signal_that_means_nothing_to_the_policy_has_no_receipt() {
    let (ledger, policy) = (ledger([OF_CONSENT[15]]), crate::fixture::policy());
    let shop = Controller::new("Librairie", "x", "y");
    let receipt = Receipt::of(&policy, &ledger, person(), event_id(1), &shop, Lang::Fr);
    assert_eq!(receipt, Err(ReceiptError::NotOfConsent));
}

#[test]
fn a_signal_says_of_each_purpose_whether_it_refuses_or_objects() {
    let receipt = receipt_in(&ledger([OF_CONSENT[15]]), 1, Lang::Fr);
    let document: Value = serde_json::from_str(&receipt.to_json_ld()).unwrap();
    let record = &document["dpv:hasRecordOfActivity"];
    assert_eq!(record["dpv:hasIndicationMethod"]["dct:identifier"], "gpc");
    let said: Vec<_> = record["dpv:hasProcess"]
        .as_array()
        .unwrap()
        .iter()
        .map(|process| {
            let purpose = process["dpv:hasPurpose"]["dct:identifier"]
                .as_str()
                .unwrap();
            (
                purpose,
                process["greffe:meaning"]["rdfs:label"]["@value"]
                    .as_str()
                    .unwrap(),
            )
        })
        .collect();
    // The second is below the first, the third below both.
    assert_eq!(
        said,
        [
            ("gadgets", "un refus"),
            ("gadgets-profile", "une opposition"),
            ("gadgets-profile-ads", "une opposition")
        ]
    );
}
