//! A job waits for the lock of a whole table, and everybody behind it waits too.

use std::time::{Duration, Instant};

use greffe_sqlx::{Backend, DatabaseFailure, RotationError, StoreError};

use crate::both::Place as _;
use crate::both::rotation::{NEW, OLD, filled, id, insert, keyring, pinned, rotation, unique};

const BUSY: RotationError = RotationError::Store(StoreError::Database(DatabaseFailure::Busy));

#[tokio::test]
async fn a_job_gives_up_its_place_in_the_line_before_a_transaction_that_stays_open() {
    let place = crate::place().await;
    let mut db = filled(&place, 5).await;
    let (mut forgotten, mut behind) = (place.connect().await, place.connect().await);
    let keyring = keyring();
    let mut rotation = rotation(&keyring, id(OLD));
    rotation.run(&mut db).await.unwrap();
    forgotten.begin_writing().await.unwrap();
    insert(&mut forgotten, &keyring, 100, id(OLD))
        .await
        .unwrap();
    // The session's own patience: each of the two asks for a lock of the table.
    for (patience, least, most) in [
        ("SET lock_timeout = '200ms'", 200, 3_000),
        ("SET lock_timeout = 0", 4_900, 9_000),
    ] {
        db.script(patience).await.unwrap();
        let began = Instant::now();
        assert_eq!(rotation.count(&mut db, id(OLD)).await, Err(BUSY));
        let waited = began.elapsed();
        let (least, most) = (Duration::from_millis(least), Duration::from_millis(most));
        assert!((least..most).contains(&waited), "{patience}: {waited:?}");
    }
    // Meanwhile others stand behind it, and then go on.
    let (moved, written) = tokio::join!(
        rotation.move_unique(&mut db, unique(&keyring, id(NEW))),
        async {
            tokio::time::sleep(Duration::from_millis(500)).await;
            insert(&mut behind, &keyring, 101, id(OLD)).await
        }
    );
    assert_eq!((moved, written), (Err(BUSY), Ok(1)));
    forgotten.commit().await.unwrap();
    // What was said for the transaction is over with it, and all of it can be done again.
    let shown = "DO $$ BEGIN ASSERT current_setting('lock_timeout') = '0'; END $$";
    db.script(shown).await.unwrap();
    assert!(rotation.count(&mut db, id(OLD)).await.is_ok());
    let to = unique(&keyring, id(NEW));
    rotation.move_unique(&mut db, to).await.unwrap();
    assert_eq!(pinned(&mut db).await, id(NEW));
}

/// Between the first step and the last one a transaction locks the table against the last.
#[tokio::test]
async fn the_last_step_gives_up_too_and_is_done_later() {
    let place = crate::place().await;
    let mut db = filled(&place, 5).await;
    let keyring = keyring();
    let mut rotation = rotation(&keyring, id(OLD));
    // Two equal rows: the second column is there, and filled as far as they are.
    db.script(
        "CREATE TABLE kept AS SELECT email FROM customers WHERE id = 5;
         UPDATE customers SET email = (SELECT email FROM customers WHERE id = 2) WHERE id = 5",
    )
    .await
    .unwrap();
    let stopped = rotation
        .move_unique(&mut db, unique(&keyring, id(NEW)))
        .await;
    assert!(matches!(stopped, Err(RotationError::EqualRows(_))));
    db.script("UPDATE customers SET email = (SELECT email FROM kept) WHERE id = 5")
        .await
        .unwrap();
    // A reader is enough.
    let mut reader = place.connect().await;
    reader.begin_snapshot().await.unwrap();
    reader.script("SELECT id FROM customers").await.unwrap();
    let moved = rotation
        .move_unique(&mut db, unique(&keyring, id(NEW)))
        .await;
    assert_eq!(moved, Err(BUSY));
    assert_eq!(pinned(&mut db).await, id(OLD));
    reader.commit().await.unwrap();
    let to = unique(&keyring, id(NEW));
    rotation.move_unique(&mut db, to).await.unwrap();
    assert_eq!(pinned(&mut db).await, id(NEW));
}
