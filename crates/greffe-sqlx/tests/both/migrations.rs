//! The tables of Greffe, made and changed by scripts that leave a whole step or none.

use crate::both::Place;
use greffe_cipher::KeyId;
use greffe_sqlx::{
    Backend, DatabaseFailure, Dialect, Statement, StoreError, migrate, migrations, pin_key,
    pinned_key,
};

/// How many scripts there are.
fn all_of<C: Backend>(_: &C) -> u32 {
    migrations(C::DIALECT).len().try_into().unwrap()
}

fn dialect<C: Backend>(_: &C) -> Dialect {
    C::DIALECT
}

async fn ran<C: Backend>(db: &mut C) -> Vec<i64> {
    let asked = Statement::new("SELECT number FROM greffe_schema ORDER BY number");
    let rows = db.rows(asked).await.unwrap();
    rows.iter().map(|row| row.first().unwrap()).collect()
}

async fn the_scripts_run_once_and_a_second_call_changes_nothing(place: &impl Place) {
    let db = &mut place.connect().await;
    let all = all_of(db);
    assert_eq!(migrate(db).await.unwrap(), all);
    assert_eq!(migrate(db).await.unwrap(), 0);
    assert_eq!(ran(db).await, (1..=i64::from(all)).collect::<Vec<_>>());
    for table in [
        "SELECT * FROM greffe_purge_journal",
        "SELECT * FROM greffe_certificates",
        "SELECT * FROM greffe_tombstones",
    ] {
        assert!(db.rows(Statement::new(table)).await.unwrap().is_empty());
    }
}

async fn both_databases_have_the_same_scripts_in_order(_: &impl Place) {
    let (sqlite, postgres) = (migrations(Dialect::Sqlite), migrations(Dialect::Postgres));
    assert_eq!(sqlite.len(), postgres.len());
    for ((one, other), number) in sqlite.iter().zip(postgres).zip(1..) {
        assert_eq!((one.number(), other.number()), (number, number));
        assert_eq!(one.name(), other.name());
        assert!(!one.sql().contains("BEGIN") && !other.sql().contains("BEGIN"));
    }
}

async fn programs_that_start_at_once_run_each_script_once(place: &impl Place) {
    let (one, other) = (&mut place.connect().await, &mut place.connect().await);
    let (third, fourth) = (&mut place.connect().await, &mut place.connect().await);
    let all = all_of(one);
    let counts = tokio::join!(
        migrate(one),
        migrate(other),
        migrate(third),
        migrate(fourth)
    );
    let counts = [counts.0, counts.1, counts.2, counts.3].map(Result::unwrap);
    assert_eq!(counts.iter().sum::<u32>(), all, "{counts:?}");
    assert_eq!(ran(one).await.len(), all as usize);
}

async fn tables_of_a_purge_store_before_migrations_are_adopted_with_their_rows(place: &impl Place) {
    let db = &mut place.connect().await;
    // As `SqlitePurgeStore` made them.
    db.script(migrations(dialect(db))[0].sql()).await.unwrap();
    let row = "INSERT INTO greffe_certificates (number, plan, certificate) VALUES (1, 'p', '{}')";
    db.script(row).await.unwrap();
    assert_eq!(migrate(db).await.unwrap(), all_of(db));
    let kept = db
        .rows(Statement::new("SELECT plan FROM greffe_certificates"))
        .await
        .unwrap();
    assert_eq!(kept[0].first::<String>().unwrap(), "p");
}

async fn a_database_of_a_later_version_is_refused(place: &impl Place) {
    let db = &mut place.connect().await;
    migrate(db).await.unwrap();
    let number = all_of(db) + 1;
    let later = Statement::new("INSERT INTO greffe_schema VALUES ($1, 'later', $2)");
    db.execute(later.bind(number).bind(vec![1_u8]))
        .await
        .unwrap();
    let refused = migrate(db).await.unwrap_err();
    assert_eq!(refused, StoreError::SchemaNewer { number });
    assert_eq!(
        refused.to_string(),
        format!("the tables are those of a later version: script {number} ran")
    );
}

