//! Receipts: out, back, against the ledger.

use std::collections::BTreeSet;

use greffe_consent::receipt::{Controller, Receipt, ReceiptError, ReceiptPart};
use greffe_consent::*;
use greffe_terms::Lang;
use serde_json::{Value, json};

use crate::fixture::{builder, event, event_id, id, ledger, person};

const MARKER: &str = "Zq7xMarker9Jw";

/// One event of every kind that has a receipt.
pub(crate) const OF_CONSENT: [&str; 16] = [
    "requested newsletter 2026-03-01T10:00:00Z",
    "given newsletter 2026-03-01T10:00:00Z~2026-03-01T10:00:01.5Z words=Oui",
    "given newsletter+swap+club 2026-03-01T10:00:00Z expires=2026-05-01T00:00:00Z act=said",
    "given survey 2026-03-01T10:00:00Z notice=account@2 by=parent",
    "given unheard-of 2026-03-01T10:00:00Z by=signal",
    "renewed newsletter 2026-03-01T10:00:00Z act=pressed_button",
    "refused all 2026-03-01T10:00:00Z",
    "withdrawn newsletter 2026-03-01T10:00:00Z",
    "confirmed club 2026-03-01T10:00:00Z",
    "expired club 2026-03-01T10:00:00Z",
    "withdrawn all 2026-03-01T10:00:00Z by=import",
    "given newsletter 2026-03-01T10:00:00Z vendors=3+755",
    "parent_authorised newsletter+club 2026-03-01T10:00:00Z evidence=payment holder=2 vendors=7",
    "parent_authorised newsletter 2026-03-01T10:00:00Z by=guardian vendors=",
    "vendors_refused newsletter 2026-03-01T10:00:00Z vendors=3+755",
    "gpc - 2026-03-01T10:00:00Z",
];

/// The bookshop, which also heeds Global Privacy Control.
fn policy() -> Policy {
    use greffe_terms::LegalBasis;
    builder()
        .purpose(
            Purpose::new(id("gadgets"), [LegalBasis::Consent]).closed_by_gpc(GpcMeaning::Refusal),
        )
        .purpose(
            Purpose::new(id("gadgets-profile"), [LegalBasis::LegitimateInterests])
                .child_of(id("gadgets"))
                .closed_by_gpc(GpcMeaning::Objection),
        )
        .purpose(
            Purpose::new(id("gadgets-profile-ads"), [LegalBasis::LegitimateInterests])
                .child_of(id("gadgets-profile")),
        )
        .build()
        .unwrap()
}

fn bookshop() -> Controller {
    Controller::new(
        "Librairie « Du Pont » \\ \"Fils\"",
        "vie-privee@librairie.example",
        "https://librairie.example/choix",
    )
}

pub(crate) fn receipt_in(ledger: &Ledger, number: u8, lang: Lang) -> Receipt {
    let (policy, controller) = (policy(), bookshop());
    Receipt::of(
        &policy,
        ledger,
        person(),
        event_id(number),
        &controller,
        lang,
    )
    .unwrap()
}

/// The receipt of the second of two events.
pub(crate) fn receipt(text: &str) -> (Ledger, Receipt) {
    let ledger = ledger(["requested survey 2026-01-01T10:00:00Z", text]);
    let receipt = receipt_in(&ledger, 2, Lang::Fr);
    (ledger, receipt)
}

#[test]
fn a_receipt_comes_back_and_proves_itself() {
    for text in OF_CONSENT {
        for lang in [Lang::Fr, Lang::En] {
            for controller in [
                bookshop(),
                bookshop().at_address("3, rue du Pont, 75000 Paris"),
            ] {
                let ledger = ledger([text]);
                let receipt =
                    Receipt::of(&policy(), &ledger, person(), event_id(1), &controller, lang)
                        .unwrap();
                let back = Receipt::from_json_ld(receipt.to_json_ld().as_bytes()).unwrap();
                assert_eq!(back, receipt, "{text}");
                assert_eq!(back.verify(&ledger), Ok(()));
                assert_eq!(back.verify_with(&policy(), &ledger, &controller), Ok(()));
            }
        }
    }
}

