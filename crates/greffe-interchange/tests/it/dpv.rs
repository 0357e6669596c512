//! The Data Privacy Vocabulary.

use std::time::{Duration, Instant};

use greffe_document::DocumentError;
use greffe_interchange::{Extent, ImportError, ImportLimits, LossKind, LossReport, dpv};
use greffe_register::{Register, Stated};
use greffe_terms::Lang;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{fixtures, generated};

fn import(json: &str) -> Result<(Register, LossReport), ImportError> {
    dpv::import(json.as_bytes(), ImportLimits::default())
}

fn workshop() -> Register {
    Register::from_toml(include_str!("../data/workshop.toml")).unwrap()
}

fn places(losses: &LossReport) -> Vec<&str> {
    losses.losses().iter().map(|loss| loss.place()).collect()
}

#[test]
fn each_example_comes_back_the_same_with_what_is_kept_beside_the_terms() {
    for (name, register) in fixtures::registers() {
        let (json, _) = dpv::export(&register, Extent::Whole).unwrap();
        let (back, losses) = import(&json).unwrap();
        assert!(back == register, "{name}");
        assert_eq!(losses.to_string(), "", "{name}");
    }
}

#[test]
fn no_value_of_the_examples_vanishes_without_a_word() {
    for (name, register) in fixtures::registers() {
        let (json, losses) = dpv::export(&register, Extent::Terms).unwrap();
        let (back, _) = import(&json).unwrap();
        fixtures::assert_nothing_vanished(name, &register, &back, &losses);
    }
}

#[test]
fn every_term_in_use_is_one_of_the_vocabulary() {
    let vocabulary: Vec<_> = include_str!("../../data/dpv-2.2.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();
    for term in dpv::terms_in_use() {
        assert!(vocabulary.contains(&term.as_str()), "{term}");
    }
}

#[test]
fn every_term_that_is_written_is_one_of_the_vocabulary() {
    let vocabulary = include_str!("../../data/dpv-2.2.txt");
    for (name, register) in fixtures::registers() {
        let (json, _) = dpv::export(&register, Extent::Whole).unwrap();
        let mut names = Vec::new();
        names_in(&serde_json::from_str(&json).unwrap(), &mut names);
        for found in names {
            let is_of_dpv = ["dpv:", "eu-gdpr:", "pd:"]
                .iter()
                .any(|prefix| found.starts_with(prefix));
            assert!(
                !is_of_dpv || vocabulary.lines().any(|term| term == found),
                "{name}: {found}"
            );
        }
    }
}

fn names_in(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                names.push(key.clone());
                if key == "@id" || key == "@type" {
                    let types = value
                        .as_array()
                        .map_or(std::slice::from_ref(value), Vec::as_slice);
                    names.extend(
                        types
                            .iter()
                            .filter_map(Value::as_str)
                            .map(ToOwned::to_owned),
                    );
                }
                names_in(value, names);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| names_in(item, names)),
        _ => {}
    }
}

#[test]
fn rules_and_the_three_absences_come_back_without_what_is_kept_beside_them() {
    let register = workshop();
    let (json, _) = dpv::export(&register, Extent::Terms).unwrap();
    let (back, losses) = import(&json).unwrap();
    assert_eq!(losses.to_string(), "");
    for (record, same) in register.processings().iter().zip(back.processings()) {
        assert!(record.recipients == same.recipients);
        assert!(record.transfers == same.transfers);
        assert!(record.sensitive == same.sensitive);
        assert!(record.measures == same.measures);
        assert_eq!(record.role, same.role);
        assert!(record.clients == same.clients);
        for (entry, same) in record.data.iter().zip(&same.data) {
            assert!(entry.retention == same.retention);
            assert!(
                entry.source == same.source
                    && entry.mandatory == same.mandatory
                    && entry.fields == same.fields
            );
        }
    }
    assert_eq!(back.processings()[0].sensitive, Stated::None);
    assert_eq!(back.processings()[1].transfers, Stated::Unknown);
}

