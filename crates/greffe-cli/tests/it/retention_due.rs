//! `greffe retention due`.

use std::process::Command;

use greffe::retention::Record;
use proptest::prelude::*;
use serde_json::Value;

use crate::shell::{MARKER, greffe, text};

/// A register of two processings.
pub(crate) const REGISTER: &str = r#"
organisation = { name = "Atelier Hélianthe", fiscal_year = { end = "12-31" } }
[[processing]]
ref = "LOG-01"
name = { fr = "Journaux", en = "Logs" }
data = [{ category = "connection", retention = { keep = "P1Y", after = "recorded" } }]
[[processing]]
ref = "FAC-01"
name = { fr = "Facturation", en = "Billing" }
data = [{ category = "economic", retention = { keep = "P10Y", after = { fiscal_close = "last_operation" }, law = ["C. com. L123-22"] } }]
"#;

/// The register in a file, and the folder that holds it.
pub(crate) fn register() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.toml");
    std::fs::write(&path, REGISTER).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

/// Runs a command of the group on lines from standard input, on 23 November 2026.
pub(crate) fn retention(command: &[&str], lines: &str) -> std::process::Output {
    let (_folder, path) = register();
    let mut arguments = vec![
        "retention",
        command[0],
        "--register",
        &path,
        "--at",
        "2026-11-23",
    ];
    arguments.extend(&command[1..]);
    greffe(&arguments, lines)
}

fn objects(output: &[u8]) -> Vec<Value> {
    let lines = text(output);
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

const LINES: &str = r#"
{"key": 1, "events": {"recorded": "2025-11-22"}}
{"key": 2, "events": {"recorded": "2025-11-23"}}
{"key": 3, "events": {"recorded": "2025-01-01"}, "holds": [{"reason": "dispute", "from": "2026-01-01"}]}
{"key": "invoice-4", "rule": "FAC-01/economic", "events": {"last_operation": "2015-02-01T10:00:00+01:00"}}
"#;

#[test]
fn only_what_may_go_is_printed() {
    let output = retention(
        &["due", "--rule", "LOG-01/connection", "--format", "json"],
        LINES,
    );
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(
        text(&output.stdout),
        "{\"fate\":\"erase\",\"key\":1,\"rule\":\"LOG-01/connection\",\"since\":\"2026-11-23\",\"verdict\":\"due\"}\n\
         "
    );
    assert_eq!(
        text(&output.stderr),
        "lines: 4; kept: 1; due: 1; due but held: 1; of other rules: 1\n"
    );
}

#[test]
fn all_prints_every_verdict_in_the_order_of_the_lines() {
    let output = retention(
        &[
            "due",
            "--all",
            "--rule",
            "LOG-01/connection",
            "--format",
            "json",
        ],
        LINES,
    );
    let said: Vec<_> = objects(&output.stdout)
        .iter()
        .map(|o| (o["key"].clone(), o["verdict"].clone()))
        .collect();
    let said: Vec<_> = said
        .iter()
        .map(|(key, verdict)| format!("{key} {verdict}"))
        .collect();
    assert_eq!(said, ["1 \"due\"", "2 \"keep\"", "3 \"held\""]);
    let french = retention(
        &["due", "--rule", "LOG-01/connection", "--lang", "fr"],
        LINES,
    );
    assert_eq!(
        text(&french.stdout).lines().next(),
        Some("1\tLOG-01/connection\tà effacer depuis le lundi 23 novembre 2026")
    );
}

#[test]
fn what_is_undetermined_ends_with_1() {
    let output = retention(&["due", "--rule", "LOG-01/connection"], "{\"key\": 1}\n");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout), "");
    assert_eq!(
        text(&output.stderr),
        "lines: 1; undetermined, nothing is disposed of: 1\n"
    );
}

#[test]
fn a_bad_line_is_named_by_its_number_and_the_others_are_done() {
    let lines = format!(
        "{{\"key\": 1, \"events\": {{\"recorded\": \"2025-11-22\"}}}}\n\
         {{\"key\": \"{MARKER}\", \"events\": {{\"recorded\": \"2025-02-30\"}}}}\n\
         {MARKER}\n\
         {{\"key\": 4, \"rule\": \"{MARKER}\", \"events\": {{}}}}\n\
         {{\"key\": 5, \"rule\": \"LOG-01/other\", \"events\": {{}}}}\n\
         {{\"key\": 6, \"events\": {{\"recorded\": \"2025-11-22\"}}}}"
    );
    let output = retention(
        &["due", "--rule", "LOG-01/connection", "--format", "json"],
        &lines,
    );
    assert_eq!(output.status.code(), Some(1));
    let keys: Vec<_> = objects(&output.stdout)
        .iter()
        .map(|o| o["key"].clone())
        .collect();
    assert_eq!(keys, [1, 6]);
    let said = text(&output.stderr);
    assert_eq!(
        said.lines().collect::<Vec<_>>(),
        [
            "line 2: /events/recorded: `events.recorded`: a date YYYY-MM-DD is expected",
            "line 3: column 1: not valid JSON",
            "lines: 6; due: 2; of other rules: 2; bad lines: 2",
        ]
    );
    assert!(!text(&output.stdout).contains(MARKER));
}

