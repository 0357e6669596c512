//! Registers made up by proptest, as JSON with the keys of the format; and the same as TOML.

#[path = "generated/breaches.rs"]
pub(super) mod breaches;
#[path = "generated/contracts.rs"]
mod contracts;
#[path = "generated/entries.rs"]
mod entries;

use std::fmt::Write;

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

/// A whole register that is valid.
pub(crate) fn registers() -> impl Strategy<Value = Value> {
    object(vec![
        ("format", sometimes(Just(json!("greffe-register/1")))),
        ("version", sometimes(version())),
        ("organisation", always(organisation())),
        ("requests", sometimes(requests())),
        ("backups", sometimes(backups())),
        ("processing", always(list(processing(), 0..4))),
        ("contract", sometimes(list(contracts::contract(), 1..3))),
        (
            "application",
            sometimes(list(contracts::application(), 1..3)),
        ),
        ("platform", sometimes(list(contracts::platform(), 1..3))),
        ("request", sometimes(list(contracts::request(), 1..3))),
        ("notice", sometimes(list(notice(), 1..3))),
        (
            "site",
            always(Just(
                json!([{"name": "www.a.example", "refuse_as_easy": false}, {"name": "www.b.example", "trackers": "none"}]),
            )),
        ),
        ("tracker", sometimes(list(tracker(), 1..3))),
        ("collection_mode", sometimes(list(mode(), 1..3))),
        ("security", sometimes(security())),
        ("breach_procedure", sometimes(breaches::procedure())),
        ("breach", sometimes(list(breaches::breach(), 1..3))),
        ("dpia", sometimes(list(dpia(), 1..3))),
        ("allow", sometimes(list(allowance(), 1..3))),
    ])
    .prop_map(with_ids)
}

/// The same document as TOML: JSON texts are valid basic strings of TOML.
pub(crate) fn as_toml(value: &Value) -> String {
    let mut out = String::new();
    for (key, value) in value.as_object().unwrap() {
        writeln!(out, "{key} = {}", inline(value)).unwrap();
    }
    out
}

fn inline(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(inline).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(entries) => {
            let entries: Vec<_> = entries
                .iter()
                .map(|(k, v)| format!("{k} = {}", inline(v)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
        // A date is bare in TOML.
        Value::String(text) if is_date(text) => text.clone(),
        other => other.to_string(),
    }
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}

/// References and ids that are unique, and links that lead somewhere.
fn with_ids(mut register: Value) -> Value {
    let mut purposes = Vec::new();
    for (i, processing) in items(&mut register, "processing").enumerate() {
        processing["ref"] = json!(format!("P-{i}"));
        for (j, purpose) in items(processing, "purpose").enumerate() {
            purpose["id"] = json!(format!("purpose-{i}.{j}"));
            purposes.push(purpose["id"].clone());
        }
        for (j, entry) in items(processing, "data").enumerate() {
            // The first of each keeps the category's code.
            if j > 0 {
                entry["id"] = json!(format!("data_{j}"));
            }
        }
    }
    for (i, notice) in items(&mut register, "notice").enumerate() {
        notice["id"] = json!(format!("notice-{i}"));
        notice["purposes"] = json!(purposes.iter().take(i + 1).collect::<Vec<_>>());
    }
    contracts::linked(&mut register);
    let has_processing = !register["processing"].as_array().unwrap().is_empty();
    for (i, breach) in items(&mut register, "breach").enumerate() {
        breach["id"] = json!(format!("breach-{i}"));
        if has_processing {
            breach["processings"] = json!(["P-0"]);
        }
    }
    let references: Vec<_> = items(&mut register, "processing")
        .map(|processing| processing["ref"].clone())
        .collect();
    for (i, dpia) in items(&mut register, "dpia").enumerate() {
        if i == 0 || dpia.get("id").is_some() {
            dpia["id"] = json!(format!("dpia-{i}"));
        }
        if dpia.get("processings").is_some() {
            dpia["processings"] = json!(references.iter().skip(i).collect::<Vec<_>>());
        }
    }
    if register.get("dpia").is_none() {
        // Nothing to lead to.
        for processing in items(&mut register, "processing") {
            if processing.get("dpia") == Some(&json!("dpia-0")) {
                processing["dpia"] = json!("none");
            }
        }
    }
    if register.get("breach").is_none() {
        register["breaches"] = json!("none");
    }
    register
}

fn items<'v>(value: &'v mut Value, key: &str) -> impl Iterator<Item = &'v mut Value> {
    value
        .get_mut(key)
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
}

