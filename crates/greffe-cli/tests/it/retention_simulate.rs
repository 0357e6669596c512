//! `greffe retention simulate`.

use crate::retention_due::{REGISTER, retention};
use crate::shell::{json, text, words};

const LINES: &str = r#"
{"key": 1, "events": {"recorded": "2025-11-22"}}
{"key": 2, "events": {"recorded": "2026-11-01"}}
{"key": 3, "rule": "FAC-01/economic", "events": {"last_operation": "2025-05-10"}}
"#;

/// The register with other limits, in a file.
fn proposed(keep: &str, end: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("proposed.toml");
    let text = REGISTER.replace("P1Y", keep).replace("12-31", end);
    std::fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

#[test]
fn each_rule_says_how_many_records_change_and_which_way() {
    let (_folder, path) = proposed("P1M", "06-30");
    let command = ["simulate", "--against", &path, "--format", "json"];
    let lines = LINES.replace(
        "\"events\": {\"recorded\"",
        "\"rule\": \"LOG-01/connection\", \"events\": {\"recorded\"",
    );
    let answer = json(&retention(&command, &lines), 0);
    let rules = answer["rules"].as_array().unwrap();
    let [billing, logs] = rules.as_slice() else {
        panic!("{answer}")
    };
    assert_eq!(
        (&billing["rule"], &billing["rows"]),
        (&"FAC-01/economic".into(), &1.into())
    );
    // The closing moved from December to June: due half a year earlier.
    assert_eq!(billing["earlier"], 1);
    assert_eq!(
        (&logs["rows"], &logs["earlier"], &logs["newly_disposable"]),
        (&2.into(), &2.into(), &0.into())
    );
    assert_eq!(
        (&answer["lines"], &answer["bad_lines"]),
        (&3.into(), &0.into())
    );
}

#[test]
fn people_read_the_counts_rule_by_rule() {
    let (_folder, path) = proposed("P3Y", "12-31");
    let command = [
        "simulate",
        "--against",
        &path,
        "--rule",
        "LOG-01/connection",
        "--lang",
        "fr",
    ];
    let said = words(&retention(&command, LINES), 0);
    assert!(said.contains("LOG-01/connection\n  lignes examinées\u{a0}: 2\n  à effacer plus tôt\u{a0}: 0\n  à effacer plus tard\u{a0}: 2\n"), "{said}");
}

#[test]
fn a_rule_that_one_of_the_registers_lacks_is_named() {
    let (_folder, path) = proposed("P1Y", "12-31");
    let command = ["simulate", "--against", &path, "--rule", "LOG-01/other"];
    let output = retention(&command, LINES);
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(
        said.starts_with("--rule, ")
            && said.ends_with(": the processing has no data entry of that id\n"),
        "{said}"
    );
}

#[test]
fn two_policies_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("policy.toml");
    let policy =
        "lengthening = \"as_instructed\"\nrule = { keep = \"P1M\", after = \"recorded\" }\n";
    std::fs::write(&path, policy).unwrap();
    let path = path.to_str().unwrap();
    let command = [
        "simulate",
        "--rule",
        "LOG-01/connection",
        "--against-policy",
        path,
        "--format",
        "json",
    ];
    let answer = json(&retention(&command, LINES), 0);
    assert_eq!(
        (&answer["rules"][0]["rows"], &answer["rules"][0]["earlier"]),
        (&2.into(), &2.into())
    );
}
