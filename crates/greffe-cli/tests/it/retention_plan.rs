//! `greffe retention plan`.

use greffe::retention::{Plan, VerdictKind};

use crate::retention_due::retention;
use crate::shell::{text, words};

const LINES: &str = r#"
{"key": 1, "events": {"recorded": "2025-11-22", "last_operation": "2014-05-10"}}
{"key": 2, "events": {"recorded": "2025-11-23", "last_operation": "2014-05-10"}}
{"key": 3, "events": {"recorded": "2025-11-22", "last_operation": "2024-05-10"}}
{"key": 4, "rule": "FAC-01/economic", "events": {"last_operation": "2014-05-10"}}
"#;

#[test]
fn the_plan_is_one_that_the_crate_reads_and_trusts() {
    let output = retention(
        &[
            "plan",
            "--rule",
            "LOG-01/connection",
            "--batch",
            "2",
            "--format",
            "json",
        ],
        LINES,
    );
    let plan: Plan = serde_json::from_str(&words(&output, 0)).unwrap();
    assert_eq!(plan.rule(), "LOG-01/connection");
    assert_eq!(plan.as_of().to_string(), "2026-11-23");
    // A job that executes it asks the register for the rule.
    let rule = greffe::retention::Rule::from_toml("keep = \"P1Y\"\nafter = \"recorded\"");
    assert_eq!(*plan.policy(), rule.unwrap().digest());
    assert_eq!(plan.selected().len(), 2);
    assert_eq!(plan.counts().of(VerdictKind::Keep), 1);
    assert!(text(&output.stderr).contains("of other rules: 1"));
    let altered = text(&output.stdout).replace("\"key\":1", "\"key\":9");
    assert!(serde_json::from_str::<Plan>(&altered).is_err());
}

#[test]
fn the_dry_run_is_counts_and_reasons() {
    let output = retention(
        &["plan", "--rule", "LOG-01/connection", "--lang", "fr"],
        LINES,
    );
    assert!(words(&output, 0).starts_with(
        "Plan pour LOG-01/connection au lundi 23 novembre 2026\u{a0}; lignes examinées\u{a0}: 3, retenues par le plan\u{a0}: 2.\n"
    ));
}

#[test]
fn records_of_two_purposes_go_when_both_let_them_go() {
    let rules = [
        "plan",
        "--rule",
        "LOG-01/connection",
        "--rule",
        "FAC-01/economic",
        "--format",
        "json",
    ];
    let three: String = LINES
        .lines()
        .take(4)
        .map(|line| format!("{line}\n"))
        .collect();
    let output = retention(&rules, &three);
    let plan: Plan = serde_json::from_str(&words(&output, 0)).unwrap();
    assert_eq!(plan.rule(), "FAC-01/economic + LOG-01/connection");
    assert_eq!(plan.selected().len(), 1);
    assert_eq!(plan.counts().of(VerdictKind::Archive), 2);
}

#[test]
fn a_plan_needs_a_rule() {
    let output = retention(&["plan"], LINES);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).starts_with("missing: --rule"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn a_row_of_which_a_line_is_bad_is_not_in_the_plan() {
    let lines = "{\"key\": 1, \"events\": {\"recorded\": \"2025-11-22\"}}\n\
        {\"key\": 1, \"events\": {\"recorded\": \"2025-11-22\"}, \"holds\": [{\"reason\": \"disput\"}]}\n\
        {\"key\": 2, \"events\": {\"recorded\": \"2025-11-22\"}}\n";
    let output = retention(
        &[
            "plan",
            "--rule",
            "LOG-01/connection",
            "--table",
            "logs",
            "--format",
            "json",
        ],
        lines,
    );
    assert_eq!(output.status.code(), Some(1));
    let plan: Plan = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(plan.selected().len(), 1);
    assert_eq!(plan.selected()[0].key().as_integer(), Some(2));
    assert_eq!(plan.table(), "logs");
}

#[test]
fn a_rule_is_named_once() {
    let output = retention(
        &[
            "plan",
            "--rule",
            "LOG-01/connection",
            "--rule",
            "LOG-01/connection",
        ],
        LINES,
    );
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stderr), "--rule: the same rule twice\n");
}
