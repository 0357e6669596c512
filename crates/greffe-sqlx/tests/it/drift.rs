//! The gate against drift on SQLite.

use greffe::drift::{AssertClean, ColumnIndex, SetApartReason, Stored};
use greffe_sqlx::{schema_named, schema_of};
use sqlx::Connection as _;

use super::drift_rows::{Words, drifts};

const WORDS: Words = Words {
    binary: "BLOB",
    collated: "TEXT COLLATE NOCASE",
    collation: "NOCASE",
};

#[tokio::test]
async fn each_drift_is_found_where_it_is_planted_and_nothing_else() {
    for drift in drifts(WORDS) {
        let mut db = super::memory().await;
        sqlx::raw_sql(sqlx::AssertSqlSafe(drift.tables.as_str()))
            .execute(&mut db)
            .await
            .unwrap();
        let schema = schema_of(&mut db).await.unwrap();
        let report = drift.must_be_found_in(&schema);
        if drift.name == "nothing" {
            let _ = report.assert_clean();
        }
    }
}

#[tokio::test]
async fn the_catalogue_is_read_as_it_is() {
    let mut db = super::memory().await;
    sqlx::raw_sql(
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, short VARCHAR(10), note TEXT COLLATE NOCASE, octets BLOB, amount DECIMAL(10, 2),
            ratio REAL NOT NULL, day DATE, anything, length INTEGER AS (length(note)) STORED, a TEXT, b BLOB);
        CREATE INDEX by_note ON t (note);
        CREATE UNIQUE INDEX by_two ON t (a, b) WHERE a IS NOT NULL;
        CREATE VIRTUAL TABLE search USING fts5 (words);",
    )
    .execute(&mut db)
    .await
    .unwrap();
    let schema = schema_of(&mut db).await.unwrap();
    let columns: Vec<_> = schema
        .table("t")
        .unwrap()
        .columns()
        .iter()
        .map(|c| {
            (
                c.name.as_str(),
                c.stored,
                c.nullable,
                c.index,
                c.collation.as_deref(),
            )
        })
        .collect();
    use ColumnIndex::{None as Bare, Ordinary, Unique};
    assert_eq!(
        columns,
        [
            ("id", Stored::Number, false, Unique, None),
            ("short", Stored::Text, true, Bare, None),
            ("note", Stored::Text, true, Ordinary, Some("NOCASE")),
            ("octets", Stored::Binary, true, Bare, None),
            ("amount", Stored::Number, true, Bare, None),
            ("ratio", Stored::Number, false, Bare, None),
            ("day", Stored::Other, true, Bare, None),
            ("anything", Stored::Other, true, Bare, None),
            ("length", Stored::Number, true, Bare, None),
            ("a", Stored::Text, true, Unique, Some("BINARY")),
            ("b", Stored::Binary, true, Unique, None),
        ]
    );
    // The words of a search table are stored twice; its shadow tables are told by it.
    let tables: Vec<_> = schema.tables().iter().map(|table| table.name()).collect();
    assert_eq!(tables, ["search", "t"]);
    assert_eq!(schema.table("search").unwrap().columns()[0].name, "words");
    let apart: Vec<_> = schema
        .set_apart()
        .iter()
        .map(|apart| (apart.table.as_str(), apart.reason))
        .collect();
    assert_eq!(apart, [("sqlite_sequence", SetApartReason::Database)]);
}

#[tokio::test]
async fn an_attached_database_has_a_schema_of_its_own() {
    let mut db = super::memory().await;
    sqlx::raw_sql(
        "CREATE TABLE here (a BLOB); ATTACH ':memory:' AS crm; CREATE TABLE crm.there (a TEXT)",
    )
    .execute(&mut db)
    .await
    .unwrap();
    let here = schema_of(&mut db).await.unwrap();
    let there = schema_named(&mut db, "crm").await.unwrap();
    assert!(here.table("there").is_none() && there.table("here").is_none());
    assert_eq!(here.and(there).tables().len(), 2);
    assert_eq!(schema_named(&mut db, "nowhere").await.unwrap().tables(), []);
}

#[tokio::test]
async fn a_transaction_and_a_pool_are_read_like_a_connection() {
    let mut db = super::memory().await;
    let mut transaction = db.begin().await.unwrap();
    sqlx::raw_sql("CREATE TABLE fresh (a BLOB)")
        .execute(&mut *transaction)
        .await
        .unwrap();
    let schema = schema_of(&mut *transaction).await.unwrap();
    assert!(schema.table("fresh").is_some());
    transaction.rollback().await.unwrap();
    let pool = sqlx::SqlitePool::connect("sqlite::memory:").await.unwrap();
    assert!(schema_of(&pool).await.unwrap().table("fresh").is_none());
}