#[test]
fn a_duration_of_weeks_is_written_in_days_for_xml_schema_has_none() {
    let register = Register::from_toml(
        r#"
        organisation = { name = "A" }
        [[processing]]
        ref = "A"
        name = "A"
        data = [{ category = "connection", retention = { keep = "P2W", after = "recorded" } }]
        "#,
    )
    .unwrap();
    let (json, _) = dpv::export(&register, Extent::Terms).unwrap();
    assert!(json.contains("\"@value\": \"P14D\""));
    assert!(import(&json).unwrap().0 == register);
}

// Made of the export of `tests/data/workshop.toml` with PyLD 3.3.0: `jsonld.expand` and `jsonld.flatten` (compacted with the document's context).
#[test]
fn what_another_processor_expanded_or_flattened_reads_the_same() {
    for text in [
        include_str!("../data/workshop.expanded.jsonld"),
        include_str!("../data/workshop.flattened.jsonld"),
    ] {
        let (back, losses) = import(text).unwrap();
        assert_eq!(losses.to_string(), "");
        assert!(back == workshop());
    }
}

#[test]
fn another_context_is_an_error_that_says_so() {
    for context in [
        json!("https://MARKER.example/context"),
        json!({ "dpv": "https://w3id.org/dpv#" }),
        json!([]),
    ] {
        let error = import(&json!({ "@context": context, "@graph": [] }).to_string())
            .err()
            .unwrap();
        assert_eq!(error, ImportError::ForeignContext);
        assert!(error.to_string().contains("`@context`"));
    }
}

#[test]
fn what_was_changed_in_the_terms_is_taken_over_and_the_rest_stays() {
    let register = workshop();
    let (json, _) = dpv::export(&register, Extent::Whole).unwrap();
    let changed = json
        .replace("eu-gdpr:A6-1-a", "eu-gdpr:A6-1-f")
        .replace("\"Support\"", "\"Help desk\"");
    // The record beside the terms says what it said.
    let changed = changed.replace(
        "\\\"name\\\": \\\"Help desk\\\"",
        "\\\"name\\\": \\\"Support\\\"",
    );
    let (back, losses) = import(&changed).unwrap();
    assert_eq!(losses.to_string(), "");
    let expected = register
        .to_json()
        .replace("\"consent\"", "\"legitimate_interests\"")
        .replace("\"Support\"", "\"Help desk\"");
    assert_eq!(back.to_json(), expected);
}

