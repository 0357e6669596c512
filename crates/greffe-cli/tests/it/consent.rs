use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use crate::shell::{MARKER, greffe, json, text, words};

pub(crate) const POLICY: &str = r#"
zone = "Europe/Paris"
[[purpose]]
id = "newsletter"
basis = "consent"
marketing = true
channels = ["email"]
validity = "P6M"
[[notice]]
id = "sign-up"
version = 1
purposes = ["newsletter"]
"#;

pub(crate) const ANNE: &str = "000102030405060708090a0b0c0d0e0f";
pub(crate) const PAUL: &str = "ffffffffffffffffffffffffffffffff";

pub(crate) fn given(id: u8, person: &str) -> String {
    format!(
        r#"{{"id":"{id:032}","person":"{person}","occurred":"2026-03-01T00:00:00+01:00","recorded":"2026-03-01T00:00:00+01:00","provenance":"person","kind":"given","act":"ticked_box","notice":"sign-up","version":1,"purposes":["newsletter"]}}"#
    ) + "\n"
}

pub(crate) fn withdrawn(id: u8, person: &str) -> String {
    format!(
        r#"{{"id":"{id:032}","person":"{person}","occurred":"2026-04-01T10:00:00Z","recorded":"2026-04-02T10:00:00Z","provenance":"person","kind":"withdrawn","purposes":["newsletter"]}}"#
    ) + "\n"
}

pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        folder.file("policy.toml", POLICY);
        folder
    }

    pub(crate) fn file(&self, name: &str, text: &str) -> String {
        let path: PathBuf = self.0.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    pub(crate) fn decide(&self, events: &str, more: &[&str]) -> std::process::Output {
        let policy = self.0.path().join("policy.toml").display().to_string();
        let events = self.file("events.jsonl", events);
        let mut arguments = vec![
            "consent", "decide", "--policy", &policy, "--events", &events,
        ];
        arguments.extend(["--purpose", "newsletter", "--format", "json"]);
        arguments.extend(more);
        greffe(&arguments, "")
    }
}

#[test]
fn a_decision_says_outcome_reason_rule_law_and_when_it_changes() {
    let folder = Folder::new();
    let decided = folder.decide(&given(1, ANNE), &["--at", "2026-08-31T23:59:00+02:00"]);
    let decided = json(&decided, 0);
    for (key, value) in [
        ("outcome", "allow"),
        ("reason", "consent_given"),
        ("rule", "R6"),
        ("basis", "consent"),
        ("event", "00000000000000000000000000000001"),
        ("next_change", "2026-09-01T00:00:00+02:00"),
    ] {
        assert_eq!(decided[key], value, "{key}");
    }
    assert_eq!(decided["citations"][0], "GDPR 6(1)(a)");
    let expired = folder.decide(&given(1, ANNE), &["--at", "2026-09-01T00:00:00+02:00"]);
    let expired = json(&expired, 0);
    assert_eq!(
        (&expired["outcome"], &expired["reason"]),
        (&"deny".into(), &"expired".into())
    );
    assert_eq!(expired["basis"], Value::Null);
}

#[test]
fn what_was_known_then_is_told_from_what_is_known_now() {
    let folder = Folder::new();
    let events = given(1, ANNE) + &withdrawn(2, ANNE);
    let at = ["--at", "2026-04-01T12:00:00Z"];
    assert_eq!(json(&folder.decide(&events, &at), 0)["outcome"], "allow");
    let later = [at[0], at[1], "--known-at", "2026-05-01T00:00:00Z"];
    assert_eq!(
        json(&folder.decide(&events, &later), 0)["reason"],
        "withdrawn"
    );
}

#[test]
fn the_exit_status_tells_a_denial_only_where_it_is_asked_to() {
    let folder = Folder::new();
    let at = ["--at", "2026-05-01T00:00:00Z"];
    assert_eq!(json(&folder.decide("", &at), 0)["reason"], "no_consent");
    let asked = [at[0], at[1], "--exit-code"];
    assert_eq!(json(&folder.decide("", &asked), 1)["outcome"], "deny");
    assert_eq!(
        json(&folder.decide(&given(1, ANNE), &asked), 0)["outcome"],
        "allow"
    );
}

#[test]
fn of_several_persons_one_has_to_be_said() {
    let folder = Folder::new();
    let events = given(1, ANNE) + &withdrawn(2, PAUL);
    let at = ["--at", "2026-05-01T00:00:00Z"];
    let refused = json(&folder.decide(&events, &at), 2);
    assert!(refused["error"].as_str().unwrap().starts_with("--person"));
    for (person, outcome) in [(ANNE, "allow"), (PAUL, "deny")] {
        let asked = [at[0], at[1], "--person", person];
        assert_eq!(json(&folder.decide(&events, &asked), 0)["outcome"], outcome);
    }
}

