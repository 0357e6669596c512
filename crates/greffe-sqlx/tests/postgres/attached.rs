//! What stands on a column with UNIQUE does not go with it in silence.

use std::time::Duration;

use greffe_sqlx::{Backend, RotationError, Statement};

use crate::both::Place as _;
use crate::both::rotation::{NEW, OLD, filled, id, keyring, pinned, rotation, unique};

#[tokio::test]
async fn what_would_go_with_the_column_is_named_and_nothing_moves() {
    let place = crate::place().await;
    let mut db = filled(&place, 5).await;
    let keyring = keyring();
    let mut rotation = rotation(&keyring, id(OLD));
    let schema = place.address();
    for (make, take, said) in [
        (
            "ALTER TABLE customers ADD CONSTRAINT has_token CHECK (email IS NULL OR email_unique IS NOT NULL)",
            "ALTER TABLE customers DROP CONSTRAINT has_token",
            "table constraint has_token on SCHEMA.customers",
        ),
        (
            "ALTER TABLE customers ADD CONSTRAINT long CHECK (length(email_unique) > 7)",
            "ALTER TABLE customers DROP CONSTRAINT long",
            "table constraint long on SCHEMA.customers",
        ),
        (
            "CREATE INDEX other_index ON customers (id, email_unique)",
            "DROP INDEX other_index",
            "index SCHEMA.other_index",
        ),
        (
            "CREATE INDEX living ON customers (id) WHERE email_unique IS NOT NULL",
            "DROP INDEX living",
            "index SCHEMA.living",
        ),
        (
            "CREATE STATISTICS both_of ON email, email_unique FROM customers",
            "DROP STATISTICS both_of",
            "statistics object SCHEMA.both_of",
        ),
        (
            "CREATE VIEW tokens AS SELECT email_unique FROM customers",
            "DROP VIEW tokens",
            "rule \"_RETURN\" on SCHEMA.tokens",
        ),
        (
            "ALTER TABLE customers ALTER COLUMN email_unique SET DEFAULT 'x'",
            "ALTER TABLE customers ALTER COLUMN email_unique DROP DEFAULT",
            "default value for SCHEMA.customers.email_unique",
        ),
        (
            "GRANT SELECT (email_unique) ON customers TO pg_monitor",
            "REVOKE SELECT (email_unique) ON customers FROM pg_monitor",
            "a grant on the column",
        ),
    ] {
        db.script(make).await.unwrap();
        let to = unique(&keyring, id(NEW));
        let refused = rotation.move_unique(&mut db, to).await.unwrap_err();
        assert_eq!(
            refused.to_string(),
            format!(
                "more than its unique index stands on `customers.email_unique` and would go with it: {}",
                said.replace("SCHEMA", &schema)
            )
        );
        assert_eq!(pinned(&mut db).await, id(OLD));
        db.script(take).await.unwrap();
    }
    let columns = "SELECT count(*) FROM pg_attribute WHERE attrelid = 'customers'::regclass AND attnum > 0 AND NOT attisdropped";
    let columns: i64 = db
        .row(Statement::new(columns))
        .await
        .unwrap()
        .unwrap()
        .first()
        .unwrap();
    assert_eq!(columns, 4, "no second column was begun");
    // What speaks of other columns stays where it is.
    db.script(
        "CREATE INDEX by_index ON customers (email_index); GRANT SELECT (id) ON customers TO pg_monitor;
         ALTER TABLE customers ADD CONSTRAINT has_index CHECK (email IS NULL OR email_index IS NOT NULL),
             ALTER COLUMN email_unique SET NOT NULL",
    )
    .await
    .unwrap();
    let to = unique(&keyring, id(NEW));
    rotation.move_unique(&mut db, to).await.unwrap();
}

/// Between the first step and the last one somebody grants something.
#[tokio::test]
async fn what_came_after_the_first_step_stops_the_last() {
    let place = crate::place().await;
    let mut db = filled(&place, 20).await;
    let keyring = keyring();
    let mut rotation = rotation(&keyring, id(OLD));
    let to = || unique(&keyring, id(NEW));
    // Two equal rows: the second column is there, and filled as far as they are.
    db.script(
        "CREATE TABLE kept AS SELECT email FROM customers WHERE id = 15;
         UPDATE customers SET email = (SELECT email FROM customers WHERE id = 2) WHERE id = 15",
    )
    .await
    .unwrap();
    let stopped = rotation.move_unique(&mut db, to()).await;
    assert!(matches!(stopped, Err(RotationError::EqualRows(_))));
    db.script("UPDATE customers SET email = (SELECT email FROM kept) WHERE id = 15")
        .await
        .unwrap();
    // It goes on, and waits for this row.
    let (mut holder, mut other) = (place.connect().await, place.connect().await);
    holder.begin_writing().await.unwrap();
    let held = Statement::new("SELECT id FROM customers WHERE id = 15 FOR UPDATE");
    holder.rows(held).await.unwrap();
    let granting = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        other
            .script(
                "SET lock_timeout = '5s'; GRANT SELECT (email_unique) ON customers TO pg_monitor",
            )
            .await
            .unwrap();
        holder.rollback().await.unwrap();
    };
    let (stopped, ()) = tokio::join!(rotation.move_unique(&mut db, to()), granting);
    assert!(
        matches!(stopped, Err(RotationError::Attached { .. })),
        "{stopped:?}"
    );
    assert_eq!(pinned(&mut db).await, id(OLD));
    db.script("REVOKE SELECT (email_unique) ON customers FROM pg_monitor")
        .await
        .unwrap();
    rotation.move_unique(&mut db, to()).await.unwrap();
}
