//! The cases of the decision table, one a row.

use std::collections::BTreeSet;

use greffe_consent::{Question, Reason, Rule};
use greffe_terms::Channel;

use crate::fixture::{at, person, policy};
use crate::table;

#[test]
fn every_case_is_decided_as_its_row_says() {
    let policy = policy();
    let rows = rows();
    assert!(rows.len() > 60);
    let mut wrong = Vec::new();
    for row in &rows {
        let [
            name,
            events,
            purpose,
            channel,
            asked,
            outcome,
            reason,
            basis,
            action,
            event,
            next,
            _,
        ] = row[..]
        else {
            panic!("{} columns: {row:?}", row.len());
        };
        let ledger = table::history(events);
        let mut topic = Question::about(purpose);
        if channel != "-" {
            topic = topic.by(channel.parse::<Channel>().unwrap());
        }
        let decision = policy.decide(&ledger, topic.for_person(person()), at(asked));
        let expected = [
            ("outcome", outcome),
            ("reason", reason),
            ("basis", basis),
            ("action", action),
            ("event", event),
            ("next", next),
        ];
        wrong.extend(table::differences(&decision, &expected).map(|why| format!("{name}: {why}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_reason_and_every_rule_has_a_case() {
    let rows = rows();
    let mut reasons: BTreeSet<&str> = rows.iter().map(|row| row[6]).collect();
    reasons.extend(crate::reach::reasons());
    reasons.extend(crate::who::reasons());
    for reason in Reason::ALL {
        // The wording has a test of its own, for the policy of the cases keeps none.
        assert!(
            *reason == Reason::WordingDiffers || reasons.contains(reason.code()),
            "{reason}"
        );
    }
    let rules: BTreeSet<Rule> = Reason::ALL.iter().map(|reason| reason.rule()).collect();
    assert_eq!(rules.len(), 14);
}

fn rows() -> Vec<Vec<&'static str>> {
    table::rows(include_str!("../data/cases.tsv"))
}
