//! A policy hides rows from the role of a job.

use greffe_cipher::KeyId;
use greffe_sqlx::{Backend, RotationError, Statement};
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

/// What the host's triggers read and write is under the policies of their own tables, at once or at the end of the transaction, as without a job.
#[tokio::test]
async fn the_triggers_of_the_host_see_what_they_always_see() {
    let place = crate::place().await;
    let mut db = filled(&place, 20).await;
    let (schema, role) = (place.0.as_str(), format!("audited_{}", place.0));
    statement(
        &mut db,
        format!(
            "CREATE TABLE journal (customer bigint NOT NULL, tenant text NOT NULL, setting text NOT NULL);
             ALTER TABLE journal ENABLE ROW LEVEL SECURITY;
             CREATE POLICY tenant ON journal USING (tenant = 'acme') WITH CHECK (tenant = 'acme');
             CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                 INSERT INTO journal SELECT NEW.id, 'acme', current_setting('row_security')
                     WHERE (SELECT count(*) FROM journal WHERE tenant <> 'acme') = 0;
                 RETURN NULL;
             END $$;
             CREATE TRIGGER noted AFTER UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION noted();
             CREATE CONSTRAINT TRIGGER noted_late AFTER UPDATE ON customers DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION noted();
             INSERT INTO journal VALUES (0, 'other', 'on');
             CREATE ROLE {role}; GRANT USAGE, CREATE ON SCHEMA {schema} TO {role};
             GRANT ALL ON ALL TABLES IN SCHEMA {schema} TO {role};
             ALTER TABLE customers OWNER TO {role}; SET ROLE {role}"
        ),
    )
    .await;
    let keyring = keyring();
    let mut rotation = rotation(&keyring, id(OLD));
    assert_eq!(rotation.run(&mut db).await.unwrap().converted, 20);
    let to = unique(&keyring, id(NEW));
    rotation.move_unique(&mut db, to).await.unwrap();
    let noted = "SELECT count(*) FROM journal WHERE setting = 'on'";
    let noted = db.row(Statement::new(noted)).await.unwrap();
    assert_eq!(noted.unwrap().first::<i64>(), Ok(80), "two for each write");
    // A host that wants to be told rather than to see less has said so, and is told.
    db.script("RESET ROLE; UPDATE customers SET email_index = NULL")
        .await
        .unwrap();
    let said = format!("SET ROLE {role}; SET row_security = off");
    statement(&mut db, said).await;
    let told = rotation.run(&mut db).await;
    assert!(matches!(told, Err(RotationError::Store(_))), "{told:?}");
    db.script("RESET row_security; RESET ROLE; ALTER TABLE customers OWNER TO CURRENT_USER")
        .await
        .unwrap();
    gone(&role, &mut db).await;
}
