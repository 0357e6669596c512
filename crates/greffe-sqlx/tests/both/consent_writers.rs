//! Several writers at once, writers that are killed, and databases that fail in the middle: the chain stays whole.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::both::Place;
use crate::fixture::{erasure, event, person};
use greffe_consent::*;
use greffe_sqlx::{
    Backend, ConsentStore, ConsentStoreError, DatabaseFailure, Dialect, StoreError, migrate,
};

fn shop<C: Backend>(db: &mut C) -> ConsentStore<'_, C> {
    ConsentStore::new(db, "shop".parse().unwrap())
}

/// The event of a writer, of one of five persons.
fn numbered(writer: u32, number: u32) -> Event {
    let mut id = [0; 16];
    id[..4].copy_from_slice(&writer.to_be_bytes());
    id[4..8].copy_from_slice(&number.to_be_bytes());
    let at = "2026-03-01T10:00:00Z".parse().unwrap();
    let refused = Kind::Refused {
        purposes: Scope::All,
    };
    let person = PersonKey::from_bytes([u8::try_from(number % 5).unwrap(); 16]);
    Event::new(
        EventId::from_bytes(id),
        person,
        (at, at),
        Provenance::Person,
        refused,
    )
    .unwrap()
}

async fn is_sound<C: Backend>(db: &mut C) -> u64 {
    let report = shop(db).verify().await.unwrap();
    assert!(report.is_sound(), "{:?}", report.findings());
    report.length()
}

async fn writers_at_once_write_one_chain_from_its_first_entry_on(place: &impl Place) {
    let (one, other) = (&mut place.connect().await, &mut place.connect().await);
    let third = &mut place.connect().await;
    migrate(one).await.unwrap();
    let write = async |db: &mut _, writer| {
        for number in 0..30 {
            append(db, writer, number).await;
        }
    };
    tokio::join!(write(one, 1), write(other, 2), write(third, 3));
    assert_eq!(is_sound(one).await, 90);
    // And of each every event, once.
    let ledger = shop(other).ledger().await.unwrap();
    for writer in 1..=3 {
        for number in 0..30 {
            assert!(ledger.entry(numbered(writer, number).id()).is_some());
        }
    }
}

async fn append<C: Backend>(db: &mut C, writer: u32, number: u32) {
    let event = numbered(writer, number);
    assert!(shop(db).append(&event).await.unwrap().is_new);
}

async fn writers_who_deliver_the_same_event_at_once_append_it_once(place: &impl Place) {
    let (one, other) = (&mut place.connect().await, &mut place.connect().await);
    migrate(one).await.unwrap();
    for number in 0..20 {
        let event = numbered(1, number);
        let (mut here, mut there) = (shop(one), shop(other));
        let both = tokio::join!(here.append(&event), there.append(&event));
        let (one, other) = (both.0.unwrap(), both.1.unwrap());
        assert!(one.is_new != other.is_new);
        assert_eq!((one.position, one.link), (other.position, other.link));
    }
    assert_eq!(is_sound(one).await, 20);
}

/// A transaction of the host's is open and holds the head.
async fn a_writer_whom_another_keeps_out_says_so_and_writes_nothing(place: &impl Place) {
    let (one, other) = (&mut place.connect().await, &mut place.connect().await);
    migrate(one).await.unwrap();
    append(one, 1, 0).await;
    one.begin_writing().await.unwrap();
    let within = &mut ConsentStore::within(one, "shop".parse().unwrap());
    within.append(&numbered(1, 1)).await.unwrap();
    other
        .script(match dialect(other) {
            Dialect::Sqlite => "PRAGMA busy_timeout = 5",
            _ => "SET lock_timeout = '5ms'",
        })
        .await
        .unwrap();
    let refused = shop(other).append(&numbered(2, 0)).await.unwrap_err();
    let busy = StoreError::Database(DatabaseFailure::Busy);
    assert_eq!(refused, ConsentStoreError::Store(busy));
    one.commit().await.unwrap();
    append(other, 2, 0).await;
    assert_eq!(is_sound(other).await, 3);
}

fn dialect<C: Backend>(_: &C) -> Dialect {
    C::DIALECT
}

async fn what_is_appended_within_a_transaction_goes_with_it(place: &impl Place) {
    let db = &mut place.connect().await;
    migrate(db).await.unwrap();
    append(db, 1, 0).await;
    db.begin_writing().await.unwrap();
    let within = &mut ConsentStore::within(db, "shop".parse().unwrap());
    within.append(&numbered(1, 1)).await.unwrap();
    let zero = PersonKey::from_bytes([0; 16]);
    within.forget(zero, &erasure()).await.unwrap();
    assert_eq!(within.history_of(zero).await.unwrap(), []);
    assert_eq!(within.head().await.unwrap().length, 3);
    db.rollback().await.unwrap();
    assert_eq!(shop(db).history_of(zero).await.unwrap(), [numbered(1, 0)]);
    assert_eq!(is_sound(db).await, 1);
}

