//! The gate against drift on PostgreSQL, each time in a schema of its own.

use greffe::drift::{AssertClean, ColumnIndex, Schema, Stored};
use greffe_sqlx::{schema_named, schema_of};
use sqlx::PgConnection;

use super::drift_rows::{Words, drifts};

const WORDS: Words = Words {
    binary: "BYTEA",
    collated: "TEXT COLLATE \"C\"",
    collation: "C",
};

/// Makes a schema anew and looks into it first from then on.
async fn fresh(db: &mut PgConnection, name: &str, tables: &str) {
    let statements = format!(
        "DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}; SET search_path TO {name}, public; {tables}"
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(statements))
        .execute(db)
        .await
        .unwrap();
}

async fn dropped(db: &mut PgConnection, name: &str) {
    let statement = format!("DROP SCHEMA {name} CASCADE");
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement))
        .execute(db)
        .await
        .unwrap();
}

#[tokio::test]
async fn each_drift_is_found_where_it_is_planted_and_nothing_else() {
    let mut db = crate::connect().await;
    for drift in drifts(WORDS) {
        fresh(&mut db, "drift_planted", &drift.tables).await;
        let schema = schema_of(&mut db).await.unwrap();
        let report = drift.must_be_found_in(&schema);
        if drift.name == "nothing" {
            let _ = report.assert_clean();
        }
    }
    dropped(&mut db, "drift_planted").await;
}

#[tokio::test]
async fn the_catalogue_is_read_as_it_is() {
    let mut db = crate::connect().await;
    fresh(
        &mut db,
        "drift_catalogue",
        "CREATE DOMAIN token AS BYTEA NOT NULL;
        CREATE DOMAIN tokens AS token[];
        CREATE TYPE mood AS ENUM ('calm');
        CREATE TABLE t (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, gone TEXT, short VARCHAR(10) COLLATE \"C\", note TEXT, fixed CHAR(3),
            octets BYTEA, sealed token, several tokens, list BYTEA[], names TEXT[], amount NUMERIC(10, 2), day DATE, json JSONB, mood mood,
            length INTEGER GENERATED ALWAYS AS (length(note)) STORED, a BYTEA, b BYTEA, c BYTEA);
        ALTER TABLE t DROP COLUMN gone;
        CREATE INDEX by_note ON t (note);
        CREATE UNIQUE INDEX by_two ON t (a, b) INCLUDE (c);
        CREATE TABLE parted (day DATE NOT NULL, octets BYTEA) PARTITION BY RANGE (day);
        CREATE TABLE parted_2026 PARTITION OF parted FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
        CREATE MATERIALIZED VIEW copied AS SELECT note FROM t;
        CREATE VIEW seen AS SELECT note FROM t;
        CREATE TABLE bare ();",
    )
    .await;
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
            ("short", Stored::Text, true, Bare, Some("C")),
            ("note", Stored::Text, true, Ordinary, Some("default")),
            ("fixed", Stored::Text, true, Bare, Some("default")),
            ("octets", Stored::Binary, true, Bare, None),
            ("sealed", Stored::Binary, false, Bare, None),
            ("several", Stored::Binary, true, Bare, None),
            ("list", Stored::Binary, true, Bare, None),
            ("names", Stored::Text, true, Bare, Some("default")),
            ("amount", Stored::Number, true, Bare, None),
            ("day", Stored::Other, true, Bare, None),
            ("json", Stored::Other, true, Bare, None),
            ("mood", Stored::Other, true, Bare, None),
            ("length", Stored::Number, true, Bare, None),
            ("a", Stored::Binary, true, Unique, None),
            ("b", Stored::Binary, true, Unique, None),
            ("c", Stored::Binary, true, Bare, None),
        ]
    );
    let tables: Vec<_> = schema
        .tables()
        .iter()
        .map(|table| (table.name(), table.columns().len()))
        .collect();
    assert_eq!(
        tables,
        [("bare", 0), ("copied", 1), ("parted", 2), ("t", 17)]
    );

    // Named, it is the same from anywhere.
    sqlx::raw_sql("SET search_path TO public")
        .execute(&mut db)
        .await
        .unwrap();
    assert_eq!(
        schema_named(&mut db, "drift_catalogue").await.unwrap(),
        schema
    );
    assert_eq!(
        schema_named(&mut db, "nowhere").await.unwrap(),
        Schema::default()
    );
    dropped(&mut db, "drift_catalogue").await;
}

#[tokio::test]
async fn what_the_role_may_not_read_is_in_the_schema_all_the_same() {
    let mut db = crate::connect().await;
    fresh(&mut db, "drift_closed", "CREATE TABLE hidden (name TEXT)").await;
    sqlx::raw_sql("DROP ROLE IF EXISTS drift_guest; CREATE ROLE drift_guest; SET ROLE drift_guest")
        .execute(&mut db)
        .await
        .unwrap();
    let schema = schema_named(&mut db, "drift_closed").await.unwrap();
    assert_eq!(schema.table("hidden").unwrap().columns().len(), 1);
    sqlx::raw_sql("RESET ROLE; DROP ROLE drift_guest")
        .execute(&mut db)
        .await
        .unwrap();
    dropped(&mut db, "drift_closed").await;
}
