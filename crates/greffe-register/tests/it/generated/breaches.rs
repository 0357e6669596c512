//! Breaches made up by proptest, as JSON with the keys of the format.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::{always, codes, flag, list, object, period, sometimes, stated, text, texts};

/// A breach without its id.
pub(super) fn breach() -> impl Strategy<Value = Value> {
    object(vec![
        (
            "role",
            sometimes(codes(&["controller", "joint_controller", "processor"])),
        ),
        (
            "nature",
            sometimes(list(codes(&["confidentiality", "availability"]), 1..3)),
        ),
        ("origin", sometimes(codes(&["hack", "bad_recipient"]))),
        (
            "cause",
            sometimes(codes(&["external_malicious", "unknown"])),
        ),
        ("start", sometimes(instant())),
        (
            "end",
            sometimes(prop_oneof![Just(json!("ongoing")), instant()]),
        ),
        ("aware", sometimes(instant())),
        ("discovered", sometimes(text())),
        ("persons", sometimes(number())),
        (
            "people",
            stated(list(
                prop_oneof![text(), codes(&["minor", "not_determined"])],
                1..3,
            )),
        ),
        ("records", sometimes(number())),
        (
            "data",
            stated(list(
                prop_oneof![text(), codes(&["health", "contact"])],
                1..3,
            )),
        ),
        ("consequences", sometimes(text())),
        (
            "impacts",
            sometimes(list(codes(&["fraud", "discrimination"]), 1..3)),
        ),
        ("measures", sometimes(text())),
        (
            "gravity",
            sometimes(codes(&["negligible", "limited", "important", "maximum"])),
        ),
        ("severity", sometimes(severity())),
        ("notified", sometimes(instant())),
        ("authority", sometimes(text())),
        (
            "notification",
            sometimes(codes(&["required", "not_required"])),
        ),
        ("notification_reason", sometimes(text())),
        ("delay_reason", sometimes(text())),
        (
            "further_notices",
            sometimes(list(
                object(vec![("at", always(instant())), ("what", sometimes(text()))]),
                1..3,
            )),
        ),
        ("communication", sometimes(communication())),
        (
            "persons_list",
            sometimes(object(vec![
                ("place", always(text())),
                ("readers", sometimes(texts())),
            ])),
        ),
        ("processors", sometimes(texts())),
        ("told_by_processor", sometimes(instant())),
        ("clients_told", sometimes(instant())),
    ])
}

/// Inputs of the severity, any of them unknown.
pub(crate) fn severity() -> impl Strategy<Value = Value> {
    object(vec![
        ("context", sometimes((1_u8..=4).prop_map(Value::from))),
        (
            "data",
            sometimes(codes(&["simple", "behavioural", "financial", "sensitive"])),
        ),
        ("context_reason", sometimes(text())),
        (
            "identification",
            sometimes(codes(&["negligible", "limited", "significant", "maximum"])),
        ),
        (
            "confidentiality",
            sometimes(codes(&[
                "no_evidence",
                "known_recipients",
                "unknown_recipients",
            ])),
        ),
        (
            "integrity",
            sometimes(codes(&["no_use", "recoverable", "unrecoverable"])),
        ),
        (
            "availability",
            sometimes(codes(&["restored", "temporary", "full"])),
        ),
        ("malicious", flag()),
        ("unintelligible", flag()),
    ])
}

fn communication() -> impl Strategy<Value = Value> {
    object(vec![
        ("told", always(codes(&["yes", "soon", "no"]))),
        ("at", sometimes(instant())),
        ("means", sometimes(text())),
        (
            "waiver",
            sometimes(codes(&[
                "unintelligible",
                "risk_removed",
                "disproportionate",
            ])),
        ),
        ("reason", sometimes(text())),
    ])
}

/// What is to be done upon a breach.
pub(super) fn procedure() -> impl Strategy<Value = Value> {
    object(vec![
        ("authority", sometimes(text())),
        ("portal", sometimes(text())),
        ("authority_within", sometimes(period())),
        ("alert", sometimes(text())),
        ("persons", sometimes(codes(&["high_risk", "always"]))),
        ("clients", sometimes(codes(&["concerned", "all"]))),
        ("clients_within", sometimes(period())),
        ("clients_receive", sometimes(texts())),
    ])
}

fn number() -> impl Strategy<Value = Value> {
    prop_oneof![
        (0_u64..1_000_000).prop_map(Value::from),
        Just(json!("not_determined")),
    ]
}

fn instant() -> BoxedStrategy<Value> {
    select(vec![
        json!("2026-03-01T10:00:00+01:00"),
        json!("2026-10-25T02:30:00.500Z"),
        json!("2026-03-04T09:59:59+01:00"),
        // Before the regulation applied: no hours can be counted.
        json!("2016-03-04T09:59:59+01:00"),
    ])
    .boxed()
}