pub(super) type Field = BoxedStrategy<Option<Value>>;

pub(super) fn object(fields: Vec<(&'static str, Field)>) -> impl Strategy<Value = Value> {
    let (keys, values): (Vec<_>, Vec<_>) = fields.into_iter().unzip();
    values.prop_map(move |values| {
        let entries = keys.iter().zip(values);
        let entries = entries.filter_map(|(key, value)| Some(((*key).to_owned(), value?)));
        Value::Object(entries.collect::<Map<_, _>>())
    })
}

pub(super) fn always(value: impl Strategy<Value = Value> + 'static) -> Field {
    value.prop_map(Some).boxed()
}

pub(super) fn sometimes(value: impl Strategy<Value = Value> + 'static) -> Field {
    proptest::option::of(value).boxed()
}

pub(super) fn stated(value: impl Strategy<Value = Value> + 'static) -> Field {
    prop_oneof![
        Just(None),
        Just(Some(json!("none"))),
        Just(Some(json!("not_applicable"))),
        value.prop_map(Some),
    ]
    .boxed()
}

pub(super) fn list(
    item: impl Strategy<Value = Value> + 'static,
    size: std::ops::Range<usize>,
) -> impl Strategy<Value = Value> {
    proptest::collection::vec(item, size).prop_map(Value::Array)
}

pub(super) fn codes(codes: &'static [&'static str]) -> BoxedStrategy<Value> {
    select(codes).prop_map(Value::from).boxed()
}

pub(super) fn flag() -> Field {
    sometimes(any::<bool>().prop_map(Value::from))
}

pub(super) fn text() -> BoxedStrategy<Value> {
    const LINES: &[&str] = &[
        "Facturation",
        "Été comme hiver",
        "a \"quoted\" <b>word</b> & more",
        "two\nlines\ttabbed",
        "back\\slash 'single'",
        "日本語 🦀",
        "2018-02-31",
        "trailing space ",
    ];
    let line = || select(LINES).prop_map(Value::from);
    prop_oneof![
        line(),
        line().prop_map(|fr| json!({"fr": fr})),
        line().prop_map(|en| json!({"en": en})),
        (line(), line()).prop_map(|(fr, en)| json!({"fr": fr, "en": en})),
        // Words that alone would be an absence or a code.
        select(&["none", "not_applicable", "customers", "minor"][..])
            .prop_map(|word| json!({"fr": word, "en": word})),
    ]
    .boxed()
}

pub(super) fn texts() -> impl Strategy<Value = Value> {
    list(text(), 1..3)
}

fn date() -> BoxedStrategy<Value> {
    codes(&["2018-05-10", "2024-02-29", "1999-12-31"])
}

pub(super) fn period() -> BoxedStrategy<Value> {
    codes(&["P10Y", "P1M", "P1825D", "PT30M", "P1Y2M3DT4H"])
}

fn version() -> impl Strategy<Value = Value> {
    object(vec![
        ("number", always(codes(&["1.0", "2024-03"]))),
        ("date", sometimes(date())),
        ("previous", stated(codes(&["0.9"]))),
        ("note", sometimes(text())),
    ])
}

fn organisation() -> impl Strategy<Value = Value> {
    object(vec![
        ("name", always(text())),
        ("public_authority", flag()),
        ("address", stated(text())),
        ("website", stated(text())),
        ("contact", stated(text())),
        (
            "dpo",
            stated(object(vec![
                ("kind", sometimes(codes(&["internal", "external"]))),
                ("name", stated(text())),
                ("contact", stated(text())),
                ("designated", sometimes(date())),
            ])),
        ),
        ("dpo_note", sometimes(text())),
        (
            "representative",
            stated(object(vec![
                ("name", always(text())),
                ("country", sometimes(codes(&["FR", "IE"]))),
                ("contact", stated(text())),
            ])),
        ),
        ("country", sometimes(codes(&["FR", "CH"]))),
        (
            "establishments",
            sometimes(list(
                object(vec![
                    ("name", always(text())),
                    ("address", sometimes(text())),
                    ("country", sometimes(codes(&["FR"]))),
                    ("note", sometimes(text())),
                ]),
                1..3,
            )),
        ),
        (
            "zone",
            sometimes(codes(&["Europe/Paris", "America/Cayenne"])),
        ),
        (
            "fiscal_year",
            sometimes(select(vec![
                json!({"end": "12-31"}),
                json!({"end": "02-end"}),
                json!({"end": "06-30", "previous_end": "12-31", "exceptional": [{"start": "2025-01-01", "end": "2026-06-30"}]}),
            ])),
        ),
        ("certifications", sometimes(texts())),
        ("location", stated(text())),
    ])
}