#[test]
fn spaces_and_the_order_of_keys_are_free() {
    let (_, receipt) = receipt(OF_CONSENT[1]);
    let document: Value = serde_json::from_str(&receipt.to_json_ld()).unwrap();
    let Value::Object(keys) = document else {
        panic!("no object")
    };
    let reversed: Vec<_> = keys
        .iter()
        .rev()
        .map(|(key, value)| format!("{}:{value}", json!(key)))
        .collect();
    let text = format!("{{{}}}", reversed.join(","));
    assert_eq!(Receipt::from_json_ld(text.as_bytes()), Ok(receipt));
}

/// Every document that differs from this one in one place: a value changed, taken out, doubled or added.
fn tampered(value: &Value) -> Vec<Value> {
    match value {
        Value::Object(keys) => {
            let mut all = Vec::new();
            let mut more = keys.clone();
            more.insert(MARKER.to_owned(), json!(MARKER));
            all.push(Value::Object(more));
            for (key, inner) in keys {
                let mut fewer = keys.clone();
                fewer.remove(key);
                all.push(Value::Object(fewer));
                for other in tampered(inner) {
                    let mut changed = keys.clone();
                    changed.insert(key.clone(), other);
                    all.push(Value::Object(changed));
                }
            }
            all
        }
        Value::Array(items) => {
            let mut all = vec![json!([])];
            all.push(Value::Array([&items[..], &[json!(MARKER)]].concat()));
            if let Some(first) = items.first() {
                all.push(Value::Array(
                    [&items[..], std::slice::from_ref(first)].concat(),
                ));
            }
            for (index, item) in items.iter().enumerate() {
                for other in tampered(item) {
                    let mut changed = items.clone();
                    changed[index] = other;
                    all.push(Value::Array(changed));
                }
            }
            all.retain(|other| other != value);
            all
        }
        Value::String(text) => {
            let mut all = vec![
                Value::Null,
                json!(7),
                json!(""),
                json!([text]),
                json!(MARKER),
            ];
            // Each digit another one, which keeps the form of instants, ids and digests.
            let digits = text
                .char_indices()
                .filter(|(_, char)| char.is_ascii_digit());
            all.extend(digits.map(|(index, digit)| {
                let other = if digit == '1' { "2" } else { "1" };
                let mut changed = text.clone();
                changed.replace_range(index..=index, other);
                json!(changed)
            }));
            for (one, other) in [
                ("given", "renewed"),
                ("Given", "Refused"),
                ("\"fr\"", "\"en\""),
                ("ticked_box", "signed"),
                ("newsletter", "multitag"),
                ("dpv:Direct", "dpv:"),
                ("A6-1-a", "A6-1-f"),
                ("payment", "in_person"),
                ("refusal", "objection"),
                ("gpc", "tc"),
                ("\"parent\"", "\"guardian\""),
                ("ParentOf", "GuardianOf"),
            ] {
                all.push(json!(text.replace(one, other)));
            }
            all.retain(|other| other != value);
            all
        }
        Value::Number(_) => {
            let mut all = vec![json!(0), json!(2), json!("1"), json!(1.5)];
            all.retain(|other| other != value);
            all
        }
        _ => Vec::new(),
    }
}

#[test]
fn every_tampered_field_is_found() {
    let (policy, controller) = (policy(), bookshop());
    for text in OF_CONSENT {
        let (ledger, receipt) = receipt(text);
        let whole: Value = serde_json::from_str(&receipt.to_json_ld()).unwrap();
        let all = tampered(&whole);
        assert!(all.len() > 300, "{}", all.len());
        for other in all {
            match Receipt::from_json_ld(other.to_string().as_bytes()) {
                Ok(read) => {
                    let found = read.verify_with(&policy, &ledger, &controller);
                    assert!(found.is_err(), "not found in {text}: {other}");
                }
                Err(error) => {
                    for shown in [error.to_string(), format!("{error:?}")] {
                        assert!(!shown.contains(MARKER), "{shown}");
                    }
                }
            }
        }
    }
}

