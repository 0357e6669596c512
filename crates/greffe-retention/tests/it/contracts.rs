//! The end of a contract, and the end of a relation, which is that of its last contract.

use greffe_retention::{Contract, Event, Facts};
use proptest::prelude::*;

use crate::random::date;
use crate::{day, line, rule, years};

fn verdict(after: &str, facts: &Facts, on: &str) -> String {
    let rule = rule(&format!("{{ keep = \"P1Y\", after = \"{after}\" }}"));
    line(&rule.evaluate(facts, &years("12-31"), day(on)))
}

fn contract(begins: &str, ends: &str) -> Contract {
    match ends {
        "" => Contract::new(day(begins)),
        ends => Contract::new(day(begins)).ends(day(ends)),
    }
}

#[test]
fn the_relation_ends_with_its_last_contract() {
    let facts = Facts::new()
        .contract(contract("2018-01-01", "2022-06-30"))
        .contract(contract("2019-01-01", "2020-12-31"));
    assert_eq!(
        verdict("relation_end", &facts, "2023-06-30"),
        "keep 2023-06-30"
    );
    assert_eq!(
        verdict("relation_end", &facts, "2023-07-01"),
        "due 2023-07-01 erase"
    );
}

#[test]
fn it_is_open_while_a_contract_runs_and_a_new_contract_opens_it_again() {
    let ended = Facts::new().contract(contract("2018-01-01", "2020-12-31"));
    assert_eq!(
        verdict("relation_end", &ended, "2023-01-01"),
        "due 2022-01-01 erase"
    );
    let reopened = ended.clone().contract(contract("2022-03-01", ""));
    assert_eq!(
        verdict("relation_end", &reopened, "2023-01-01"),
        "open relation_end"
    );
    let ended_again = ended.contract(contract("2022-03-01", "2024-02-29"));
    assert_eq!(
        verdict("relation_end", &ended_again, "2025-02-28"),
        "keep 2025-02-28"
    );
    assert_eq!(
        verdict("relation_end", &ended_again, "2025-03-01"),
        "due 2025-03-01 erase"
    );
}

#[test]
fn an_end_that_is_agreed_in_advance_is_a_day() {
    let facts = Facts::new().contract(contract("2024-01-01", "2027-12-31"));
    assert_eq!(
        verdict("relation_end", &facts, "2026-11-23"),
        "keep 2028-12-31"
    );
}

#[test]
fn one_contract_gives_the_end_of_the_contract_and_of_several_the_record_names_its_own() {
    let one = Facts::new().contract(contract("2018-01-01", "2020-12-31"));
    assert_eq!(
        verdict("contract_end", &one, "2022-01-01"),
        "due 2022-01-01 erase"
    );
    let two = one.contract(contract("2021-01-01", ""));
    assert_eq!(
        verdict("contract_end", &two, "2022-01-01"),
        "undetermined which_contract"
    );
    let of_the_first = two.on(Event::ContractEnd, day("2020-12-31"));
    assert_eq!(
        verdict("contract_end", &of_the_first, "2022-01-01"),
        "due 2022-01-01 erase"
    );
}

#[test]
fn a_stated_end_does_not_hide_a_contract_that_runs() {
    let facts = Facts::new()
        .on(Event::RelationEnd, day("2018-12-31"))
        .contract(contract("2021-01-01", ""));
    assert_eq!(
        verdict("relation_end", &facts, "2026-11-23"),
        "open relation_end"
    );
}

#[test]
fn a_contract_and_the_statement_that_there_never_was_an_end_contradict_each_other() {
    let facts = Facts::new()
        .inapplicable(Event::RelationEnd)
        .contract(contract("2018-01-01", "2018-12-31"));
    assert_eq!(
        verdict("relation_end", &facts, "2026-11-23"),
        "undetermined valid_event relation_end"
    );
}

#[test]
fn an_end_before_the_beginning_is_none() {
    let facts = Facts::new().contract(contract("2018-01-01", "2017-01-01"));
    assert_eq!(
        verdict("relation_end", &facts, "2026-11-23"),
        "open relation_end"
    );
}

#[test]
fn what_was_known_on_a_day_leaves_later_contracts_out() {
    let facts = Facts::new()
        .contract(contract("2018-01-01", "2020-12-31").recorded_on(day("2018-01-01")))
        .contract(contract("2022-03-01", "").recorded_on(day("2022-02-15")));
    let known = facts.as_known_on(day("2022-02-14"));
    assert_eq!(
        verdict("relation_end", &known, "2022-02-14"),
        "due 2022-01-01 erase"
    );
    assert_eq!(
        verdict("relation_end", &facts, "2022-02-14"),
        "open relation_end"
    );
}

proptest! {
    #[test]
    fn another_contract_never_brings_the_end_forward(
        a in (date(), date()), b in (date(), date()), as_of in date(),
    ) {
        let contract = |(x, y): (chrono::NaiveDate, chrono::NaiveDate)| Contract::new(x.min(y)).ends(x.max(y));
        let rule = rule("{ keep = \"P1Y\", after = \"relation_end\" }");
        let due = |facts: &Facts| rule.disposable_from(facts, &years("12-31"), as_of).unwrap();
        let one = Facts::new().contract(contract(a));
        let two = one.clone().contract(contract(b));
        prop_assert_eq!(due(&two), due(&one).max(due(&Facts::new().contract(contract(b)))));
    }
}
