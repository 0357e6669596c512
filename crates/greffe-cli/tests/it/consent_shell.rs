//! What a user is told beside the answer: gaps of a register, chains that nobody verified, two readers of one input.

use serde_json::Value;

use crate::consent::{ANNE, Folder, POLICY, given};
use crate::shell::{greffe, json, text, words};

const AT: &str = "2026-05-01T00:00:00Z";

/// A register that says nothing of a basis, of two purposes.
const OPEN: &str = r#"
organisation = { name = "Atelier Hélianthe" }
[[processing]]
ref = "LET-01"
name = "Letter"
sensitive = "none"
purpose = [{ id = "newsletter" }, { id = "survey" }]
"#;

fn decide(folder: &Folder, more: &[&str]) -> std::process::Output {
    let register = folder.file("register.toml", OPEN);
    let events = folder.file("events.jsonl", &given(1, ANNE));
    let mut arguments = vec!["consent", "decide", "--register", &register];
    arguments.extend(["--events", &events, "--at", AT]);
    arguments.extend(more);
    greffe(&arguments, "")
}

#[test]
fn a_decision_by_a_register_says_what_the_register_leaves_open_of_that_purpose() {
    let folder = Folder::new();
    let decided = decide(&folder, &["--purpose", "newsletter", "--format", "json"]);
    let said = json(&decided, 0);
    let [gap] = said["gaps"].as_array().unwrap().as_slice() else {
        panic!("{said}")
    };
    assert_eq!(gap["gap"], "basis_unknown");
    assert_eq!(gap["purpose"], "newsletter");
    let place = "processing[LET-01].purpose[newsletter].basis";
    assert_eq!(gap["place"], place);
    let (complaint, [start, end]) = (text(&decided.stderr), ["register.toml: ", "no legal basis"]);
    assert_eq!(complaint.lines().count(), 1, "{complaint}");
    assert!(
        complaint.contains(&format!("{start}{place}: {end}")),
        "{complaint}"
    );

    let french = decide(&folder, &["--purpose", "survey", "--lang", "fr"]);
    let complaint = text(&french.stderr);
    assert!(
        complaint.contains("[survey].basis\u{a0}: aucune base légale"),
        "{complaint}"
    );
}

#[test]
fn a_decision_by_a_policy_has_no_gaps_to_speak_of() {
    let decided = Folder::new().decide(&given(1, ANNE), &["--at", AT]);
    assert_eq!(json(&decided, 0)["gaps"], Value::Null);
    assert!(decided.stderr.is_empty());
}

#[test]
fn a_slip_in_the_purpose_is_denied_and_what_was_meant_is_said() {
    let decided = Folder::new().decide(&given(1, ANNE), &["--at", AT, "--purpose", "newsleter"]);
    assert_eq!(decided.status.code(), Some(2), "given twice");
    let folder = Folder::new();
    let decided = decide(&folder, &["--purpose", "newsleter"]);
    assert!(words(&decided, 0).starts_with("Denied"));
    let complaint = text(&decided.stderr);
    assert!(complaint.contains("--purpose: "), "{complaint}");
    assert!(
        complaint.contains("did you mean `newsletter`?"),
        "{complaint}"
    );
}

#[test]
fn a_receipt_of_bare_events_warns_that_no_chain_was_verified() {
    let folder = Folder::new();
    let policy = folder.file("policy.toml", POLICY);
    let bare = folder.file("bare.jsonl", &given(1, ANNE));
    let chained = greffe::consent::Ledger::from_event_lines(&given(1, ANNE)).unwrap();
    let chained = folder.file("chained.jsonl", &chained.to_json_lines());
    let receipt = |events: &str, more: &[&str]| {
        let mut arguments = vec![
            "consent", "receipt", "--policy", &policy, "--events", events,
        ];
        arguments.extend([
            "--controller",
            "Atelier",
            "--contact",
            "a@helianthe.example",
        ]);
        arguments.extend(["--withdrawal", "https://helianthe.example/choices"]);
        arguments.extend(more);
        greffe(&arguments, "")
    };
    let event = ["--event", "00000000000000000000000000000001"];
    let [warned, vouched] = [&bare, &chained].map(|events| receipt(events, &event));
    // The first link follows from nothing, so that both receipts are the same.
    assert_eq!(words(&warned, 0), words(&vouched, 0));
    let warning = text(&warned.stderr);
    assert!(
        warning.contains("bare.jsonl: warning: events without a chain"),
        "{warning}"
    );
    assert!(vouched.stderr.is_empty());

    let written = folder.file("receipt.json", &words(&vouched, 0));
    for (events, verified) in [(&bare, false), (&chained, true)] {
        let checked = receipt(events, &["--check", &written, "--format", "json"]);
        assert_eq!(json(&checked, 0)["chain_verified"], verified);
    }
    let french = receipt(&bare, &[event[0], event[1], "--lang", "fr"]);
    assert!(text(&french.stderr).contains("attention\u{a0}: événements sans chaîne"));
}

#[test]
fn standard_input_is_read_by_one_option_only() {
    let folder = Folder::new();
    let policy = folder.file("policy.toml", POLICY);
    for (option, others) in [
        ("--events", ["--policy", "-"].as_slice()),
        ("--context", &["--policy", &policy, "--context", "-"]),
    ] {
        let mut arguments = vec![
            "consent",
            "decide",
            "--events",
            "-",
            "--purpose",
            "newsletter",
        ];
        arguments.extend(["--at", AT]);
        arguments.extend(others);
        let refused = greffe(&arguments, "");
        assert_eq!(refused.status.code(), Some(2));
        let why = text(&refused.stderr);
        assert!(
            why.starts_with(&format!("{option}: standard input is read")),
            "{why}"
        );
    }
}

#[test]
fn a_bad_line_of_standard_input_is_named_by_number_and_by_what_its_kind_allows() {
    let folder = Folder::new();
    let policy = folder.file("policy.toml", POLICY);
    let line = given(1, ANNE).replace("\"given\"", "\"imported\"");
    let line = line.replace(
        "\"act\":\"ticked_box\",\"notice\":\"sign-up\",\"version\":1,",
        "\"state\":\"granted\",",
    );
    let arguments = ["consent", "decide", "--policy", &policy, "--events", "-"];
    let arguments = [&arguments[..], &["--purpose", "newsletter", "--at", AT]].concat();
    let refused = greffe(&arguments, &line);
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(
        text(&refused.stderr),
        "stdin: line 1: an event `imported` may only come from `import`\n"
    );
}