/// Without --rule each line goes by the rule that it names.
#[test]
fn lines_of_several_rules_each_go_by_their_own() {
    let lines = "{\"key\": 1, \"rule\": \"LOG-01/connection\", \"events\": {\"recorded\": \"2025-11-22\"}}\n\
        {\"key\": 2, \"rule\": \"FAC-01/economic\", \"events\": {\"last_operation\": \"2015-02-01T10:00:00+01:00\"}}\n\
        {\"key\": 3, \"rule\": \"LOG-01/other\", \"events\": {}}\n";
    let output = retention(&["due", "--format", "json"], lines);
    assert_eq!(output.status.code(), Some(1));
    let said: Vec<_> = objects(&output.stdout)
        .iter()
        .map(|o| format!("{} {}", o["rule"], o["since"]))
        .collect();
    assert_eq!(
        said,
        [
            "\"LOG-01/connection\" \"2026-11-23\"",
            "\"FAC-01/economic\" \"2026-01-01\""
        ]
    );
    assert!(
        text(&output.stderr).starts_with("line 3: the processing has no data entry of that id\n")
    );
}

#[test]
fn a_policy_governs_in_the_place_of_the_registers_rule() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("policy.toml");
    let policy = "lengthening = \"data_collected_later\"\nrule = { keep = \"P1M\", after = \"recorded\" }\n\
        then = [{ effect = 2026-10-01, rule = { keep = \"P1Y\", after = \"recorded\" } }]\n";
    std::fs::write(&path, policy).unwrap();
    let path = path.to_str().unwrap();
    let lines = "{\"key\": 1, \"events\": {\"recorded\": \"2026-09-30\"}}\n{\"key\": 2, \"events\": {\"recorded\": \"2026-10-01\"}}\n";
    let asked = ["--rule", "LOG-01/connection", "--policy", path];
    let due = retention(&[&["due", "--format", "json"][..], &asked].concat(), lines);
    assert_eq!(
        text(&due.stdout).lines().count(),
        1,
        "{}",
        text(&due.stderr)
    );
    assert!(text(&due.stdout).contains("\"since\":\"2026-10-31\""));
    let why = retention(&[&["explain"][..], &asked].concat(), lines);
    assert!(text(&why.stdout).contains("The version in force through Wednesday 30 September 2026, which still decides on these data."));
    let plan = retention(&[&["plan", "--format", "json"][..], &asked].concat(), lines);
    assert!(text(&plan.stdout).contains("\"selected\":[{\"key\":1,"));
    let alone = retention(&["due", "--policy", path], lines);
    assert_eq!(alone.status.code(), Some(2));
    std::fs::write(path, policy.replace("P1Y", MARKER)).unwrap();
    let bad = retention(&[&["due"][..], &asked].concat(), lines);
    assert_eq!(bad.status.code(), Some(2));
    let said = text(&bad.stderr);
    assert!(
        said.contains("line 3, column") && !said.contains(MARKER),
        "{said}"
    );
}

#[test]
fn the_rules_of_a_register_are_listed() {
    let (_folder, path) = register();
    let said = greffe(
        &["retention", "rules", "--register", &path, "--lang", "fr"],
        "",
    );
    assert_eq!(said.status.code(), Some(0));
    assert_eq!(
        text(&said.stdout),
        "LOG-01/connection\t1 an à compter de l’enregistrement\n\
         FAC-01/economic\t10 ans à compter de la clôture de l’exercice de la dernière opération\n"
    );
}

#[test]
fn a_line_that_names_no_rule_needs_one() {
    let output = retention(&["due"], "{\"key\": 1}\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).starts_with("line 1: the line names no rule, and --rule gives none\n")
    );
}

