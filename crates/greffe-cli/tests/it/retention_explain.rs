//! `greffe retention explain`.

use crate::retention_due::retention;
use crate::shell::{greffe, json, text, words};

const INVOICE: &str = "{\"key\": 7, \"events\": {\"last_operation\": \"2026-02-01\"}}\n";

#[test]
fn every_step_is_told_with_its_sources_and_the_next_change() {
    let output = retention(&["explain", "--rule", "FAC-01/economic"], INVOICE);
    assert_eq!(
        words(&output, 0),
        "7\tFAC-01/economic\n\
         \x20 Rule: 10 years from the close of the fiscal year of the last operation.\n\
         \x20 The last operation: Sunday 1 February 2026.\n\
         \x20 Fiscal year opening on Thursday 1 January 2026, closing on Thursday 31 December 2026.\n\
         \x20 Runs from Thursday 31 December 2026.\n\
         \x20 Plus 10 years: Wednesday 31 December 2036.\n\
         \x20 Last day included, not moved to a working day: Wednesday 31 December 2036 (GDPR, Art. 5(1)(e)).\n\
         \x20 Sources: C. com. L123-22 (binding law).\n\
         \x20 Kept through Wednesday 31 December 2036.\n\
         \x20 Next change: Thursday 1 January 2037.\n"
    );
}

#[test]
fn programs_get_the_same_as_one_object() {
    let output = retention(
        &[
            "explain",
            "--rule",
            "FAC-01/economic",
            "--format",
            "json",
            "--lang",
            "fr",
        ],
        INVOICE,
    );
    let object = json(&output, 0);
    assert_eq!(object["verdict"], "keep");
    assert_eq!(object["until"], "2036-12-31");
    assert_eq!(object["next_change"], "2037-01-01");
    assert_eq!(object["citations"][0], "C. com. L123-22");
    let first = object["explanation"][0].as_str().unwrap();
    assert_eq!(
        first,
        "règle\u{a0}: 10 ans à compter de la clôture de l’exercice de la dernière opération"
    );
}

#[test]
fn an_archived_record_says_who_may_still_read_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.toml");
    let register = r#"
organisation = { name = "Atelier Hélianthe" }
[[processing]]
ref = "CTR-01"
name = { fr = "Contrats", en = "Contracts" }
[[processing.data]]
category = "identity"
[processing.data.retention]
stages = [
    { until = "contract_end", then = "archive" },
    { keep = "P5Y", after = "contract_end", readers = [{ fr = "Juristes", en = "Counsel" }] },
]
"#;
    std::fs::write(&path, register).unwrap();
    let explained = |day: &str, format: &str| {
        let path = path.to_str().unwrap();
        let arguments = [
            "retention",
            "explain",
            "--register",
            path,
            "--rule",
            "CTR-01/identity",
            "--at",
            day,
            "--format",
            format,
        ];
        greffe(
            &arguments,
            "{\"key\": 1, \"events\": {\"contract_end\": \"2026-06-30\"}}\n",
        )
    };
    let archived = explained("2026-07-01", "json");
    assert_eq!(
        json(&archived, 0)["readers"],
        serde_json::json!(["Counsel"])
    );
    assert!(words(&explained("2026-07-01", "text"), 0).contains("  Open only to: Counsel.\n"));
    let active = explained("2026-06-30", "json");
    assert_eq!(json(&active, 0)["readers"], serde_json::json!([]));
}

#[test]
fn a_verdict_that_stays_says_so() {
    let output = retention(&["explain", "--rule", "FAC-01/economic"], "{\"key\": 7}\n");
    assert!(words(&output, 1).ends_with("  No change without a new fact.\n"));
    let french = retention(
        &["explain", "--rule", "FAC-01/economic", "--lang", "fr"],
        "{\"key\": 7}\n",
    );
    assert!(text(&french.stdout).ends_with("  Aucun changement sans fait nouveau.\n"));
}
