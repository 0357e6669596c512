//! Jobs and a server of PostgreSQL: what it still shows afterwards, and when it goes away in the middle.

use greffe_retention::{Execution, Facts, Fate, PurgeError, RowKey};
use greffe_sqlx::{
    Backend, DatabaseFailure, HostRows, RotationError, SealedColumn, SqlPurgeStore, Statement,
    StoreError, Thoroughness, certificates, let_go, migrate,
};
use sqlx::{Connection as _, PgConnection};

use crate::both::Place as _;
use crate::both::purge::{KEY, Logs, day, execute, fill, filled, left, plan, rule, years};
use crate::both::rotation::{NEW, OLD, email, emails, id, keyring, rotation, unique};

/// Rows of which the disposal is cut short: somebody ends the session.
struct Terminated {
    logs: Logs,
    after: u32,
}

impl HostRows<PgConnection> for Terminated {
    fn table(&self) -> &str {
        "logs"
    }

    async fn facts(
        &mut self,
        db: &mut PgConnection,
        keys: &[RowKey],
    ) -> Result<Vec<Option<Facts>>, StoreError> {
        self.logs.facts(db, keys).await
    }

    async fn dispose(
        &mut self,
        db: &mut PgConnection,
        keys: &[RowKey],
        fate: &Fate,
    ) -> Result<(), StoreError> {
        self.logs.dispose(db, keys, fate).await?;
        if self.after == 0 {
            let session = Statement::new("SELECT pg_backend_pid()");
            let session: i64 = db.row(session).await?.unwrap().first()?;
            terminate(session).await;
        }
        self.after = self.after.saturating_sub(1);
        Ok(())
    }
}

async fn terminate(session: i64) {
    let end = Statement::new("SELECT pg_terminate_backend($1::integer)").bind(session);
    crate::connect().await.rows(end).await.unwrap();
}

#[tokio::test]
async fn a_session_that_is_ended_in_a_portion_leaves_the_portions_before_it() {
    let place = crate::place().await;
    let mut db = filled(&place).await;
    let (rule, years) = (rule(), years());
    let plan = plan(&mut db, &rule, day(2026, 7, 1)).await;
    let logs = Logs {
        fails_after: usize::MAX,
    };
    let rows = Terminated { logs, after: 1 };
    let mut store = SqlPurgeStore::open(&mut db, rows).await.unwrap();
    let execution = Execution::new(&plan, &rule, &years, plan.as_of()).digest_key(KEY);
    let ended = execution.run(&mut store).await;
    let unreachable = StoreError::Database(DatabaseFailure::Unreachable);
    assert!(
        matches!(&ended, Err(PurgeError::Store(error)) if *error == unreachable),
        "{ended:?}"
    );
    let mut again = place.connect().await;
    assert_eq!(left(&mut again).await.len(), 8);
    let certificate = execute(&mut again, &plan, &rule, 4).await.unwrap();
    assert_eq!(certificate.disposed(), 6);
    assert_eq!(certificates(&mut again).await.unwrap(), [certificate]);
}

#[tokio::test]
async fn a_rotation_whose_session_is_ended_goes_on_in_the_next() {
    let place = crate::place().await;
    let mut db = crate::both::rotation::filled(&place, 1_000).await;
    let keyring = keyring();
    let (mut ended, mut runs) = (0, 0);
    loop {
        let mut job = place.connect().await;
        let session = Statement::new("SELECT pg_backend_pid()");
        let session: i64 = job.row(session).await.unwrap().unwrap().first().unwrap();
        let mut rotation = rotation(&keyring, id(OLD));
        let wait = std::time::Duration::from_millis(40 + 60 * runs);
        let killing = async {
            tokio::time::sleep(wait).await;
            terminate(session).await;
        };
        runs += 1;
        let rotated = tokio::select! {
            rotated = async {
                rotation.run(&mut job).await?;
                rotation.move_unique(&mut job, unique(&keyring, id(NEW))).await
            } => rotated,
            () = async { killing.await; std::future::pending().await } => unreachable!(),
        };
        match rotated {
            Ok(()) => break,
            Err(error) => {
                let unreachable = StoreError::Database(DatabaseFailure::Unreachable);
                assert_eq!(error, RotationError::Store(unreachable));
                ended += 1;
            }
        }
    }
    assert!(ended > 0);
    let mut rotation = rotation(&keyring, id(NEW));
    let rotated = rotation.run(&mut db).await.unwrap();
    assert_eq!((rotated.converted, rotated.in_all), (0, 1_000));
    let checked = rotation.check(&mut db).await.unwrap();
    assert_eq!((checked.rows, checked.faults.rows()), (1_000, 0));
}