const RIGHTS: [&str; 8] = [
    "access",
    "rectification",
    "erasure",
    "restriction",
    "portability",
    "objection",
    "withdrawal",
    "complaint",
];
const FAMILIES: [&str; 7] = [
    "access",
    "trace",
    "software",
    "backup",
    "encryption",
    "processors",
    "other",
];

/// Two or three series, which one register has and another lacks, or takes and keeps for another time.
fn backups() -> BoxedStrategy<Value> {
    prop::sample::select(vec![
        json!({"hourly": {"every": "PT1H", "keep": "P1W"}, "daily": {"keep": "P3M"}}),
        json!({"daily": {"keep": "P90D"}, "hourly": {"every": "PT2H", "keep": "P2W"}}),
        json!({"weekly": {"every": "P1W"}, "daily": {"keep": "P3M"}, "hourly": {"keep": "P8D"}}),
    ])
    .boxed()
}

fn requests() -> impl Strategy<Value = Value> {
    object(vec![
        (
            "rights",
            sometimes(list(codes(&["access", "erasure", "complaint"]), 1..3)),
        ),
        ("delay", sometimes(period())),
        ("counted_from", sometimes(codes(&["receipt", "postmark"]))),
        (
            "channels",
            sometimes(list(codes(&["email", "registered_letter"]), 1..3)),
        ),
        (
            "identity_document",
            sometimes(codes(&["always", "on_doubt"])),
        ),
        ("contact", sometimes(text())),
        (
            "contacts",
            sometimes(object(
                RIGHTS.map(|right| (right, sometimes(text()))).into(),
            )),
        ),
    ])
}

fn processing() -> impl Strategy<Value = Value> {
    object(vec![
        ("name", always(text())),
        ("author", sometimes(text())),
        ("version", sometimes(codes(&["1.0", "2024-b"]))),
        (
            "role",
            sometimes(codes(&["controller", "joint_controller", "processor"])),
        ),
        ("status", sometimes(codes(&["active", "draft", "archived"]))),
        ("created", sometimes(date())),
        ("updated", sometimes(date())),
        ("reviewed", sometimes(date())),
        ("next_review", sometimes(date())),
        ("responsible", stated(text())),
        ("software", stated(texts())),
        (
            "joint_controllers",
            stated(list(contracts::joint_controller(), 1..3)),
        ),
        ("clients", stated(list(contracts::client(), 1..3))),
        ("instructions", stated(text())),
        ("end_of_services", stated(contracts::end_of_services())),
        ("client_duties", sometimes(texts())),
        ("client_advice", sometimes(texts())),
        ("subjects", stated(list(contracts::subject(), 1..3))),
        ("purpose", sometimes(list(entries::purpose(), 0..3))),
        ("data", sometimes(list(entries::data(), 0..3))),
        ("recipients", sometimes(entries::recipients())),
        ("transfers", stated(list(entries::transfer(), 1..3))),
        (
            "sensitive",
            stated(list(
                object(vec![
                    ("category", always(codes(&["health", "offence"]))),
                    ("condition", sometimes(codes(&["employment"]))),
                ]),
                1..3,
            )),
        ),
        ("sensitive_note", sometimes(text())),
        (
            "not_processed",
            sometimes(list(codes(&["location", "nir"]), 1..3)),
        ),
        (
            "automated_decisions",
            stated(list(contracts::automated_decision(), 1..3)),
        ),
        (
            "rights",
            stated(list(codes(&["access", "portability"]), 1..3)),
        ),
        ("rights_note", sometimes(text())),
        (
            "measures",
            sometimes(object(
                FAMILIES
                    .map(|family| {
                        let measure = prop_oneof![Just(json!(true)), texts()];
                        (family, sometimes(measure))
                    })
                    .into(),
            )),
        ),
        ("storage", stated(text())),
        ("source", stated(text())),
        // The first screening of a file that has any; see `with_ids`.
        ("dpia", stated(Just(json!("dpia-0")))),
        (
            "documents",
            sometimes(list(contracts::linked_document(), 1..3)),
        ),
        ("public", flag()),
    ])
}