#[test]
fn a_register_serves_as_policy() {
    let folder = Folder::new();
    let register = folder.file(
        "register.toml",
        r#"
        organisation = { name = "Atelier Hélianthe", zone = "Europe/Paris" }
        [[processing]]
        ref = "LET-01"
        name = "Letter"
        purpose = [{ id = "newsletter", basis = "consent", marketing = true, channels = ["email"], consent = { validity = "P6M" } }]
        [[notice]]
        id = "sign-up"
        version = 1
        purposes = ["newsletter"]
        "#,
    );
    let events = folder.file("events.jsonl", &given(1, ANNE));
    let decided = greffe(
        &[
            "consent",
            "decide",
            "--register",
            &register,
            "--events",
            &events,
            "--purpose",
            "newsletter",
            "--channel",
            "email",
            "--at",
            "2026-05-01T00:00:00Z",
            "--lang",
            "fr",
        ],
        "",
    );
    assert!(words(&decided, 0).starts_with("Autorisé (R6)\u{a0}: la personne a consenti."));
}

#[test]
fn a_chain_is_verified_and_a_changed_line_is_named() {
    let events = given(1, ANNE) + &withdrawn(2, PAUL) + &given(3, PAUL);
    let chained = greffe::consent::Ledger::from_event_lines(&events).unwrap();
    let (lines, head) = (chained.to_json_lines(), chained.head().to_string());
    let folder = Folder::new();
    let verify = |text: &str, more: &[&str]| {
        let file = folder.file("ledger.jsonl", text);
        let mut arguments = vec!["consent", "verify", "--format", "json", "--events", &file];
        arguments.extend(more);
        greffe(&arguments, "")
    };
    let whole = json(&verify(&lines, &["--head", &head]), 0);
    assert_eq!(
        (&whole["verified"], &whole["events"]),
        (&true.into(), &3.into())
    );
    let changed = lines.replacen("2026-04-01", "2026-04-02", 1);
    let broken = json(&verify(&changed, &[]), 1);
    assert_eq!(
        (&broken["line"], &broken["fault"]),
        (&2.into(), &"broken_link".into())
    );
    let shortened: String = lines
        .lines()
        .take(2)
        .map(|line| format!("{line}\n"))
        .collect();
    assert_eq!(json(&verify(&shortened, &[]), 0)["verified"], true);
    assert_eq!(
        json(&verify(&shortened, &["--head", &head]), 1)["fault"],
        "wrong_head"
    );
    // A chained ledger serves for decisions, and its chain is verified first.
    let at = ["--at", "2026-05-01T00:00:00Z", "--person", ANNE];
    assert_eq!(json(&folder.decide(&lines, &at), 0)["outcome"], "allow");
    let refused = json(&folder.decide(&changed, &at), 2);
    assert!(refused["error"].as_str().unwrap().contains("line 2"));
}