/// A receipt whose processes were changed, as whoever wants more of them would.
fn with_processes(receipt: &Receipt, change: impl FnOnce(&mut Vec<Value>)) -> Vec<u8> {
    let mut document: Value = serde_json::from_str(&receipt.to_json_ld()).unwrap();
    let processes = &mut document["dpv:hasRecordOfActivity"]["dpv:hasProcess"];
    change(processes.as_array_mut().unwrap());
    document.to_string().into_bytes()
}

fn rename(process: &mut Value, purpose: &str) {
    process["dpv:hasPurpose"]["@id"] = json!(format!("urn:greffe:purpose:{purpose}"));
    process["dpv:hasPurpose"]["dct:identifier"] = json!(purpose);
}

#[test]
fn what_the_event_does_not_say_is_no_part_of_its_receipt() {
    const GIVEN: &str = "given newsletter 2026-03-01T10:00:00Z expires=2026-05-01T00:00:00Z";
    const REFUSED: &str = "refused newsletter 2026-03-01T10:00:00Z";
    const REFUSED_ALL: &str = "refused all 2026-03-01T10:00:00Z";
    const SIGNAL: &str = "gpc - 2026-03-01T10:00:00Z";
    type Forgery = fn(&mut Vec<Value>);
    let end = |processes: &mut Vec<Value>| {
        processes[0]["dct:valid"] =
            json!({ "@value": "2027-05-01T00:00:00Z", "@type": "xsd:dateTime" });
    };
    let doubled = |processes: &mut Vec<Value>| processes.insert(1, processes[0].clone());
    let none = |processes: &mut Vec<Value>| processes.clear();
    let forgeries: [(&str, &str, Forgery); 10] = [
        ("another purpose", GIVEN, |all| rename(&mut all[0], "tag")),
        ("a purpose more", GIVEN, |all| {
            all.push(all[0].clone());
            rename(&mut all[1], "tag");
        }),
        ("a purpose twice", GIVEN, doubled),
        ("no purpose", GIVEN, none),
        ("an end after the one of the act", GIVEN, end),
        ("no end", GIVEN, |all| {
            all[0].as_object_mut().unwrap().remove("dct:valid");
        }),
        ("the end of a refusal", REFUSED, end),
        ("one of all twice", REFUSED_ALL, doubled),
        ("a signal that says nothing", SIGNAL, none),
        ("a signal's meaning in a refusal", REFUSED, |all| {
            let (_, signal) = receipt(SIGNAL);
            let mut meanings = Vec::new();
            with_processes(&signal, |all| meanings.clone_from(all));
            all[0]["greffe:meaning"] = meanings[0]["greffe:meaning"].clone();
        }),
    ];
    for (name, text, forge) in forgeries {
        let (_, genuine) = receipt(text);
        let same = with_processes(&genuine, |_| {});
        assert_eq!(Receipt::from_json_ld(&same), Ok(genuine.clone()), "{name}");
        let forged = with_processes(&genuine, forge);
        let path = "dpv:hasRecordOfActivity.dpv:hasProcess".to_owned();
        let refused = Err(ReceiptError::Contradiction(path));
        assert_eq!(Receipt::from_json_ld(&forged), refused, "{name}");
    }
}