async fn a_script_that_was_changed_after_it_ran_is_refused(place: &impl Place) {
    let db = &mut place.connect().await;
    migrate(db).await.unwrap();
    let other = Statement::new("UPDATE greffe_schema SET digest = $1 WHERE number = 1");
    db.execute(other.bind(vec![0_u8; 32])).await.unwrap();
    assert_eq!(
        migrate(db).await.unwrap_err(),
        StoreError::SchemaChanged { number: 1 }
    );
}

async fn a_script_that_never_ran_before_a_later_one_is_refused(place: &impl Place) {
    let db = &mut place.connect().await;
    migrate(db).await.unwrap();
    db.script("UPDATE greffe_schema SET number = number + 100")
        .await
        .unwrap();
    let refused = migrate(db).await.unwrap_err();
    assert_eq!(refused, StoreError::SchemaChanged { number: 1 });
    // The connection is free again.
    db.begin_writing().await.unwrap();
    db.commit().await.unwrap();
}

async fn a_script_that_fails_in_its_middle_leaves_nothing_and_runs_once_the_way_is_free(
    place: &impl Place,
) {
    let db = &mut place.connect().await;
    // Has the name of the last thing that the second script makes.
    db.script("CREATE TABLE greffe_consent_forgotten (id INTEGER)")
        .await
        .unwrap();
    let refused = StoreError::Database(DatabaseFailure::Refused);
    assert_eq!(migrate(db).await.unwrap_err(), refused);
    assert_eq!(ran(db).await, [1]);
    let made = Statement::new("SELECT * FROM greffe_consent_entries");
    assert_eq!(db.rows(made).await.unwrap_err(), refused);
    db.script("DROP TABLE greffe_consent_forgotten")
        .await
        .unwrap();
    assert_eq!(migrate(db).await.unwrap(), all_of(db) - 1);
}

/// As a job does that needs the tables.
async fn pins<C: Backend>(db: &mut C) {
    let (table, column) = ("customers".parse().unwrap(), "email".parse().unwrap());
    let key = KeyId::new(7).unwrap();
    pin_key(db, &table, &column, key).await.unwrap();
    assert_eq!(pinned_key(db, &table, &column).await, Ok(Some(key)));
}

async fn tables_that_a_tool_of_the_hosts_made_are_taken_as_they_are(place: &impl Place) {
    let db = &mut place.connect().await;
    for script in migrations(dialect(db)) {
        db.script(script.sql()).await.unwrap();
    }
    pins(db).await;
    assert_eq!(migrate(db).await, Ok(0));
    let schema = Statement::new("SELECT number FROM greffe_schema");
    let refused = StoreError::Database(DatabaseFailure::Refused);
    assert_eq!(db.rows(schema).await.unwrap_err(), refused);
}

async fn a_tool_of_the_hosts_may_run_what_was_begun_otherwise(place: &impl Place) {
    let db = &mut place.connect().await;
    // An earlier version ran the first script beside the tool, and met the tables of the second.
    let scripts = migrations(dialect(db));
    migrate(db).await.unwrap();
    for statement in [
        "DELETE FROM greffe_schema WHERE number > 1",
        "DROP TABLE greffe_rotations",
        "DROP TABLE greffe_pinned_keys",
    ] {
        db.script(statement).await.unwrap();
    }
    let refused = StoreError::Database(DatabaseFailure::Refused);
    assert_eq!(migrate(db).await, Err(refused));
    db.script(scripts.last().unwrap().sql()).await.unwrap();
    pins(db).await;
    assert_eq!((migrate(db).await, ran(db).await), (Ok(0), vec![1]));
}

each_in_its_own_place!(
    the_scripts_run_once_and_a_second_call_changes_nothing,
    both_databases_have_the_same_scripts_in_order,
    programs_that_start_at_once_run_each_script_once,
    tables_of_a_purge_store_before_migrations_are_adopted_with_their_rows,
    a_database_of_a_later_version_is_refused,
    a_script_that_was_changed_after_it_ran_is_refused,
    a_script_that_never_ran_before_a_later_one_is_refused,
    a_script_that_fails_in_its_middle_leaves_nothing_and_runs_once_the_way_is_free,
    tables_that_a_tool_of_the_hosts_made_are_taken_as_they_are,
    a_tool_of_the_hosts_may_run_what_was_begun_otherwise,
);