#[test]
fn a_receipt_agrees_with_its_ledger_and_a_changed_one_says_in_what_it_differs() {
    let folder = Folder::new();
    let policy = folder.file("policy.toml", POLICY);
    let events = given(1, ANNE) + &withdrawn(2, ANNE);
    let events = folder.file("events.jsonl", &events);
    let ask = |more: &[&str]| {
        let mut arguments = vec![
            "consent", "receipt", "--policy", &policy, "--events", &events,
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
    let receipt = words(&ask(&["--event", "00000000000000000000000000000001"]), 0);
    let value: Value = serde_json::from_str(&receipt).unwrap();
    assert!(value["@context"].is_object() || value["@context"].is_array());
    let check = |text: &str, status| {
        let file = folder.file("receipt.json", text);
        json(&ask(&["--check", &file, "--format", "json"]), status)
    };
    assert_eq!(check(&receipt, 0)["agrees"], true);
    // It was withdrawn since: said where it is asked.
    let event = ["--event", "00000000000000000000000000000001"];
    let later = words(
        &ask(&[&event[..], &["--as-of", "2026-12-01T00:00:00Z"]].concat()),
        0,
    );
    assert!(!receipt.contains("ConsentWithdrawn") && later.contains("dpv:ConsentWithdrawn"));
    assert_eq!(check(&later, 0)["agrees"], true);
    assert_eq!(
        check(&later.replace("2026-12-01", "2020-12-01"), 2)["agrees"],
        Value::Null
    );
    // Another controller's receipt of the same event.
    let other = check(&receipt.replace("Atelier", "Boutique"), 1);
    assert_eq!(other["differs"], serde_json::json!(["controller"]));
    assert!(check("{}", 2)["error"].is_string());
    let unknown = ask(&["--event", ANNE, "--format", "json"]);
    assert!(
        json(&unknown, 2)["error"]
            .as_str()
            .unwrap()
            .contains("--event")
    );
}

#[test]
fn nothing_that_is_refused_is_repeated() {
    let folder = Folder::new();
    let at = ["--at", "2026-05-01T00:00:00Z"];
    let line = given(1, ANNE).replace("sign-up", &format!("{MARKER} {MARKER}"));
    let born = folder.file("born.toml", &format!("born = \"{MARKER}\""));
    let unknown = folder.file("unknown.json", &format!("{{ \"{MARKER} of Anne\": 1 }}"));
    let torn = folder.file("torn.toml", &format!("residence = {MARKER}"));
    for refused in [
        folder.decide(&line, &at),
        folder.decide("", &["--at", MARKER]),
        folder.decide("", &[at[0], at[1], "--person", MARKER]),
        folder.decide("", &[at[0], at[1], "--channel", MARKER]),
        folder.decide(MARKER, &at),
        folder.decide("", &[at[0], at[1], "--vendor", MARKER]),
        folder.decide("", &[at[0], at[1], "--context", &born]),
        folder.decide("", &[at[0], at[1], "--context", &unknown]),
        folder.decide("", &[at[0], at[1], "--context", &torn]),
    ] {
        assert_eq!(refused.status.code(), Some(2));
        let said = text(&refused.stdout) + &text(&refused.stderr);
        assert!(!said.contains(MARKER), "{said}");
    }
}

fn audience(folder: &Folder, more: &[&str], input: &str) -> std::process::Output {
    let policy = folder.0.path().join("policy.toml").display().to_string();
    let events = given(1, ANNE) + &given(2, PAUL) + &withdrawn(3, PAUL);
    let events = folder.file("events.jsonl", &events);
    let mut arguments = vec![
        "consent", "audience", "--policy", &policy, "--events", &events,
    ];
    arguments.extend(["--purpose", "newsletter", "--at", "2026-05-01T10:00:00Z"]);
    arguments.extend(more);
    greffe(&arguments, input)
}

#[test]
fn an_audience_keeps_who_may_be_reached_and_counts_the_others_by_reason() {
    let folder = Folder::new();
    let kept = audience(&folder, &[], "");
    assert_eq!(kept.status.code(), Some(0));
    let line = format!("{ANNE}\tallow\tthe person consented\n");
    assert_eq!(String::from_utf8_lossy(&kept.stdout), line);
    let totals =
        "kept: 1\ndropped: 1\n  R8  consent was withdrawn: 1\n  R6  the person consented: 1\n";
    assert_eq!(String::from_utf8_lossy(&kept.stderr), totals);

    let all = audience(&folder, &["--all", "--format", "json"], "");
    let rows: Vec<Value> = words(&all, 0)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let reasons: Vec<&str> = rows
        .iter()
        .map(|row| row["reason"].as_str().unwrap())
        .collect();
    assert_eq!(reasons, ["consent_given", "withdrawn"]);
    assert_eq!(rows[1]["person"], PAUL);

    let totals = json(&audience(&folder, &["--totals", "--format", "json"], ""), 0);
    assert_eq!(
        (&totals["kept"], &totals["dropped"]),
        (&Value::from(1), &Value::from(1))
    );
    assert_eq!(totals["reasons"][0]["reason"], "withdrawn");

    let french = audience(&folder, &["--totals", "--lang", "fr"], "");
    let french = words(&french, 0);
    assert!(
        french.starts_with("retenues\u{a0}: 1\nécartées\u{a0}: 1\n"),
        "{french}"
    );
}

#[test]
fn a_slip_in_the_purpose_is_no_audience_of_nobody() {
    let folder = Folder::new();
    let policy = folder.0.path().join("policy.toml").display().to_string();
    let events = folder.file("events.jsonl", &given(1, ANNE));
    let mut arguments = vec!["consent", "audience", "--policy", &policy];
    arguments.extend(["--events", &events, "--purpose", "newletter"]);
    arguments.extend(["--at", "2026-05-01T10:00:00Z"]);
    let refused = greffe(&arguments, "");
    assert_eq!(refused.status.code(), Some(2));
    let why = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(why.contains("did you mean `newsletter`?"), "{why}");
}

#[test]
fn an_audience_is_asked_of_a_list_in_its_order_and_bad_lines_are_named_by_number() {
    let folder = Folder::new();
    let stranger = "11111111111111111111111111111111";
    let list = format!("{PAUL}\n\n{stranger}\n{MARKER}\n{ANNE}\n");
    let asked = audience(&folder, &["--all", "--persons", "-"], &list);
    assert_eq!(asked.status.code(), Some(1));
    let printed = String::from_utf8_lossy(&asked.stdout).into_owned();
    let persons: Vec<&str> = printed
        .lines()
        .filter_map(|line| line.split('\t').next())
        .collect();
    assert_eq!(persons, [PAUL, stranger, ANNE]);
    assert!(printed.contains("\tdeny\tno consent is known"), "{printed}");
    let complaints = String::from_utf8_lossy(&asked.stderr).into_owned();
    assert!(complaints.contains("line 4"), "{complaints}");
    assert!(!complaints.contains(MARKER));
}
