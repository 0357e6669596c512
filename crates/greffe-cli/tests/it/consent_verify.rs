//! What was forgotten, with and without the record of an erasure.

use greffe::consent::{Erasure, Ledger};
use serde_json::json;

use crate::consent::{ANNE, Folder, PAUL, POLICY, given};
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