#[test]
fn a_receipt_with_other_vendors_and_the_link_of_the_ledger_proves_nothing() {
    let (ours, genuine) = receipt("given newsletter 2026-03-01T10:00:00Z vendors=755");
    let (_, other) = receipt("given newsletter 2026-03-01T10:00:00Z vendors=3+755");
    let (from, to) = (other.link().to_string(), genuine.link().to_string());
    let forged = other.to_json_ld().replace(&from, &to);
    let forged = Receipt::from_json_ld(forged.as_bytes()).unwrap();
    assert!(genuine.verify(&ours).is_ok());
    let differs = forged.verify(&ours).unwrap_err();
    assert_eq!(differs.parts(), [ReceiptPart::Vendors]);
}

#[test]
fn what_differs_from_the_ledger_is_named() {
    use ReceiptPart::*;
    let told = "given newsletter 2026-03-01T10:00:00Z words=Oui expires=2026-05-01T00:00:00Z";
    let (_, receipt) = receipt(told);
    let before = "requested survey 2026-01-01T10:00:00Z";
    let cases: [(&str, &[ReceiptPart]); 11] = [
        (
            "given newsletter 2026-03-01T10:00:01Z words=Oui expires=2026-05-01T00:00:00Z",
            &[Occurred, Recorded, Link],
        ),
        (
            "given newsletter 2026-03-01T10:00:00Z~2026-03-02T10:00:00Z words=Oui expires=2026-05-01T00:00:00Z",
            &[Recorded, Link],
        ),
        (
            "given newsletter 2026-03-01T10:00:00Z words=Oui expires=2026-05-01T00:00:00Z by=operator",
            &[Provenance, Link],
        ),
        (
            "renewed newsletter 2026-03-01T10:00:00Z words=Oui expires=2026-05-01T00:00:00Z",
            &[Kind, Link],
        ),
        (
            "given newsletter 2026-03-01T10:00:00Z words=Oui expires=2026-05-01T00:00:00Z act=signed",
            &[Kind, Link],
        ),
        (
            "given club 2026-03-01T10:00:00Z words=Oui expires=2026-05-01T00:00:00Z",
            &[Purposes, Link],
        ),
        (
            "given newsletter 2026-03-01T10:00:00Z words=Non expires=2026-05-01T00:00:00Z",
            &[Notice, Link],
        ),
        (
            "given newsletter 2026-03-01T10:00:00Z words=Oui expires=2026-05-01T00:00:00Z notice=letter@2",
            &[Notice, Link],
        ),
        (
            "given newsletter 2026-03-01T10:00:00Z words=Oui",
            &[Expiry, Link],
        ),
        (
            "given newsletter 2026-03-01T10:00:00Z words=Oui expires=2026-05-01T00:00:00Z vendors=755",
            &[Vendors, Link],
        ),
        ("refused newsletter 2026-03-01T10:00:00Z", &[Kind, Link]),
    ];
    for (other, parts) in cases {
        let differs = receipt.verify(&ledger([before, other])).unwrap_err();
        assert_eq!(differs.parts(), parts, "{other}");
    }
    let without = receipt.verify(&ledger([before])).unwrap_err();
    assert_eq!(without.parts(), [Event]);
    let earlier = receipt
        .verify(&ledger(["requested club 2026-01-01T10:00:00Z", told]))
        .unwrap_err();
    assert_eq!(earlier.parts(), [Link]);
    let mut of_another = Ledger::new();
    of_another.append(event(1, before)).unwrap();
    let second = event(2, told);
    let (times, kind) = (
        (second.occurred(), second.recorded()),
        second.kind().clone(),
    );
    let stranger = PersonKey::from_bytes([8; 16]);
    let second =
        greffe_consent::Event::new(second.id(), stranger, times, second.provenance(), kind);
    of_another.append(second.unwrap()).unwrap();
    assert_eq!(
        receipt.verify(&of_another).unwrap_err().parts(),
        [Person, Link]
    );
}

