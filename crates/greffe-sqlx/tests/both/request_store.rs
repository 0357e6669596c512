//! Requests come back as they were, in the order of their days, and no step is lost.

use crate::both::Place;
use crate::fixture::day;
use getrandom::SysRng;
use greffe_calendar::{Calendar, Place as Where};
use greffe_cipher::{Binding, Bytes, Context, KeyId, Keyring, MasterKey, Randomised, Sealed};
use greffe_export::{
    DueDates, ErasureGround, Evidence, ExtensionReason, Occurred, Particulars, Refusal,
    RefusalReason, Request, RequestId, Right,
};
use greffe_retention::OwnRecord;
use greffe_sqlx::{
    Backend, DamagedRequest, Dialect, RequestFault, RequestSeal, RequestStore, RequestStoreError,
    Statement, StoreError, StoredRequest, SubjectKey, migrate,
};
use greffe_terms::Text;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

fn id(text: &str) -> RequestId {
    text.parse().unwrap()
}

const ADA: SubjectKey = SubjectKey::from_bytes([7; 16]);
const BOB: SubjectKey = SubjectKey::from_bytes([8; 16]);

fn received(name: &str, on: &str) -> Request {
    let mut request = Request::received(id(name), Right::Access, day(on));
    request.reckon(&Calendar::of(Where::France)).unwrap();
    request
}

/// A request that was answered on that day.
fn answered(name: &str, on: &str) -> Request {
    let mut request = received(name, on);
    request.scope(day(on)).unwrap();
    request.collect(day(on)).unwrap();
    request.review(day(on)).unwrap();
    request.grant(Right::Access, day(on)).unwrap();
    request
}

fn refusal(explanation: &str) -> Refusal {
    Refusal::new(RefusalReason::LegalObligation, Text::plain(explanation))
}

/// Steps of every kind in a random order; those that cannot be taken are not.
fn requests() -> impl Strategy<Value = Request> {
    let steps = prop::collection::vec((0..12_u8, 0..3_u64), 0..30);
    (
        steps,
        any::<bool>(),
        select(vec![Right::Access, Right::Erasure]),
    )
        .prop_map(|(steps, is_reckoned, right)| {
            let mut on = day("2026-03-02");
            let mut request = Request::received(id("R-1"), right, on).also(Right::Portability);
            for (step, days) in steps {
                on = on + chrono::Days::new(days);
                let shown = Occurred::on(on).shown_by(Evidence::Email);
                let _ = match step {
                    0 => request.specify(Particulars::Erasure(ErasureGround::NotNecessary), on),
                    1 | 2 => request.scope(shown),
                    3 | 4 => request.collect(on),
                    5 | 6 => request.review(on),
                    7 => request.grant(right, on),
                    8 => request.refuse(
                        Right::Erasure,
                        refusal("L’obligation\u{a0}de conserver"),
                        on,
                    ),
                    9 => request.extend(on, ExtensionReason::Complexity, None),
                    10 => request.withdraw_right(Right::Portability, on),
                    _ => request.name_recipients(right, vec![Text::plain("Banque du Port")], on),
                };
            }
            if is_reckoned {
                request.reckon(&Calendar::of(Where::France)).unwrap();
            }
            request
        })
}

async fn whatever_was_stored_comes_back_and_each_save_counts(place: &impl Place) {
    let db = &mut place.connect().await;
    migrate(db).await.unwrap();
    let mut runner = TestRunner::default();
    for _ in 0..40 {
        let (first, then) = (requests(), requests());
        let first = first.new_tree(&mut runner).unwrap().current();
        let then = then.new_tree(&mut runner).unwrap().current();
        let mut store = RequestStore::new(db);
        let mut stored = store.insert(ADA, first.clone()).await.unwrap();
        let loaded = store.load(first.id()).await.unwrap().unwrap();
        assert_eq!(loaded, stored);
        assert_eq!((loaded.request(), loaded.version()), (&first, 1));
        *stored.request_mut() = then.clone();
        store.save(&mut stored).await.unwrap();
        let loaded = store.load(first.id()).await.unwrap().unwrap();
        assert_eq!((loaded.request(), loaded.version()), (&then, 2));
        assert_eq!(loaded.person(), ADA);
        // Open or closed, it is found by whose it is, and by its day while it is open.
        assert_eq!(store.of_person(ADA).await.unwrap(), [Ok(loaded.clone())]);
        assert_eq!(store.of_person(BOB).await.unwrap(), []);
        let open = store.open_by_due(None, 9).await.unwrap();
        let expected: Vec<_> = match then.state().is_final() {
            true => Vec::new(),
            false => vec![Ok(loaded)],
        };
        assert_eq!((open.requests, open.next), (expected, None));
        db.script("DELETE FROM greffe_requests").await.unwrap();
    }
    assert!(
        RequestStore::new(db)
            .load(&id("R-1"))
            .await
            .unwrap()
            .is_none()
    );
}

