//! Executing plans over a store that crashes at each write.

use greffe_retention::{
    AnonymityTest, Certificate, Event, Execution, Facts, Hold, HoldReason, JournalEntry,
    Lengthening, Plan, Planner, Policy, PurgeError, RowKey, RowOf, Rule, Tombstones,
};

use crate::crashing_store::{Crash, Store, now};
use crate::{day, rule, years};

const KEY: &[u8] = b"a secret of the service";

fn logs() -> Rule {
    rule(r#"{ keep = "P1Y", after = "recorded", backups = { weekly = "P1825D" } }"#)
}

/// Eleven old rows, two young ones, one of which nothing is known.
fn filled() -> Store {
    let mut store = Store::default();
    let on = |date| Facts::new().on(Event::Recorded, day(date));
    for key in 1..=11 {
        store.lasting.rows.insert(key.into(), on("2025-01-01"));
    }
    store.lasting.rows.insert(12.into(), on("2025-11-23"));
    store.lasting.rows.insert(13.into(), on("2026-11-01"));
    store.lasting.rows.insert(14.into(), Facts::new());
    store
}

fn planned(store: &Store, rule: &Rule) -> Plan {
    let years = years("12-31");
    let mut planner =
        Planner::new("LOG-01/connection", rule, &years, day("2026-11-23")).batches_of(4);
    for (key, facts) in &store.lasting.rows {
        let _ = planner.row(key.clone(), facts);
    }
    planner.finish()
}

fn execute(store: &mut Store, plan: &Plan, rule: &Rule) -> Result<Certificate, PurgeError<Crash>> {
    let years = years("12-31");
    let execution = Execution::new(plan, rule, &years, day("2026-11-24")).digest_key(KEY);
    now(execution.run(store))
}

fn row(key: &RowKey) -> RowOf<'_> {
    RowOf {
        address: "LOG-01/connection",
        table: "",
        key,
    }
}

fn old() -> Vec<RowKey> {
    (1..=11).map(RowKey::from).collect()
}

fn young() -> Vec<RowKey> {
    (12..=14).map(RowKey::from).collect()
}

#[test]
fn a_plan_is_executed_and_certified() {
    let mut store = filled();
    let plan = planned(&store, &logs());
    let certificate = execute(&mut store, &plan, &logs()).unwrap();
    assert_eq!(store.lasting.disposed, old());
    assert_eq!(
        store.lasting.rows.keys().cloned().collect::<Vec<_>>(),
        young()
    );
    assert_eq!(
        (
            certificate.disposed(),
            certificate.gone(),
            certificate.spared()
        ),
        (11, 0, 0)
    );
    assert_eq!(certificate.number(), 1);
    assert_eq!(certificate.executed(), day("2026-11-24"));
    assert_eq!(certificate.in_backups_until(), Some(day("2031-11-23")));
    assert_eq!(store.lasting.journal.len(), 3);
    Certificate::verify_chain(&store.lasting.certificates).unwrap();
    let graves: Tombstones = store.lasting.tombstones.iter().copied().collect();
    let condemned = |key: &RowKey| graves.condemn(KEY, row(key));
    assert!(old().iter().all(condemned) && !young().iter().any(condemned));
    assert!(!graves.condemn(b"another secret", row(&1.into())));
}

