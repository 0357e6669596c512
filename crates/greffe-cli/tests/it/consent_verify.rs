//! What was forgotten, with and without the record of an erasure.

use greffe::consent::{Erasure, Ledger};
use serde_json::json;

use crate::consent::{ANNE, Folder, PAUL, POLICY, given, withdrawn};
use crate::shell::{greffe, json as answer, words};

#[test]
fn a_decision_says_by_which_policy_it_was_and_where_in_the_ledger_its_event_stands() {
    let events = given(2, PAUL) + &given(1, ANNE);
    let folder = Folder::new();
    let asked = ["--at", "2026-05-01T00:00:00Z", "--person", ANNE];
    let decided = answer(&folder.decide(&events, &asked), 0);
    let ledger = Ledger::from_event_lines(&events).unwrap();
    let policy = greffe::consent::Policy::from_toml(POLICY).unwrap();
    for (key, value) in [
        ("policy", json!(policy.digest().to_string())),
        ("ledger_head", json!(ledger.head().to_string())),
        ("deciding_position", json!(2)),
        ("event", json!("00000000000000000000000000000001")),
        ("at", json!("2026-05-01T02:00:00+02:00")),
        ("channel", json!(null)),
        ("ages_of_consent", json!([])),
    ] {
        assert_eq!(decided[key], value, "{key}");
    }
}

#[test]
fn what_was_forgotten_without_a_record_is_counted_and_named() {
    let events = given(1, ANNE) + &given(2, PAUL) + &given(3, PAUL);
    let mut ledger = Ledger::from_event_lines(&events).unwrap();
    let decision = "requests/2026-014".parse().unwrap();
    let erasure = Erasure::new("2026-11-26T10:00:00Z".parse().unwrap(), decision).unwrap();
    assert_eq!(ledger.forget(ANNE.parse().unwrap(), &erasure), 1);
    let (lawful, head) = (ledger.to_json_lines(), ledger.head().to_string());
    let folder = Folder::new();
    let verify = |text: &str, more: &[&str]| {
        let file = folder.file("ledger.jsonl", text);
        let mut arguments = vec!["consent", "verify", "--events", &file, "--head", &head];
        arguments.extend(more);
        greffe(&arguments, "")
    };
    let whole = answer(&verify(&lawful, &["--format", "json"]), 0);
    assert_eq!(whole["events"], 3);
    assert_eq!(
        (&whole["forgotten"], &whole["covered"], &whole["uncovered"]),
        (&json!(1), &json!(1), &json!(0))
    );
    assert_eq!(
        whole["erasures"],
        json!([{ "line": 4, "recorded": "2026-11-26T10:00:00+00:00", "decision": "requests/2026-014", "erased": [1] }])
    );
    assert_eq!(whole["findings"], json!([]));
    assert!(words(&verify(&lawful, &[]), 0).contains("Forgotten: 1 event(s), 1 of them by 1"));

    // Somebody takes the content of the third line out.
    let (entry, link) = ledger.chain().nth(2).unwrap();
    let content = entry.content_digest();
    let taken = format!("{{\"content\":\"{content}\",\"link\":\"{link}\"}}");
    let mut lines: Vec<&str> = lawful.lines().collect();
    lines[2] = &taken;
    let forged = lines.join("\n");
    let found = answer(&verify(&forged, &["--format", "json"]), 1);
    assert_eq!(
        (&found["verified"], &found["covered"], &found["uncovered"]),
        (&json!(true), &json!(1), &json!(1))
    );
    assert_eq!(
        (
            &found["findings"][0]["line"],
            &found["findings"][0]["fault"]
        ),
        (&json!(3), &json!("no_erasure_record"))
    );
    let french = words(&verify(&forged, &["--lang", "fr"]), 1);
    assert!(french.contains("Oubliés\u{a0}: 2 événement(s)"), "{french}");
    assert!(french.contains("sans trace d’un effacement"), "{french}");

    // Somebody writes the first line back.
    let whole = Ledger::from_event_lines(&events).unwrap().to_json_lines();
    lines[0] = whole.lines().next().unwrap();
    let found = answer(&verify(&lines.join("\n"), &["--format", "json"]), 1);
    assert_eq!(
        (&found["line"], &found["fault"]),
        (&json!(1), &json!("not_erased"))
    );
}

#[test]
fn a_head_of_an_earlier_day_is_found_in_the_chain_with_the_erasures_recorded_since() {
    let events = given(1, ANNE) + &given(2, PAUL);
    let mut ledger = Ledger::from_event_lines(&events).unwrap();
    let kept = ledger.head().to_string();
    let decision = "requests/2026-014".parse().unwrap();
    let erasure = Erasure::new("2026-11-26T10:00:00Z".parse().unwrap(), decision).unwrap();
    ledger.forget(ANNE.parse().unwrap(), &erasure);
    let folder = Folder::new();
    let file = folder.file("ledger.jsonl", &ledger.to_json_lines());
    let verify = |kept: &str, more: &[&str]| {
        let mut arguments = vec!["consent", "verify", "--events", &file, "--kept", kept];
        arguments.extend(more);
        greffe(&arguments, "")
    };
    let found = answer(&verify(&kept, &["--format", "json"]), 0);
    assert_eq!(
        found["kept"],
        json!({ "line": 2, "appended_since": 1, "erasures_since": [3] })
    );
    assert!(words(&verify(&kept, &[]), 0).contains("Kept link: line 2; 1 line(s) since, 1 of"));
    let genesis = answer(&verify(&"0".repeat(64), &["--format", "json"]), 0);
    assert_eq!(genesis["kept"]["line"], 0);
    // Another chain, computed anew.
    let other = Ledger::from_event_lines(&given(2, PAUL)).unwrap();
    let other = other.head().to_string();
    let lost = answer(&verify(&other, &["--format", "json"]), 1);
    assert_eq!(
        (&lost["verified"], &lost["fault"]),
        (&json!(false), &json!("kept_link_missing"))
    );
    assert!(words(&verify(&other, &["--lang", "fr"]), 1).contains("n’est pas dans la chaîne"));
}

#[test]
fn whoever_asks_of_a_ledger_from_which_a_withdrawal_was_taken_is_warned() {
    let events = given(1, ANNE) + &withdrawn(2, ANNE);
    let ledger = Ledger::from_event_lines(&events).unwrap();
    let whole = ledger.to_json_lines();
    let (entry, link) = ledger.chain().nth(1).unwrap();
    let content = entry.content_digest();
    let taken = format!("{{\"content\":\"{content}\",\"link\":\"{link}\"}}\n");
    let forged = format!("{}\n{taken}", whole.lines().next().unwrap());
    let folder = Folder::new();
    let asked = ["--at", "2026-05-01T00:00:00Z", "--person", ANNE];
    for (lines, outcome, warned) in [(&whole, "deny", false), (&forged, "allow", true)] {
        let decided = folder.decide(lines, &asked);
        assert_eq!(answer(&decided, 0)["outcome"], outcome);
        let said = String::from_utf8(decided.stderr).unwrap();
        assert_eq!(
            said.contains("the content of 1 line(s) was taken out"),
            warned,
            "{said}"
        );
    }
}
