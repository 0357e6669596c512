//! The five registers of `examples/registers`, and every fact that they hold.

use std::collections::BTreeMap;
use std::path::PathBuf;

use greffe_document::{Node, Value};
use greffe_register::{Document, Register};

const REGISTERS: [&str; 5] = [
    "software-support",
    "call-tracking",
    "bank-communication",
    "paperless-assemblies",
    "hosting",
];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/registers")
}

fn document(name: &str) -> Document {
    let text = std::fs::read_to_string(folder().join(format!("{name}.toml"))).unwrap();
    Document::from_toml(&text).unwrap()
}

fn register(name: &str) -> Register {
    Register::from_document(&document(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A value as `facts.tsv` writes it; a list of texts joined by commas.
fn written(node: &Node) -> String {
    match node.value() {
        Value::Boolean(truth) => truth.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Date(date) => date.to_string(),
        Value::Instant(instant) => instant.to_rfc3339(),
        Value::List(items) => items.iter().map(written).collect::<Vec<_>>().join(","),
        other => format!("{other:?}"),
    }
}

#[test]
fn every_example_register_reads() {
    for name in REGISTERS {
        assert!(!register(name).processings().is_empty(), "{name}");
    }
}

#[test]
fn every_example_register_survives_json() {
    for name in REGISTERS {
        let register = register(name);
        assert!(
            Register::from_json(&register.to_json()).unwrap() == register,
            "{name}"
        );
    }
}

#[test]
fn every_fact_stands_where_the_table_says() {
    let documents: BTreeMap<_, _> = REGISTERS.map(|name| (name, document(name))).into();
    let table = std::fs::read_to_string(folder().join("facts.tsv")).unwrap();
    let mut lines = table.lines();
    assert_eq!(lines.next(), Some("register\tfact\tpath\tvalue"));
    let mut wrong = Vec::new();
    let mut facts = 0;
    for line in lines {
        let [name, fact, path, expected] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("not four columns: {line}");
        };
        let found = documents[name]
            .find(path)
            .map_or_else(|| "unknown".to_owned(), written);
        if found != expected {
            wrong.push(format!(
                "{fact} {path}: {expected:?} expected, {found:?} found"
            ));
        }
        facts += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(facts > 300, "the table has only {facts} lines");
}

#[test]
fn a_fact_that_is_not_there_fails() {
    let document = document("hosting");
    assert!(
        document
            .find("processing[FAC-01].data[1].retention.keep")
            .is_some()
    );
    assert!(
        document
            .find("processing[FAC-99].data[1].retention.keep")
            .is_none()
    );
}

/// All findings of each register, without lines: a change of the linter or of a register shows here. `cargo insta review` takes it over.
#[test]
fn the_findings_of_the_examples_are_known() {
    for name in REGISTERS {
        let findings = register(name).lint();
        let lines: Vec<_> = findings
            .iter()
            .map(|f| format!("{} {}", f.check(), f.path()))
            .collect();
        insta::assert_snapshot!(name, lines.join("\n"));
    }
}

/// The findings that are true of the documents behind the registers.
#[test]
fn the_linter_says_what_the_documents_lack() {
    let expected = [
        ("software-support", "GRF-R001", "organisation.dpo"),
        (
            "software-support",
            "GRF-R021",
            "processing[SUP-01].purpose[help-users].basis",
        ),
        (
            "call-tracking",
            "GRF-R093",
            "collection_mode[3].probabilistic",
        ),
        ("call-tracking", "GRF-R101", "security.sheets[23][1]"),
        (
            "bank-communication",
            "GRF-R043",
            "processing[COM-01].data[users].retention.backups",
        ),
        ("paperless-assemblies", "GRF-R080", "requests.counted_from"),
        ("paperless-assemblies", "GRF-R082", "requests.channels"),
        (
            "hosting",
            "GRF-R027",
            "processing[FAC-01].data[1].retention.law[2]",
        ),
        ("hosting", "GRF-R081", "requests.identity_document"),
    ];
    for (name, id, path) in expected {
        let findings = register(name).lint();
        let found = findings
            .iter()
            .any(|f| f.check().id() == id && f.path() == path);
        assert!(found, "{name}: {id} at {path}");
    }
}

#[test]
fn every_finding_of_the_examples_has_a_line_and_a_path_that_leads_back() {
    for name in REGISTERS {
        let document = document(name);
        for finding in &Register::from_document(&document)
            .unwrap()
            .lint()
            .located_in(&document)
        {
            assert!(
                finding.line_and_column().is_some(),
                "{name}: {}",
                finding.path()
            );
            // What is missing has no value; its table does.
            let whole = finding.path();
            let parent = whole.rsplit_once('.').map_or("", |(parent, _)| parent);
            let leads_back = document
                .find(whole)
                .or_else(|| document.find(parent))
                .is_some();
            assert!(leads_back, "{name}: {whole}");
        }
    }
}