#[test]
fn rows_in_copies_of_an_ended_version_have_tombstones_until_those_expire() {
    let without = rule(r#"{ keep = "P1Y", after = "recorded" }"#);
    let policy = Policy::new(logs(), Lengthening::AsInstructed);
    let policy = policy.then(day("2026-10-01"), without).unwrap();
    let (mut store, years) = (filled(), years("12-31"));
    let mut planner = Planner::new("LOG-01/connection", &policy, &years, day("2026-11-23"));
    for (key, facts) in &store.lasting.rows {
        let _ = planner.row(key.clone(), facts);
    }
    let plan = planner.finish();
    let last = day("2031-09-29");
    assert_eq!(plan.in_backups_until(), Some(last));
    let execution = || Execution::new(&plan, &policy, &years, day("2026-11-24"));
    let refused = now(execution().run(&mut store));
    assert!(matches!(refused, Err(PurgeError::NoDigestKey)));
    let certificate = now(execution().digest_key(KEY).run(&mut store)).unwrap();
    assert_eq!(certificate.in_backups_until(), Some(last));
    let until = store.lasting.tombstones.iter().map(|stone| stone.until());
    assert_eq!(until.collect::<Vec<_>>(), [last; 11]);
}

#[test]
fn two_runs_at_once_share_the_portions_and_end_with_one_certificate() {
    let fresh = filled();
    let plan = planned(&fresh, &logs());
    // One run begins some of its transactions; another one goes on until some write of its own, or to the end; then the first ends.
    for (before, until) in (1..=5).flat_map(|before| (1..=20).map(move |until| (before, until))) {
        let mut first = fresh.clone();
        first.stop_before = Some(before);
        execute(&mut first, &plan, &logs()).unwrap_err();
        let mut other = fresh.clone();
        (other.lasting, other.crash_at) = (first.lasting, Some(until));
        let _cut_off = execute(&mut other, &plan, &logs());

        let mut store = fresh.clone();
        store.other_run_before = Some((before, other.lasting));
        let certificate = execute(&mut store, &plan, &logs()).unwrap();
        assert_eq!(store.lasting.disposed, old(), "{before}, {until}");
        assert_eq!((certificate.disposed(), certificate.gone()), (11, 0));
        assert_eq!(store.lasting.certificates, [certificate]);
        assert_eq!(store.lasting.journal.len(), 3);
    }
}

#[test]
fn executing_again_touches_nothing() {
    let mut store = filled();
    let plan = planned(&store, &logs());
    let first = execute(&mut store, &plan, &logs()).unwrap();
    let before = store.lasting.clone();
    assert_eq!(execute(&mut store, &plan, &logs()).unwrap(), first);
    assert_eq!(store.lasting, before);
}

#[test]
fn a_crash_at_any_write_loses_nothing_and_repeats_nothing() {
    let uninterrupted = {
        let mut store = filled();
        let plan = planned(&store, &logs());
        execute(&mut store, &plan, &logs()).unwrap();
        store
    };
    assert!(uninterrupted.writes > 12, "{}", uninterrupted.writes);
    for commit_lasts in [false, true] {
        for first in 1..=uninterrupted.writes {
            for second in 1..=uninterrupted.writes {
                let mut store = Store {
                    crash_at: Some(first),
                    commit_lasts,
                    ..filled()
                };
                let plan = planned(&store, &logs());
                assert_eq!(
                    execute(&mut store, &plan, &logs()),
                    Err(PurgeError::Store(Crash))
                );
                store.restart();
                // A second crash while resuming, counted from there.
                (store.writes, store.crash_at) = (0, Some(second));
                let _ = execute(&mut store, &plan, &logs());
                store.restart();
                let certificate = execute(&mut store, &plan, &logs()).unwrap();
                assert_eq!(
                    store.lasting, uninterrupted.lasting,
                    "crashes at {first} and {second}"
                );
                assert_eq!(certificate, uninterrupted.lasting.certificates[0]);
            }
        }
    }
}

#[test]
fn a_commit_that_fails_is_rolled_back_and_its_error_is_told() {
    let uninterrupted = {
        let mut store = filled();
        let plan = planned(&store, &logs());
        execute(&mut store, &plan, &logs()).unwrap();
        store
    };
    let mut store = filled();
    let plan = planned(&store, &logs());
    for _ in 0..2 {
        store.busy_commits = 1;
        let failed = execute(&mut store, &plan, &logs());
        assert_eq!(failed, Err(PurgeError::Store(Crash)));
        assert!(store.open.is_none(), "the transaction is still open");
        assert_eq!(store.lasting, filled().lasting);
    }
    // On the same connection, without a restart.
    execute(&mut store, &plan, &logs()).unwrap();
    assert_eq!(store.lasting, uninterrupted.lasting);
}

#[test]
fn a_write_that_is_refused_is_undone_with_its_whole_portion() {
    let mut uninterrupted = filled();
    let plan = planned(&uninterrupted, &logs());
    execute(&mut uninterrupted, &plan, &logs()).unwrap();
    for refused in 1..=uninterrupted.writes {
        let mut store = Store {
            refused_at: Some(refused),
            ..filled()
        };
        let failed = execute(&mut store, &plan, &logs());
        assert_eq!(failed, Err(PurgeError::Store(Crash)), "{refused}");
        assert!(store.open.is_none(), "{refused}");
        let journal = store.lasting.journal.iter();
        let recorded: u64 = journal.map(JournalEntry::disposed).sum();
        let disposed = store.lasting.disposed.len();
        assert_eq!(u64::try_from(disposed), Ok(recorded), "{refused}");
        assert_eq!(store.lasting.tombstones.len(), disposed, "{refused}");
        execute(&mut store, &plan, &logs()).unwrap();
        assert_eq!(store.lasting, uninterrupted.lasting, "{refused}");
    }
}

#[test]
fn a_hold_added_after_the_plan_refuses_it_whole() {
    let mut store = filled();
    let plan = planned(&store, &logs());
    store.hold(&5.into());
    let before = store.lasting.clone();
    assert_eq!(
        execute(&mut store, &plan, &logs()),
        Err(PurgeError::RowsChanged { rows: 1 })
    );
    assert_eq!(store.lasting, before);
}

#[test]
fn a_hold_that_begins_between_the_plans_day_and_today_counts() {
    let mut store = filled();
    let plan = planned(&store, &logs());
    let facts = store.lasting.rows[&5.into()].clone();
    let held = facts.hold(Hold::new(HoldReason::AccessRequest, day("2026-11-24")));
    store.lasting.rows.insert(5.into(), held);
    assert_eq!(
        execute(&mut store, &plan, &logs()),
        Err(PurgeError::RowsChanged { rows: 1 })
    );
}

#[test]
fn a_hold_added_between_the_check_and_the_disposal_spares_the_row() {
    // Three reads check the plan, the next three dispose.
    for at in 4..=6 {
        let key = RowKey::from([2, 6, 10][at - 4]);
        let mut store = Store {
            hold_at_read: Some((at, key.clone())),
            ..filled()
        };
        let plan = planned(&store, &logs());
        let certificate = execute(&mut store, &plan, &logs()).unwrap();
        assert_eq!((certificate.disposed(), certificate.spared()), (10, 1));
        assert!(store.lasting.rows.contains_key(&key));
        let journal = store.lasting.journal.iter();
        let spared: Vec<_> = journal.map(JournalEntry::spared).collect();
        let portions = [4, 5, 6].map(|portion| u64::from(portion == at));
        assert_eq!(spared, portions);
    }
}

#[test]
fn a_hold_added_after_a_crash_spares_the_row() {
    let mut store = Store {
        crash_at: Some(7),
        ..filled()
    };
    let plan = planned(&store, &logs());
    assert!(execute(&mut store, &plan, &logs()).is_err());
    store.restart();
    assert!(!store.lasting.journal.is_empty() && store.lasting.rows.contains_key(&11.into()));
    store.hold(&11.into());
    let certificate = execute(&mut store, &plan, &logs()).unwrap();
    assert_eq!((certificate.disposed(), certificate.spared()), (10, 1));
    assert!(store.lasting.rows.contains_key(&11.into()));
}

#[test]
fn a_row_that_came_to_life_again_refuses_the_plan() {
    let mut store = filled();
    let plan = planned(&store, &logs());
    store.lasting.rows.insert(
        5.into(),
        Facts::new().on(Event::Recorded, day("2026-11-20")),
    );
    assert_eq!(
        execute(&mut store, &plan, &logs()),
        Err(PurgeError::RowsChanged { rows: 1 })
    );
}

#[test]
fn a_row_that_is_due_for_another_reason_refuses_the_plan() {
    let mut store = filled();
    let plan = planned(&store, &logs());
    let moved = Facts::new().on(Event::Recorded, day("2025-01-02"));
    store.lasting.rows.insert(5.into(), moved);
    assert_eq!(
        execute(&mut store, &plan, &logs()),
        Err(PurgeError::RowsChanged { rows: 1 })
    );
}

#[test]
fn a_row_that_is_gone_already_is_counted_as_such() {
    let mut store = filled();
    let plan = planned(&store, &logs());
    store.lasting.rows.remove(&5.into());
    let certificate = execute(&mut store, &plan, &logs()).unwrap();
    assert_eq!((certificate.disposed(), certificate.gone()), (10, 1));
}

#[test]
fn a_changed_rule_refuses_the_plan() {
    let mut store = filled();
    let plan = planned(&store, &logs());
    let longer = rule(r#"{ keep = "P2Y", after = "recorded", backups = { weekly = "P1825D" } }"#);
    let before = store.lasting.clone();
    assert_eq!(
        execute(&mut store, &plan, &longer),
        Err(PurgeError::PolicyChanged)
    );
    assert_eq!(store.lasting, before);
}

#[test]
fn what_was_done_before_the_rule_changed_is_certified_and_the_rest_stays() {
    let mut store = filled();
    let plan = planned(&store, &logs());
    // The power goes off in the second portion of three.
    store.crash_at = Some(7);
    assert_eq!(
        execute(&mut store, &plan, &logs()),
        Err(PurgeError::Store(Crash))
    );
    store.restart();
    let done = store.lasting.disposed.len();
    assert!((1..11).contains(&done), "{done}");
    let noted = rule(
        r#"{ keep = "P1Y", after = "recorded", backups = { weekly = "P1825D" }, note = "typo" }"#,
    );
    for _ in 0..2 {
        assert_eq!(
            execute(&mut store, &plan, &noted),
            Err(PurgeError::PolicyChanged)
        );
    }
    let [certificate] = store.lasting.certificates.as_slice() else {
        panic!("one certificate")
    };
    let counts = (
        certificate.disposed(),
        certificate.gone(),
        certificate.spared(),
    );
    let done = u64::try_from(done).unwrap();
    assert_eq!(counts, (done, 0, 11 - done));
    assert_eq!(
        store.lasting.rows.len(),
        14 - usize::try_from(done).unwrap()
    );
    Certificate::verify_chain(&store.lasting.certificates).unwrap();
}

#[test]
fn a_plan_is_executed_over_its_own_table_only() {
    let mut store = filled();
    store.table = "calls";
    let plan = planned(&store, &logs());
    assert_eq!(
        execute(&mut store, &plan, &logs()),
        Err(PurgeError::OtherTable)
    );
    assert_eq!(store.lasting.rows.len(), 14);
    // Two tables with the same rows have two plans, so that neither passes for the other.
    let years = years("12-31");
    let rule = logs();
    let of = |table| {
        let mut planner =
            Planner::new("LOG-01/connection", &rule, &years, day("2026-11-23")).over(table);
        for (key, facts) in &store.lasting.rows {
            let _ = planner.row(key.clone(), facts);
        }
        planner.finish()
    };
    assert_ne!(of("calls").digest(), of("logs").digest());
    let certificate = execute(&mut store.clone(), &of("calls"), &logs()).unwrap();
    assert_eq!((certificate.table(), certificate.disposed()), ("calls", 11));
}

#[test]
fn rows_of_an_executed_plan_that_are_there_again_are_no_success() {
    let mut store = filled();
    let plan = planned(&store, &logs());
    execute(&mut store, &plan, &logs()).unwrap();
    store.lasting.rows = filled().lasting.rows;
    assert_eq!(
        execute(&mut store, &plan, &logs()),
        Err(PurgeError::CameBack { rows: 11 })
    );
    assert_eq!(store.lasting.rows.len(), 14);
}

#[test]
fn a_plan_that_says_another_fate_or_a_row_twice_is_refused() {
    let store = filled();
    let plan = planned(&store, &logs());
    let json = serde_json::to_string(&plan).unwrap();
    let error = |text: &str| serde_json::from_str::<Plan>(text).unwrap_err().to_string();
    for altered in [
        json.replace("\"erase\"", "\"anonymise\""),
        json.replace("\"batch\":4", "\"batch\":4,\"MARKER\":1"),
        json.replace("\"due\"", "\"MARKER\""),
    ] {
        let said = error(&altered);
        assert!(!said.contains("MARKER"), "{said}");
    }
}

#[test]
fn a_journal_that_does_not_belong_to_the_plan_is_not_certified() {
    let mut store = filled();
    let plan = planned(&store, &logs());
    execute(&mut store, &plan, &logs()).unwrap();
    let foreign = store.lasting.journal.last().unwrap();
    let json = serde_json::to_string(foreign).unwrap();
    assert!(json.contains("\"batch\":2"), "{json}");
    // Three portions are numbered from 0.
    for number in ["3", "99"] {
        let foreign = json.replace("\"batch\":2", &format!("\"batch\":{number}"));
        let mut store = filled();
        store
            .lasting
            .journal
            .push(serde_json::from_str(&foreign).unwrap());
        assert_eq!(
            execute(&mut store, &plan, &logs()),
            Err(PurgeError::WrongAnswer)
        );
        assert!(store.lasting.certificates.is_empty());
    }
}

#[test]
fn a_plan_for_a_later_day_waits() {
    let mut store = filled();
    let plan = planned(&store, &logs());
    let (years, rule) = (years("12-31"), logs());
    let execution = Execution::new(&plan, &rule, &years, day("2026-11-22"));
    assert_eq!(now(execution.run(&mut store)), Err(PurgeError::TooEarly));
    let execution = Execution::new(&plan, &rule, &years, plan.as_of()).digest_key(KEY);
    let certificate = now(execution.run(&mut store)).unwrap();
    assert_eq!(certificate.executed(), certificate.as_of());
}

#[test]
fn nothing_is_called_anonymous_without_a_passed_test() {
    let rule = rule(r#"{ within = "P1M", after = "survey_closed", then = "anonymise" }"#);
    let years = years("12-31");
    let store = || Store::default();
    let plan = planned(&store(), &rule);
    let run = |test: Option<AnonymityTest>| {
        let execution = Execution::new(&plan, &rule, &years, day("2026-11-24"));
        let execution = test.into_iter().fold(execution, Execution::anonymity);
        now(execution.run(&mut store()))
    };
    let pseudonyms = AnonymityTest::new(day("2026-10-01"), "TEST-7").resists_singling_out();
    assert_eq!(run(None), Err(PurgeError::NotAnonymous));
    assert_eq!(run(Some(pseudonyms.clone())), Err(PurgeError::NotAnonymous));
    let passed = |test: AnonymityTest| {
        test.resists_singling_out()
            .resists_linkage()
            .resists_inference()
    };
    let later = passed(AnonymityTest::new(day("2099-01-01"), "TEST-7"));
    assert_eq!(run(Some(later)), Err(PurgeError::NotAnonymous));
    let nowhere = passed(AnonymityTest::new(day("2026-10-01"), " "));
    assert_eq!(run(Some(nowhere)), Err(PurgeError::NotAnonymous));
    assert!(run(Some(passed(pseudonyms))).is_ok());
}

#[test]
fn a_purge_of_nothing_is_certified_too() {
    let mut store = Store::default();
    let plan = planned(&store, &logs());
    let certificate = execute(&mut store, &plan, &logs()).unwrap();
    assert_eq!(certificate.disposed(), 0);
}

/// Certificates of so many purges of the same service, one after another.
pub(crate) fn chain_of(purges: usize) -> Vec<Certificate> {
    history(purges, 100)
}

/// Another history for another first key.
pub(crate) fn history(purges: usize, first: i64) -> Vec<Certificate> {
    let mut store = filled();
    for purge in 0..purges {
        store.lasting.rows = filled().lasting.rows;
        // Another row each time, so that no two plans are the same.
        let key = RowKey::from(first + i64::try_from(purge).unwrap());
        let row = store.lasting.rows.remove(&1.into()).unwrap();
        store.lasting.rows.insert(key, row);
        let plan = planned(&store, &logs());
        execute(&mut store, &plan, &logs()).unwrap();
    }
    store.lasting.certificates
}
