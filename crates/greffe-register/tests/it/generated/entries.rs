//! What stands in a processing activity: purposes, data with their retention, recipients, transfers.

use super::*;

pub(super) fn purpose() -> impl Strategy<Value = Value> {
    object(vec![
        ("name", sometimes(text())),
        (
            "basis",
            stated(prop_oneof![
                codes(&["contract", "consent"]),
                list(codes(&["consent", "legitimate_interests"]), 1..3),
            ]),
        ),
        ("subordinate", flag()),
        ("justification", sometimes(text())),
        ("balancing", stated(text())),
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

pub(super) fn data() -> impl Strategy<Value = Value> {
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
        ("caveat", sometimes(text())),
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

pub(super) fn recipients() -> impl Strategy<Value = Value> {
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

pub(super) fn transfer() -> impl Strategy<Value = Value> {
    object(vec![
        ("recipient", sometimes(text())),
        ("country", sometimes(codes(&["CH", "US", "CN"]))),
        (
            "international_organisation",
            sometimes(any::<bool>().prop_map(Value::from)),
        ),
        (
            "tool",
            sometimes(codes(&["adequacy", "scc", "compelling_interests"])),
        ),
        ("document", sometimes(text())),
        ("assessment", sometimes(text())),
        ("authority_told", sometimes(date())),
        ("persons_told", sometimes(date())),
    ])
}
