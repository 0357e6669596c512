//! A receipt into JSON-LD.

use std::collections::BTreeSet;

use chrono::{DateTime, SecondsFormat, Utc};
use greffe_terms::Lang;
use serde_json::{Map, Value, json};

use super::{ConsentState, PurposeLine, Receipt, terms, verify};
use crate::{Authorisation, Kind, NoticeShown, VendorId, hex};

impl Receipt {
    /// The receipt as indented JSON-LD, ended by a line feed.
    #[must_use]
    pub fn to_json_ld(&self) -> String {
        let mut text = serde_json::to_string_pretty(&document(self)).unwrap_or_default();
        text.push('\n');
        text
    }
}

fn document(receipt: &Receipt) -> Value {
    let id = receipt.event.id().to_string();
    let context: Map<_, _> = terms::PREFIXES
        .into_iter()
        .map(|(prefix, iri)| (prefix.to_owned(), json!(iri)))
        .collect();
    json!({
        "@context": context,
        "@id": format!("urn:greffe:receipt:{id}"),
        "@type": "dpv:ConsentReceipt",
        "dct:identifier": format!("receipt-{id}"),
        "dct:conformsTo": { "@id": terms::RECEIPT_SCHEMA },
        "dct:language": receipt.lang.tag(),
        "dct:publisher": { "@id": "urn:greffe:controller" },
        "dpv:hasRecordOfActivity": record(receipt, &id),
    })
}

fn record(receipt: &Receipt, id: &str) -> Value {
    let (event, lang) = (&receipt.event, receipt.lang);
    let processes: Vec<_> = receipt
        .purposes
        .iter()
        .map(|line| process(line, event.kind(), receipt.told_later().is_some(), lang))
        .collect();
    let mut record = json!({
        "@id": format!("urn:greffe:event:{id}"),
        "@type": "dpv:ConsentRecord",
        "dct:identifier": id,
        "dct:date": instant(event.occurred()),
        "dct:created": instant(event.recorded()),
        "dpv:hasDataSubject": {
            "@id": format!("urn:greffe:person:{}", digits(event.person().as_bytes())),
            "@type": "dpv:DataSubject",
        },
        "dpv:hasDataController": controller(receipt),
        "dpv:hasProcess": processes,
        "dpv:hasConsentControl": {
            "@type": "dpv:WithdrawConsent",
            "rdfs:label": literal(terms::withdrawal(lang), lang),
            "dpv:hasContact": receipt.controller.withdrawal,
        },
        "greffe:provenance": event.provenance().code(),
        "greffe:line": event.to_json_line(),
        "greffe:contentSha256": event.content_digest().to_string(),
        "greffe:link": receipt.link.to_string(),
    });
    if let Some(record) = record.as_object_mut() {
        let of_event = terms::status(event.kind());
        let told = match receipt.common_state() {
            // What was given and stands has the words of its kind, such as a renewal.
            Some(ConsentState::Given) | None => {
                of_event.map(|(term, [fr, en])| (term, lang.pick(fr, en)))
            }
            Some(state) => Some((state.term(), state.label(lang))),
        };
        if let Some((term, label)) = told {
            record.insert("dpv:hasConsentStatus".to_owned(), status(term, label, lang));
        }
        if let Some(at) = receipt.told_later() {
            record.insert("greffe:asOf".to_owned(), instant(at));
        }
        if let Some(entity) = terms::indicated_by(event.provenance()) {
            record.insert("dpv:isIndicatedBy".to_owned(), json!({ "@id": entity }));
        }
        if let Some((method, label)) = terms::method_of_signal(event.kind()) {
            let label = literal(label, lang);
            let method = json!({ "dct:identifier": method, "rdfs:label": label });
            record.insert("dpv:hasIndicationMethod".to_owned(), method);
        }
        if let Kind::VendorsRefused { vendors, .. } = event.kind() {
            record.insert("greffe:refusedRecipient".to_owned(), recipients(vendors));
        }
        if let Kind::ParentAuthorised(authorisation) = event.kind() {
            let authorisation = authorised(authorisation, lang);
            record.insert("greffe:authorisation".to_owned(), authorisation);
        }
        if let Some(consent) = event.kind().consent() {
            let method = json!({
                "dct:identifier": consent.act().code(),
                "rdfs:label": literal(consent.act().label(lang), lang),
            });
            record.insert("dpv:hasIndicationMethod".to_owned(), method);
            record.insert("dpv:hasNotice".to_owned(), notice(consent.notice()));
        }
    }
    record
}