#[test]
fn what_was_changed_beside_a_rule_is_reported_and_the_rule_prevails() {
    let register = workshop();
    let storage = "@graph[1].dpv:hasPersonalData[0].dpv:hasStorageCondition[0]";
    for extent in [Extent::Whole, Extent::Terms] {
        let (json, _) = dpv::export(&register, extent).unwrap();
        let rule = &register.processings()[0].data[0].retention;
        for (from, to, property) in [
            (
                "\"@value\": \"P10Y\"",
                "\"@value\": \"P5Y\"",
                "dpv:hasDuration",
            ),
            (
                "\"@value\": \"P10Y\"",
                "\"@id\": \"dpv:IndeterminateDuration\"",
                "dpv:hasDuration",
            ),
            ("10 years", "5 years", "rdfs:label"),
            ("10 ans", "5 ans", "rdfs:label"),
        ] {
            let changed = json.replace(from, to);
            assert_ne!(changed, json);
            let (back, losses) = import(&changed).unwrap();
            assert_eq!(places(&losses), [format!("{storage}.{property}")]);
            assert!(back.processings()[0].data[0].retention == *rule);
        }
        // A length that is no longer there was changed as well; a rule alone says what it says.
        let mut document: Value = serde_json::from_str(&json).unwrap();
        let node = &mut document["@graph"][1]["dpv:hasPersonalData"][0]["dpv:hasStorageCondition"];
        let node = node.as_object_mut().unwrap();
        node.remove("dpv:hasDuration").unwrap();
        let (_, losses) = import(&document.to_string()).unwrap();
        assert_eq!(places(&losses), [format!("{storage}.dpv:hasDuration")]);
        let node = &mut document["@graph"][1]["dpv:hasPersonalData"][0]["dpv:hasStorageCondition"];
        let told = node["rdfs:label"].take();
        // Some tools keep one language, without its tag.
        for (label, expected) in [
            (json!(null), vec![]),
            (told[0]["@value"].clone(), vec!["dpv:hasDuration"]),
            (told[1]["@value"].clone(), vec!["dpv:hasDuration"]),
            (json!("5 years"), vec!["dpv:hasDuration", "rdfs:label"]),
        ] {
            let node =
                &mut document["@graph"][1]["dpv:hasPersonalData"][0]["dpv:hasStorageCondition"];
            match label {
                Value::Null => _ = node.as_object_mut().unwrap().remove("rdfs:label"),
                label => node["rdfs:label"] = label,
            }
            let (back, losses) = import(&document.to_string()).unwrap();
            let expected = expected
                .iter()
                .map(|property| format!("{storage}.{property}"));
            assert_eq!(places(&losses), expected.collect::<Vec<_>>());
            assert!(back.processings()[0].data[0].retention == *rule);
        }
    }
}

#[test]
fn a_document_of_somebody_else_gives_a_register_and_a_report() {
    let dpv = |name: &str| format!("https://w3id.org/dpv#{name}");
    let gdpr = |name: &str| format!("https://w3id.org/dpv/legal/eu/gdpr#{name}");
    let document = json!([{
        "@id": "https://orchard.example/process/newsletter",
        "@type": [dpv("Process"), "https://orchard.example/Thing"],
        (dpv("hasPurpose")): [{ "@id": dpv("DirectMarketing") }],
        (dpv("hasLegalBasis")): [{ "@id": gdpr("A6-1-a-explicit-consent") }],
        (dpv("hasPersonalData")): [{ "@id": "https://w3id.org/dpv/pd#EmailAddress" }, { "@id": "https://w3id.org/dpv/pd#HairColor" }],
        (dpv("hasDataSubject")): [{ "@id": dpv("Subscriber") }, { "@id": dpv("Child") }],
        (dpv("hasRisk")): [{ "@value": "some" }],
        (dpv("hasStorageCondition")): [],
    }]);
    let (register, losses) = import(&document.to_string()).unwrap();
    let record = &register.processings()[0];
    assert_eq!(record.reference.as_str(), "newsletter");
    assert!(record.purposes[0].marketing);
    assert_eq!(
        record.purposes[0].basis.items(),
        [greffe_terms::LegalBasis::Consent]
    );
    let data: Vec<_> = record
        .data
        .iter()
        .map(|entry| {
            (
                entry.category.code(),
                entry.detail.known().unwrap().in_language(Lang::En),
            )
        })
        .collect();
    assert_eq!(data, [("identity", "EmailAddress"), ("other", "HairColor")]);
    assert_eq!(record.subjects.items().len(), 2);
    assert_eq!(
        places(&losses),
        [
            "processing[newsletter].name",
            "organisation.name",
            "@graph[0].dpv:hasLegalBasis[0].@id",
            "@graph[0].@type",
            "@graph[0].dpv:hasRisk"
        ]
    );
    assert_eq!(losses.of_kind(LossKind::Assumed).count(), 2);
}