async fn of_two_who_save_the_second_is_told_and_loses_nothing(place: &impl Place) {
    let (one, other) = (&mut place.connect().await, &mut place.connect().await);
    migrate(one).await.unwrap();
    let mut mine = RequestStore::new(one)
        .insert(ADA, received("R-1", "2026-03-02"))
        .await
        .unwrap();
    let mut theirs = RequestStore::new(other)
        .load(&id("R-1"))
        .await
        .unwrap()
        .unwrap();
    mine.request_mut().scope(day("2026-03-03")).unwrap();
    RequestStore::new(one).save(&mut mine).await.unwrap();
    theirs.request_mut().scope(day("2026-03-04")).unwrap();
    let lost = RequestStore::new(other)
        .save(&mut theirs)
        .await
        .unwrap_err();
    assert_eq!(lost, RequestStoreError::Stale);
    assert_eq!(
        lost.to_string(),
        "the request was changed since it was loaded"
    );
    let kept = RequestStore::new(other).load(&id("R-1")).await.unwrap();
    assert_eq!(kept, Some(mine.clone()));
    // Saved again by who saved last, and refused to whoever holds another request in its place.
    mine.request_mut().collect(day("2026-03-05")).unwrap();
    RequestStore::new(one).save(&mut mine).await.unwrap();
    assert_eq!(mine.version(), 3);
    *mine.request_mut() = received("R-2", "2026-03-02");
    let refused = RequestStore::new(one).save(&mut mine).await.unwrap_err();
    assert_eq!(refused, RequestStoreError::OtherRequest);
    let taken = RequestStore::new(one)
        .insert(BOB, received("R-1", "2026-04-01"))
        .await;
    assert_eq!(taken.unwrap_err(), RequestStoreError::IdTaken);
    // One that was erased cannot be saved either.
    one.script("DELETE FROM greffe_requests").await.unwrap();
    let gone = RequestStore::new(other)
        .save(&mut theirs)
        .await
        .unwrap_err();
    assert_eq!(gone, RequestStoreError::Stale);
}

fn ids(page: &[Result<StoredRequest, DamagedRequest>]) -> Vec<&str> {
    let ids = page.iter().map(|one| match one {
        Ok(stored) => stored.request().id().as_str(),
        Err(damaged) => damaged.id().unwrap().as_str(),
    });
    ids.collect()
}

async fn open_requests_come_by_due_day_page_by_page_with_those_without_a_day_first(
    place: &impl Place,
) {
    let db = &mut place.connect().await;
    migrate(db).await.unwrap();
    let mut store = RequestStore::new(db);
    let due = |name: &str, on: &str| {
        let dates = DueDates {
            strict: day(on),
            lenient: day("2027-01-01"),
        };
        Request::received(id(name), Right::Access, day("2026-03-02")).due_by(dates)
    };
    for request in [
        due("R-10", "2026-10-01"),
        due("R-9", "2026-09-30"),
        due("r-9", "2026-09-30"),
        due("R-1", "2026-10-01"),
        due("R-2", "2026-12-31"),
        answered("R-3", "2026-03-02"),
        Request::received(id("Z"), Right::Access, day("2026-03-02")),
        Request::received(id("A"), Right::Access, day("2026-03-02")),
    ] {
        store.insert(ADA, request).await.unwrap();
    }
    let all = ["A", "Z", "R-9", "r-9", "R-1", "R-10", "R-2"];
    for most in 1..9 {
        let (mut seen, mut from) = (Vec::new(), None);
        loop {
            let page = store.open_by_due(from.as_ref(), most).await.unwrap();
            assert!(page.requests.len() <= most as usize);
            seen.extend(ids(&page.requests).iter().map(ToString::to_string));
            from = page.next;
            if from.is_none() {
                break;
            }
        }
        assert_eq!(seen, all, "{most} at a time");
    }
}

/// Stores these octets as R-2, of three requests of one person; what is said of it then.
async fn written<C: Backend>(db: &mut C, octets: &[u8]) -> DamagedRequest {
    let update = Statement::new("UPDATE greffe_requests SET request = $1 WHERE id = 'R-2'");
    db.execute(update.bind(octets)).await.unwrap();
    let mut store = RequestStore::new(db);
    let page = store.open_by_due(None, 9).await.unwrap();
    assert_eq!(ids(&page.requests), ["R-1", "R-2", "R-3"]);
    assert!(page.requests[0].is_ok() && page.requests[2].is_ok());
    let of_person = store.of_person(ADA).await.unwrap();
    assert_eq!(of_person, page.requests);
    let damaged = page.requests[1].clone().unwrap_err();
    let loaded = store.load(&id("R-2")).await.unwrap_err();
    assert_eq!(loaded, RequestStoreError::Damaged(damaged.clone()));
    damaged
}