async fn a_connection_that_goes_in_the_middle_takes_its_transaction_along(place: &impl Place) {
    let db = &mut place.connect().await;
    migrate(db).await.unwrap();
    append(db, 1, 0).await;
    {
        let mut lost = place.connect().await;
        lost.begin_writing().await.unwrap();
        let within = &mut ConsentStore::within(&mut lost, "shop".parse().unwrap());
        within.append(&numbered(2, 0)).await.unwrap();
        within.forget(person(), &erasure()).await.unwrap();
    }
    append(db, 1, 1).await;
    assert_eq!(is_sound(db).await, 2);
}

async fn a_database_that_may_only_be_read_is_read_and_takes_nothing(place: &impl Place) {
    let db = &mut place.connect().await;
    migrate(db).await.unwrap();
    append(db, 1, 0).await;
    db.script(match dialect(db) {
        Dialect::Sqlite => "PRAGMA query_only = ON",
        _ => "SET default_transaction_read_only = on",
    })
    .await
    .unwrap();
    let refused = ConsentStoreError::Store(StoreError::Database(DatabaseFailure::Refused));
    let zero = PersonKey::from_bytes([0; 16]);
    assert_eq!(shop(db).append(&numbered(1, 1)).await.unwrap_err(), refused);
    assert_eq!(
        shop(db).forget(zero, &erasure()).await.unwrap_err(),
        refused
    );
    assert_eq!(shop(db).history_of(zero).await.unwrap(), [numbered(1, 0)]);
    assert_eq!(is_sound(db).await, 1);
}

async fn events_as_large_as_a_line_may_be_are_stored_by_the_page(place: &impl Place) {
    let db = &mut place.connect().await;
    migrate(db).await.unwrap();
    let large = |number: u8, vendors: u16| {
        let at = "2026-03-01T10:00:00Z".parse().unwrap();
        let refused = Kind::VendorsRefused {
            vendors: (10_000..10_000 + vendors).map(VendorId::new).collect(),
            purposes: Scope::All,
        };
        let id = EventId::from_bytes([number; 16]);
        Event::new(id, person(), (at, at), Provenance::Person, refused)
    };
    assert_eq!(large(1, 50_000).unwrap_err(), EventError::TooLarge);
    let events: Vec<Event> = (1..=9).map(|n| large(n, 43_600).unwrap()).collect();
    assert!(events[0].to_json_line().len() > 261_000);
    shop(db).append_all(&events).await.unwrap();
    assert_eq!(shop(db).history_of(person()).await.unwrap(), events);
    let mut file = Vec::new();
    shop(db).export(&mut file).await.unwrap();
    let mut copy = ConsentStore::new(db, "copy".parse().unwrap());
    assert_eq!(copy.import(file.as_slice()).await.unwrap(), 9);
    assert_eq!(is_sound(db).await, 9);
}

async fn each_name_is_a_ledger_of_its_own(place: &impl Place) {
    let db = &mut place.connect().await;
    migrate(db).await.unwrap();
    let refused = event(1, "refused all 2026-03-01T10:00:00Z");
    for name in ["acme", "ACME", "acme.eu"] {
        let mut ledger = ConsentStore::new(db, name.parse().unwrap());
        assert!(ledger.append(&refused).await.unwrap().is_new);
        assert_eq!(ledger.head().await.unwrap().length, 1);
    }
    let mut acme = ConsentStore::new(db, "acme".parse().unwrap());
    acme.forget(person(), &erasure()).await.unwrap();
    assert_eq!(acme.history_of(person()).await.unwrap(), []);
    let mut other = ConsentStore::new(db, "ACME".parse().unwrap());
    assert_eq!(other.history_of(person()).await.unwrap(), [refused]);
    let none = &mut ConsentStore::new(db, "nobody".parse().unwrap());
    assert!(none.verify().await.unwrap().is_sound());
    assert!(none.ledger().await.unwrap().is_empty());
    assert_eq!(none.head().await.unwrap().link, Link::GENESIS);
    assert_eq!(none.export(Vec::new()).await.unwrap(), 0);
}

/// Where the writer that is killed writes to, the database and what it was told is kept.
const ADDRESS: &str = "GREFFE_TEST_PLACE";
const TOLD: &str = "GREFFE_TEST_TOLD";

