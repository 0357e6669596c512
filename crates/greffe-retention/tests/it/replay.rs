//! Restored backups do not bring anyone back.

use greffe_retention::{
    AnonymityTest, Event, Execution, Facts, Fate, FateKind, Hold, HoldReason, OwnRecord, Planner,
    PurgeError, Replay, Replayed, RowKey, RowOf, Rule, Tombstone, Tombstones,
};
use greffe_terms::Lang;

use crate::crashing_store::{Store, now};
use crate::{day, line, rule, years};

const KEY: &[u8] = b"a secret of the service";
const ADDRESS: &str = "LOG-01/connection";

fn logs() -> Rule {
    rule(r#"{ keep = "P1Y", after = "recorded", backups = { weekly = "P1825D" } }"#)
}

fn recorded(on: &str) -> Facts {
    Facts::new().on(Event::Recorded, day(on))
}

/// A store after a purge of rows 1 to 3, and its backup of the day before.
fn purged() -> (Store, Store) {
    let mut store = Store::default();
    for key in 1..=3 {
        store
            .lasting
            .rows
            .insert(key.into(), recorded("2025-01-01"));
    }
    store.lasting.rows.insert(4.into(), recorded("2026-06-01"));
    let backup = store.clone();
    let (rule, years) = (logs(), years("12-31"));
    let mut planner = Planner::new(ADDRESS, &rule, &years, day("2026-11-23"));
    for (key, facts) in &store.lasting.rows {
        let _ = planner.row(key.clone(), facts);
    }
    let plan = planner.finish();
    let execution = Execution::new(&plan, &rule, &years, day("2026-11-24")).digest_key(KEY);
    now(execution.run(&mut store)).unwrap();
    assert_eq!(store.lasting.rows.len(), 1);
    (store, backup)
}

fn replay(store: &mut Store, stones: &Tombstones, rule: &Rule) -> Replayed {
    let rows: Vec<RowKey> = store.lasting.rows.keys().cloned().collect();
    let years = years("12-31");
    let replay = Replay::new(stones, KEY, ADDRESS, rule, &years, day("2026-12-01"));
    now(replay.run(store, &rows)).unwrap()
}

fn stones(store: &Store) -> Tombstones {
    store.lasting.tombstones.iter().copied().collect()
}

#[test]
fn what_a_backup_brings_back_goes_again_and_only_that() {
    let (purged, mut restored) = purged();
    let replayed = replay(&mut restored, &stones(&purged), &logs());
    assert_eq!(
        replayed,
        Replayed {
            looked_at: 4,
            found: 3,
            disposed: 3,
            ..Replayed::default()
        }
    );
    assert_eq!(restored.lasting.rows.len(), 1);
    let again = replay(&mut restored, &stones(&purged), &logs());
    assert_eq!((again.looked_at, again.found, again.disposed), (1, 0, 0));
}

#[test]
fn it_goes_again_although_the_rule_has_become_longer() {
    let (purged, mut restored) = purged();
    let longer = rule(r#"{ keep = "P10Y", after = "recorded" }"#);
    assert_eq!(replay(&mut restored, &stones(&purged), &longer).disposed, 3);
}

#[test]
fn a_younger_row_with_the_key_of_an_erased_one_stays() {
    let (purged, mut restored) = purged();
    restored
        .lasting
        .rows
        .insert(1.into(), recorded("2026-11-25"));
    let replayed = replay(&mut restored, &stones(&purged), &logs());
    assert_eq!((replayed.disposed, replayed.younger), (2, 1));
    assert!(restored.lasting.rows.contains_key(&1.into()));
}

#[test]
fn a_row_of_which_nobody_can_tell_stays_and_is_counted() {
    let (purged, mut restored) = purged();
    restored.lasting.rows.insert(1.into(), Facts::new());
    restored
        .lasting
        .rows
        .insert(2.into(), recorded("2026-11-24"));
    let replayed = replay(&mut restored, &stones(&purged), &logs());
    assert_eq!((replayed.disposed, replayed.unclear), (1, 2));
}

#[test]
fn a_hold_that_has_begun_since_keeps_what_came_back() {
    let (purged, mut restored) = purged();
    let held = recorded("2025-01-01").hold(Hold::new(HoldReason::Inspection, day("2026-11-30")));
    restored.lasting.rows.insert(1.into(), held);
    let replayed = replay(&mut restored, &stones(&purged), &logs());
    assert_eq!((replayed.disposed, replayed.held), (2, 1));
}

#[test]
fn a_crash_in_the_middle_is_resumed_by_running_again() {
    let (purged, restored) = purged();
    for crash_at in 1..=2 {
        let mut store = Store {
            crash_at: Some(crash_at),
            ..restored.clone()
        };
        let rows: Vec<RowKey> = store.lasting.rows.keys().cloned().collect();
        let (rule, years, stones) = (logs(), years("12-31"), stones(&purged));
        let job = Replay::new(&stones, KEY, ADDRESS, &rule, &years, day("2026-12-01"));
        assert!(now(job.run(&mut store, &rows)).is_err(), "{crash_at}");
        store.restart();
        now(job.run(&mut store, &rows)).unwrap();
        assert_eq!(store.lasting.rows.len(), 1, "{crash_at}");
    }
}

#[test]
fn the_records_of_a_purge_have_limits_of_their_own() {
    let (purged, _) = purged();
    let today = day("2026-12-01");
    let years = years("12-31");
    let certificate = &purged.lasting.certificates[0];
    let rule = OwnRecord::Certificate.rule(today).unwrap();
    let verdict = |on| line(&rule.evaluate(&certificate.facts(), &years, day(on)));
    assert_eq!(verdict("2031-11-24"), "keep 2031-11-24");
    assert_eq!(verdict("2031-11-25"), "due 2031-11-25 erase");
    let stone = purged.lasting.tombstones[0];
    let rule = OwnRecord::Tombstone.rule(today).unwrap();
    let verdict = |on| line(&rule.evaluate(&stone.facts(), &years, day(on)));
    assert_eq!(verdict("2031-11-23"), "keep 2031-11-23");
    assert_eq!(verdict("2031-11-24"), "due 2031-11-24 erase");
    assert_eq!(stones(&purged).expired(day("2031-11-23")).count(), 0);
    assert_eq!(stones(&purged).expired(day("2031-11-24")).count(), 3);
}

#[test]
fn a_proof_of_consent_is_kept_while_anything_relies_on_it() {
    let rule = OwnRecord::ConsentProof.rule(day("2026-12-01")).unwrap();
    let years = years("12-31");
    let relied_on = Facts::new().open("consent_ended".parse().unwrap());
    let verdict = rule.evaluate(&relied_on, &years, day("2040-01-01"));
    assert_eq!(line(&verdict), "open consent_ended");
    let unknown = rule.evaluate(&Facts::new(), &years, day("2040-01-01"));
    assert_eq!(line(&unknown), "undetermined event consent_ended");
    for own in OwnRecord::ALL {
        let rule = own.rule(day("2026-12-01")).unwrap();
        assert_eq!(rule.events()[0].code(), own.event());
        let cited = !rule.law().is_empty();
        assert_eq!(cited, own != OwnRecord::Tombstone, "{}", own.code());
        assert!(!rule.in_words(Lang::Fr).is_empty());
    }
    assert!(OwnRecord::RequestFile.rule(day("2001-01-01")).is_err());
}

#[test]
fn another_secret_is_told_and_another_address_shows() {
    let (purged, mut restored) = purged();
    let (rule, years, stones) = (logs(), years("12-31"), stones(&purged));
    let rows: Vec<RowKey> = restored.lasting.rows.keys().cloned().collect();
    let replay = Replay::new(
        &stones,
        b"another secret",
        ADDRESS,
        &rule,
        &years,
        day("2026-12-01"),
    );
    assert_eq!(
        now(replay.run(&mut restored, &rows)),
        Err(PurgeError::ForeignTombstones)
    );
    let replay = Replay::new(
        &stones,
        KEY,
        "LOG-01/other",
        &rule,
        &years,
        day("2026-12-01"),
    );
    let replayed = now(replay.run(&mut restored, &rows)).unwrap();
    assert_eq!((replayed.looked_at, replayed.found), (4, 0));
}

#[test]
fn a_purge_that_backups_outlive_wants_a_secret_or_a_word() {
    let mut store = Store::default();
    store.lasting.rows.insert(1.into(), recorded("2025-01-01"));
    let (rule, years) = (logs(), years("12-31"));
    let mut planner = Planner::new(ADDRESS, &rule, &years, day("2026-11-23"));
    let _ = planner.row(1, &recorded("2025-01-01"));
    let plan = planner.finish();
    let execution = Execution::new(&plan, &rule, &years, day("2026-11-24"));
    assert_eq!(now(execution.run(&mut store)), Err(PurgeError::NoDigestKey));
    assert_eq!(store.lasting.rows.len(), 1);
    now(execution.without_tombstones().run(&mut store)).unwrap();
    assert!(store.lasting.rows.is_empty() && store.lasting.tombstones.is_empty());
}

#[test]
fn a_row_of_another_table_has_no_tombstone() {
    let (purged, mut restored) = purged();
    restored.table = "calls";
    let replayed = replay(&mut restored, &stones(&purged), &logs());
    assert_eq!((replayed.found, replayed.disposed), (0, 0));
    assert_eq!(restored.lasting.rows.len(), 4);
}

#[test]
fn what_was_erased_is_erased_again_although_the_rule_now_makes_anonymous() {
    let (purged, mut restored) = purged();
    let anonymise = rule(r#"{ keep = "P1Y", after = "recorded", then = "anonymise" }"#);
    let years = years("12-31");
    let rows: Vec<RowKey> = restored.lasting.rows.keys().cloned().collect();
    let stones = stones(&purged);
    let replay = Replay::new(&stones, KEY, ADDRESS, &anonymise, &years, day("2026-12-01"));
    assert_eq!(
        now(replay.clone().run(&mut restored, &rows)),
        Err(PurgeError::NotAnonymous)
    );
    let test = AnonymityTest::new(day("2026-10-01"), "TEST-7");
    let test = test
        .resists_singling_out()
        .resists_linkage()
        .resists_inference();
    let twice: Vec<RowKey> = rows.iter().chain(&rows).cloned().collect();
    let replayed = now(replay.anonymity(test).run(&mut restored, &twice)).unwrap();
    assert_eq!((replayed.found, replayed.disposed), (3, 3));
    // The store accepts nothing but erasure.
    assert_eq!(restored.lasting.rows.len(), 1);
}

#[test]
fn a_tombstone_that_is_no_longer_needed_condemns_nobody() {
    let (purged, mut restored) = purged();
    let (rule, years, stones) = (logs(), years("12-31"), stones(&purged));
    let rows: Vec<RowKey> = restored.lasting.rows.keys().cloned().collect();
    let late = day("2031-11-24");
    let replayed =
        now(Replay::new(&stones, KEY, ADDRESS, &rule, &years, late).run(&mut restored, &rows));
    assert_eq!(replayed.unwrap().found, 0);
}

#[test]
fn what_was_done_last_to_a_row_does_not_depend_on_the_order_of_its_tombstones() {
    let key = 1.into();
    let row = RowOf {
        address: ADDRESS,
        table: "logs",
        key: &key,
    };
    let stone = |fate, on: &str| Tombstone::new(KEY, row, fate, day(on), day("2031-01-01"));
    let last = |stones: [Tombstone; 2]| {
        let stones: Tombstones = stones.into_iter().collect();
        stones.of(KEY, row).map(Tombstone::fate)
    };
    let anonymised = stone(FateKind::Anonymise, "2026-03-01");
    let erased = stone(FateKind::Erase, "2026-06-01");
    assert_eq!(last([anonymised, erased]), Some(FateKind::Erase));
    assert_eq!(last([erased, anonymised]), Some(FateKind::Erase));
    // Of one day, erasure: it leaves nothing to do the other to.
    let same_day = stone(FateKind::Anonymise, "2026-06-01");
    assert_eq!(last([same_day, erased]), Some(FateKind::Erase));
    assert_eq!(last([erased, same_day]), Some(FateKind::Erase));
    let later = stone(FateKind::Anonymise, "2026-09-01");
    assert_eq!(last([erased, later]), Some(FateKind::Anonymise));
}

#[test]
fn what_comes_back_meets_the_end_that_it_had_or_waits_for_a_person() {
    let keys: [RowKey; 3] = [1.into(), 2.into(), 3.into()];
    let ends = [FateKind::Anonymise, FateKind::Erase, FateKind::Reassign];
    let stones = keys.iter().zip(ends).map(|(key, fate)| {
        let row = RowOf {
            address: ADDRESS,
            table: "",
            key,
        };
        Tombstone::new(KEY, row, fate, day("2026-03-01"), day("2031-01-01"))
    });
    let stones: Tombstones = stones.collect();
    let test = AnonymityTest::new(day("2026-01-01"), "TEST-7")
        .resists_singling_out()
        .resists_linkage()
        .resists_inference();
    let years = years("12-31");
    let replayed = |rule: &Rule| {
        let mut store = Store {
            knows_every_fate: true,
            ..Store::default()
        };
        for key in &keys {
            store
                .lasting
                .rows
                .insert(key.clone(), recorded("2025-01-01"));
        }
        let replay = Replay::new(&stones, KEY, ADDRESS, rule, &years, day("2026-12-01"));
        let replayed = now(replay.anonymity(test.clone()).run(&mut store, &keys)).unwrap();
        assert_eq!((replayed.looked_at, replayed.found), (3, 3));
        (store.done, replayed.disposed, replayed.unclear)
    };
    let anonymise = rule(r#"{ keep = "P1Y", after = "recorded", then = "anonymise" }"#);
    let again = vec![(2.into(), Fate::Erase), (1.into(), Fate::Anonymise)];
    assert_eq!(replayed(&anonymise), (again, 2, 1));
    // The rule erases now: what was made anonymous or given to another is not erased for it.
    assert_eq!(replayed(&logs()), (vec![(2.into(), Fate::Erase)], 1, 2));
}
