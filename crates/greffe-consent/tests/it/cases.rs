//! The cases of the decision table, one a row.

use std::collections::BTreeSet;

use greffe_consent::{Question, Reason, Rule};
use greffe_terms::Channel;

use crate::fixture::{at, event_id, ledger, person, policy};

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
        let ledger = ledger(events.split("; ").filter(|text| *text != "-"));
        let mut topic = Question::about(purpose);
        if channel != "-" {
            topic = topic.by(channel.parse::<Channel>().unwrap());
        }
        let decision = policy.decide(&ledger, topic.for_person(person()), at(asked));
        let found = [
            decision.outcome().code().to_owned(),
            decision.reason().to_string(),
            decision
                .basis()
                .map_or("-".into(), |basis| basis.to_string()),
            decision
                .action()
                .map_or("-".into(), |action| action.code().to_owned()),
            (1..=9)
                .find(|number| decision.deciding_event() == Some(event_id(*number)))
                .map_or("-".into(), |number| number.to_string()),
        ];
        let expected = [outcome, reason, basis, action, event];
        let next = (next != "-").then(|| at(next));
        if found.iter().ne(expected.iter()) || decision.next_change() != next {
            wrong.push(format!(
                "{name}: {found:?}, next {:?}",
                decision.next_change()
            ));
        }
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
    include_str!("../data/cases.tsv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split('\t').map(str::trim).collect())
        .collect()
}
