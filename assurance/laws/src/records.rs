//! Facts as lines of JSON, and policies.

use greffe::calendar::{FiscalYears, NaiveDate, Tz};
use greffe::retention::{Facts, Governing, Policy, Record, Rule, Verdict};

use crate::marker::{assert_silent, marked, marked_with_an_address};

/// A line that reads is written and reads back as the same facts; one that does not is refused without a word of it.
pub fn record(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Err(error) = Record::from_json(&marked(text), Tz::UTC) {
        assert_silent(&error);
    }
    let Ok(record) = Record::from_json(text, Tz::UTC) else {
        return;
    };
    let written = serde_json::to_string(&record).expect("a record is written");
    let again = Record::from_json(&written, Tz::UTC).expect("what was written is read");
    assert_eq!(again.key(), record.key());
    assert_eq!(
        serde_json::to_string(&again).expect("a record is written"),
        written,
        "another record came back"
    );
    let years = FiscalYears::regular("06-30".parse().expect("a closing"));
    for rule in RULES {
        let rule = Rule::from_toml(rule).expect("a rule");
        for day in DAYS {
            let day: NaiveDate = day.parse().expect("a day");
            let verdict = rule.evaluate(record.facts(), &years, day);
            assert_eq!(
                rule.evaluate(again.facts(), &years, day),
                verdict,
                "the facts that came back say something else"
            );
            if let Ok(cutoff) = rule.cutoff(&years, day) {
                assert_eq!(cutoff.selects(record.facts()), verdict.may_dispose());
            }
        }
    }
}

/// A policy comes back out of its written form, never disposes on nothing, and lets go only what one of its versions lets go.
///
/// The input is a policy in TOML, a NUL, and a record.
pub fn policy(data: &[u8]) {
    let mut parts = data.splitn(2, |byte| *byte == 0);
    let Some(Ok(text)) = parts.next().map(std::str::from_utf8) else {
        return;
    };
    let policy = match Policy::from_toml(text) {
        Ok(policy) => policy,
        Err(_) => {
            if let Err(error) = Policy::from_toml(&marked_with_an_address(text)) {
                assert_silent(&error);
            }
            return;
        }
    };
    let written = serde_json::to_string(&policy).expect("a policy is written");
    assert_eq!(Policy::from_json(&written), Ok(policy.clone()));
    let line = parts.next().map(std::str::from_utf8);
    let record = match line {
        Some(Ok(line)) => Record::from_json(line, Tz::UTC).ok(),
        _ => None,
    };
    let facts = record.map_or_else(Facts::new, |record| record.into_parts().1);
    let years = FiscalYears::regular("12-31".parse().expect("a closing"));
    for day in DAYS {
        let day: NaiveDate = day.parse().expect("a day");
        let nothing = policy.evaluate(&Facts::new(), &years, day);
        assert!(!nothing.may_dispose(), "disposes of what nobody knows");
        let verdict = policy.evaluate(&facts, &years, day);
        assert_eq!(
            Governing::from(&policy).evaluate(&facts, &years, day),
            verdict
        );
        let by_a_version = policy
            .versions()
            .any(|(_, rule)| rule.evaluate(&facts, &years, day).may_dispose());
        assert!(by_a_version || !verdict.may_dispose());
        if let Verdict::Due { since, .. } = verdict {
            assert!(since <= day);
        }
    }
}

const RULES: [&str; 4] = [
    "keep = \"P1Y\"\nafter = \"recorded\"",
    "keep = \"P10Y\"\nafter = { latest = [\"relation_end\", { fiscal_close = \"last_operation\" }] }",
    "keep = \"P1M\"\nwithin = \"P3M\"\nafter = \"contract_end\"\nextend = \"on_request\"",
    "keep = \"P3Y\"\nafter = { latest = [\"collected\", { event = \"last_contact\", absent = \"never\" }] }\ncontact = [\"link_clicked\"]",
];
const DAYS: [&str; 3] = ["2020-02-29", "2026-11-23", "2040-01-01"];