#[test]
fn a_wrong_type_is_an_error_with_its_place_and_without_the_value() {
    let of = |process: Value| {
        let (json, _) = dpv::export(&workshop(), Extent::Terms).unwrap();
        let mut document: Value = serde_json::from_str(&json).unwrap();
        document["@graph"] = json!([process]);
        import(&document.to_string()).err().unwrap()
    };
    let cases = [
        (
            json!({ "@type": "dpv:Process", "dpv:hasPurpose": "MARKER" }),
            "`@graph[0].dpv:hasPurpose`: a node is expected",
        ),
        (
            json!({ "@type": "dpv:Process", "rdfs:label": { "@id": "MARKER" } }),
            "`@graph[0].rdfs:label`: a text is expected",
        ),
        (json!("MARKER"), "`@graph[0]`: a node is expected"),
        (
            json!({ "@type": "dpv:Process", "rdfs:label": [["MARKER"]] }),
            "`@graph[0].rdfs:label[0]`: a node or a text is expected",
        ),
    ];
    for (process, expected) in cases {
        let error = of(process);
        assert_eq!(error.to_string(), expected);
        assert!(!format!("{error:?}{}", error.in_language(Lang::Fr)).contains("MARKER"));
    }
    let error = of(
        json!({ "@type": "dpv:Process", "dpv:hasIdentifier": "A", "rdfs:label": "A", "dct:created": "MARKER" }),
    );
    assert!(
        error.to_string().contains("processing[A].created")
            && !error.to_string().contains("MARKER"),
        "{error}"
    );
}

#[test]
fn hostile_json_ends_in_a_clear_error_within_a_second() {
    let huge = format!("[\"{}\"]", "MARKER".repeat(1 << 20));
    let many = format!("[{}]", vec!["{}"; 300_000].join(","));
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("nested lists", "[".repeat(10_000).into()),
        ("nested nodes", "{\"MARKER\":".repeat(10_000).into()),
        ("not UTF-8", b"[\"\xff MARKER\"]".to_vec()),
        ("a key twice", "{\"MARKER\": 1, \"MARKER\": 2}".into()),
        ("a huge text", huge.into()),
        ("many values", many.into()),
        ("cut off", "[{\"@id\": \"MARKER".into()),
    ];
    let mut limits = ImportLimits::default();
    (limits.bytes, limits.values) = (4 << 20, 200_000);
    for (name, json) in cases {
        let start = Instant::now();
        let error = dpv::import(&json, limits)
            .err()
            .unwrap_or_else(|| panic!("{name} was accepted"));
        assert!(
            start.elapsed() < Duration::from_secs(1),
            "{name} took {:?}",
            start.elapsed()
        );
        for text in [
            error.to_string(),
            error.in_language(Lang::Fr),
            format!("{error:?}"),
        ] {
            assert!(!text.contains("MARKER"), "{name}: {text}");
        }
    }
    assert_eq!(
        import("{\"a\": 1, \"a\": 2}").err().unwrap(),
        DocumentError::DuplicateKey {
            line: 1,
            column: 12
        }
        .into()
    );
}

/// Any bytes give a register or an error; a register that came in goes out and comes in again the same.
pub(crate) fn any_bytes_in(bytes: &[u8]) {
    let Ok((register, _)) = dpv::import(bytes, ImportLimits::default()) else {
        return;
    };
    let (json, _) = dpv::export(&register, Extent::Whole).unwrap();
    let (again, losses) = import(&json).unwrap();
    assert!(again == register);
    assert!(losses.is_empty(), "{losses}");
    let (terms, _) = dpv::export(&register, Extent::Terms).unwrap();
    let (seen, _) = import(&terms).unwrap();
    let (terms_of_seen, _) = dpv::export(&seen, Extent::Terms).unwrap();
    assert!(import(&terms_of_seen).unwrap().0 == seen);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_generated_register_comes_back_and_nothing_of_it_vanishes(value in generated::registers()) {
        let register = Register::from_json(&value.to_string()).unwrap();
        let (json, losses) = dpv::export(&register, Extent::Whole).unwrap();
        let (back, none) = import(&json).unwrap();
        prop_assert!(back == register);
        prop_assert_eq!(none.to_string(), "");
        let (terms, same) = dpv::export(&register, Extent::Terms).unwrap();
        prop_assert_eq!(&losses, &same);
        let (seen, _) = import(&terms).unwrap();
        fixtures::assert_nothing_vanished("generated", &register, &seen, &losses);
        any_bytes_in(terms.as_bytes());
    }

    #[test]
    fn a_document_with_a_value_replaced_gives_a_register_or_an_error(at in 0_usize..400, with in prop_oneof![
        Just(json!(null)), Just(json!("x")), Just(json!([])), Just(json!({})), Just(json!({ "@id": "dpv:Process" })), Just(json!({ "@value": "none" })), Just(json!(7)),
    ]) {
        let (json, _) = dpv::export(&workshop(), Extent::Whole).unwrap();
        let mut document: Value = serde_json::from_str(&json).unwrap();
        let mut left = at;
        replace(&mut document, &mut left, &with);
        any_bytes_in(document.to_string().as_bytes());
    }
}