#[test]
fn what_cannot_be_used_ends_with_2_and_names_the_option() {
    for (arguments, expected) in [
        (
            vec!["--rule", "LOG-01/other"],
            "--rule: the processing has no data entry of that id",
        ),
        (
            vec!["--rule", MARKER],
            "--rule: not the address of a rule: `REF/id` is expected",
        ),
        (
            vec!["--facts", "/nowhere/facts.jsonl"],
            "/nowhere/facts.jsonl: no such file",
        ),
    ] {
        let mut command = vec!["due"];
        command.extend(arguments);
        let output = retention(&command, "");
        assert_eq!(output.status.code(), Some(2));
        let said = text(&output.stderr);
        let (option, why) = expected.split_once(": ").unwrap();
        assert!(
            said.starts_with(option) && said.ends_with(&format!(": {why}\n")),
            "{said}"
        );
    }
    let both = greffe(&["retention", "due", "--register", "-"], REGISTER);
    assert_eq!(both.status.code(), Some(2));
    assert_eq!(
        text(&both.stderr),
        "--facts: standard input is the register already\n"
    );
    let bad_day = greffe(
        &["retention", "due", "--register", "x", "--at", "2026-02-30"],
        "",
    );
    assert_eq!(bad_day.status.code(), Some(2));
    assert!(
        text(&bad_day.stderr).starts_with("--at: "),
        "{}",
        text(&bad_day.stderr)
    );
}

#[test]
fn without_a_day_it_is_today() {
    let (_folder, path) = register();
    let old = "{\"key\": 1, \"events\": {\"recorded\": \"2001-01-01\"}}\n";
    let output = greffe(
        &[
            "retention",
            "due",
            "--register",
            &path,
            "--rule",
            "LOG-01/connection",
        ],
        old,
    );
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).starts_with("1\tLOG-01/connection\tdue since"));
}

/// 200 lines of 900 kB in less address space than a third of them would take, and one that never ends.
#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_lines() {
    let (folder, path) = register();
    let facts = folder.path().join("facts.jsonl");
    let padding = " ".repeat(900_000);
    let mut lines = String::new();
    for key in 0..200 {
        lines.push_str(&format!(
            "{{\"key\": {key}, {padding}\"events\": {{\"recorded\": \"2025-11-22\"}}}}\n"
        ));
    }
    lines.push_str(&" ".repeat(20_000_000));
    std::fs::write(&facts, lines).unwrap();
    let command = format!(
        "ulimit -v 65536; exec {} retention due --register {path} --at 2026-11-23 --rule LOG-01/connection --facts {}",
        env!("CARGO_BIN_EXE_greffe"),
        facts.display()
    );
    let output = Command::new("sh").args(["-c", &command]).output().unwrap();
    assert_eq!(
        text(&output.stdout).lines().count(),
        200,
        "{}",
        text(&output.stderr)
    );
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        text(&output.stderr),
        "line 201: the line is 1 MiB long or longer\nlines: 201; due: 200; bad lines: 1\n"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever the lines hold, the command ends with 0 or 1, answers for every line that can be read, and repeats nothing of the others.
    #[test]
    fn any_lines_end_with_a_status(noise in prop::collection::vec("[ -~]{0,40}", 0..6)) {
        let mut lines = String::new();
        for noise in &noise {
            lines.push_str(noise);
            lines.push_str(&format!("\n{{\"key\": \"{MARKER}\", \"event\": 1}}\n"));
        }
        let output = retention(&["due", "--all", "--rule", "LOG-01/connection"], &lines);
        prop_assert!(matches!(output.status.code(), Some(0 | 1)));
        let said = text(&output.stdout) + &text(&output.stderr);
        prop_assert!(!said.contains(MARKER) && !said.contains("panicked"), "{}", said);
    }

    /// The command and the crate agree.
    #[test]
    fn the_command_says_what_the_crate_says(days in prop::collection::vec(0_u64..1200, 1..8)) {
        let start: greffe::calendar::NaiveDate = "2024-01-01".parse().unwrap();
        let rule = greffe::retention::Rule::from_toml("keep = \"P1Y\"\nafter = \"recorded\"").unwrap();
        let years = greffe::calendar::FiscalYears::regular("12-31".parse().unwrap());
        let records: Vec<Record> = (0..).zip(&days).map(|(key, day)| {
            let day = start.iter_days().nth(usize::try_from(*day).unwrap()).unwrap();
            Record::new(key, greffe::retention::Facts::new().on(greffe::retention::Event::Recorded, day))
        }).collect();
        let lines: String = records.iter().map(|r| serde_json::to_string(r).unwrap() + "\n").collect();
        let output = retention(&["due", "--rule", "LOG-01/connection", "--format", "json"], &lines);
        let said: Vec<i64> = objects(&output.stdout).iter().map(|o| o["key"].as_i64().unwrap()).collect();
        let at = "2026-11-23".parse().unwrap();
        let expected: Vec<i64> = (0..).zip(&records)
            .filter(|(_, record)| rule.evaluate(record.facts(), &years, at).may_dispose())
            .map(|(key, _)| key).collect();
        prop_assert_eq!(said, expected);
    }
}
