//! One text of SQL, the same values back.

use crate::both::Place;
use chrono::{DateTime, NaiveDate, Utc};
use greffe_sqlx::{Backend, Cell, Dialect, Statement, StoreError};

/// A table with a column of each kind.
async fn table<C: Backend>(db: &mut C) {
    db.script(match C::DIALECT {
        Dialect::Sqlite => {
            "CREATE TABLE kinds (id INTEGER PRIMARY KEY, number INTEGER, words TEXT, octets BLOB, truth INTEGER, day TEXT, instant TEXT) STRICT"
        }
        _ => {
            "CREATE TABLE kinds (id bigint PRIMARY KEY, number bigint, words text, octets bytea, truth boolean, day date, instant timestamptz)"
        }
    })
    .await
    .unwrap();
}

fn insert(
    id: i64,
    number: Option<i64>,
    words: Option<&str>,
    octets: Option<Vec<u8>>,
    truth: Option<bool>,
    day: Option<NaiveDate>,
    instant: Option<DateTime<Utc>>,
) -> Statement {
    let insert = Statement::new("INSERT INTO kinds VALUES ($1, $2, $3, $4, $5, $6, $7)").bind(id);
    insert
        .bind(number)
        .bind(words)
        .bind(octets)
        .bind(truth)
        .bind(day)
        .bind(instant)
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

async fn every_kind_of_value_comes_back_and_null_stays_null(place: &impl Place) {
    let db = &mut place.connect().await;
    table(db).await;
    let days = [
        "0001-01-01",
        "1999-12-31",
        "2000-01-01",
        "2026-02-28",
        "9999-12-31",
    ];
    let instants = [
        "1969-12-31T23:59:59.999999Z",
        "2000-01-01T00:00:00Z",
        "2026-11-26T12:00:00.000001Z",
        "2999-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
    ];
    let words = ["", "é\u{301}'\"$1;--", "a\nb", "\u{10ffff}", "NULL"];
    for (place, id) in (1_i64..6).enumerate() {
        let octets = vec![0, 255, u8::try_from(id).unwrap()];
        let number = [i64::MIN, -1, 0, 1, i64::MAX][place];
        let written = insert(
            id,
            Some(number),
            Some(words[place]),
            Some(octets.clone()),
            Some(place % 2 == 0),
            Some(days[place].parse().unwrap()),
            Some(instant(instants[place])),
        );
        assert_eq!(db.execute(written).await.unwrap(), 1);
        let asked = Statement::new("SELECT * FROM kinds WHERE id = $1").bind(id);
        let row = db.row(asked).await.unwrap().unwrap();
        assert_eq!(row.get::<i64>("number").unwrap(), number);
        assert_eq!(row.get::<String>("words").unwrap(), words[place]);
        assert_eq!(row.get::<Vec<u8>>("octets").unwrap(), octets);
        assert_eq!(row.get::<bool>("truth").unwrap(), place % 2 == 0);
        assert_eq!(
            row.get::<NaiveDate>("day").unwrap().to_string(),
            days[place]
        );
        assert_eq!(
            row.get::<DateTime<Utc>>("instant").unwrap(),
            instant(instants[place])
        );
        // The same values find the row again.
        let found =
            Statement::new("SELECT id FROM kinds WHERE day = $1 AND instant = $2 AND words = $3")
                .bind(row.get::<NaiveDate>("day").unwrap())
                .bind(row.get::<DateTime<Utc>>("instant").unwrap())
                .bind(words[place]);
        assert_eq!(
            db.row(found)
                .await
                .unwrap()
                .unwrap()
                .first::<i64>()
                .unwrap(),
            id
        );
    }
    db.execute(insert(9, None, None, None, None, None, None))
        .await
        .unwrap();
    let nothing = db
        .row(Statement::new("SELECT * FROM kinds WHERE id = 9"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(nothing.get::<Option<i64>>("number").unwrap(), None);
    assert_eq!(nothing.get::<Option<NaiveDate>>("day").unwrap(), None);
    assert_eq!(
        nothing.get::<Option<DateTime<Utc>>>("instant").unwrap(),
        None
    );
    assert_eq!(nothing.get::<Option<Vec<u8>>>("octets").unwrap(), None);
    assert_eq!(
        nothing.get::<String>("words").unwrap_err(),
        StoreError::ColumnType { column: "words" }
    );
}

async fn another_type_and_a_missing_column_are_errors_that_name_the_column(place: &impl Place) {
    let db = &mut place.connect().await;
    table(db).await;
    db.execute(insert(
        1,
        Some(-1),
        Some("2026-2-3"),
        None,
        None,
        None,
        None,
    ))
    .await
    .unwrap();
    let row = db
        .row(Statement::new("SELECT * FROM kinds"))
        .await
        .unwrap()
        .unwrap();
    let wrong = |column| StoreError::ColumnType { column };
    assert_eq!(row.get::<String>("number").unwrap_err(), wrong("number"));
    assert_eq!(row.get::<u64>("number").unwrap_err(), wrong("number"));
    assert_eq!(row.get::<bool>("number").unwrap_err(), wrong("number"));
    assert_eq!(row.get::<NaiveDate>("words").unwrap_err(), wrong("words"));
    assert_eq!(
        row.get::<i64>("numbre").unwrap_err(),
        StoreError::ColumnMissing { column: "numbre" }
    );
    let columns: Vec<(&str, bool)> = row
        .columns()
        .map(|(name, cell)| (name, cell.is_null()))
        .collect();
    let values = [("id", false), ("number", false), ("words", false)];
    assert_eq!(columns[..3], values);
    let nothing = ["octets", "truth", "day", "instant"].map(|name| (name, true));
    assert_eq!(columns[3..], nothing);
    assert!(!format!("{row:?}").contains("2026"));
    assert_eq!(format!("{:?}", Cell::from("secret")), "Text(..)");
}

async fn a_list_finds_what_is_in_it_and_an_empty_one_nothing(place: &impl Place) {
    let db = &mut place.connect().await;
    table(db).await;
    for id in 1..=5 {
        db.execute(insert(
            id,
            None,
            None,
            Some(vec![id.try_into().unwrap()]),
            None,
            None,
            None,
        ))
        .await
        .unwrap();
    }
    let asked = |tokens: Vec<Vec<u8>>| {
        Statement::new("SELECT id FROM kinds WHERE octets IN (")
            .list(tokens)
            .push(") AND id < ")
            .value(5)
            .push(" ORDER BY id")
    };
    let found = db
        .rows(asked(vec![vec![2], vec![4], vec![5], vec![77]]))
        .await
        .unwrap();
    let found: Vec<i64> = found.iter().map(|row| row.first().unwrap()).collect();
    assert_eq!(found, [2, 4]);
    assert!(db.rows(asked(Vec::new())).await.unwrap().is_empty());
}

async fn a_transaction_that_is_rolled_back_leaves_nothing(place: &impl Place) {
    let db = &mut place.connect().await;
    table(db).await;
    db.begin_writing().await.unwrap();
    db.execute(insert(1, None, None, None, None, None, None))
        .await
        .unwrap();
    db.rollback().await.unwrap();
    db.begin_writing().await.unwrap();
    db.execute(insert(2, None, None, None, None, None, None))
        .await
        .unwrap();
    db.commit().await.unwrap();
    db.begin_snapshot().await.unwrap();
    let ids = db
        .rows(Statement::new("SELECT id FROM kinds"))
        .await
        .unwrap();
    db.commit().await.unwrap();
    assert_eq!(
        ids.iter()
            .map(|row| row.first::<i64>().unwrap())
            .collect::<Vec<_>>(),
        [2]
    );
    // A refused statement says so without its values, and the connection goes on.
    let twice = db
        .execute(insert(2, None, Some("Hélène"), None, None, None, None))
        .await
        .unwrap_err();
    assert_eq!(
        twice.to_string(),
        "the database failed: a value that must be unique is there twice"
    );
    assert_eq!(db.rows(Statement::new("SELECT 1")).await.unwrap().len(), 1);
}

each_in_its_own_place!(
    every_kind_of_value_comes_back_and_null_stays_null,
    another_type_and_a_missing_column_are_errors_that_name_the_column,
    a_list_finds_what_is_in_it_and_an_empty_one_nothing,
    a_transaction_that_is_rolled_back_leaves_nothing,
);
