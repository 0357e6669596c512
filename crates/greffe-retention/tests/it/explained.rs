//! What an explanation tells, step by step.

use greffe_retention::{Event, Facts, Hold, HoldReason};
use greffe_terms::Lang;

use crate::{day, rule, years};

fn told(retention: &str, facts: &Facts, on: &str) -> String {
    let (rule, years) = (rule(retention), years("12-31"));
    rule.explain(facts, &years, day(on)).in_english()
}

#[test]
fn stages_are_numbered_from_one_where_there_are_several() {
    let facts = Facts::new().on(Event::RelationEnd, day("2026-06-30"));
    let archived = r#"{ stages = [{ keep = "P1Y", after = "relation_end", then = "archive" }, { keep = "P5Y", after = "relation_end" }] }"#;
    let why = told(archived, &facts, "2026-11-23");
    let stages: Vec<_> = why.lines().filter(|l| l.starts_with("Stage")).collect();
    assert_eq!(
        stages,
        [
            "Stage 1: 1 year from the end of the relation.",
            "Stage 2: 5 years from the end of the relation."
        ]
    );
    let one = r#"{ keep = "P1Y", after = "relation_end" }"#;
    assert!(!told(one, &facts, "2026-11-23").contains("Stage"));
}

#[test]
fn the_day_by_which_a_record_must_be_gone_is_told_beside_that_through_which_it_is_kept() {
    let facts = Facts::new()
        .on(Event::Recorded, day("2025-01-01"))
        .on("withdrawal".parse().unwrap(), day("2026-06-01"));
    let both = r#"{ keep = "P1Y", after = "recorded", within = { period = "P1M", after = "withdrawal" } }"#;
    let why = told(both, &facts, "2026-06-15");
    for step in [
        "The recording: Wednesday 1 January 2025.",
        "Plus 1 year: Thursday 1 January 2026.",
        "The person's withdrawal: Monday 1 June 2026.",
        "To be gone within 1 month: by Wednesday 1 July 2026.",
    ] {
        assert!(why.lines().any(|line| line == step), "{step}\n{why}");
    }
}

#[test]
fn what_is_waited_for_is_told_part_by_part() {
    let until = r#"{ until = { all = ["payment_settled", { if_opened = "dispute", then = "dispute_settled" }] } }"#;
    let paid = Facts::new().on(Event::PaymentSettled, day("2026-06-01"));
    let disputed = paid.clone().on(Event::Dispute, day("2026-06-15"));
    let why = told(until, &disputed, "2026-11-23");
    for step in [
        "The settlement of the payment: Monday 1 June 2026.",
        "The opening of the dispute: Monday 15 June 2026.",
        "The settlement of the dispute: not yet.",
    ] {
        assert!(why.lines().any(|line| line == step), "{step}\n{why}");
    }
    let why = told(until, &paid.never(Event::Dispute), "2026-11-23");
    assert!(why.contains("The opening of the dispute: never."), "{why}");
    // What was not opened has no end to tell of.
    assert!(!why.contains("The settlement of the dispute:"), "{why}");
}

#[test]
fn facts_dated_in_the_future_are_counted_where_none_can_be_yet() {
    let called: Event = "called".parse().unwrap();
    let today = "2026-11-23";
    let prospects = r#"{ keep = "P3Y", after = { latest = ["recorded", "last_contact"] }, contact = ["called"] }"#;
    let so_far = Facts::new()
        .on(Event::Recorded, day(today))
        .on(called.clone(), day("2026-01-01"))
        // Agreed in advance.
        .on(Event::ContractEnd, day("2027-06-30"));
    assert!(!told(prospects, &so_far, today).contains("quarantined"));
    let mistyped = so_far
        .on(called.clone(), day("2026-11-24"))
        .on(called, day("2062-01-01"));
    let why = told(prospects, &mistyped, today);
    assert!(
        why.contains("Facts dated in the future, quarantined until their day: 2."),
        "{why}"
    );
}

#[test]
fn a_restriction_may_be_lifted_from_the_day_after_its_last() {
    let held = Hold::new(HoldReason::AccuracyContested, day("2026-01-01")).until(day("2026-03-31"));
    let facts = Facts::new()
        .on(Event::Recorded, day("2024-01-01"))
        .hold(held);
    let logs = r#"{ keep = "P1Y", after = "recorded" }"#;
    let liftable = "The restriction may be lifted since Wednesday 1 April 2026";
    assert!(!told(logs, &facts, "2026-03-31").contains("lifted"));
    assert!(told(logs, &facts, "2026-04-01").contains(liftable));
}

#[test]
fn the_sources_are_those_of_the_rule_and_of_what_holds_the_record() {
    let (rule, years) = (
        rule(r#"{ keep = "P1Y", after = "recorded", law = ["LCEN 6"] }"#),
        years("12-31"),
    );
    let held = |reason| Hold::new(reason, day("2026-01-01"));
    let facts = Facts::new()
        .on(Event::Recorded, day("2024-01-01"))
        .hold(held(HoldReason::AccessRequest))
        .hold(held(HoldReason::AccuracyContested).until(day("2026-02-01")));
    let why = rule.explain(&facts, &years, day("2026-11-23"));
    let labels: Vec<_> = why.citations().iter().map(|c| c.label(Lang::En)).collect();
    assert_eq!(labels.len(), 3, "{labels:?}");
    assert!(
        labels[0].contains("LCEN") || labels[0].contains("2004-575"),
        "{labels:?}"
    );
    assert_eq!(labels[1..], ["GDPR, Art. 18(1)(a)", "GDPR, Art. 15"]);
}
