//! Rules are written as they are read.

use greffe_retention::Rule;
use proptest::prelude::*;

use crate::promises::rows;

#[test]
fn every_promise_survives_json_and_toml() {
    for row in rows() {
        let json = serde_json::to_string(&row.rule).unwrap();
        assert_eq!(Rule::from_json(&json).unwrap(), row.rule, "{}", row.name);
        assert_eq!(
            serde_json::from_str::<Rule>(&json).unwrap(),
            row.rule,
            "{}",
            row.name
        );
        let toml = toml::to_string(&row.rule).unwrap();
        assert_eq!(
            Rule::from_toml(&toml).unwrap(),
            row.rule,
            "{}\n{toml}",
            row.name
        );
    }
}

#[test]
fn everything_that_can_be_written_survives() {
    for text in [
        "keep = \"P1Y\"\nafter = \"recorded\"\nreaders = [\"a\", { fr = \"b\", en = \"c\" }, { fr = \"d\" }]\neffect = [\"database\", \"files\"]",
        "keep = \"P1Y\"\nafter = \"recorded\"\nnote = { en = \"only this\" }\nlaw = [\"LCEN 6\", \"GDPR 5(1)(e)\"]",
        "latest = 25\nper = \"api_key\"\nthen = { move_to = \"disk\", keep = { default = \"P1Y\", set_by = \"contract\" } }",
        "keep = \"P1Y\"\nafter = \"recorded\"\nthen = { transfer = \"archives\" }\nrolling = true\nextend = \"on_request\"",
        "keep = \"P1Y\"\nafter = \"recorded\"\nbackups = { weekly = \"P1825D\", hourly = \"P1W\" }",
        "keep = \"unstated\"\nafter = \"recorded\"",
    ] {
        let rule = Rule::from_toml(text).unwrap();
        let json = serde_json::to_string(&rule).unwrap();
        assert_eq!(Rule::from_json(&json).unwrap(), rule);
        let toml = toml::to_string(&rule).unwrap();
        assert_eq!(Rule::from_toml(&toml).unwrap(), rule, "{toml}");
    }
}

#[test]
fn the_digest_is_that_of_the_rule_not_of_its_spelling() {
    let digest = |text| Rule::from_toml(text).unwrap().digest();
    let plain = digest("keep = \"P1Y\"\nafter = \"recorded\"");
    assert_eq!(
        plain,
        digest("after = { event = \"recorded\" }\nthen = \"erase\"\nkeep = \"P1Y\"")
    );
    assert_ne!(plain, digest("keep = \"P12M\"\nafter = \"recorded\""));
    assert_ne!(plain, digest("keep = \"P1Y\"\nafter = \"collected\""));
}

proptest! {
    #[test]
    fn every_rule_survives(rule in crate::random::rule()) {
        let json = serde_json::to_string(&rule).unwrap();
        prop_assert_eq!(&Rule::from_json(&json).unwrap(), &rule);
        let toml = toml::to_string(&rule).unwrap();
        prop_assert_eq!(&Rule::from_toml(&toml).unwrap(), &rule);
        prop_assert_eq!(Rule::from_json(&json).unwrap().digest(), rule.digest());
    }
}