#[test]
fn what_differs_from_the_policy_is_named() {
    let (ledger, receipt) = receipt("given newsletter 2026-03-01T10:00:00Z");
    let other = Controller::new("Une autre", "x", "y");
    let differs = receipt.verify_with(&policy(), &ledger, &other).unwrap_err();
    assert_eq!(differs.parts(), [ReceiptPart::Controller]);
    let zone = greffe_calendar::zone::parse("Europe/Paris").unwrap();
    let longer = Purpose::new(id("newsletter"), [greffe_terms::LegalBasis::Consent])
        .marketing()
        .validity("P7M".parse().unwrap());
    let changed = Policy::in_zone(zone).purpose(longer).build().unwrap();
    let differs = receipt
        .verify_with(&changed, &ledger, &bookshop())
        .unwrap_err();
    assert_eq!(differs.parts(), [ReceiptPart::Terms]);
    assert_eq!(
        differs.to_string(),
        "the receipt differs: what the policy says of the purposes"
    );
    assert_eq!(
        differs.in_language(Lang::Fr),
        "le reçu diffère\u{a0}: ce que la politique dit des finalités"
    );
}

#[test]
fn a_receipt_says_what_the_person_was_shown_and_until_when() {
    let (_, receipt) = receipt(
        "given newsletter+swap 2026-03-01T10:00:00Z expires=2027-01-01T00:00:00Z words=Oui",
    );
    let document: Value = serde_json::from_str(&receipt.to_json_ld()).unwrap();
    let record = &document["dpv:hasRecordOfActivity"];
    let processes = &record["dpv:hasProcess"];
    assert_eq!(
        document["dct:conformsTo"]["@id"],
        "https://w3id.org/dpv/schema/dpv-27560#receipt"
    );
    assert_eq!(record["dpv:hasConsentStatus"]["@id"], "dpv:ConsentGiven");
    assert_eq!(
        record["dpv:hasConsentStatus"]["rdfs:label"],
        json!({ "@value": "consentement donné", "@language": "fr" })
    );
    assert_eq!(
        record["dpv:hasIndicationMethod"]["rdfs:label"]["@value"],
        "case cochée"
    );
    assert_eq!(record["dpv:isIndicatedBy"]["@id"], "dpv:DataSubject");
    assert_eq!(record["dct:date"]["@value"], "2026-03-01T10:00:00Z");
    assert_eq!(record["dpv:hasNotice"]["dct:identifier"], "letter");
    assert_eq!(record["dpv:hasNotice"]["greffe:version"], 1);
    assert_eq!(
        record["dpv:hasConsentControl"]["dpv:hasContact"],
        "https://librairie.example/choix"
    );
    assert_eq!(
        processes[0]["dpv:hasPurpose"]["dct:identifier"],
        "newsletter"
    );
    assert_eq!(
        processes[0]["dpv:hasPurpose"]["@type"],
        json!(["dpv:Purpose", "dpv:DirectMarketing"])
    );
    assert_eq!(
        processes[0]["dpv:hasLegalBasis"][0]["@id"],
        "eu-gdpr:A6-1-a"
    );
    // Six months by the policy, which is before the end of the act: 00:00 in Paris.
    assert_eq!(processes[0]["dct:valid"]["@value"], "2026-08-31T22:00:00Z");
    assert_eq!(processes[1]["dct:valid"]["@value"], "2027-01-01T00:00:00Z");
    assert_eq!(
        processes[1]["dpv:hasLegalBasis"].as_array().unwrap().len(),
        2
    );
    let english = receipt_in(&ledger([OF_CONSENT[7]]), 1, Lang::En).to_json_ld();
    assert!(english.contains("consent withdrawn") && english.contains("withdrawal of consent"));
}

