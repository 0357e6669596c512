//! Jobs and the file of SQLite: what it still shows afterwards, when it is locked, when it is full.

use greffe_retention::PurgeError;
use greffe_sqlx::{
    Backend as _, DatabaseFailure, RotationError, SqlPurgeStore, Statement, StoreError,
    Thoroughness, let_go,
};

use crate::both::Place as _;
use crate::both::purge::{Logs, day, execute, filled, insert, left, plan, rule};
use crate::both::rotation::{NEW, OLD, id, keyring, rotation, unique};

#[tokio::test]
async fn what_was_disposed_of_cannot_be_read_in_the_file() {
    let place = crate::place().await;
    let mut db = filled(&place).await;
    db.script("ALTER TABLE logs ADD COLUMN line TEXT; UPDATE logs SET line = 'visited-by-' || id || '-quokka'")
        .await
        .unwrap();
    let stands = |line: &str| {
        place
            .octets()
            .windows(line.len())
            .any(|window| window == line.as_bytes())
    };
    assert!(stands("visited-by-3-quokka"));
    let rule = rule();
    let plan = plan(&mut db, &rule, day(2026, 7, 1)).await;
    execute(&mut db, &plan, &rule, usize::MAX).await.unwrap();
    assert!(
        !stands("visited-by-3-quokka"),
        "the row is gone and its bytes are still there"
    );
    assert!(stands("visited-by-8-quokka"));
}

#[tokio::test]
async fn a_log_ahead_of_the_file_is_emptied_unless_a_reader_needs_it() {
    let place = crate::place().await;
    let mut db = filled(&place).await;
    db.script("PRAGMA busy_timeout = 50; PRAGMA journal_mode = WAL; ALTER TABLE logs ADD COLUMN line TEXT; UPDATE logs SET line = 'visited-by-' || id || '-quokka'")
        .await
        .unwrap();
    let stands = |line: &str| {
        place
            .octets()
            .windows(line.len())
            .any(|window| window == line.as_bytes())
    };
    let rule = rule();
    let plan = plan(&mut db, &rule, day(2026, 7, 1)).await;
    execute(&mut db, &plan, &rule, usize::MAX).await.unwrap();
    assert!(stands("visited-by-3-quokka"), "the log has it");
    let mut reader = place.connect().await;
    reader.begin_snapshot().await.unwrap();
    reader
        .rows(greffe_sqlx::Statement::new("SELECT 1 FROM logs"))
        .await
        .unwrap();
    let refused = let_go(&mut db, &[], Thoroughness::Nightly)
        .await
        .unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the database failed: another writer holds the lock"
    );
    reader.commit().await.unwrap();
    let_go(&mut db, &[], Thoroughness::Nightly).await.unwrap();
    assert!(!stands("visited-by-3-quokka"));
    assert!(stands("visited-by-8-quokka"));
    let_go(&mut db, &[], Thoroughness::Rewrite).await.unwrap();
}

#[tokio::test]
async fn a_file_that_somebody_has_locked_is_an_error_and_the_next_run_goes_on() {
    let place = crate::place().await;
    let mut db = filled(&place).await;
    let rule = rule();
    let plan = plan(&mut db, &rule, day(2026, 7, 1)).await;
    execute(&mut db, &plan, &rule, 3).await.unwrap_err();
    let mut backup = place.connect().await;
    backup.begin_writing().await.unwrap();
    db.script("PRAGMA busy_timeout = 20").await.unwrap();
    let logs = Logs { fails_after: 9 };
    let busy = SqlPurgeStore::open(&mut db, logs).await.map(drop);
    assert_eq!(busy, Err(StoreError::Database(DatabaseFailure::Busy)));
    let mut rotated = rotation(&keyring(), id(OLD));
    let busy = rotated.run(&mut db).await;
    let is_busy = StoreError::Database(DatabaseFailure::Busy);
    assert_eq!(busy, Err(RotationError::Store(is_busy)));
    backup.rollback().await.unwrap();
    let certificate = execute(&mut db, &plan, &rule, 4).await.unwrap();
    assert_eq!(certificate.disposed(), 6);
}

/// Journals, tombstones and a second column need room. Without it nothing of a portion stays, and with it the job goes on.
#[tokio::test]
async fn a_disk_that_fills_up_is_an_error_and_the_next_run_goes_on() {
    let place = crate::place().await;
    let mut db = crate::both::rotation::filled(&place, 300).await;
    db.script("PRAGMA synchronous = OFF").await.unwrap();
    let count = Statement::new("PRAGMA page_count");
    let used: i64 = db.row(count).await.unwrap().unwrap().first().unwrap();
    let keyring = keyring();
    let mut rotated = rotation(&keyring, id(OLD));
    rotated.run(&mut db).await.unwrap();
    let mut stops = 0;
    for room in 0..200 {
        // The pragma takes no bound value.
        let pages = sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {}", used + room));
        sqlx::raw_sql(pages).execute(&mut db).await.unwrap();
        match rotated
            .move_unique(&mut db, unique(&keyring, id(NEW)))
            .await
        {
            Ok(()) => break,
            Err(error) => {
                let full = StoreError::Database(DatabaseFailure::Full);
                assert_eq!(error, RotationError::Store(full));
                stops += 1;
            }
        }
    }
    assert!((2..200).contains(&stops), "{stops}");
    let checked = rotated.check(&mut db).await.unwrap();
    assert_eq!((checked.rows, checked.faults.rows()), (300, 0));
}

#[tokio::test]
async fn a_purge_on_a_full_disk_disposes_of_nothing_without_a_record() {
    let place = crate::place().await;
    let mut db = filled(&place).await;
    db.script("PRAGMA synchronous = OFF").await.unwrap();
    greffe_sqlx::migrate(&mut db).await.unwrap();
    for id in 100..600 {
        insert(&mut db, id, day(2025, 1, 1)).await;
    }
    let rule = rule();
    let plan = plan(&mut db, &rule, day(2026, 7, 1)).await;
    let count = Statement::new("PRAGMA page_count");
    let used: i64 = db.row(count).await.unwrap().unwrap().first().unwrap();
    let mut room = 0;
    let certificate = loop {
        let pages = sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {}", used + room));
        sqlx::raw_sql(pages).execute(&mut db).await.unwrap();
        match execute(&mut db, &plan, &rule, usize::MAX).await {
            Ok(certificate) => break certificate,
            Err(error) => {
                let full = StoreError::Database(DatabaseFailure::Full);
                assert!(matches!(error, PurgeError::Store(error) if error == full));
            }
        }
        let journal = Statement::new("SELECT count(*) FROM greffe_purge_journal");
        let portions: i64 = db.row(journal).await.unwrap().unwrap().first().unwrap();
        let gone = 510 - left(&mut db).await.len();
        assert_eq!(i64::try_from(gone).unwrap(), 2 * portions);
        room += 8;
    };
    assert!(room > 0);
    assert_eq!(certificate.disposed(), 506);
}
