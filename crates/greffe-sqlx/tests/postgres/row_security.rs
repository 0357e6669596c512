//! A policy hides rows from the role of a job.

use greffe_cipher::KeyId;
use greffe_sqlx::{Backend, RotationError};
use sqlx::PgConnection;

use crate::both::rotation::{NEW, OLD, filled, id, keyring, rotation, unique};

async fn statement(db: &mut PgConnection, sql: String) {
    let sql = sqlx::AssertSqlSafe(sql);
    sqlx::raw_sql(sql).execute(db).await.unwrap();
}

/// Five customers of one tenant, and a role that sees those of another.
async fn hidden(role: &str, schema: &str, db: &mut PgConnection) {
    statement(
        db,
        format!(
            "ALTER TABLE customers ENABLE ROW LEVEL SECURITY;
             CREATE POLICY tenant ON customers USING (current_setting('app.tenant', TRUE) = 'acme');
             CREATE ROLE {role}; GRANT USAGE, CREATE ON SCHEMA {schema} TO {role};
             GRANT ALL ON ALL TABLES IN SCHEMA {schema} TO {role}; SET ROLE {role}"
        ),
    )
    .await;
}

async fn gone(role: &str, db: &mut PgConnection) {
    statement(
        db,
        format!("RESET ROLE; DROP OWNED BY {role}; DROP ROLE {role}"),
    )
    .await;
}

#[tokio::test]
async fn rows_that_a_policy_hides_do_not_count_as_converted() {
    let place = crate::place().await;
    let mut db = filled(&place, 5).await;
    let (schema, role) = (place.0.as_str(), format!("hidden_{}", place.0));
    hidden(&role, schema, &mut db).await;
    let keyring = keyring();
    let mut rotation = rotation(&keyring, id(OLD));
    let refused = RotationError::RowSecurity {
        table: "customers".parse().unwrap(),
    };
    let to = |key: KeyId| unique(&keyring, key);
    assert_eq!(rotation.run(&mut db).await, Err(refused.clone()));
    assert_eq!(rotation.check(&mut db).await, Err(refused.clone()));
    let counted = rotation.count(&mut db, id(OLD)).await;
    assert_eq!(counted, Err(refused.clone()));
    let moved = rotation.move_unique(&mut db, to(id(NEW))).await;
    assert_eq!(moved, Err(refused.clone()));
    assert_eq!(
        refused.to_string(),
        "row-level security hides rows of `customers` from the role of the job"
    );
    // What was said for the transaction is over with it.
    let shown = "DO $$ BEGIN ASSERT current_setting('row_security') = 'on'; END $$";
    db.script(shown).await.unwrap();
    // A role that sees every row does the job, and so does the owner.
    statement(
        &mut db,
        format!("RESET ROLE; ALTER ROLE {role} BYPASSRLS; SET ROLE {role}"),
    )
    .await;
    assert_eq!(rotation.run(&mut db).await.unwrap().converted, 5);
    db.script("RESET ROLE").await.unwrap();
    rotation.move_unique(&mut db, to(id(NEW))).await.unwrap();
    assert_eq!(rotation.check(&mut db).await.unwrap().rows, 5);
    gone(&role, &mut db).await;
}

/// The owner too, where the table says so.
#[tokio::test]
async fn rows_that_are_hidden_from_the_owner_too_are_said_to_be() {
    let place = crate::place().await;
    let mut db = filled(&place, 5).await;
    let (schema, role) = (place.0.as_str(), format!("owner_{}", place.0));
    hidden(&role, schema, &mut db).await;
    let owned = format!("RESET ROLE; ALTER TABLE customers OWNER TO {role}; SET ROLE {role}");
    statement(&mut db, owned).await;
    let rotation = rotation(&keyring(), id(OLD));
    assert_eq!(
        rotation.count(&mut db, id(OLD)).await.unwrap()[0]
            .rows
            .stale,
        5
    );
    db.script("ALTER TABLE customers FORCE ROW LEVEL SECURITY")
        .await
        .unwrap();
    let refused = rotation.count(&mut db, id(OLD)).await;
    assert!(matches!(refused, Err(RotationError::RowSecurity { .. })));
    let back = "RESET ROLE; ALTER TABLE customers OWNER TO CURRENT_USER";
    db.script(back).await.unwrap();
    gone(&role, &mut db).await;
}