fn notice() -> impl Strategy<Value = Value> {
    object(vec![
        ("version", always((1_u32..9).prop_map(Value::from))),
        ("published", sometimes(date())),
        ("place", sometimes(text())),
        ("url", sometimes(codes(&["https://www.a.example/contact"]))),
        ("wording", stated(text())),
    ])
}

fn tracker() -> impl Strategy<Value = Value> {
    object(vec![
        ("site", always(Just(json!("www.a.example")))),
        ("name", always(codes(&["_ga", "<script>"]))),
        (
            "storage",
            always(codes(&["cookie", "local_storage", "pixel", "script"])),
        ),
        ("party", sometimes(codes(&["first", "third"]))),
        ("provider", sometimes(text())),
        (
            "keys",
            sometimes(list(codes(&["Referrer", "Source"]), 1..3)),
        ),
        ("purposes", sometimes(texts())),
        (
            "consent",
            sometimes(codes(&["required", "optional", "none"])),
        ),
        ("exemption", sometimes(text())),
        (
            "lifetime",
            sometimes(select(vec![
                json!("session"),
                json!("P13M"),
                json!({"default": "P30D", "set_by": "customer"}),
            ])),
        ),
        ("active", flag()),
    ])
}

fn mode() -> impl Strategy<Value = Value> {
    object(vec![
        ("name", always(text())),
        ("cookie", flag()),
        ("local_storage", flag()),
        (
            "consent",
            sometimes(codes(&["required", "optional", "none"])),
        ),
        ("collects", stated(texts())),
        ("modules", sometimes(texts())),
        ("probabilistic", flag()),
        ("exemption", sometimes(text())),
    ])
}

fn security() -> impl Strategy<Value = Value> {
    let status = || {
        codes(&[
            "done",
            "optimising",
            "setting_up",
            "not_applicable",
            "blank",
        ])
    };
    let measure = prop_oneof![
        status(),
        object(vec![
            ("status", always(status())),
            ("evidence", sometimes(text())),
            ("owner", sometimes(text())),
            ("due", sometimes(date())),
            ("note", sometimes(text())),
        ])
    ];
    object(vec![
        ("framework", always(text())),
        ("assessed", sometimes(date())),
        ("sheets", always(list(list(measure, 0..4), 0..4))),
    ])
}

fn dpia() -> impl Strategy<Value = Value> {
    let criterion = || {
        prop_oneof![
            any::<bool>().prop_map(Value::from),
            (any::<bool>(), text()).prop_map(|(met, why)| json!({"met": met, "why": why})),
            text().prop_map(|why| json!({"why": why})),
        ]
    };
    object(vec![
        ("id", sometimes(Just(json!("set by with_ids")))),
        ("scope", always(text())),
        ("processings", sometimes(Just(json!("set by with_ids")))),
        (
            "required_list",
            stated(list(
                codes(&["social_housing", "large_scale_location"]),
                1..3,
            )),
        ),
        (
            "exempt_list",
            stated(list(codes(&["suppliers", "notary"]), 1..3)),
        ),
        (
            "criteria",
            sometimes(object(
                ["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9"]
                    .map(|key| (key, sometimes(criterion())))
                    .into(),
            )),
        ),
        (
            "decision",
            sometimes(codes(&["required", "not_required", "done"])),
        ),
        ("rationale", sometimes(text())),
        ("decided", sometimes(date())),
        ("advice", stated(text())),
        ("advised", sometimes(date())),
        ("views", stated(text())),
        ("consultation", stated(text())),
        ("document", sometimes(text())),
        ("next_review", sometimes(date())),
    ])
}

fn allowance() -> impl Strategy<Value = Value> {
    object(vec![
        (
            "check",
            always(codes(&["GRF-R010", "GRF-R015", "GRF-R021", "GRF-R044"])),
        ),
        (
            "at",
            sometimes(codes(&["processing[P-0]", "processing", "backups.daily"])),
        ),
        ("reason", always(text())),
        ("until", sometimes(date())),
    ])
}
