//! Registers made up by proptest, as JSON with the keys of the format; and the same as TOML.

use std::fmt::Write;

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

/// A whole register that is valid.
pub(crate) fn registers() -> impl Strategy<Value = Value> {
    object(vec![
        ("format", sometimes(Just(json!("greffe-register/1")))),
        ("organisation", always(organisation())),
        ("requests", sometimes(requests())),
        (
            "backups",
            sometimes(Just(
                json!({"hourly": {"every": "PT1H", "keep": "P1W"}, "daily": {"keep": "P3M"}}),
            )),
        ),
        ("processing", always(list(processing(), 0..4))),
        ("notice", sometimes(list(notice(), 1..3))),
        (
            "site",
            always(Just(
                json!([{"name": "www.a.example"}, {"name": "www.b.example", "trackers": "none"}]),
            )),
        ),
        ("tracker", sometimes(list(tracker(), 1..3))),
        ("collection_mode", sometimes(list(mode(), 1..3))),
        ("security", sometimes(security())),
        ("breach", sometimes(list(breach(), 1..3))),
        ("dpia", sometimes(list(dpia(), 1..3))),
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
    for (i, breach) in items(&mut register, "breach").enumerate() {
        breach["id"] = json!(format!("breach-{i}"));
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

type Field = BoxedStrategy<Option<Value>>;

fn object(fields: Vec<(&'static str, Field)>) -> impl Strategy<Value = Value> {
    let (keys, values): (Vec<_>, Vec<_>) = fields.into_iter().unzip();
    values.prop_map(move |values| {
        let entries = keys.iter().zip(values);
        let entries = entries.filter_map(|(key, value)| Some(((*key).to_owned(), value?)));
        Value::Object(entries.collect::<Map<_, _>>())
    })
}

fn always(value: impl Strategy<Value = Value> + 'static) -> Field {
    value.prop_map(Some).boxed()
}

fn sometimes(value: impl Strategy<Value = Value> + 'static) -> Field {
    proptest::option::of(value).boxed()
}

fn stated(value: impl Strategy<Value = Value> + 'static) -> Field {
    prop_oneof![
        Just(None),
        Just(Some(json!("none"))),
        Just(Some(json!("not_applicable"))),
        value.prop_map(Some),
    ]
    .boxed()
}

fn list(
    item: impl Strategy<Value = Value> + 'static,
    size: std::ops::Range<usize>,
) -> impl Strategy<Value = Value> {
    proptest::collection::vec(item, size).prop_map(Value::Array)
}

fn codes(codes: &'static [&'static str]) -> BoxedStrategy<Value> {
    select(codes).prop_map(Value::from).boxed()
}

fn flag() -> Field {
    sometimes(any::<bool>().prop_map(Value::from))
}

fn text() -> BoxedStrategy<Value> {
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
    ]
    .boxed()
}

fn texts() -> impl Strategy<Value = Value> {
    list(text(), 1..3)
}

fn date() -> BoxedStrategy<Value> {
    codes(&["2018-05-10", "2024-02-29", "1999-12-31"])
}

fn period() -> BoxedStrategy<Value> {
    codes(&["P10Y", "P1M", "P1825D", "PT30M", "P1Y2M3DT4H"])
}

fn organisation() -> impl Strategy<Value = Value> {
    object(vec![
        ("name", always(text())),
        ("address", stated(text())),
        ("website", stated(text())),
        ("contact", stated(text())),
        (
            "dpo",
            stated(object(vec![
                ("kind", always(codes(&["internal", "external"]))),
                ("contact", stated(text())),
            ])),
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
    ])
}

fn processing() -> impl Strategy<Value = Value> {
    object(vec![
        ("name", always(text())),
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
        ("clients", stated(texts())),
        (
            "subjects",
            stated(list(
                prop_oneof![text(), codes(&["customers", "callers"])],
                1..3,
            )),
        ),
        ("purpose", sometimes(list(purpose(), 0..3))),
        ("data", sometimes(list(data(), 0..3))),
        ("recipients", sometimes(recipients())),
        ("transfers", stated(list(transfer(), 1..3))),
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
            "measures",
            sometimes(object(vec![
                ("access", sometimes(texts())),
                ("backup", sometimes(Just(json!(true)))),
            ])),
        ),
        ("storage", stated(text())),
        ("source", stated(text())),
        // The first screening of a file that has any; see `with_ids`.
        ("dpia", stated(Just(json!("dpia-0")))),
        ("public", flag()),
    ])
}

fn purpose() -> impl Strategy<Value = Value> {
    object(vec![
        ("name", sometimes(text())),
        (
            "basis",
            stated(prop_oneof![
                codes(&["contract", "consent"]),
                list(codes(&["consent", "legitimate_interests"]), 1..3),
            ]),
        ),
        ("justification", sometimes(text())),
        (
            "law",
            sometimes(list(codes(&["C. com. L123-22", "NS-048"]), 1..3)),
        ),
        ("marketing", flag()),
        ("channels", sometimes(list(codes(&["email", "web"]), 1..3))),
        (
            "consent",
            sometimes(object(vec![
                ("validity", sometimes(period())),
                ("double_opt_in", flag()),
                (
                    "minimum_notice",
                    sometimes((1_u32..9).prop_map(Value::from)),
                ),
                ("withdrawal", sometimes(text())),
                (
                    "campaign",
                    sometimes(Just(
                        json!({"asked": "2026-03-01", "deadline": "2026-04-01", "if_silent": "remove"}),
                    )),
                ),
            ])),
        ),
    ])
}

fn data() -> impl Strategy<Value = Value> {
    object(vec![
        ("category", always(codes(&["identity", "economic", "nir"]))),
        ("detail", stated(text())),
        (
            "fields",
            always(Just(json!(["iban", "account", "Full Name"]))),
        ),
        (
            "sealed",
            sometimes(select(vec![
                json!(["iban"]),
                json!([{"field": "account", "type": "bytes"}, {"field": "Full Name", "type": "name"}]),
            ])),
        ),
        (
            "held_in",
            sometimes(select(vec![
                json!("elsewhere"),
                json!(["customers", "tickets"]),
            ])),
        ),
        (
            "records",
            sometimes(Just(json!(["link_clicked", "collected"]))),
        ),
        ("source", stated(codes(&["provided", "third_party"]))),
        ("mandatory", flag()),
        ("retention", sometimes(retention())),
    ])
}

/// The promises of the format's last section.
fn retention() -> impl Strategy<Value = Value> {
    select(vec![
        json!("unstated"),
        json!({"keep": "P3Y", "after": "last_contact", "contact": ["link_clicked", "document_requested"]}),
        json!({"within": "P3M", "after": "contract_end", "backups": {"weekly": "P1825D", "hourly": "P1W"}}),
        json!({"keep": "P1M", "after": "contract_end", "extend": "on_request"}),
        json!({"keep": {"default": "P25D", "set_by": "customer"}, "after": "recorded", "when": "content_collected"}),
        json!({"latest": 25, "per": "api_key", "then": {"move_to": "disk", "keep": "unstated"}}),
        json!({"until": {"all": ["payment_settled", {"if_opened": "dispute", "then": "dispute_settled"}]}}),
        json!({"until": {"any": ["withdrawal", "relation_end"]}}),
        json!({"keep": "P1Y", "after": "recorded", "rolling": true, "law": ["LCEN 6"], "note": {"en": "a \"note\""}}),
        json!({"keep": "P10Y", "after": {"latest": ["relation_end", {"fiscal_close": "last_operation"}]}, "law": ["C. com. L123-22"]}),
        json!({"stages": [
            {"keep": "P3Y", "after": "contract_end", "then": "archive"},
            {"keep": "P10Y", "after": {"fiscal_close": "last_operation"}, "readers": ["accounting"], "effect": ["database"]},
        ]}),
    ])
}

fn recipients() -> impl Strategy<Value = Value> {
    let recipient = || {
        prop_oneof![
            text(),
            object(vec![
                ("name", always(text())),
                ("what", sometimes(text())),
                ("how_often", sometimes(text())),
                ("country", sometimes(codes(&["CH", "FR"]))),
                ("note", sometimes(text())),
            ])
            .boxed(),
        ]
    };
    let kind = move || stated(list(recipient(), 1..3));
    object(vec![
        ("internal", kind()),
        ("external", kind()),
        ("processor", kind()),
        ("partner", kind()),
        ("third_country", kind()),
    ])
}

fn transfer() -> impl Strategy<Value = Value> {
    object(vec![
        ("recipient", sometimes(text())),
        ("country", sometimes(codes(&["CH", "US", "CN"]))),
        ("tool", sometimes(codes(&["adequacy", "scc"]))),
        ("document", sometimes(text())),
        ("assessment", sometimes(text())),
    ])
}

fn notice() -> impl Strategy<Value = Value> {
    object(vec![
        ("version", always((1_u32..9).prop_map(Value::from))),
        ("published", sometimes(date())),
        ("place", sometimes(text())),
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

fn breach() -> impl Strategy<Value = Value> {
    object(vec![
        (
            "nature",
            sometimes(list(codes(&["confidentiality", "availability"]), 1..3)),
        ),
        (
            "aware",
            sometimes(codes(&[
                "2026-03-01T10:00:00+01:00",
                "2026-10-25T02:30:00.500Z",
            ])),
        ),
        ("notified", sometimes(codes(&["2026-03-04T09:59:59+01:00"]))),
        (
            "persons",
            sometimes((0_u64..1_000_000).prop_map(Value::from)),
        ),
        (
            "records",
            sometimes((0_u64..1_000_000).prop_map(Value::from)),
        ),
        ("consequences", sometimes(text())),
        ("measures", sometimes(text())),
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
            sometimes(object(vec![
                ("c1", sometimes(criterion())),
                ("c2", sometimes(criterion())),
                ("c9", sometimes(criterion())),
            ])),
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
