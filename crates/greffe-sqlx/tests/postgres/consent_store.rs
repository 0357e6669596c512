//! What is PostgreSQL's own: a server that ends the session, and stricter isolation.

use crate::both::Place as _;
use crate::fixture::event;
use crate::place;
use greffe_consent::Event;
use greffe_sqlx::{Backend as _, ConsentStore, ConsentStoreError, Statement, migrate};

fn events(from: u8) -> Vec<Event> {
    let numbers = from..from + 8;
    numbers
        .map(|n| event(n, "refused all 2026-03-01T10:00:00Z"))
        .collect()
}

#[tokio::test]
async fn a_session_that_the_server_ends_in_the_middle_leaves_nothing_of_it() {
    let place = place().await;
    let (mut lost, mut db) = (place.connect().await, place.connect().await);
    migrate(&mut db).await.unwrap();
    let pid = lost.row(Statement::new("SELECT pg_backend_pid()")).await;
    let pid: i64 = pid.unwrap().unwrap().first().unwrap();
    lost.begin_writing().await.unwrap();
    let mut within = ConsentStore::within(&mut lost, "shop".parse().unwrap());
    within.append_all(&events(1)).await.unwrap();
    let end = Statement::new("SELECT pg_terminate_backend($1::integer)").bind(pid);
    db.execute(end).await.unwrap();
    let refused = within.append_all(&events(9)).await.unwrap_err();
    assert!(matches!(refused, ConsentStoreError::Store(_)));
    assert!(lost.commit().await.is_err());
    let mut ledger = ConsentStore::new(&mut db, "shop".parse().unwrap());
    assert_eq!(ledger.head().await.unwrap().length, 0);
    assert!(ledger.append_all(&events(1)).await.unwrap()[7].is_new);
    assert!(ledger.verify().await.unwrap().is_sound());
}

#[tokio::test]
async fn writers_whose_sessions_are_serializable_try_again_and_write_one_chain() {
    let place = place().await;
    let (mut one, mut other) = (place.connect().await, place.connect().await);
    migrate(&mut one).await.unwrap();
    for db in [&mut one, &mut other] {
        db.script("SET default_transaction_isolation = 'serializable'")
            .await
            .unwrap();
    }
    let mut here = ConsentStore::new(&mut one, "shop".parse().unwrap());
    let mut there = ConsentStore::new(&mut other, "shop".parse().unwrap());
    let mut refused = 0;
    for round in 0..20 {
        let (mine, theirs) = (event(2 * round + 1, TEXT), event(2 * round + 2, TEXT));
        let (mine, theirs) = tokio::join!(here.append(&mine), there.append(&theirs));
        refused += usize::from(mine.is_err()) + usize::from(theirs.is_err());
    }
    assert_eq!(refused, 0);
    let report = here.verify().await.unwrap();
    assert!(report.is_sound() && report.length() == 40);
}

const TEXT: &str = "refused all 2026-03-01T10:00:00Z";
