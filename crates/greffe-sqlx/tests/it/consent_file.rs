//! What is SQLite's own: the file of a ledger, and a disk that is full.

use crate::both::Place as _;
use crate::fixture::{erasure, person};
use crate::place;
use greffe_consent::{Event, EventId, Kind, PersonKey, Provenance, Scope};
use greffe_sqlx::{
    Backend as _, ConsentStore, ConsentStoreError, DatabaseFailure, Statement, StoreError, migrate,
};

/// So many events of the person, and of somebody else one.
fn events(count: u16) -> Vec<Event> {
    let own = (1..=count).map(|n| numbered(n, person()));
    own.chain([numbered(9_999, other())]).collect()
}

fn numbered(number: u16, person: PersonKey) -> Event {
    let mut id = [0xa5; 16];
    id[..2].copy_from_slice(&number.to_be_bytes());
    let at = "2026-03-01T10:00:00Z".parse().unwrap();
    let refused = Kind::Refused {
        purposes: Scope::All,
    };
    let id = EventId::from_bytes(id);
    Event::new(id, person, (at, at), Provenance::Person, refused).unwrap()
}

fn other() -> PersonKey {
    PersonKey::from_bytes([9; 16])
}

#[tokio::test]
async fn what_was_forgotten_is_not_in_the_file_any_more() {
    // Of one page and of many: pages that were full were split, and their parts copied.
    for count in [3, 40, 500] {
        let place = place().await;
        let mut db = place.connect().await;
        migrate(&mut db).await.unwrap();
        let mut ledger = ConsentStore::new(&mut db, "shop".parse().unwrap());
        let events = events(count);
        for some in events.chunks(7) {
            ledger.append_all(some).await.unwrap();
        }
        let holds = |person: PersonKey| {
            let file = std::fs::read(&place.path).unwrap();
            let in_hex = person.to_hex();
            let has = |wanted: &[u8]| file.windows(wanted.len()).any(|some| some == wanted);
            (has(in_hex.as_bytes()), has(person.as_bytes()))
        };
        assert_eq!(holds(person()), (true, true));
        ledger.forget(person(), &erasure()).await.unwrap();
        assert_eq!(holds(person()), (false, false), "{count} events");
        assert_eq!(holds(other()), (true, true));
    }
}

#[tokio::test]
async fn a_disk_that_is_full_takes_nothing_and_loses_nothing() {
    let place = place().await;
    let mut db = place.connect().await;
    migrate(&mut db).await.unwrap();
    let events = events(90);
    let mut ledger = ConsentStore::new(&mut db, "shop".parse().unwrap());
    ledger.append(&events[0]).await.unwrap();
    // Room for some of them.
    db.script("PRAGMA max_page_count = 24").await.unwrap();
    let mut ledger = ConsentStore::new(&mut db, "shop".parse().unwrap());
    let full = ConsentStoreError::Store(StoreError::Database(DatabaseFailure::Full));
    assert_eq!(ledger.append_all(&events).await.unwrap_err(), full);
    assert_eq!(ledger.head().await.unwrap().length, 1);
    assert!(ledger.verify().await.unwrap().is_sound());
    db.script("PRAGMA max_page_count = 4096").await.unwrap();
    let mut ledger = ConsentStore::new(&mut db, "shop".parse().unwrap());
    let appended = ledger.append_all(&events).await.unwrap();
    assert_eq!(appended.len(), 91);
    assert!(!appended[0].is_new && appended[90].is_new);
    assert!(ledger.verify().await.unwrap().is_sound());
}

#[tokio::test]
async fn a_reader_who_keeps_a_writer_from_committing_leaves_the_connection_free() {
    let place = place().await;
    let (mut db, mut reader) = (place.connect().await, place.connect().await);
    migrate(&mut db).await.unwrap();
    let mut ledger = ConsentStore::new(&mut db, "shop".parse().unwrap());
    ledger.append(&numbered(1, person())).await.unwrap();
    reader.begin_snapshot().await.unwrap();
    let seen = Statement::new("SELECT * FROM greffe_consent_entries");
    assert_eq!(reader.rows(seen).await.unwrap().len(), 1);
    db.script("PRAGMA busy_timeout = 5").await.unwrap();
    let mut ledger = ConsentStore::new(&mut db, "shop".parse().unwrap());
    let busy = ConsentStoreError::Store(StoreError::Database(DatabaseFailure::Busy));
    let refused = ledger.append(&numbered(2, person())).await.unwrap_err();
    assert_eq!(refused, busy);
    reader.commit().await.unwrap();
    assert!(ledger.append(&numbered(2, person())).await.unwrap().is_new);
    assert_eq!(ledger.verify().await.unwrap().length(), 2);
}