fn strings(value: &Value, all: &mut Vec<String>) {
    match value {
        Value::Object(keys) => {
            for (key, inner) in keys {
                all.push(key.clone());
                strings(inner, all);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| strings(item, all)),
        Value::String(text) => all.push(text.clone()),
        _ => {}
    }
}

#[test]
fn every_term_is_one_of_the_vocabulary() {
    let known: BTreeSet<_> = include_str!("../data/receipt/dpv-terms.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();
    let mut used = Vec::new();
    for text in OF_CONSENT {
        let ledger = ledger([text]);
        let controller = bookshop().at_address("Paris");
        let receipt = Receipt::of(
            &policy(),
            &ledger,
            person(),
            event_id(1),
            &controller,
            Lang::Fr,
        );
        let document = serde_json::from_str(&receipt.unwrap().to_json_ld()).unwrap();
        strings(&document, &mut used);
    }
    let used: BTreeSet<_> = used
        .iter()
        .map(String::as_str)
        .filter(|text| text.starts_with("dpv:"))
        .collect();
    assert_eq!(used, known);
}

#[test]
fn only_a_persons_own_events_of_consent_have_a_receipt() {
    let ledger = ledger([
        "objected all 2026-03-01T10:00:00Z to=marketing",
        "restricted all 2026-03-01T10:00:00Z",
        "imported newsletter 2026-03-01T10:00:00Z state=granted",
        "sale_recorded offers 2026-03-01T10:00:00Z refusal_offered=true",
        "gpc - 2026-03-01T10:00:00Z value=false",
        "tc - 2026-03-01T10:00:00Z day=2026-03-01 purposes=1",
        "device_linked - 2026-03-01T10:00:00Z device=8",
        "notice_published - 2026-03-01T10:00:00Z notice=account@1",
        "died - 2026-03-01T10:00:00Z",
        "given newsletter 2026-03-01T10:00:00Z",
    ]);
    let (policy, shop) = (policy(), bookshop());
    let asked = |person, number| {
        Receipt::of(&policy, &ledger, person, event_id(number), &shop, Lang::Fr).map(|_| ())
    };
    for number in 1..=9 {
        assert_eq!(asked(person(), number), Err(ReceiptError::NotOfConsent));
    }
    assert_eq!(asked(person(), 10), Ok(()));
    assert_eq!(asked(person(), 11), Err(ReceiptError::UnknownEvent));
    let stranger = PersonKey::from_bytes([8; 16]);
    assert_eq!(asked(stranger, 10), Err(ReceiptError::UnknownEvent));
}

#[test]
fn errors_are_told_in_french_and_in_english() {
    let (_, receipt) = receipt(OF_CONSENT[1]);
    let text = receipt.to_json_ld();
    let told = |text: &str| {
        let error = Receipt::from_json_ld(text.as_bytes()).unwrap_err();
        (error.in_language(Lang::Fr), error.in_language(Lang::En))
    };
    let of = |fr: &str, en: &str| (fr.to_owned(), en.to_owned());
    assert_eq!(
        told(&text.replace("case cochée", "signature")),
        of(
            "`dpv:hasRecordOfActivity.dpv:hasIndicationMethod.rdfs:label.@value` contredit le reste du reçu",
            "`dpv:hasRecordOfActivity.dpv:hasIndicationMethod.rdfs:label.@value` contradicts the rest of the receipt"
        )
    );
    assert_eq!(
        told(&text.replacen('{', "{\"x\": 1,", 1)),
        of(
            "le reçu contient autre chose que ce qu’un reçu contient",
            "the receipt holds something that a receipt does not"
        )
    );
    assert_eq!(
        told("{}"),
        of(
            "`dpv:hasRecordOfActivity.greffe:line` manque ou est mal formé",
            "`dpv:hasRecordOfActivity.greffe:line` is missing or malformed"
        )
    );
    assert_eq!(told("[").1, "not a readable JSON object");
    assert_eq!(
        ReceiptError::UnknownEvent.in_language(Lang::Fr),
        "le registre des consentements n’a pas cet événement de cette personne"
    );
    assert_eq!(
        ReceiptError::NotOfConsent.to_string(),
        "the event is none of a consent"
    );
    assert_eq!(format!("{receipt:?}"), "Receipt(..00000002)");
    assert_eq!(format!("{:?}", receipt.controller()), "Controller(..)");
}