fn replace(value: &mut Value, left: &mut usize, with: &Value) {
    if *left == 0 {
        *value = with.clone();
        *left = usize::MAX;
        return;
    }
    *left -= 1;
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, left, with)),
        Value::Object(entries) => entries
            .values_mut()
            .for_each(|item| replace(item, left, with)),
        _ => {}
    }
}

#[test]
fn a_node_to_which_very_many_lead_is_a_matter_of_the_budget() {
    let to = |id: &str| json!(vec![json!({ "@id": id }); 3_000]);
    let texts = json!(vec!["x"; 3_000]);
    let nodes = json!([
        { "@id": "_:p", "@type": "dpv:Process", "dpv:hasPersonalData": to("_:d"), "dpv:hasPurpose": to("_:d"), "dpv:hasRecipient": to("_:d"), "dpv:hasDataSubject": to("_:d") },
        { "@id": "_:d", "@type": "dpv:Purpose", "rdfs:label": texts, "dpv:hasName": texts, "dpv:hasLegalBasis": to("_:d"), "dpv:hasStorageCondition": to("_:d") },
    ]);
    let (own, _) = dpv::export(&workshop(), Extent::Terms).unwrap();
    let own: Value = serde_json::from_str(&own).unwrap();
    let document = json!({ "@context": own["@context"], "@graph": nodes });
    let error = import(&document.to_string()).unwrap_err();
    assert_eq!(error, ImportError::OverBudget { line: 0, column: 0 });
    // Nor is what nobody reads reported as often as the square of it.
    let itself = json!([{ "@id": "_:p", "@type": "dpv:Process", "dpv:hasPersonalData": to("_:p"), "dpv:hasNotice": to("_:p") }]);
    let document = json!({ "@context": own["@context"], "@graph": itself });
    let error = import(&document.to_string()).unwrap_err();
    assert_eq!(error, ImportError::OverBudget { line: 0, column: 0 });
}

#[test]
fn keys_that_are_no_words_are_neither_repeated_nor_multiplied() {
    let (own, _) = dpv::export(&workshop(), Extent::Terms).unwrap();
    let own: Value = serde_json::from_str(&own).unwrap();
    let key = format!("jeanne@perle.example{}", "x".repeat(1 << 20));
    let node = json!({ "@type": "dpv:Process", key.clone(): vec![1; 20_000] });
    let mut document = json!({ "@context": own["@context"], "@graph": [node] });
    document[key.as_str()] = json!(1);
    // Were the key in the place of each value, they would fill twenty gibibytes.
    let (_, losses) = import(&document.to_string()).unwrap();
    assert!(losses.losses().len() >= 2);
    assert!(!format!("{losses:?}").contains("jeanne"));
    document["@graph"][0][key.as_str()] = json!([null]);
    let error = import(&document.to_string()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`@graph[0].…[0]`: a node or a text is expected"
    );
}
