//! A table read page by page.

use greffe_retention::RowKey;
use greffe_sqlx::{Backend, Dialect, Pages, Statement, StoreError};

use super::Place;

async fn filled<P: Place>(place: &P) -> P::Connection {
    let mut db = place.connect().await;
    db.script(match P::Connection::DIALECT {
        Dialect::Sqlite => "CREATE TABLE notes (code TEXT UNIQUE, number INTEGER NOT NULL) STRICT",
        _ => "CREATE TABLE notes (code text UNIQUE, number bigint NOT NULL)",
    })
    .await
    .unwrap();
    for number in 0..10_i64 {
        let insert = Statement::new("INSERT INTO notes VALUES ($1, $2)");
        let insert = insert.bind(format!("n{number}")).bind(number);
        db.execute(insert).await.unwrap();
    }
    db
}

fn pages(condition: &'static str, size: u32) -> Pages {
    let query = Statement::new("SELECT code, number FROM notes WHERE ").push(condition);
    Pages::of(query, "notes.code".parse().unwrap(), size)
}

async fn read<C: Backend>(db: &mut C, pages: &mut Pages) -> Vec<Vec<i64>> {
    let mut read = Vec::new();
    while let Some(rows) = pages.next(db).await.unwrap() {
        read.push(rows.iter().map(|row| row.get("number").unwrap()).collect());
    }
    read
}

async fn every_row_that_matches_comes_once_by_ascending_key(place: &impl Place) {
    let db = &mut filled(place).await;
    let four = [vec![0, 1, 2, 3], vec![4, 5, 6, 7], vec![8, 9]];
    assert_eq!(read(db, &mut pages("TRUE", 4)).await, four);
    assert_eq!(read(db, &mut pages("number % 5 = 0", 2)).await, [[0, 5]]);
    assert!(read(db, &mut pages("number < 0", 4)).await.is_empty());
    // A page of nothing would never end.
    assert_eq!(read(db, &mut pages("number < 2", 0)).await, [[0], [1]]);
    let mut resumed = pages("TRUE", 4).after(Some(RowKey::from("n7")));
    assert_eq!(read(db, &mut resumed).await, [[8, 9]]);
    assert_eq!(resumed.last(), Some(&RowKey::from("n9")));
}

async fn as_it_goes_it_sees_what_comes_ahead_of_it_and_in_a_snapshot_nothing(place: &impl Place) {
    let mut db = filled(place).await;
    let mut other = place.connect().await;
    if dialect(&db) == Dialect::Sqlite {
        // A reader and a writer at once.
        db.script("PRAGMA journal_mode = WAL").await.unwrap();
    }
    let write = |number: i64| {
        let insert = Statement::new("INSERT INTO notes VALUES ($1, $2)");
        insert.bind(format!("n{number}x")).bind(number)
    };
    let mut going = pages("TRUE", 6);
    going.next(&mut db).await.unwrap();
    for number in [2, 7] {
        other.execute(write(number)).await.unwrap();
    }
    assert_eq!(read(&mut db, &mut going).await, [[6, 7, 7, 8, 9]]);

    db.begin_snapshot().await.unwrap();
    let mut still = pages("TRUE", 7);
    still.next(&mut db).await.unwrap();
    other.execute(write(8)).await.unwrap();
    assert_eq!(read(&mut db, &mut still).await, [[6, 7, 7, 8, 9]]);
    db.commit().await.unwrap();
}

fn dialect<C: Backend>(_: &C) -> Dialect {
    C::DIALECT
}

async fn a_row_without_a_key_is_an_error_and_not_passed_over(place: &impl Place) {
    let mut db = filled(place).await;
    db.script("INSERT INTO notes VALUES (NULL, 99)")
        .await
        .unwrap();
    let mut all = pages("TRUE", 100);
    let stopped = loop {
        match all.next(&mut db).await {
            Ok(Some(_)) => {}
            Ok(None) => panic!("the row without a key did not come"),
            Err(error) => break error,
        }
    };
    assert_eq!(
        stopped,
        StoreError::ColumnType {
            column: "the first one"
        }
    );
}

/// SQLite takes `"cod"` for the text it spells where no column is called so: every page would then be the first one.
async fn a_misspelled_key_is_an_error(place: &impl Place) {
    let db = &mut filled(place).await;
    for key in ["cod", "notes.cod", "note.code"] {
        for after in [None, Some(RowKey::from("n7"))] {
            let query = Statement::new("SELECT code, number FROM notes WHERE TRUE");
            let pages = Pages::of(query, key.parse().unwrap(), 4);
            let mut pages = pages.after(after);
            let stopped = pages.next(db).await.unwrap_err();
            assert!(
                matches!(stopped, StoreError::Database(_)),
                "{key}: {stopped}"
            );
        }
    }
    let name = "numbe".parse().unwrap();
    let deleted = Statement::new("DELETE FROM notes WHERE ").name(&name);
    assert!(db.execute(deleted.push(" <> 'x'")).await.is_err());
    assert_eq!(read(db, &mut pages("TRUE", 10)).await[0].len(), 10);
}

each_in_its_own_place!(
    a_misspelled_key_is_an_error,
    every_row_that_matches_comes_once_by_ascending_key,
    as_it_goes_it_sees_what_comes_ahead_of_it_and_in_a_snapshot_nothing,
    a_row_without_a_key_is_an_error_and_not_passed_over,
);
