//! Contracts, parties, systems and requests, made up.

use super::*;

pub(super) fn contract() -> impl Strategy<Value = Value> {
    let state = || prop_oneof![any::<bool>().prop_map(Value::from), text()];
    const CLAUSES: [&str; 8] = [
        "instructions",
        "confidentiality",
        "security",
        "sub_processors",
        "assistance",
        "compliance",
        "end_of_services",
        "audit",
    ];
    let clauses = object(CLAUSES.map(|clause| (clause, sometimes(state()))).into());
    let sub_processor = prop_oneof![
        text(),
        object(vec![
            ("name", always(text())),
            ("country", sometimes(codes(&["IE", "US"]))),
            ("what", sometimes(text())),
            ("authorised", sometimes(date())),
            ("bound", flag()),
        ])
    ];
    object(vec![
        ("party", always(text())),
        ("party_is", always(codes(&["processor", "controller"]))),
        ("country", sometimes(codes(&["FR", "IN"]))),
        ("subject", sometimes(text())),
        ("duration", sometimes(text())),
        ("data", sometimes(text())),
        ("subjects", sometimes(text())),
        ("clauses", sometimes(clauses)),
        ("infringing_instruction_alert", flag()),
        (
            "authorisation",
            sometimes(codes(&["specific", "general", "forbidden"])),
        ),
        ("flow_down", flag()),
        ("form", sometimes(codes(&["written", "electronic", "oral"]))),
        ("signed", sometimes(date())),
        ("expires", stated(date())),
        ("sub_processors", stated(list(sub_processor, 1..3))),
        ("document", sometimes(text())),
        ("note", sometimes(text())),
    ])
}

pub(super) fn client() -> impl Strategy<Value = Value> {
    prop_oneof![
        text(),
        object(vec![
            ("name", always(text())),
            ("category", flag()),
            ("contact", sometimes(text())),
            ("representative", sometimes(text())),
            ("dpo", sometimes(text())),
            ("record", sometimes(codes(&["T-7", "fiche 12"]))),
        ])
    ]
}

pub(super) fn joint_controller() -> impl Strategy<Value = Value> {
    prop_oneof![
        text(),
        object(vec![
            ("name", always(text())),
            ("contact", sometimes(text())),
            ("arrangement", sometimes(text())),
            ("essence_available", flag()),
        ])
    ]
}

pub(super) fn end_of_services() -> impl Strategy<Value = Value> {
    object(vec![
        ("fate", always(codes(&["delete", "return", "choice"]))),
        ("within", sometimes(period())),
        ("extensible", flag()),
        ("note", sometimes(text())),
    ])
}

pub(super) fn subject() -> impl Strategy<Value = Value> {
    let who = || prop_oneof![text(), codes(&["customers", "callers"])];
    prop_oneof![
        who(),
        object(vec![
            ("who", always(who())),
            (
                "estimate",
                sometimes((0_u64..1_000_000).prop_map(Value::from))
            ),
            ("vulnerable", flag()),
            ("note", sometimes(text())),
        ])
    ]
}

pub(super) fn automated_decision() -> impl Strategy<Value = Value> {
    object(vec![
        ("what", always(text())),
        ("logic", sometimes(text())),
        ("consequences", sometimes(text())),
        (
            "ground",
            sometimes(codes(&["contract", "law", "explicit_consent"])),
        ),
        ("human_review", flag()),
    ])
}

pub(super) fn linked_document() -> impl Strategy<Value = Value> {
    object(vec![
        ("title", always(text())),
        ("place", sometimes(text())),
        ("dated", sometimes(date())),
        ("internal", flag()),
    ])
}

pub(super) fn application() -> impl Strategy<Value = Value> {
    object(vec![
        ("name", always(text())),
        ("what", sometimes(text())),
        ("provider", sometimes(text())),
        ("hosting", sometimes(text())),
    ])
}

pub(super) fn platform() -> impl Strategy<Value = Value> {
    object(vec![
        ("name", always(text())),
        ("compliance", sometimes((0_u32..=100).prop_map(Value::from))),
        ("assessed", sometimes(date())),
        ("action", sometimes(text())),
        ("due", sometimes(date())),
        ("note", sometimes(text())),
    ])
}

pub(super) fn request() -> impl Strategy<Value = Value> {
    object(vec![
        ("received", always(codes(&["2018-05-26", "2024-02-29"]))),
        (
            "rights",
            sometimes(list(codes(&["access", "erasure"]), 1..3)),
        ),
        ("channel", sometimes(codes(&["email", "post"]))),
        ("suspended", sometimes(list(suspension(), 1..3))),
        ("extended", sometimes(codes(&["2024-03-01", "2024-02-29"]))),
        ("answered", sometimes(codes(&["2024-03-01", "2024-02-29"]))),
        (
            "outcome",
            sometimes(codes(&["met", "partly", "refused", "withdrawn"])),
        ),
        ("reason", sometimes(text())),
    ])
}

fn suspension() -> impl Strategy<Value = Value> {
    object(vec![
        ("asked", always(codes(&["2024-02-29", "2024-03-01"]))),
        ("answered", sometimes(codes(&["2024-03-01", "2024-03-11"]))),
    ])
}

/// Ids, and links between contracts, systems and records.
pub(super) fn linked(register: &mut Value) {
    let references: Vec<_> = items(register, "processing")
        .map(|one| one["ref"].clone())
        .collect();
    for (i, contract) in items(register, "contract").enumerate() {
        contract["id"] = json!(format!("contract-{i}"));
        if !references.is_empty() {
            contract["processings"] = json!(references);
        }
    }
    for application in items(register, "application") {
        if !references.is_empty() {
            application["processings"] = json!(references);
        }
    }
    for (i, request) in items(register, "request").enumerate() {
        request["id"] = json!(format!("request-{i}"));
    }
    if register.get("request").is_none() {
        register["request_log"] = json!("not_applicable");
    }
    if register.get("contract").is_none() {
        return;
    }
    for processing in items(register, "processing") {
        let Some(recipients) = processing.get_mut("recipients") else {
            continue;
        };
        for recipient in recipients
            .as_object_mut()
            .into_iter()
            .flat_map(|kinds| kinds.values_mut())
            .filter_map(Value::as_array_mut)
            .flatten()
        {
            if let Some(table) = recipient
                .as_object_mut()
                .filter(|table| table.contains_key("name"))
            {
                table.insert("contract".into(), json!("contract-0"));
            }
        }
    }
}