async fn a_damaged_request_is_named_with_what_is_wrong_and_the_others_are_listed(
    place: &impl Place,
) {
    let db = &mut place.connect().await;
    migrate(db).await.unwrap();
    for name in ["R-1", "R-2", "R-3"] {
        let request = received(name, "2026-03-02");
        RequestStore::new(db).insert(ADA, request).await.unwrap();
    }
    let kept = "SELECT request FROM greffe_requests WHERE id = 'R-2'";
    let kept: Vec<u8> = db
        .row(Statement::new(kept))
        .await
        .unwrap()
        .unwrap()
        .first()
        .unwrap();
    let json = String::from_utf8(kept.clone()).unwrap();
    let damaged = written(db, b"{\"secret\"").await;
    assert!(matches!(damaged.fault(), RequestFault::File(_)));
    assert!(
        damaged
            .to_string()
            .starts_with("the stored request `R-2` cannot be read: ")
    );
    assert!(!damaged.to_string().contains("secret"));
    let damaged = written(db, &[0xff, 0xfe]).await;
    assert_eq!(*damaged.fault(), RequestFault::Sealed);
    // Another's request, and one with another day, are not what the columns say.
    for other in [json.replace("R-2", "R-3"), json.replace("04-02", "05-02")] {
        let damaged = written(db, other.as_bytes()).await;
        assert_eq!(*damaged.fault(), RequestFault::ColumnsDiffer);
    }
    let update =
        Statement::new("UPDATE greffe_requests SET request = $1, person = $2 WHERE id = 'R-2'");
    let update = update.bind(kept).bind(vec![7_u8; 3]);
    db.execute(update).await.unwrap();
    let loaded = RequestStore::new(db).load(&id("R-2")).await.unwrap_err();
    let RequestStoreError::Damaged(damaged) = loaded else {
        panic!("{loaded}");
    };
    assert_eq!(*damaged.fault(), RequestFault::Column);
}

struct Cipher(Randomised<Bytes>);

impl RequestSeal for Cipher {
    fn seal(&self, id: &RequestId, clear: &[u8]) -> Option<Vec<u8>> {
        let row = Binding::empty().text(id.as_str())?;
        let sealed = self.0.seal(&Bytes::new(clear).ok()?, &row, &mut SysRng);
        Some(sealed.ok()?.as_bytes().to_vec())
    }

    fn open(&self, id: &RequestId, stored: &[u8]) -> Option<Vec<u8>> {
        let row = Binding::empty().text(id.as_str())?;
        let opened = self.0.open(&Sealed::from_bytes(stored).ok()?, &row).ok()?;
        Some(opened.expose().to_vec())
    }
}

async fn a_sealed_request_shows_nothing_and_cannot_take_anothers_place(place: &impl Place) {
    let db = &mut place.connect().await;
    migrate(db).await.unwrap();
    let keyring = Keyring::single(KeyId::new(7).unwrap(), 0, MasterKey::from_bytes([1; 32]));
    let context = Context::new("greffe_requests", "request");
    let cipher = Cipher(keyring.cipher(context).unwrap().randomised());
    for name in ["R-1", "R-2"] {
        let mut request = Request::received(id(name), Right::Erasure, day("2026-03-02"));
        request
            .refuse(
                Right::Erasure,
                refusal("La facture d’Hélène"),
                day("2026-03-03"),
            )
            .unwrap();
        let mut store = RequestStore::new(db).sealed_by(&cipher);
        let stored = store.insert(ADA, request).await.unwrap();
        assert_eq!(store.load(&id(name)).await.unwrap(), Some(stored));
    }
    let octets = db
        .rows(Statement::new("SELECT request FROM greffe_requests"))
        .await;
    for row in octets.unwrap() {
        let octets: Vec<u8> = row.first().unwrap();
        let text = String::from_utf8_lossy(&octets).into_owned();
        assert!(!text.contains("facture") && !text.contains("greffe-request"));
    }
    // Unsealed it is no request.
    let unsealed = RequestStore::new(db).load(&id("R-1")).await.unwrap_err();
    assert!(matches!(unsealed, RequestStoreError::Damaged(_)));
    db.script("UPDATE greffe_requests SET request = (SELECT o.request FROM greffe_requests o WHERE o.id = 'R-2') WHERE id = 'R-1'")
        .await
        .unwrap();
    let mut store = RequestStore::new(db).sealed_by(&cipher);
    let exchanged = store.load(&id("R-1")).await.unwrap_err();
    let RequestStoreError::Damaged(damaged) = exchanged else {
        panic!("{exchanged}");
    };
    assert_eq!(*damaged.fault(), RequestFault::Sealed);
    // What cannot be sealed is not stored: this cipher takes 65,535 octets.
    let mut long = Request::received(id("R-3"), Right::Erasure, day("2026-03-02"));
    let explanation = "a".repeat(70_000);
    long.refuse(Right::Erasure, refusal(&explanation), day("2026-03-03"))
        .unwrap();
    let refused = store.insert(ADA, long.clone()).await.unwrap_err();
    assert_eq!(refused, RequestStoreError::Store(StoreError::Unwritable));
    assert!(store.load(&id("R-3")).await.unwrap().is_none());
    // Without one it is.
    assert!(RequestStore::new(db).insert(ADA, long).await.is_ok());
}

