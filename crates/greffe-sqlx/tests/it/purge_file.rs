//! What a file of SQLite still shows after a purge.

use greffe_sqlx::{Backend as _, Thoroughness, let_go};

use crate::both::Place as _;
use crate::both::purge::{day, execute, filled, plan, rule};

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
