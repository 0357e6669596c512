//! A ledger in a database is the ledger in memory, whatever is done to both.

use std::future::Future;

use crate::both::Place;
use crate::fixture::{at, erasure, event_id};
use crate::newer_kinds;
use chrono::{DateTime, TimeDelta, Utc};
use greffe_consent::receipt::{Controller, Receipt};
use greffe_consent::*;
use greffe_sqlx::{
    Appended, Backend, ChainHead, ConsentStore, ConsentStoreError, Followed, LedgerName, Statement,
    migrate,
};
use greffe_terms::Lang;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

/// What is done to both ledgers. Numbers are those of events and persons.
#[derive(Debug, Clone)]
enum Step {
    Append(Vec<Event>),
    Forget(u8),
    ForgetAccount(u8),
    ForgetEvent(u8),
}

fn instants() -> impl Strategy<Value = DateTime<Utc>> {
    (0..26_i64).prop_map(|n| {
        at("2026-01-31T23:00:00Z") + TimeDelta::hours(n * 15 * 24) + TimeDelta::microseconds(n % 3)
    })
}

/// Few persons and few ids, so that links, repeated deliveries and ids that are taken are frequent.
fn events() -> impl Strategy<Value = Event> {
    let whose = select(vec![7_u8, 7, 7, 8, 9, 10]);
    let delay = select(vec![0_i64, 0, 0, 5, 5000, -5]);
    let parts = (
        0..24_u8,
        whose,
        instants(),
        delay,
        newer_kinds::kinds(instants()),
    );
    parts.prop_filter_map(
        "no source may say so",
        |(number, whose, occurred, delay, kind)| {
            let times = (occurred, occurred + TimeDelta::hours(delay));
            let whose = PersonKey::from_bytes([whose; 16]);
            let sources = Provenance::ALL.iter().copied();
            let mut events = sources.filter_map(|source| {
                Event::new(event_id(number), whose, times, source, kind.clone()).ok()
            });
            events.next()
        },
    )
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let person = || select(vec![7_u8, 8, 9, 10, 11]);
    // A delivery is repeated now and then.
    let pool = vec(events(), 24);
    pool.prop_flat_map(move |pool| {
        let one = select(pool);
        let step = prop_oneof![
            8 => vec(one.clone(), 1..2).prop_map(Step::Append),
            3 => vec(one, 0..9).prop_map(Step::Append),
            1 => person().prop_map(Step::Forget),
            1 => person().prop_map(Step::ForgetAccount),
            1 => (0..24_u8).prop_map(Step::ForgetEvent),
        ];
        vec(step, 1..24)
    })
}

/// Appends to the ledger in memory what the store appends: all or none.
fn append(ledger: &mut Ledger, events: &[Event]) -> Result<Vec<Appended>, AppendError> {
    let mut after = ledger.clone();
    let appended: Result<Vec<_>, _> = events
        .iter()
        .map(|event| {
            let before = after.len();
            after.append(event.clone())?;
            Ok(Appended {
                position: after.position(event.id()).unwrap() as u64,
                link: *after.entry(event.id()).unwrap().1,
                is_new: after.len() > before,
            })
        })
        .collect();
    if appended.is_ok() {
        *ledger = after;
    }
    appended
}

async fn take<C: Backend>(store: &mut ConsentStore<'_, C>, ledger: &mut Ledger, step: &Step) {
    match step {
        Step::Append(events) => {
            let appended = store.append_all(events).await;
            let expected = append(ledger, events).map_err(ConsentStoreError::Append);
            assert_eq!(appended, expected);
        }
        Step::Forget(person) => {
            let person = PersonKey::from_bytes([*person; 16]);
            let forgotten = store.forget(person, &erasure()).await.unwrap();
            assert_eq!(forgotten.events(), ledger.forget(person, &erasure()));
        }
        Step::ForgetAccount(person) => {
            let person = PersonKey::from_bytes([*person; 16]);
            let forgotten = store.forget_account(person, &erasure()).await.unwrap();
            let expected = ledger.forget_account(person, &erasure());
            assert_eq!(forgotten.events(), expected.events());
            assert_eq!(forgotten.shared_devices(), expected.shared_devices());
        }
        Step::ForgetEvent(number) => {
            let id = event_id(*number);
            let forgotten = store.forget_event(id, &erasure()).await.unwrap();
            assert_eq!(forgotten, ledger.forget_event(id, &erasure()));
        }
    }
}

