//! A writer's transaction is open while rows are counted.

use std::time::Duration;

use greffe_sqlx::{Backend, DatabaseFailure, Dialect, RotationError, StoreError};

use super::Place;
use super::rotation::{NEW, OLD, former, id, insert, keyring, rotation, table, unique};

/// It sealed with the keyring of before, and has not ended.
async fn what_an_open_transaction_wrote_is_counted(place: &impl Place) {
    let mut db = place.connect().await;
    table(&mut db).await;
    let keyring = keyring();
    let mut rotation = rotation(&keyring, id(OLD));
    rotation.run(&mut db).await.unwrap();
    let to = unique(&keyring, id(NEW));
    rotation.move_unique(&mut db, to).await.unwrap();

    let mut writer = place.connect().await;
    writer.begin_writing().await.unwrap();
    db_of_before(&mut writer).await;
    let early =
        tokio::time::timeout(Duration::from_millis(300), rotation.count(&mut db, id(OLD))).await;
    match (early, dialect(&db)) {
        // It waits.
        (Err(_), _) => {}
        // SQLite waits so long, and no longer.
        (Ok(busy), Dialect::Sqlite) => {
            let is_busy = StoreError::Database(DatabaseFailure::Busy);
            assert_eq!(busy, Err(RotationError::Store(is_busy)));
        }
        (Ok(counted), _) => panic!("{counted:?}"),
    }
    writer.commit().await.unwrap();
    let counts = rotation.count(&mut db, id(OLD)).await.unwrap();
    let left: Vec<_> = counts.iter().map(|count| count.rows.stale).collect();
    assert_eq!(left, [1, 1, 0]);
    assert_eq!(counts[2].rows.missing, 1);
}

/// A count that waits for a writer has its row.
async fn a_count_that_waited_has_what_it_waited_for(place: &impl Place) {
    let mut db = place.connect().await;
    table(&mut db).await;
    let keyring = keyring();
    let rotation = rotation(&keyring, id(OLD));
    let mut writer = place.connect().await;
    writer.begin_writing().await.unwrap();
    let inserted = insert(&mut writer, &former(), 1, id(OLD)).await;
    assert_eq!(inserted, Ok(1));
    let ending = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        writer.commit().await
    };
    let (counts, committed) = tokio::join!(rotation.count(&mut db, id(OLD)), ending);
    committed.unwrap();
    let counts = counts.unwrap();
    let left: Vec<_> = counts.iter().map(|count| count.rows.stale).collect();
    assert_eq!(left, [1, 1, 1]);
}

/// A row of the former key, without a token in the column with UNIQUE, which takes none of it any more.
async fn db_of_before<C: Backend>(writer: &mut C) {
    use super::rotation::{by_email, email, emails};
    use greffe_sqlx::{IndexColumn, SealedColumn, Statement};
    let statement =
        Statement::new("INSERT INTO customers (id, email, email_index) VALUES (1, $1, $2)");
    let statement = statement
        .bind(SealedColumn(emails(&former()).seal(&email(1))))
        .bind(IndexColumn(by_email(&former()).token(&email(1))));
    assert_eq!(writer.execute(statement).await, Ok(1));
}

fn dialect<C: Backend>(_: &C) -> Dialect {
    C::DIALECT
}

each_in_its_own_place!(
    what_an_open_transaction_wrote_is_counted,
    a_count_that_waited_has_what_it_waited_for,
);