fn controller(receipt: &Receipt) -> Value {
    let mut node = json!({
        "@id": "urn:greffe:controller",
        "@type": "dpv:DataController",
        "dpv:hasName": receipt.controller.name,
        "dpv:hasContact": receipt.controller.contact,
    });
    if let (Some(node), Some(address)) = (node.as_object_mut(), &receipt.controller.address) {
        node.insert("dpv:hasAddress".to_owned(), json!(address));
    }
    node
}

/// How a holder of parental responsibility was verified, and which of them it was: a number, never a name.
fn authorised(authorisation: &Authorisation, lang: Lang) -> Value {
    let evidence = authorisation.evidence();
    json!({
        "dct:identifier": evidence.code(),
        "rdfs:label": literal(evidence.label(lang), lang),
        "greffe:holder": authorisation.holder(),
    })
}

fn recipients(vendors: &BTreeSet<VendorId>) -> Value {
    let recipients = vendors.iter().map(|vendor| {
        json!({
            "@id": format!("urn:greffe:vendor:{vendor}"),
            "@type": "dpv:Recipient",
            "dct:identifier": vendor.to_string(),
        })
    });
    recipients.collect()
}

fn process(line: &PurposeLine, kind: &Kind, says_when: bool, lang: Lang) -> Value {
    let id = line.id.as_str();
    let kinds: &[_] = match line.marketing {
        true => &["dpv:Purpose", "dpv:DirectMarketing"],
        false => &["dpv:Purpose"],
    };
    let bases: Vec<_> = line
        .bases
        .iter()
        .map(|basis| {
            let label = literal(basis.label(lang), lang);
            json!({ "@id": terms::basis(*basis), "rdfs:label": label })
        })
        .collect();
    let mut process = json!({
        "@type": "dpv:Process",
        "dpv:hasPurpose": {
            "@id": format!("urn:greffe:purpose:{id}"),
            "@type": kinds,
            "dct:identifier": id,
        },
        "dpv:hasLegalBasis": bases,
    });
    if let Some(process) = process.as_object_mut() {
        if let Some(ends) = line.ends {
            process.insert("dct:valid".to_owned(), instant(ends));
        }
        if let Some(meant) = verify::vendors(kind) {
            process.insert("dpv:hasRecipient".to_owned(), recipients(meant));
        }
        // What was given when it was recorded goes without saying.
        if let Some(state) = line
            .state
            .filter(|state| says_when || *state != ConsentState::Given)
        {
            let mut told = status(state.term(), state.label(lang), lang);
            if let Some(told) = told.as_object_mut() {
                told.insert("dct:identifier".to_owned(), json!(state.code()));
            }
            process.insert("greffe:state".to_owned(), told);
        }
        if let Some(meaning) = line.by_signal {
            let label = literal(meaning.label(lang), lang);
            let meaning = json!({ "dct:identifier": meaning.code(), "rdfs:label": label });
            process.insert("greffe:meaning".to_owned(), meaning);
        }
    }
    process
}

fn status(term: &str, label: &str, lang: Lang) -> Value {
    json!({ "@id": term, "rdfs:label": literal(label, lang) })
}

fn notice(shown: &NoticeShown) -> Value {
    let mut node = json!({
        "@type": "dpv:ConsentNotice",
        "dct:identifier": shown.id().as_str(),
        "greffe:version": shown.version(),
    });
    if let (Some(node), Some(wording)) = (node.as_object_mut(), shown.wording()) {
        let digest = digits(wording.as_bytes());
        node.insert("greffe:wordingSha256".to_owned(), json!(digest));
    }
    node
}

fn instant(instant: DateTime<Utc>) -> Value {
    let text = instant.to_rfc3339_opts(SecondsFormat::AutoSi, true);
    json!({ "@value": text, "@type": "xsd:dateTime" })
}

fn literal(text: &str, lang: Lang) -> Value {
    json!({ "@value": text, "@language": lang.tag() })
}

fn digits(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    hex::push(&mut text, bytes);
    text
}