/// Everything that both can be asked.
async fn compare<C: Backend>(store: &mut ConsentStore<'_, C>, ledger: &Ledger) {
    let mut file = Vec::new();
    let lines = store.export(&mut file).await.unwrap();
    assert_eq!(String::from_utf8(file).unwrap(), ledger.to_json_lines());
    let head = ChainHead {
        length: lines,
        link: ledger.head(),
    };
    assert_eq!(store.head().await.unwrap(), head);
    let report = store.verify().await.unwrap();
    assert!(report.is_sound(), "{:?}", report.findings());
    assert_eq!(report.forgotten(), ledger.forgotten() as u64);
    let whole = store.ledger().await.unwrap();
    assert_eq!(whole.to_json_lines(), ledger.to_json_lines());

    let policy = newer_kinds::policy();
    let shop = Controller::new("Librairie du Pont", "a@b.example", "https://b.example");
    for person in [7, 8, 9, 10, 11].map(|n| PersonKey::from_bytes([n; 16])) {
        let history = store.history_of(person).await.unwrap();
        assert!(history.iter().eq(ledger.history_of_account(person)));
        let deciding = store.events_that_decide(person).await.unwrap();
        assert!(deciding.iter().eq(ledger.events_that_decide(person)));
        for purpose in newer_kinds::purposes() {
            let question = Question::about(purpose).for_person(person);
            for day in ["2026-03-15T10:00:00Z", "2027-06-01T00:00:00Z"].map(at) {
                assert_eq!(
                    policy.decide_over(&deciding, question, day, day),
                    policy.decide(ledger, question, day)
                );
            }
        }
        for id in (0..24).map(event_id) {
            let receipt = store
                .receipt(&policy, (person, id), &shop, Lang::Fr)
                .await
                .map_err(|error| error.to_string());
            let expected = Receipt::of(&policy, ledger, person, id, &shop, Lang::Fr);
            assert_eq!(receipt, expected.map_err(|error| error.to_string()));
        }
    }
    for id in (0..24).map(event_id) {
        assert_eq!(store.proof(id).await.unwrap(), ledger.proof(id));
    }
}

async fn a_stored_ledger_is_the_ledger_in_memory_whatever_is_done_to_both(place: &impl Place) {
    let db = &mut place.connect().await;
    migrate(db).await.unwrap();
    let mut runner = TestRunner::default();
    for case in 0..24 {
        let steps = steps().new_tree(&mut runner).unwrap().current();
        let name: LedgerName = format!("case-{case}").parse().unwrap();
        let mut store = ConsentStore::new(db, name);
        let mut ledger = Ledger::new();
        for step in &steps {
            take(&mut store, &mut ledger, step).await;
        }
        compare(&mut store, &ledger).await;
        // And so is what comes of its file.
        let file = ledger.to_json_lines();
        let mut again = ConsentStore::new(db, format!("again-{case}").parse().unwrap());
        let lines = again.import(file.as_bytes()).await.unwrap();
        assert_eq!(lines, ledger.len() as u64);
        let more = [Step::Forget(7), Step::ForgetAccount(10)];
        for step in &more {
            take(&mut again, &mut ledger, step).await;
        }
        compare(&mut again, &ledger).await;
    }
}

/// A ledger as a backup had it, in a ledger of its own.
async fn restored<'c, C: Backend>(
    db: &'c mut C,
    name: &str,
    backup: &Ledger,
) -> ConsentStore<'c, C> {
    let mut store = ConsentStore::new(db, name.parse().unwrap());
    let file = backup.to_json_lines();
    store.import(file.as_bytes()).await.unwrap();
    store
}

