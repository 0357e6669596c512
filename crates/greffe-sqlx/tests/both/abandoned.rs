//! What becomes of a transaction whose future was dropped in the middle: by a timeout, by a client that hung up.

use std::future::Future;
use std::pin::Pin;
use std::task::Poll;

use crate::both::{Place, purge};
use crate::fixture::{erasure, event_id};
use greffe_consent::{Event, Kind, PersonKey, Provenance, Scope};
use greffe_sqlx::{Backend, ConsentStore, DatabaseFailure, Statement, StoreError, migrate};

fn shop<C: Backend>(db: &mut C) -> ConsentStore<'_, C> {
    ConsentStore::new(db, "shop".parse().unwrap())
}

fn person(number: u8) -> PersonKey {
    PersonKey::from_bytes([number; 16])
}

/// Of everything.
fn event(number: u8, person: PersonKey) -> Event {
    let at = "2026-03-01T10:00:00Z".parse().unwrap();
    let refused = Kind::Refused {
        purposes: Scope::All,
    };
    let (id, by) = (event_id(number), Provenance::Person);
    Event::new(id, person, (at, at), by, refused).unwrap()
}

/// What the future comes to, unless it has to wait more than so many times: then it is dropped where it stands.
async fn dropped_after<T>(waits: u32, future: impl Future<Output = T>) -> Option<T> {
    let mut future = Box::pin(future);
    let mut left = waits;
    std::future::poll_fn(
        move |context| match Pin::as_mut(&mut future).poll(context) {
            Poll::Ready(value) => Poll::Ready(Some(value)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => {
                left -= 1;
                Poll::Pending
            }
        },
    )
    .await
}

async fn marks<C: Backend>(db: &mut C) {
    migrate(db).await.unwrap();
    db.script("CREATE TABLE marks (mark bigint PRIMARY KEY)")
        .await
        .unwrap();
}

/// A statement of its own on the connection that had the transaction, which another connection must see at once.
async fn is_kept<C: Backend>(db: &mut C, other: &mut C, mark: u32) {
    let insert = Statement::new("INSERT INTO marks (mark) VALUES ($1)").bind(mark);
    assert_eq!(db.execute(insert).await, Ok(1), "after {mark} waits");
    let asked = Statement::new("SELECT mark FROM marks WHERE mark = $1").bind(mark);
    let seen = other.row(asked).await.unwrap();
    assert!(seen.is_some(), "lost after {mark} waits");
}

async fn what_comes_after_an_append_that_was_given_up_anywhere_is_kept(place: &impl Place) {
    let (db, other) = (&mut place.connect().await, &mut place.connect().await);
    marks(db).await;
    for waits in 0..1_000 {
        let number = u8::try_from(waits).unwrap();
        let event: Event = event(number, person(number));
        let done = dropped_after(waits, shop(db).append(&event)).await;
        is_kept(db, other, waits).await;
        // Delivered again by whoever got no answer, it is there once, and nobody holds a lock.
        shop(other).append(&event).await.unwrap();
        if done.is_some() {
            let report = shop(db).verify().await.unwrap();
            assert!(report.is_sound(), "{:?}", report.findings());
            assert_eq!(report.length(), u64::from(waits) + 1);
            return;
        }
    }
    panic!("it never ended");
}

async fn what_comes_after_a_history_that_nobody_waited_for_is_kept(place: &impl Place) {
    let (db, other) = (&mut place.connect().await, &mut place.connect().await);
    marks(db).await;
    shop(db).append(&event(1, person(1))).await.unwrap();
    for waits in 0..1_000 {
        let done = dropped_after(waits, shop(db).history_of(person(1))).await;
        is_kept(db, other, waits).await;
        if let Some(done) = done {
            assert_eq!(done.unwrap().len(), 1);
            return;
        }
    }
    panic!("it never ended");
}

async fn a_person_whose_erasure_was_given_up_is_erased_by_the_next_one(place: &impl Place) {
    let (db, other) = (&mut place.connect().await, &mut place.connect().await);
    marks(db).await;
    for waits in 0..1_000 {
        let number = u8::try_from(waits).unwrap();
        shop(db)
            .append(&event(number, person(number)))
            .await
            .unwrap();
        let erasure = erasure();
        let given_up = dropped_after(waits, shop(db).forget(person(number), &erasure)).await;
        is_kept(db, other, waits).await;
        shop(other).forget(person(number), &erasure).await.unwrap();
        let seen = shop(db).history_of(person(number)).await.unwrap();
        assert_eq!(seen, []);
        if given_up.is_some() {
            return;
        }
    }
    panic!("it never ended");
}

async fn a_purge_that_is_given_up_anywhere_goes_on_where_it_was(place: &impl Place) {
    let (db, other) = (&mut purge::filled(place).await, &mut place.connect().await);
    marks(db).await;
    let (rule, as_of) = (purge::rule(), purge::day(2026, 7, 1));
    let plan = purge::plan(db, &rule, as_of).await;
    for waits in 0..1_000 {
        let run = purge::execute(db, &plan, &rule, usize::MAX);
        let done = dropped_after(waits, run).await;
        is_kept(db, other, waits).await;
        if let Some(done) = done {
            assert_eq!(done.unwrap().disposed(), 6);
            let rows = Statement::new("SELECT id FROM logs ORDER BY id");
            assert_eq!(other.rows(rows).await.unwrap().len(), 4);
            return;
        }
    }
    panic!("it never ended");
}

async fn a_commit_that_keeps_nothing_is_an_error(place: &impl Place) {
    let db = &mut place.connect().await;
    marks(db).await;
    let mark = || Statement::new("INSERT INTO marks (mark) VALUES (7)");
    db.begin_writing().await.unwrap();
    db.execute(mark()).await.unwrap();
    // A host that overlooks it: PostgreSQL gives the whole transaction up, and answers a COMMIT without an error.
    assert_eq!(
        db.execute(mark()).await,
        Err(StoreError::Database(DatabaseFailure::Unique))
    );
    let committed = db.commit().await;
    let kept = db.row(Statement::new("SELECT mark FROM marks")).await;
    assert_eq!(committed.is_ok(), kept.unwrap().is_some());
    db.begin_writing().await.unwrap();
    db.commit().await.unwrap();
}

async fn what_a_host_left_open_is_undone_on_the_way_back_to_a_pool(place: &impl Place) {
    let (db, other) = (&mut place.connect().await, &mut place.connect().await);
    marks(db).await;
    let mark = || Statement::new("INSERT INTO marks (mark) VALUES (7)");
    // Nothing, a transaction, one that a failed statement has ended, one of which nobody waited for the beginning.
    db.undo_left_open().await.unwrap();
    is_kept(db, other, 1).await;
    db.begin_writing().await.unwrap();
    db.execute(mark()).await.unwrap();
    db.undo_left_open().await.unwrap();
    is_kept(db, other, 2).await;
    db.begin_writing().await.unwrap();
    db.execute(mark()).await.unwrap();
    db.execute(mark()).await.unwrap_err();
    db.undo_left_open().await.unwrap();
    is_kept(db, other, 3).await;
    let _ = dropped_after(0, db.begin_writing()).await;
    db.undo_left_open().await.unwrap();
    is_kept(db, other, 4).await;
    // The same by who cannot wait.
    db.begin_snapshot().await.unwrap();
    db.undo_first();
    is_kept(db, other, 5).await;
    let asked = Statement::new("SELECT count(*) AS marks FROM marks");
    let row = other.row(asked).await.unwrap().unwrap();
    assert_eq!(row.get::<i64>("marks"), Ok(5));
}

async fn a_store_of_its_own_inside_the_callers_transaction_is_refused(place: &impl Place) {
    let (db, other) = (&mut place.connect().await, &mut place.connect().await);
    marks(db).await;
    db.begin_writing().await.unwrap();
    let mark = Statement::new("INSERT INTO marks (mark) VALUES (7)");
    db.execute(mark).await.unwrap();
    // It would commit what the caller has not decided yet.
    assert!(shop(db).append(&event(1, person(1))).await.is_err());
    db.rollback().await.unwrap();
    let kept = other.row(Statement::new("SELECT mark FROM marks")).await;
    assert!(kept.unwrap().is_none());
    assert!(shop(db).append(&event(1, person(1))).await.is_ok());
}

async fn a_reading_store_of_its_own_inside_the_callers_transaction_leaves_it_to_the_caller(
    place: &impl Place,
) {
    let (db, other) = (&mut place.connect().await, &mut place.connect().await);
    marks(db).await;
    let mark = |mark: i64| Statement::new("INSERT INTO marks (mark) VALUES ($1)").bind(mark);
    db.begin_writing().await.unwrap();
    db.execute(mark(7)).await.unwrap();
    assert!(shop(db).history_of(person(1)).await.is_err());
    // A host that overlooks it: all of it or nothing.
    let written = db.execute(mark(8)).await;
    let committed = db.commit().await;
    assert_eq!(written.is_ok(), committed.is_ok());
    let asked = Statement::new("SELECT count(*) AS marks FROM marks");
    let row = other.row(asked).await.unwrap().unwrap();
    let kept = if committed.is_ok() { 2 } else { 0 };
    assert_eq!(row.get::<i64>("marks"), Ok(kept));
    is_kept(db, other, 9).await;
}

each_in_its_own_place![
    what_comes_after_an_append_that_was_given_up_anywhere_is_kept,
    what_comes_after_a_history_that_nobody_waited_for_is_kept,
    a_person_whose_erasure_was_given_up_is_erased_by_the_next_one,
    a_purge_that_is_given_up_anywhere_goes_on_where_it_was,
    a_commit_that_keeps_nothing_is_an_error,
    what_a_host_left_open_is_undone_on_the_way_back_to_a_pool,
    a_store_of_its_own_inside_the_callers_transaction_is_refused,
    a_reading_store_of_its_own_inside_the_callers_transaction_leaves_it_to_the_caller,
];
