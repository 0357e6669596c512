//! What SQLite drops with a column in silence, or leaves without it, does not go.

use greffe_sqlx::{Backend, RotationError, Statement};
use sqlx::sqlite::SqliteConnection;

use crate::both::Place as _;
use crate::both::rotation::{
    NEW, OLD, filled, id, keyring, pinned, rotation, table, unique, unique_holds,
};

async fn statements(db: &mut SqliteConnection, sql: String) {
    let sql = sqlx::AssertSqlSafe(sql);
    sqlx::raw_sql(sql).execute(db).await.unwrap();
}

/// Five customers in a table whose column with UNIQUE is defined so, with `rest` after it.
async fn defined(column: &str, rest: &str) -> (crate::File, SqliteConnection) {
    let place = crate::place().await;
    let mut db = filled(&place, 5).await;
    let made = format!(
        "PRAGMA foreign_keys = off;
         CREATE TABLE kept AS SELECT * FROM customers; DROP TABLE customers;
         CREATE TABLE customers (id INTEGER PRIMARY KEY, email BLOB, email_index BLOB CHECK (length(email_index) > 7), {column} {rest};
         INSERT INTO customers SELECT * FROM kept;
         CREATE UNIQUE INDEX customers_email_unique ON customers (email_unique)"
    );
    statements(&mut db, made).await;
    (place, db)
}

/// The check that a move to this key makes.
fn check(key: u32) -> String {
    let header = unique(&keyring(), id(key)).stale_ranges().before();
    let octets: String = header.iter().map(|octet| format!("{octet:02X}")).collect();
    format!(
        "CHECK (substr(email_unique, 1, {}) = X'{octets}')",
        header.len()
    )
}

async fn moved(db: &mut SqliteConnection) -> Result<(), RotationError> {
    let keyring = keyring();
    let mut rotation = rotation(&keyring, id(OLD));
    rotation.move_unique(db, unique(&keyring, id(NEW))).await
}

async fn count(db: &mut SqliteConnection, sql: &'static str) -> i64 {
    let row = db.row(Statement::new(sql)).await.unwrap();
    row.unwrap().first().unwrap()
}

/// Nothing moves, and no second column is begun.
async fn it_is_said_and_nothing_moves(db: &mut SqliteConnection, what: &str) {
    let refused = moved(db).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        format!(
            "more than its unique index stands on `customers.email_unique` and would go with it: {what}"
        )
    );
    assert_eq!(pinned(db).await, id(OLD));
    let columns = "SELECT count(*) FROM pragma_table_xinfo('customers')";
    assert_eq!(count(db, columns).await, 4);
}

#[tokio::test]
async fn what_is_said_within_the_definition_of_the_column_stays() {
    let own = check(OLD);
    let long = "CHECK (length(email_unique) > 7)";
    for (column, rest, what) in [
        (
            format!("email_unique BLOB {long}"),
            ")",
            "a check of the column",
        ),
        (
            format!("\"Email_Unique\" BLOB constraint long {long}"),
            ") STRICT",
            "a check of the column",
        ),
        (
            format!("email_unique BLOB {own} CHECK (email IS NULL OR email_unique IS NOT NULL)"),
            ") STRICT",
            "a check of the column",
        ),
        (
            format!("email_unique BLOB {}", check(NEW).replace(" = ", " <> ")),
            ", CHECK (id > 0))",
            "a check of the column",
        ),
        (
            "email_unique BLOB DEFAULT 'NULL'".to_owned(),
            ")",
            "a default",
        ),
        (
            format!("email_unique BLOB NOT NULL DEFAULT x'00' {long}"),
            ")",
            "a default, a check of the column",
        ),
    ] {
        let (_place, mut db) = defined(&column, rest).await;
        it_is_said_and_nothing_moves(&mut db, what).await;
    }
}

#[tokio::test]
async fn a_foreign_key_from_the_column_or_to_it_stays() {
    let place = crate::place().await;
    let mut db = place.connect().await;
    table(&mut db).await;
    let logins = "CREATE TABLE logins (id INTEGER PRIMARY KEY, tok BLOB REFERENCES Customers (EMAIL_UNIQUE));
        CREATE TABLE visits (tok BLOB, FOREIGN KEY (tok) REFERENCES customers (email_unique))";
    db.script(logins).await.unwrap();
    it_is_said_and_nothing_moves(&mut db, "a foreign key of logins, a foreign key of visits").await;
    db.script("DROP TABLE logins; DROP TABLE visits")
        .await
        .unwrap();
    // To another column, or to another table, it stays anyway.
    db.script(
        "CREATE TABLE others (email_unique BLOB PRIMARY KEY);
         CREATE TABLE logins (customer INTEGER REFERENCES customers (id), tok BLOB REFERENCES others (email_unique))",
    )
    .await
    .unwrap();
    moved(&mut db).await.unwrap();

    let (_place, mut db) = defined("email_unique BLOB REFERENCES others (tok)", ")").await;
    it_is_said_and_nothing_moves(&mut db, "a foreign key of the column").await;
}

/// What stands elsewhere in the table, or in a comment, goes nowhere; NOT NULL does, as is said.
#[tokio::test]
async fn what_stands_beside_the_column_does_not_keep_it_from_moving() {
    let own = check(OLD);
    for (column, rest) in [
        (
            "email_unique BLOB NOT NULL /* CHECK (1) */ -- CHECK (1)\n",
            ")",
        ),
        (
            &format!("email_unique BLOB {own}"),
            ", CHECK (id > 0)) STRICT",
        ),
        ("email_unique BLOB DEFAULT null", ")"),
        (
            "[email_unique] BLOB",
            ", CONSTRAINT \"email_unique CHECK (1)\" CHECK (id > 0) CHECK (id <> 7))",
        ),
    ] {
        let (_place, mut db) = defined(column, rest).await;
        moved(&mut db).await.unwrap();
        assert_eq!(pinned(&mut db).await, id(NEW));
        unique_holds(&mut db, &keyring(), 3).await;
        // The check of the other column is still there.
        let other = "SELECT count(*) FROM sqlite_schema WHERE name = 'customers' AND sql LIKE '%CHECK (length(email_index) > 7)%'";
        assert_eq!(count(&mut db, other).await, 1);
    }
}
