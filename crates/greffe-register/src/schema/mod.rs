//! The JSON Schema of the register file.
//!
//! An editor that knows the schema completes keys and codes and marks what does not fit, in JSON and in TOML. The schema is wider than the reader: links between
//! parts, dates that do not exist and rules that contradict themselves are found on reading.
//!
//! ```
//! let schema = greffe_register::json_schema();
//! assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
//! assert_eq!(schema["required"][0], "organisation");
//! assert_eq!(schema["$defs"]["country"]["pattern"], "^[A-Z]{2}$");
//! ```

mod breach;
mod contract;
mod organisation;
mod processing;
mod rule;
mod security;
mod shape;
mod tracker;

use serde_json::{Map, Value, json};

use crate::read::FORMAT;
use shape::{code, list, some, table};

/// The schema of a register file (draft 2020-12), for JSON, and for TOML where a tool reads its dates as texts.
#[must_use]
pub fn json_schema() -> Value {
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:greffe:register:1",
        "title": "Register of processing activities, format greffe-register/1",
    });
    let whole = table(&["organisation"], keys());
    if let (Some(schema), Value::Object(whole)) = (schema.as_object_mut(), whole) {
        schema.extend(whole);
        schema.insert("$defs".to_owned(), definitions());
    }
    schema
}

fn keys() -> Vec<shape::Key> {
    let absence = || code(["none", "not_applicable"]);
    vec![
        ("format", code([FORMAT]), "The format of the file."),
        (
            "version",
            organisation::version(),
            "Which version of the register this is.",
        ),
        (
            "allow",
            list(organisation::allowance()),
            "Findings that are accepted, with the reason.",
        ),
        (
            "organisation",
            organisation::organisation(),
            "Who keeps the register.",
        ),
        (
            "requests",
            organisation::requests(),
            "How persons use their rights.",
        ),
        (
            "backups",
            organisation::backups(),
            "Named series of backups.",
        ),
        (
            "processing",
            list(processing::processing()),
            "Processing activities, Art. 30.",
        ),
        (
            "contract",
            list(contract::contract()),
            "Contracts on processing, Art. 28.",
        ),
        (
            "application",
            list(organisation::application()),
            "Applications in which data are processed.",
        ),
        (
            "platform",
            list(organisation::platform()),
            "Platforms with their state of compliance.",
        ),
        (
            "notice",
            list(organisation::notice()),
            "Information given where data are collected.",
        ),
        ("site", list(organisation::site()), "Websites."),
        (
            "tracker",
            list(tracker::tracker()),
            "Cookies, local storage, pixels, scripts.",
        ),
        (
            "collection_mode",
            list(tracker::collection_mode()),
            "Levels of collection.",
        ),
        (
            "security",
            security::security(),
            "Assessment of security measures, Art. 32.",
        ),
        (
            "breach_procedure",
            breach::procedure(),
            "What is done upon a breach.",
        ),
        (
            "breach",
            some(breach::breach()),
            "Personal data breaches, Art. 33(5).",
        ),
        ("breaches", absence(), "That there are no breaches."),
        (
            "request",
            some(organisation::request()),
            "Requests of persons that came in.",
        ),
        ("request_log", absence(), "That none came in."),
        (
            "dpia",
            list(security::dpia()),
            "Screenings for impact assessments, Art. 35.",
        ),
    ]
}

fn definitions() -> Value {
    let all = shape::definitions().into_iter().chain(rule::definitions());
    let all: Map<_, _> = all
        .map(|(name, schema)| (name.to_owned(), schema))
        .collect();
    Value::Object(all)
}
