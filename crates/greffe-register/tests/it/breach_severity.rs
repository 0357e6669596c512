//! Severity by ENISA's method.

use greffe_register::breach::{Severity, SeverityFlag, SeverityLevel, severity, severity_flags};
use greffe_register::{Breach, Register};
use greffe_terms::Lang;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::generated::breaches;

fn breach(severity: &Value) -> Breach {
    let document = json!({
        "organisation": {"name": "A"},
        "breach": [{"id": "b", "severity": severity}],
    });
    let register = Register::from_json(&document.to_string()).unwrap();
    register.breaches().items()[0].clone()
}

fn severity_of(inputs: &Value) -> Severity {
    severity(breach(inputs).severity.as_ref().unwrap())
}

#[test]
fn cases_worked_by_hand() {
    let table = include_str!("../data/enisa-severity.tsv");
    let cases = table.lines().filter(|line| !line.starts_with('#'));
    let mut count = 0;
    for case in cases {
        let columns: Vec<_> = case.split('\t').collect();
        let [
            name,
            context,
            identification,
            confidentiality,
            integrity,
            availability,
            malicious,
            score,
            level,
        ] = columns[..]
        else {
            panic!("{case}")
        };
        let severity = severity_of(&json!({
            "context": context.parse::<u8>().unwrap(),
            "identification": identification,
            "confidentiality": confidentiality,
            "integrity": integrity,
            "availability": availability,
            "malicious": malicious == "true",
        }));
        assert_eq!(severity.lowest(), severity.highest(), "{name}");
        assert_eq!(severity.lowest().in_words(Lang::En), score, "{name}");
        assert_eq!(severity.level().unwrap().code(), level, "{name}");
        count += 1;
    }
    assert_eq!(count, 15);
}

/// Every combination, against the formula in binary fractions, in which quarters are exact.
#[test]
fn every_combination_follows_the_formula() {
    let mut count = 0;
    for context in 1_u8..=4 {
        for (ease, identification) in ["negligible", "limited", "significant", "maximum"]
            .into_iter()
            .zip([0.25, 0.5, 0.75, 1.0])
        {
            for (known, c) in ["no_evidence", "known_recipients", "unknown_recipients"]
                .into_iter()
                .zip([0.0, 0.25, 0.5])
            {
                for (altered, i) in ["no_use", "recoverable", "unrecoverable"]
                    .into_iter()
                    .zip([0.0, 0.25, 0.5])
                {
                    for (lost, a) in ["restored", "temporary", "full"]
                        .into_iter()
                        .zip([0.0, 0.25, 0.5])
                    {
                        for (malicious, m) in [(false, 0.0), (true, 0.5)] {
                            let expected = f64::from(context) * identification + c + i + a + m;
                            let severity = severity_of(&json!({
                                "context": context, "identification": ease, "confidentiality": known,
                                "integrity": altered, "availability": lost, "malicious": malicious,
                            }));
                            let score = f64::from(severity.lowest().count()) / 4.0;
                            assert!((score - expected).abs() < f64::EPSILON);
                            let level = match expected {
                                low if low < 2.0 => SeverityLevel::Low,
                                medium if medium < 3.0 => SeverityLevel::Medium,
                                high if high < 4.0 => SeverityLevel::High,
                                _ => SeverityLevel::VeryHigh,
                            };
                            assert_eq!(severity.level(), Some(level));
                            count += 1;
                        }
                    }
                }
            }
        }
    }
    assert_eq!(count, 864);
}

#[test]
fn the_kind_of_data_gives_the_context_unless_it_was_adjusted() {
    for (data, lowest) in [
        ("simple", 4),
        ("behavioural", 8),
        ("financial", 12),
        ("sensitive", 16),
    ] {
        let inputs = json!({"data": data, "identification": "maximum"});
        assert_eq!(severity_of(&inputs).lowest().count(), lowest);
        let inputs = json!({"data": data, "context": 2, "identification": "maximum"});
        assert_eq!(severity_of(&inputs).lowest().count(), 8);
    }
}

