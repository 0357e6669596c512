//! The list of promises against the tests on one side, and the registers and their facts on the other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::promise::{Tested, register};
use super::{
    bank_communication, call_tracking, call_tracking_files, hosting, paperless_assemblies,
    software_support, trackers,
};
use crate::examples::REGISTERS;

const TESTED: [&[Tested]; 7] = [
    bank_communication::TESTED,
    call_tracking::TESTED,
    call_tracking_files::TESTED,
    hosting::TESTED,
    paperless_assemblies::TESTED,
    software_support::TESTED,
    trackers::TESTED,
];

/// A line of the list: a fact that speaks of retention, what tests it, and on which rule; or why no date can be told.
struct Row {
    register: &'static str,
    fact: &'static str,
    test: &'static str,
    address: &'static str,
    reason: &'static str,
}

fn rows() -> Vec<Row> {
    let lines = include_str!("../../data/retention-promises.tsv").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let fields: Vec<_> = line.split('\t').collect();
            let [register, fact, test, address, reason] = fields[..] else {
                panic!("not five columns: {line}");
            };
            Row {
                register,
                fact,
                test,
                address,
                reason,
            }
        })
        .collect()
}

/// Everything in the registers that a promise can be about, as addresses.
fn subjects(name: &str) -> Vec<String> {
    let register = register(name);
    let rules = register.rules().map(|(address, ..)| address.to_string());
    let trackers = register.trackers().iter();
    let backups = register.backups().iter();
    let campaigns = register.purposes().filter(|purpose| {
        let terms = purpose.consent.as_ref();
        terms.is_some_and(|terms| terms.campaign.is_some() || terms.validity.is_some())
    });
    rules
        .chain(trackers.map(|tracker| format!("tracker[{}]", tracker.name)))
        .chain(backups.map(|series| format!("backups[{}]", series.name)))
        .chain(campaigns.map(|purpose| format!("campaign[{}]", purpose.id)))
        .collect()
}

#[test]
fn the_list_names_every_test_with_all_its_rules_and_no_other() {
    let mut tested = BTreeSet::new();
    for test in TESTED.into_iter().flatten() {
        for address in test.addresses {
            assert!(
                tested.insert((test.register, test.test, *address)),
                "{} twice at {address}",
                test.test
            );
        }
    }
    let rows = rows();
    let with_test = rows.iter().filter(|row| row.test != "-");
    let listed: BTreeSet<_> = with_test
        .map(|row| (row.register, row.test, row.address))
        .collect();
    let missing: Vec<_> = tested.symmetric_difference(&listed).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn a_test_is_named_after_one_of_its_facts() {
    let mut facts: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for row in rows().into_iter().filter(|row| row.test != "-") {
        facts.entry(row.test).or_default().push(row.fact);
    }
    for (test, facts) in facts {
        let named = |fact: &&str| test.starts_with(&format!("f{}_", fact.replace('-', "_")));
        assert!(facts.iter().any(named), "{test}: {facts:?}");
    }
}

#[test]
fn a_line_has_a_test_or_says_why_there_is_none() {
    for row in rows() {
        assert!(REGISTERS.contains(&row.register), "{}", row.register);
        let has_test = row.test != "-" && row.address != "-" && row.reason == "-";
        let has_reason = row.test == "-" && row.reason.len() > 20;
        assert!(has_test != has_reason, "{} {}", row.fact, row.address);
    }
}

#[test]
fn everything_that_the_registers_keep_is_on_the_list() {
    for name in REGISTERS {
        let subjects: BTreeSet<_> = subjects(name).into_iter().collect();
        let rows = rows().into_iter().filter(|row| row.register == name);
        let addresses = rows.map(|row| row.address.to_owned());
        let listed: BTreeSet<_> = addresses.filter(|address| address != "-").collect();
        let missing: Vec<_> = subjects.symmetric_difference(&listed).collect();
        assert!(missing.is_empty(), "{name}: {missing:#?}");
    }
}

/// A fact whose place in a register is a limit: a new one fails here until it has a test or a reason.
#[test]
fn every_fact_that_the_table_of_facts_places_in_a_limit_is_on_the_list() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/registers/facts.tsv");
    let table = std::fs::read_to_string(path).unwrap();
    let listed: BTreeSet<_> = rows().iter().map(|row| row.fact).collect();
    let marks = [".retention", "lifetime", "backup", ".campaign", ".validity"];
    let mut facts = 0;
    for line in table.lines().skip(1) {
        let [_, fact, path, _] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("not four columns: {line}");
        };
        if marks.iter().any(|mark| path.contains(mark)) {
            assert!(listed.contains(fact), "{fact} {path}");
            facts += 1;
        }
    }
    assert!(facts > 200, "only {facts} lines speak of limits");
}
