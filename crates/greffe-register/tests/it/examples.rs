//! The five registers of `examples/registers`, and every fact that they hold.

use std::path::PathBuf;

use greffe_document::{Node, Value};
use greffe_register::{Document, Register};

pub(crate) const REGISTERS: [&str; 5] = [
    "software-support",
    "call-tracking",
    "bank-communication",
    "paperless-assemblies",
    "hosting",
];

pub(super) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/registers")
}

pub(super) fn document(name: &str) -> Document {
    let text = std::fs::read_to_string(folder().join(format!("{name}.toml"))).unwrap();
    Document::from_toml(&text).unwrap()
}

pub(super) fn register(name: &str) -> Register {
    Register::from_document(&document(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A value as `facts.tsv` writes it; a list of texts joined by commas.
pub(super) fn written(node: &Node) -> String {
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
        ("bank-communication", "GRF-R043", "processing[COM-01].data"),
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

/// What the document says of its 72 measures; what is being optimised is not in place.
#[test]
fn the_security_score_of_call_tracking_shows_every_count() {
    use greffe_terms::Lang;
    let register = register("call-tracking");
    let security = register.security().unwrap();
    assert_eq!(
        security.score().in_words(Lang::Fr),
        "58 finalisées sur 72 (80\u{202f}%), 6 en cours d’optimisation, 5 en cours de mise en place, 3 non renseignées"
    );
    assert_eq!(
        security.score().in_words(Lang::En),
        "58 of 72 done (80%), 6 being optimised, 5 being set up, 3 left blank"
    );
    let analysis = security.sheet_score(20).unwrap();
    assert_eq!((analysis.done, analysis.optimising), (0, 3));
    assert!(!analysis.is_in_place());
    assert!(security.sheet_score(1).unwrap().is_in_place());
}

/// Every sheet of the guide has a title in both languages, none twice.
#[test]
fn every_sheet_of_the_guide_has_a_title() {
    use greffe_terms::Lang;
    let register = register("call-tracking");
    let security = register.security().unwrap();
    for lang in Lang::ALL {
        let mut titles: Vec<_> = (1..=25)
            .map(|sheet| security.sheet_title(sheet, lang).unwrap())
            .collect();
        titles.sort_unstable();
        titles.dedup();
        assert_eq!(titles.len(), 25);
        assert!(security.sheet_title(0, lang).is_none());
        assert!(security.sheet_title(26, lang).is_none());
    }
}

/// No field of the five registers shows as a code: those without words in the glossary are names of other people's tools.
#[test]
fn every_field_of_the_examples_has_words() {
    use greffe_register::field_label;
    use greffe_terms::Lang;
    const TOOLS: [&str; 8] = [
        "gclid",
        "gbraid",
        "wbraid",
        "fbclid",
        "msclkid",
        "valueTracks",
        "_ga",
        "_pk_id",
    ];
    for name in REGISTERS {
        let register = register(name);
        let entries = register.processings().iter().flat_map(|p| &p.data);
        for field in entries.flat_map(|entry| &entry.fields) {
            let label = field_label(field, Lang::Fr);
            assert!(
                !label.contains('_') || TOOLS.contains(&field.as_str()),
                "{field}"
            );
            // An English word that is French as well is the same in both; codes of several words never are.
            if field.contains('_') && !TOOLS.contains(&field.as_str()) {
                assert_ne!(label, field_label(field, Lang::En), "{field}");
            }
        }
    }
}

/// Kept while a customer, then ten years for accounting: the file goes the day after the later of the two.
#[test]
fn the_hosting_bill_is_kept_while_a_customer_and_then_for_accounting() {
    use greffe_terms::Lang;
    let register = register("hosting");
    for entry in [
        "identity",
        "optional-numbers",
        "company-contact",
        "economic",
    ] {
        let rule = register.retention(&format!("FAC-01/{entry}")).unwrap();
        assert_eq!(rule.stages().len(), 2, "{entry}");
        let readers = rule.stages()[1].readers();
        assert_eq!(
            readers[0].in_language(Lang::Fr),
            "Personnes habilitées à la comptabilité"
        );
        assert!(rule.needs_fiscal_years());
        let held_in = &register
            .processing("FAC-01")
            .unwrap()
            .entry(entry)
            .unwrap()
            .held_in;
        let tables: &[&str] = match entry {
            // The service has no column for them.
            "optional-numbers" => &["billing_system"],
            _ => &["customers", "invoices"],
        };
        assert_eq!(held_in.labels(), tables, "{entry}");
    }
}