async fn a_restored_ledger_that_follows_the_kept_chain_is_the_ledger_that_was_lost(
    place: &impl Place,
) {
    let db = &mut place.connect().await;
    migrate(db).await.unwrap();
    let mut runner = TestRunner::default();
    let (mut appended, mut forgotten) = (0, 0);
    for case in 0..24 {
        let steps = steps().new_tree(&mut runner).unwrap().current();
        let (mut ledger, mut backup) = (Ledger::new(), Ledger::new());
        for (number, step) in steps.iter().enumerate() {
            if number == case % steps.len() {
                backup = ledger.clone();
            }
            let mut store = ConsentStore::new(db, format!("lost-{case}").parse().unwrap());
            take(&mut store, &mut ledger, step).await;
        }
        let mut store = restored(db, &format!("back-{case}"), &backup).await;
        let followed = store.follow(&ledger).await.unwrap();
        compare(&mut store, &ledger).await;
        let came_back = backup.chain().zip(ledger.chain());
        let came_back = came_back.filter(|(then, now)| then.0 != now.0).count();
        let since = ledger.chain().skip(backup.len());
        let since = since.filter(|(entry, _)| entry.event().is_some()).count();
        assert_eq!(followed.forgotten, came_back as u64);
        assert_eq!(followed.appended, since as u64);
        (appended, forgotten) = (appended + since, forgotten + came_back);
        // Once more, or as a ledger that has gone further, it takes nothing.
        for known in [&ledger, &backup] {
            assert_eq!(store.follow(known).await.unwrap(), Followed::default());
        }
        compare(&mut store, &ledger).await;
    }
    assert!(appended > 0 && forgotten > 0, "{appended} {forgotten}");
}

async fn a_ledger_that_went_another_way_than_the_kept_chain_takes_nothing_of_it(
    place: &impl Place,
) {
    let db = &mut place.connect().await;
    migrate(db).await.unwrap();
    let event = |number, person: u8| {
        let refused = Kind::Refused {
            purposes: Scope::All,
        };
        let (person, at) = (
            PersonKey::from_bytes([person; 16]),
            at("2026-03-01T10:00:00Z"),
        );
        Event::new(
            event_id(number),
            person,
            (at, at),
            Provenance::Person,
            refused,
        )
        .unwrap()
    };
    let mut kept = Ledger::new();
    kept.append(event(1, 7)).unwrap();
    let backup = kept.clone();
    kept.forget(PersonKey::from_bytes([7; 16]), &erasure());
    kept.append(event(2, 8)).unwrap();
    // Of one more event than the backup, of as many entries as the kept chain, and of more.
    for more in [1_u8, 2, 3] {
        let mut other = backup.clone();
        for number in 0..more {
            other.append(event(9 + number, 9)).unwrap();
        }
        let mut store = restored(db, &format!("other-{more}"), &other).await;
        let refused = store.follow(&kept).await;
        assert_eq!(refused, Err(ConsentStoreError::OtherChain));
        compare(&mut store, &other).await;
    }
    // A row that says something else than its link and than what was kept of it.
    let mut spoilt = restored(db, "spoilt", &backup).await;
    let before = spoilt.head().await.unwrap();
    let other = event(5, 7).to_json_line();
    let spoil = "UPDATE greffe_consent_entries SET entry = $1 WHERE ledger = (SELECT id FROM greffe_consent_ledgers WHERE name = 'spoilt')";
    db.execute(Statement::new(spoil).bind(other)).await.unwrap();
    let mut spoilt = ConsentStore::new(db, "spoilt".parse().unwrap());
    let refused = spoilt.follow(&kept).await;
    assert_eq!(refused, Err(ConsentStoreError::Damaged { position: 1 }));
    assert_eq!(spoilt.head().await.unwrap(), before);
    let mut empty = ConsentStore::new(db, "empty".parse().unwrap());
    assert_eq!(empty.follow(&kept).await.unwrap().appended, 1);
    compare(&mut empty, &kept).await;
}

async fn each_call_can_be_sent_to_another_thread(place: &impl Place) {
    fn send<F: Future + Send>(future: F) -> F {
        future
    }
    let db = &mut place.connect().await;
    send(migrate(db)).await.unwrap();
    let mut store = ConsentStore::new(db, "shop".parse().unwrap());
    let event = crate::fixture::event(1, "refused all 2026-03-01T10:00:00Z");
    assert!(send(store.append(&event)).await.unwrap().is_new);
    let history = send(store.history_of(event.person())).await.unwrap();
    assert_eq!(history, std::slice::from_ref(&event));
    let erasure = erasure();
    let forgotten = send(store.forget_account(event.person(), &erasure)).await;
    assert_eq!(forgotten.unwrap().events(), 1);
    assert_eq!(send(store.export(Vec::new())).await.unwrap(), 2);
    assert!(send(store.verify()).await.unwrap().is_sound());
}

each_in_its_own_place!(
    a_stored_ledger_is_the_ledger_in_memory_whatever_is_done_to_both,
    a_restored_ledger_that_follows_the_kept_chain_is_the_ledger_that_was_lost,
    a_ledger_that_went_another_way_than_the_kept_chain_takes_nothing_of_it,
    each_call_can_be_sent_to_another_thread,
);