/// Appends and forgets, and notes each head once the store has said that it is kept.
async fn write(place: &impl Place, times: u32, told: &Path) {
    let db = &mut place.connect().await;
    migrate(db).await.unwrap();
    let mut told = fs::File::create(told).unwrap();
    for number in 0..times {
        let link = match number % 8 {
            7 => {
                let whose = PersonKey::from_bytes([u8::try_from(number / 8 % 5).unwrap(); 16]);
                shop(db).forget(whose, &erasure()).await.unwrap();
                continue;
            }
            3 => {
                let some = [1, 2, 3].map(|n| numbered(std::process::id(), number + 1_000_000 * n));
                shop(db).append_all(&some).await.unwrap()[2].link
            }
            _ => {
                let event = numbered(std::process::id(), number);
                shop(db).append(&event).await.unwrap().link
            }
        };
        // One call, so that a line is there or not.
        told.write_all(format!("{link}\n").as_bytes()).unwrap();
    }
}

/// A second program of this test, which writes until it is stopped.
fn writer(place: &impl Place, told: &Path) -> Child {
    let name = concat!(
        module_path!(),
        "::tests::a_writer_writes_as_often_as_it_is_told"
    );
    let (_, name) = name.split_once("::").unwrap();
    let program = std::env::current_exe().unwrap();
    let mut command = Command::new(program);
    command.args(["--exact", name]).stdout(Stdio::null());
    let command = command.env(ADDRESS, place.address()).env(TOLD, told);
    command.spawn().unwrap()
}

/// What was told so far, without a line that was not ended.
fn told_in(file: &Path) -> Vec<Link> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let ended = text.rsplit_once('\n').map_or("", |(ended, _)| ended);
    ended.lines().map(|line| line.parse().unwrap()).collect()
}

async fn writers_that_are_killed_leave_a_whole_chain_with_all_that_was_told(place: &impl Place) {
    let folder = tempfile::tempdir().unwrap();
    let db = &mut place.connect().await;
    let times = match dialect(db) {
        Dialect::Sqlite => 12,
        _ => 30,
    };
    let (mut all, mut length) = (0, 0);
    for time in 0..times {
        let files = [1, 2].map(|n| folder.path().join(format!("{time}-{n}")));
        let mut writers = [0, 1].map(|n| writer(place, &files[n]));
        let seen = |file| !told_in(file).is_empty();
        for _ in 0..2_000 {
            if files.iter().any(|file| seen(file)) {
                break;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let while_it_writes = Duration::from_millis(time * 7 % 40);
        std::thread::sleep(while_it_writes);
        for writer in &mut writers {
            assert!(
                writer.try_wait().unwrap().is_none(),
                "a writer stopped by itself"
            );
            writer.kill().unwrap();
            writer.wait().unwrap();
        }
        let grown = is_sound(db).await;
        assert!(grown > length);
        length = grown;
        let links = files.each_ref().map(|file| told_in(file));
        // Who has a link has all that was before it.
        for last in links.iter().filter_map(|told| told.last()) {
            assert!(shop(db).extends(*last).await.unwrap());
        }
        all += links.iter().map(Vec::len).sum::<usize>();
    }
    assert!(all >= usize::try_from(times).unwrap());
    // And goes on.
    append(db, 0, 0).await;
    is_sound(db).await;
}

each_in_its_own_place!(
    writers_at_once_write_one_chain_from_its_first_entry_on,
    writers_who_deliver_the_same_event_at_once_append_it_once,
    a_writer_whom_another_keeps_out_says_so_and_writes_nothing,
    what_is_appended_within_a_transaction_goes_with_it,
    a_connection_that_goes_in_the_middle_takes_its_transaction_along,
    a_database_that_may_only_be_read_is_read_and_takes_nothing,
    events_as_large_as_a_line_may_be_are_stored_by_the_page,
    each_name_is_a_ledger_of_its_own,
    writers_that_are_killed_leave_a_whole_chain_with_all_that_was_told,
    a_writer_writes_as_often_as_it_is_told,
);

/// By itself a short test; as a second program it goes on until somebody kills it.
async fn a_writer_writes_as_often_as_it_is_told(place: &impl Place) {
    if let (Ok(address), Ok(told)) = (std::env::var(ADDRESS), std::env::var(TOLD)) {
        write(&crate::place_at(&address), u32::MAX, Path::new(&told)).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let told = folder.path().join("told");
    write(place, 8, &told).await;
    assert_eq!(told_in(&told).len(), 7);
    let db = &mut place.connect().await;
    // Nine events, and the record that those of one person were forgotten.
    assert_eq!(is_sound(db).await, 10);
}