/// In a database of its own: a transaction of another test would keep dead rows from being vacuumed.
#[tokio::test]
async fn what_was_disposed_of_is_let_go_of() {
    let own = format!("let_go_{}", std::process::id());
    let statement = |sql: String| sqlx::raw_sql(sqlx::AssertSqlSafe(sql));
    let mut server = crate::connect().await;
    let create = statement(format!("CREATE DATABASE {own}"));
    create.execute(&mut server).await.unwrap();
    let url = std::env::var("DATABASE_URL").unwrap();
    let (server_url, _) = url.rsplit_once('/').unwrap();
    let mut db = PgConnection::connect(&format!("{server_url}/{own}"))
        .await
        .unwrap();

    fill(&mut db).await;
    db.script("ALTER TABLE logs ADD COLUMN line text; UPDATE logs SET line = 'visited-by-' || id || '-quokka'")
        .await
        .unwrap();
    let rule = rule();
    let plan = plan(&mut db, &rule, day(2026, 7, 1)).await;
    execute(&mut db, &plan, &rule, usize::MAX).await.unwrap();
    assert!(stands(&mut db, "visited-by-3-quokka").await, "a dead row");
    db.script("SELECT pg_stat_force_next_flush()")
        .await
        .unwrap();
    assert!(dead_rows(&mut db).await > 0);
    let tables = ["logs".parse().unwrap()];
    let_go(&mut db, &tables, Thoroughness::Nightly)
        .await
        .unwrap();
    assert_eq!(dead_rows(&mut db).await, 0);
    let_go(&mut db, &tables, Thoroughness::Rewrite)
        .await
        .unwrap();
    assert!(!stands(&mut db, "visited-by-3-quokka").await);
    assert!(stands(&mut db, "visited-by-8-quokka").await);

    // Only the owner may: an error, and not a warning that nobody reads.
    let role = format!("CREATE ROLE {own}; GRANT SELECT ON logs TO {own}; SET ROLE {own}");
    statement(role).execute(&mut db).await.unwrap();
    let refused = let_go(&mut db, &tables, Thoroughness::Nightly).await;
    assert_eq!(refused, Err(StoreError::Database(DatabaseFailure::Refused)));
    let role = format!("RESET ROLE; DROP OWNED BY {own}; DROP ROLE {own}");
    statement(role).execute(&mut db).await.unwrap();
    db.close().await.unwrap();
    let gone = statement(format!("DROP DATABASE {own}"));
    gone.execute(&mut server).await.unwrap();
}

async fn dead_rows(db: &mut PgConnection) -> i64 {
    let dead = "SELECT n_dead_tup FROM pg_stat_user_tables WHERE relid = 'logs'::regclass";
    db.row(Statement::new(dead))
        .await
        .unwrap()
        .unwrap()
        .first()
        .unwrap()
}

/// Whether the table's own file has these octets.
async fn stands(db: &mut PgConnection, line: &str) -> bool {
    db.script("CHECKPOINT").await.unwrap();
    let file = Statement::new(
        "SELECT position($1 IN pg_read_binary_file(pg_relation_filepath('logs')))::bigint",
    );
    let file = file.bind(line.as_bytes());
    let place: i64 = db.row(file).await.unwrap().unwrap().first().unwrap();
    place > 0
}

#[tokio::test]
async fn a_role_that_may_make_no_table_does_jobs_where_all_of_them_are_there() {
    let place = crate::place().await;
    let mut db = filled(&place).await;
    migrate(&mut db).await.unwrap();
    let role = format!("job_{}", place.address());
    let schema = place.address();
    let statement = |sql: String| sqlx::raw_sql(sqlx::AssertSqlSafe(sql));
    let make = format!(
        "CREATE ROLE {role}; GRANT USAGE ON SCHEMA {schema} TO {role};
         GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}; SET ROLE {role}"
    );
    statement(make).execute(&mut db).await.unwrap();
    assert_eq!(migrate(&mut db).await, Ok(0));
    let (rule, of) = (rule(), day(2026, 7, 1));
    let plan = plan(&mut db, &rule, of).await;
    let certificate = execute(&mut db, &plan, &rule, usize::MAX).await.unwrap();
    assert_eq!(certificate.disposed(), 6);
    // Where one is missing it is refused, as before.
    db.script("RESET ROLE").await.unwrap();
    let last = "DELETE FROM greffe_schema WHERE number = (SELECT max(number) FROM greffe_schema)";
    db.script(last).await.unwrap();
    db.script("DROP TABLE greffe_rotations, greffe_pinned_keys")
        .await
        .unwrap();
    let again = format!("SET ROLE {role}");
    statement(again).execute(&mut db).await.unwrap();
    let refused = migrate(&mut db).await;
    assert_eq!(refused, Err(StoreError::Database(DatabaseFailure::Refused)));
    let gone = format!("RESET ROLE; DROP OWNED BY {role}; DROP ROLE {role}");
    statement(gone).execute(&mut db).await.unwrap();
}

/// What is read of such a key has blanks at its end, and is then another text.
#[tokio::test]
async fn rows_of_a_padded_key_are_not_passed_over_in_silence() {
    let place = crate::place().await;
    let mut db = place.connect().await;
    db.script("CREATE TABLE customers (id char(8) PRIMARY KEY, email bytea, email_index bytea)")
        .await
        .unwrap();
    let former =
        greffe_cipher::Keyring::single(id(OLD), 0, greffe_cipher::MasterKey::from_bytes([1; 32]));
    let insert = Statement::new("INSERT INTO customers (id, email) VALUES ('n1', $1)");
    let insert = insert.bind(SealedColumn(emails(&former).seal(&email(1))));
    db.execute(insert).await.unwrap();
    let keyring = keyring();
    let stopped = rotation(&keyring, id(OLD)).run(&mut db).await;
    assert_eq!(
        stopped.unwrap_err().to_string(),
        "the database keeps rows of `customers` from being written"
    );
}
