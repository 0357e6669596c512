//! What is known of a person, vendors, and publications of notices.

use serde_json::Value;

use crate::consent::{ANNE, Folder, PAUL, POLICY, given};
use crate::shell::{greffe, json, words};

const CHILDREN: &str = r#"
zone = "Europe/Paris"
established_in = "DE"
[[purpose]]
id = "newsletter"
basis = "consent"
offered_to_children = true
channels = ["email"]
[[purpose]]
id = "allergies"
basis = "consent"
special_categories = ["health"]
condition = "explicit_consent"
[[purpose]]
id = "ads"
basis = "consent"
[[notice]]
id = "sign-up"
version = 1
purposes = ["newsletter", "allergies", "ads"]
disclosing = [755]
[[vendor]]
id = 755
purpose = [{ id = "ads", basis = "consent" }]
"#;

/// A decision on the events under the policy above.
fn decide_on(folder: &Folder, events: &str, purpose: &str, more: &[&str]) -> Value {
    let policy = folder.file("children.toml", CHILDREN);
    let events = folder.file("events.jsonl", events);
    let mut arguments = vec![
        "consent", "decide", "--policy", &policy, "--events", &events,
    ];
    arguments.extend([
        "--purpose",
        purpose,
        "--at",
        "2026-05-01T10:00:00Z",
        "--format",
        "json",
    ]);
    arguments.extend(more);
    json(&greffe(&arguments, ""), 0)
}

#[test]
fn what_is_known_of_the_person_comes_with_the_question() {
    let folder = Folder::new();
    let child = "born = 2012-06-01\nresidence = \"FR\"\nholders = 1\n";
    let child = folder.file("child.toml", child);
    let adult = folder.file(
        "adult.json",
        r#"{ "born": "1980-06-01", "residence": "FR" }"#,
    );
    let decide = |more: &[&str]| decide_on(&folder, &given(1, ANNE), "newsletter", more);
    let of_child = decide(&["--context", &child, "--channel", "email"]);
    assert_eq!(
        (&of_child["outcome"], &of_child["rule"]),
        (&"deny".into(), &"R7".into())
    );
    assert_eq!(
        of_child["ages_of_consent"],
        serde_json::json!([{ "country": "FR", "age": 15 }, { "country": "DE", "age": 16 }])
    );
    assert_eq!(of_child["channel"], "email");
    assert!(
        of_child["citations"]
            .as_array()
            .unwrap()
            .iter()
            .any(|source| source.as_str().unwrap().starts_with("GDPR 8"))
    );
    assert_eq!(decide(&["--context", &adult])["outcome"], "allow");
    let unknown = decide(&[]);
    assert_eq!(
        (&unknown["outcome"], &unknown["ages_of_consent"]),
        (&"deny".into(), &Value::Array(vec![]))
    );
    assert_eq!(unknown["failures"][0], unknown["reason"]);
}

#[test]
fn a_vendor_is_asked_about_by_its_number() {
    let folder = Folder::new();
    let ads = given(1, ANNE).replace("[\"newsletter\"]", "[\"ads\"]");
    for (number, outcome) in [("755", "allow"), ("28", "deny")] {
        let decided = decide_on(&folder, &ads, "ads", &["--vendor", number]);
        assert_eq!(decided["outcome"], outcome);
        assert_eq!(decided["vendor"].to_string(), number);
    }
    assert_eq!(decide_on(&folder, &ads, "ads", &[])["vendor"], Value::Null);
}

#[test]
fn a_condition_of_article_9_is_told_beside_the_basis() {
    let folder = Folder::new();
    let of = |purpose: &str| {
        given(1, ANNE)
            .replace("newsletter", purpose)
            .replace("ticked_box", "signed")
    };
    let decided = decide_on(&folder, &of("allergies"), "allergies", &[]);
    assert_eq!(decided["outcome"], "allow", "{decided}");
    assert_eq!(decided["special_condition"], "explicit_consent");
    assert_eq!(
        decide_on(&folder, &of("ads"), "ads", &[])["special_condition"],
        Value::Null
    );
}

#[test]
fn a_slip_in_what_is_known_is_told_with_its_place() {
    let folder = Folder::new();
    for (text, place) in [
        (
            "residence = \"FR\"\nbirth = 2012-06-01\n",
            "line 2, column 1: `birth`",
        ),
        ("calls = [\"yesterday\"]\n", "`calls[1]`"),
        ("holders = \"two\"\n", "`holders`"),
    ] {
        let file = folder.file("child.toml", text);
        let refused = folder.decide("", &["--at", "2026-05-01T00:00:00Z", "--context", &file]);
        let error = json(&refused, 2)["error"].as_str().unwrap().to_owned();
        assert!(
            error.contains("child.toml") && error.contains(place),
            "{error}"
        );
    }
}

fn published(id: u8, version: u8, when: &str) -> String {
    format!(
        r#"{{"id":"{id:032}","person":"{PAUL}","occurred":"{when}","recorded":"{when}","provenance":"operator","kind":"notice_published","notice":"sign-up","version":{version}}}"#
    ) + "\n"
}

#[test]
fn publications_are_held_against_the_policy_and_the_consents() {
    let folder = Folder::new();
    let policy = folder.file("policy.toml", POLICY);
    let verify = |events: &str, more: &[&str]| {
        let ledger = greffe::consent::Ledger::from_event_lines(events).unwrap();
        let file = folder.file("ledger.jsonl", &ledger.to_json_lines());
        let mut arguments = vec!["consent", "verify", "--events", &file];
        arguments.extend(more);
        greffe(&arguments, "")
    };
    let in_json = ["--policy", &policy, "--format", "json"];
    let good = published(2, 1, "2026-01-01T00:00:00Z") + &given(1, ANNE);
    assert_eq!(
        json(&verify(&good, &in_json), 0)["notices"],
        Value::Array(vec![])
    );
    // About nobody: the events are still of one person.
    let decided = folder.decide(&good, &["--at", "2026-05-01T00:00:00Z"]);
    assert_eq!(json(&decided, 0)["outcome"], "allow");

    let late = [(2, 1), (3, 2)].map(|(id, version)| published(id, version, "2026-04-01T00:00:00Z"));
    let late = late.concat() + &given(1, ANNE);
    let found = json(&verify(&late, &in_json), 1);
    assert_eq!(found["verified"], true);
    assert_eq!(found["notices"][0]["fault"], "consent_before_publication");
    assert_eq!(
        found["notices"][0]["event"],
        "00000000000000000000000000000001"
    );
    assert_eq!(found["notices"][1]["fault"], "unknown_version");
    assert_eq!(found["notices"][1]["version"], 2);
    let french = words(&verify(&late, &["--policy", &policy, "--lang", "fr"]), 1);
    assert!(
        french.contains("version 2, événement ..00000003\u{a0}: la version publiée"),
        "{french}"
    );
    // Without a policy nothing but the chain is looked at.
    assert_eq!(
        json(&verify(&late, &["--format", "json"]), 0).get("notices"),
        None
    );
}