#[test]
fn the_result_is_told_in_words() {
    let inputs = json!({
        "data": "financial", "context": 2, "context_reason": "Balances of one day",
        "identification": "significant", "confidentiality": "known_recipients",
        "integrity": "no_use", "availability": "restored", "malicious": true,
    });
    let severity = severity_of(&inputs);
    assert_eq!(
        severity.in_words(Lang::Fr),
        "2 × 0,75 + 0,75 = 2,25\u{a0}: moyenne (des désagréments notables, surmontés malgré quelques difficultés)\u{a0}; \
         contexte ajusté, score de base 3\u{a0}: Balances of one day"
    );
    assert_eq!(
        severity.in_words(Lang::En),
        "2 × 0.75 + 0.75 = 2.25: medium (notable inconveniences, overcome despite some difficulty); \
         context adjusted, basic score 3: Balances of one day"
    );
}

#[test]
fn what_is_unknown_leaves_it_between_two_scores() {
    let inputs = json!({"context": 3, "identification": "maximum", "confidentiality": "no_evidence", "integrity": "no_use"});
    let severity = severity_of(&inputs);
    assert_eq!(severity.level(), None);
    assert_eq!(
        severity.in_words(Lang::Fr),
        "entre 3 et 4\u{a0}: élevée à très élevée, indéterminée\u{a0}; non renseigné\u{a0}: perte de disponibilité, malveillance"
    );
    assert_eq!(
        severity.in_words(Lang::En),
        "between 3 and 4: from high to very high, undetermined; not stated: loss of availability, malicious intent"
    );
    let nothing = severity_of(&json!({}));
    assert_eq!(
        (nothing.at_least(), nothing.at_most()),
        (SeverityLevel::Low, SeverityLevel::VeryHigh)
    );
    // What is missing cannot lift it to medium.
    let low = severity_of(
        &json!({"context": 1, "identification": "maximum", "integrity": "no_use", "availability": "restored", "malicious": false}),
    );
    assert_eq!(low.level(), Some(SeverityLevel::Low));
    assert_eq!(
        low.in_words(Lang::En),
        "between 1 and 1.5: low; not stated: loss of confidentiality"
    );
}

#[test]
fn more_than_a_hundred_persons_and_unintelligible_data_are_noted() {
    let flags = |persons: Value, unintelligible: bool| {
        let document = json!({
            "organisation": {"name": "A"},
            "breach": [{"id": "b", "persons": persons, "severity": {"unintelligible": unintelligible}}],
        });
        let register = Register::from_json(&document.to_string()).unwrap();
        severity_flags(&register.breaches().items()[0])
    };
    assert_eq!(flags(json!(100), false), []);
    assert_eq!(flags(json!(101), false), [SeverityFlag::ManyPersons]);
    assert_eq!(
        flags(json!("not_determined"), true),
        [SeverityFlag::Unintelligible]
    );
}

proptest! {
    #[test]
    fn telling_more_only_narrows_the_bounds(inputs in breaches::severity(), key in 0_usize..6) {
        const KEYS: [(&str, &str); 6] = [
            ("context", ""), ("identification", "limited"), ("confidentiality", "known_recipients"),
            ("integrity", "recoverable"), ("availability", "full"), ("malicious", ""),
        ];
        let (key, code) = KEYS[key];
        let mut inputs = inputs;
        // The kind of data stands in for the context.
        inputs.as_object_mut().unwrap().remove("data");
        let mut told = inputs.clone();
        if told.get(key).is_none() {
            told[key] = match key {
                "context" => json!(2),
                "malicious" => json!(true),
                _ => json!(code),
            };
        }
        let (before, after) = (severity_of(&inputs), severity_of(&told));
        prop_assert!(before.lowest() <= after.lowest() && after.lowest() <= after.highest());
        prop_assert!(after.highest() <= before.highest());
    }
}