async fn the_files_of_requests_go_when_their_own_time_has_come(place: &impl Place) {
    let db = &mut place.connect().await;
    migrate(db).await.unwrap();
    let mut store = RequestStore::new(db);
    for request in [
        answered("R-old", "2021-11-24"),
        answered("R-disputed", "2021-11-24"),
        answered("R-damaged", "2021-11-24"),
        answered("R-dayless", "2021-11-24"),
        // Five years from that day have not passed.
        answered("R-young", "2021-11-27"),
        received("R-open", "2018-06-04"),
    ] {
        store.insert(ADA, request).await.unwrap();
    }
    let damage = Statement::new("UPDATE greffe_requests SET request = $1 WHERE id = 'R-damaged'");
    db.execute(damage.bind(b"{}".to_vec())).await.unwrap();
    db.script("UPDATE greffe_requests SET closed = NULL WHERE id = 'R-dayless'")
        .await
        .unwrap();
    let today = day("2026-11-26");
    let rule = OwnRecord::RequestFile.rule(today).unwrap();
    let disputed = id("R-disputed");
    let mut store = RequestStore::new(db);
    let keeps = |stored: &StoredRequest| *stored.request().id() == disputed;
    let done = store.erase_expired(&rule, today, keeps).await.unwrap();
    assert_eq!((done.erased, done.kept), (1, 1));
    let damaged: Vec<_> = done
        .damaged
        .iter()
        .map(|one| one.id().unwrap().as_str())
        .collect();
    assert_eq!(damaged, ["R-damaged", "R-dayless"]);
    let left = store.of_person(ADA).await.unwrap();
    assert_eq!(
        ids(&left),
        ["R-damaged", "R-dayless", "R-disputed", "R-open", "R-young"]
    );
    // A day later than the last one on which it is kept.
    let done = store
        .erase_expired(&rule, day("2026-11-28"), keeps)
        .await
        .unwrap();
    assert_eq!((done.erased, done.kept), (1, 1));
}

async fn what_a_database_does_not_like_in_a_text_is_stored_all_the_same(place: &impl Place) {
    let db = &mut place.connect().await;
    migrate(db).await.unwrap();
    let mut request = Request::received(id("R-1"), Right::Erasure, day("2026-03-02"));
    let words = format!("\0 ' \" \\ $1 ;-- \u{10ffff} {}", "é".repeat(1 << 20));
    request
        .refuse(Right::Erasure, refusal(&words), day("2026-03-03"))
        .unwrap();
    let mut store = RequestStore::new(db);
    let stored = store.insert(ADA, request).await.unwrap();
    assert_eq!(store.load(&id("R-1")).await.unwrap(), Some(stored));
}

async fn a_database_that_may_only_be_read_is_read_and_nothing_is_written(place: &impl Place) {
    let db = &mut place.connect().await;
    migrate(db).await.unwrap();
    let mut stored = RequestStore::new(db)
        .insert(ADA, received("R-1", "2026-03-02"))
        .await
        .unwrap();
    db.script(match dialect(db) {
        Dialect::Sqlite => "PRAGMA query_only = ON",
        _ => "SET default_transaction_read_only = on",
    })
    .await
    .unwrap();
    stored.request_mut().scope(day("2026-03-03")).unwrap();
    let mut store = RequestStore::new(db);
    let refused = store.save(&mut stored).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the database failed: it refused a statement"
    );
    let kept = store.load(&id("R-1")).await.unwrap().unwrap();
    assert_eq!((kept.version(), stored.version()), (1, 1));
}

fn dialect<C: Backend>(_: &C) -> Dialect {
    C::DIALECT
}

each_in_its_own_place!(
    whatever_was_stored_comes_back_and_each_save_counts,
    of_two_who_save_the_second_is_told_and_loses_nothing,
    open_requests_come_by_due_day_page_by_page_with_those_without_a_day_first,
    a_damaged_request_is_named_with_what_is_wrong_and_the_others_are_listed,
    a_sealed_request_shows_nothing_and_cannot_take_anothers_place,
    the_files_of_requests_go_when_their_own_time_has_come,
    what_a_database_does_not_like_in_a_text_is_stored_all_the_same,
    a_database_that_may_only_be_read_is_read_and_nothing_is_written,
);
