//! Findings as JSON and as SARIF, the list of checks, and laws of the linter on made-up registers.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use greffe_register::lint::{self, Finding, Findings, Severity};
use greffe_register::{Document, Register};
use greffe_terms::Lang;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::generated::registers;
use super::lint::CLEAN;

fn findings() -> Findings {
    let text = CLEAN
        .replace("role = \"controller\"\n", "")
        .replace(
            "identity_document = \"on_doubt\"",
            "identity_document = \"always\"",
        )
        .replace("updated = 2024-01-01", "updated = 2019-12-31");
    let allow = "[[allow]]\ncheck = \"GRF-R081\"\nreason = { fr = \"Essai jusqu’à l’été\", en = \"On trial until summer\" }\n";
    let document = Document::from_toml(&format!("{text}{allow}")).unwrap();
    let register = Register::from_document(&document).unwrap();
    register.lint().located_in(&document)
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn json_keeps_what_is_allowed_apart() {
    let json = parsed(&findings().to_json(Lang::En));
    assert_eq!(json["format"], "greffe-findings/1");
    assert_eq!(json["language"], "en");
    let ids = |list: &Value| -> Vec<String> {
        let items = list.as_array().unwrap().iter();
        items
            .map(|item| item["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(ids(&json["findings"]), ["GRF-R010", "GRF-R012"]);
    assert_eq!(ids(&json["allowed"]), ["GRF-R081"]);
    let allowed = &json["allowed"][0];
    assert_eq!(allowed["reason"], "On trial until summer");
    assert_eq!(allowed["pointer"], "/requests/identity_document");
    assert!(allowed["line"].as_u64().unwrap() > 1);
    assert!(json["findings"][0].get("reason").is_none());
}

#[test]
fn a_pointer_leads_to_the_value_or_to_where_it_would_stand() {
    let findings = findings();
    let text = Register::from_toml(CLEAN).unwrap().to_json();
    let written: Value = serde_json::from_str(&text).unwrap();
    for finding in &findings {
        let pointer = finding.pointer();
        let (parent, _) = pointer.rsplit_once('/').unwrap();
        assert!(written.pointer(parent).is_some(), "{pointer}");
    }
    assert_eq!(
        findings.iter().next().unwrap().pointer(),
        "/processing/0/role"
    );
}

#[test]
fn sarif_maps_levels_places_and_suppressions() {
    let log = parsed(&findings().to_sarif(Lang::Fr, "conformité/mon registre.toml"));
    let run = &log["runs"][0];
    assert_eq!(run["language"], "fr");
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 3);
    let of = |id: &str| results.iter().find(|r| r["ruleId"] == id).unwrap();
    assert_eq!(of("GRF-R012")["level"], "error");
    assert_eq!(of("GRF-R010")["level"], "warning");
    assert_eq!(of("GRF-R010")["suppressions"], json!([]));
    assert_eq!(
        of("GRF-R081")["suppressions"],
        json!([{ "kind": "inSource", "status": "accepted", "justification": "Essai jusqu’à l’été" }])
    );
    let place = &of("GRF-R012")["locations"][0];
    assert_eq!(
        place["physicalLocation"]["artifactLocation"]["uri"],
        "conformit%C3%A9/mon%20registre.toml"
    );
    assert_eq!(
        place["logicalLocations"][0]["fullyQualifiedName"],
        "processing[A].updated"
    );
    assert_eq!(
        of("GRF-R012")["partialFingerprints"],
        json!({ "checkAndPath/v1": "GRF-R012 processing[A].updated" })
    );
    assert!(
        place["physicalLocation"]["region"]["startLine"]
            .as_u64()
            .unwrap()
            > 1
    );
}

#[test]
fn a_fingerprint_outlives_lines_that_move() {
    let prints = |text: &str| -> Vec<Value> {
        let document = Document::from_toml(text).unwrap();
        let findings = Register::from_document(&document).unwrap().lint();
        let log = parsed(&findings.located_in(&document).to_sarif(Lang::En, "r.toml"));
        let results = log["runs"][0]["results"].as_array().unwrap().iter();
        results.map(|r| r["partialFingerprints"].clone()).collect()
    };
    let text = CLEAN.replace("role = \"controller\"\n", "");
    let moved = format!("# a comment\n\n{text}");
    assert_eq!(prints(&text).len(), 1);
    assert_eq!(prints(&text), prints(&moved));
}

/// What SARIF 2.1.0 asks of each object that is written (3.13 to 3.52): the keys that must be there, and all that may be.
fn check_sarif(log: &Value) {
    let keys = |value: &Value, must: &[&str], may: &[&str]| {
        let object = value
            .as_object()
            .unwrap_or_else(|| panic!("no object: {value}"));
        for key in must {
            assert!(object.contains_key(*key), "{key} in {value}");
        }
        for key in object.keys() {
            assert!([must, may].concat().contains(&key.as_str()), "{key}");
        }
    };
    let text = |value: &Value| assert!(!value.as_str().unwrap().is_empty(), "{value}");
    keys(log, &["$schema", "version", "runs"], &[]);
    assert_eq!(log["version"], "2.1.0");
    let [run] = log["runs"].as_array().unwrap().as_slice() else {
        panic!("one run");
    };
    keys(
        run,
        &["tool", "results"],
        &["language", "columnKind", "artifacts"],
    );
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    keys(&run["tool"], &["driver"], &[]);
    let driver = &run["tool"]["driver"];
    keys(driver, &["name", "rules"], &["semanticVersion", "language"]);
    let rules = driver["rules"].as_array().unwrap();
    for rule in rules {
        keys(
            rule,
            &["id", "shortDescription", "help", "defaultConfiguration"],
            &["properties"],
        );
        text(&rule["shortDescription"]["text"]);
        text(&rule["help"]["text"]);
        let level = rule["defaultConfiguration"]["level"].as_str().unwrap();
        assert!(["error", "warning", "note"].contains(&level));
        let tags = rule["properties"]["tags"].as_array().unwrap();
        let distinct: BTreeSet<_> = tags.iter().map(Value::to_string).collect();
        assert_eq!(distinct.len(), tags.len(), "tags are unique");
    }
    for result in run["results"].as_array().unwrap() {
        keys(
            result,
            &[
                "ruleId",
                "ruleIndex",
                "level",
                "message",
                "locations",
                "suppressions",
            ],
            &["partialFingerprints"],
        );
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        text(&result["message"]["text"]);
        for place in result["locations"].as_array().unwrap() {
            keys(place, &["physicalLocation", "logicalLocations"], &[]);
            let physical = &place["physicalLocation"];
            keys(physical, &["artifactLocation"], &["region"]);
            assert_eq!(physical["artifactLocation"]["index"], 0);
            let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
            assert_eq!(run["artifacts"][0]["location"]["uri"], uri);
            assert!(
                uri.bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b))
            );
            if let Some(region) = physical.get("region") {
                keys(region, &["startLine", "startColumn"], &[]);
                assert!(region["startLine"].as_u64().unwrap() >= 1);
                assert!(region["startColumn"].as_u64().unwrap() >= 1);
            }
            text(&place["logicalLocations"][0]["fullyQualifiedName"]);
        }
        for suppression in result["suppressions"].as_array().unwrap() {
            keys(suppression, &["kind", "status", "justification"], &[]);
            assert_eq!(suppression["kind"], "inSource");
            text(&suppression["justification"]);
        }
    }
}

/// The table beside FORMAT.md is what the program has: `cargo run -p greffe-register --example list_of_checks > crates/greffe-register/LINT.md`.
#[test]
fn the_list_of_checks_is_the_one_that_is_written_down() {
    let written = include_str!("../../LINT.md");
    assert!(
        written == lint::list_in_markdown(Lang::En),
        "write LINT.md anew"
    );
    for lang in Lang::ALL {
        let list = lint::list_in_markdown(lang);
        let rows = list.lines().filter(|line| line.starts_with("| GRF-R"));
        assert_eq!(rows.count(), lint::checks().count());
    }
}

#[test]
fn what_a_draft_or_an_archived_record_lacks_is_a_warning_at_most() {
    let worst = |status: &str| {
        let text = CLEAN.replace("subjects = [\"customers\"]", "").replace(
            "role = \"controller\"",
            &format!("role = \"controller\"\nstatus = \"{status}\""),
        );
        Register::from_toml(&text).unwrap().lint().worst()
    };
    assert_eq!(worst("active"), Some(Severity::Error));
    assert_eq!(worst("draft"), Some(Severity::Warning));
    assert_eq!(worst("archived"), Some(Severity::Warning));
}

/// Every finding as text, sorted: what does not depend on the order of the file.
fn as_a_set(findings: &Findings) -> Vec<String> {
    let open = findings.iter().map(|f| f.in_language(Lang::En));
    let allowed = findings.allowed().iter();
    let allowed = allowed.map(|a| format!("allowed {}", a.finding().in_language(Lang::En)));
    let mut said: Vec<_> = open.chain(allowed).collect();
    said.sort();
    said
}

fn days() -> impl Strategy<Value = Option<NaiveDate>> {
    proptest::option::of(
        (1990_i32..2040, 1_u32..13)
            .prop_map(|(year, month)| NaiveDate::from_ymd_opt(year, month, 1).unwrap()),
    )
}

fn judge(register: &Register, day: Option<NaiveDate>) -> Findings {
    day.map_or_else(|| register.lint(), |day| register.lint_at(day))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_same_register_gives_the_same_findings(document in registers(), day in days()) {
        let [a, b] = [(); 2].map(|()| Register::from_json(&document.to_string()).unwrap());
        let findings = judge(&a, day);
        prop_assert_eq!(&findings, &judge(&b, day));
        prop_assert!(findings.iter().is_sorted_by_key(|f| f.check().id()));
        check_sarif(&parsed(&findings.to_sarif(Lang::Fr, "r.json")));
    }

    /// Records, and the entries within, are named by their ids: no shuffling of them moves a finding.
    #[test]
    fn findings_on_any_day_do_not_depend_on_the_order_of_records(
        (document, shuffled) in registers().prop_flat_map(|document| {
            let processings = document["processing"].as_array().unwrap().clone();
            (Just(document), Just(processings).prop_shuffle())
        }),
        day in days(),
    ) {
        let mut other = document.clone();
        other["processing"] = Value::Array(shuffled);
        let set = |document: &Value| {
            as_a_set(&judge(&Register::from_json(&document.to_string()).unwrap(), day))
        };
        prop_assert_eq!(set(&document), set(&other));
    }

    /// An allowance takes findings out of one list into the other, and neither loses nor makes any but those about allowances.
    #[test]
    fn allowing_everything_leaves_nothing_but_allowances(document in registers()) {
        let mut document = document;
        let map = document.as_object_mut().unwrap();
        map.remove("allow");
        let plain = Register::from_json(&document.to_string()).unwrap().lint();
        let allowable = lint::checks().filter(|check| !["GRF-R190", "GRF-R191"].contains(&check.id()));
        let allow: Vec<_> = allowable.map(|check| json!({ "check": check.id(), "reason": "x" })).collect();
        document["allow"] = Value::Array(allow);
        let register = Register::from_json(&document.to_string()).unwrap();
        let allowed = register.lint();
        prop_assert!(allowed.iter().all(|f| f.check().id() == "GRF-R190"));
        let moved: Vec<_> = allowed.allowed().iter().map(|a| a.finding().clone()).collect();
        prop_assert_eq!(moved, plain.iter().cloned().collect::<Vec<_>>());
    }

    /// What needs the day only adds; a breach that is not notified is late, or not yet, only by the day.
    #[test]
    fn the_day_takes_nothing_away(document in registers(), day in days().prop_filter_map("a day", |day| day)) {
        let mut document = document;
        document.as_object_mut().unwrap().remove("allow");
        let register = Register::from_json(&document.to_string()).unwrap();
        let without = register.lint();
        let with = register.lint_at(day);
        let by_the_day = |f: &&Finding| f.check().needs_the_day() || f.check().id() == "GRF-R131";
        let kept: Vec<_> = with.iter().filter(|f| !by_the_day(f)).cloned().collect();
        let all: Vec<_> = without.iter().filter(|f| !by_the_day(f)).cloned().collect();
        prop_assert_eq!(kept, all);
    }
}

/// Code between backticks keeps its own signs.
fn prose(text: &str) -> String {
    text.split('`').step_by(2).collect::<Vec<_>>().join("`")
}

#[test]
fn french_messages_and_hints_have_french_typography() {
    for check in lint::checks() {
        for text in [check.message(Lang::Fr), check.hint(Lang::Fr)] {
            let prose = prose(text);
            let id = check.id();
            for plain in [" ;", " :", " !", " ?", "« ", " »", "'"] {
                assert!(!prose.contains(plain), "{id}: {plain:?} in {text:?}");
            }
        }
    }
}

#[test]
fn the_address_of_a_file_names_no_host_and_no_scheme() {
    let findings = Register::from_toml("organisation = { name = \"A\" }")
        .unwrap()
        .lint();
    for (file, uri) in [
        ("//evil.example/a.toml", "/.//evil.example/a.toml"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
        ("C:\\a b.toml", "C%3A%5Ca%20b.toml"),
        ("a?b#c", "a%3Fb%23c"),
    ] {
        let log = parsed(&findings.to_sarif(Lang::En, file));
        let location = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(location["artifactLocation"]["uri"], uri);
    }
}

#[test]
fn findings_and_each_of_them_are_shown_in_english() {
    let findings = findings();
    assert_eq!(findings.to_string(), findings.in_language(Lang::En));
    let first = findings.iter().next().unwrap();
    assert_eq!(first.to_string(), first.in_language(Lang::En));
    assert!(findings.to_string().starts_with(&first.to_string()));
}
