//! The example's job over PostgreSQL, in the same words.

use greffe_sqlx::Backend as _;

use crate::both::Place as _;

#[path = "../../examples/retention_job.rs"]
#[allow(dead_code, reason = "its `main` and its database are not called here")]
mod retention_job;

#[tokio::test]
async fn the_nightly_job_does_the_same_in_postgresql() {
    let (place, backup) = (crate::place().await, crate::place().await);
    let (mut db, mut restored) = (place.connect().await, backup.connect().await);
    for db in [&mut db, &mut restored] {
        db.script(
            "CREATE TABLE logs (id bigint PRIMARY KEY, written date NOT NULL);
             CREATE TABLE holds (log bigint NOT NULL REFERENCES logs, since date NOT NULL, until date);
             INSERT INTO logs VALUES (1, '2025-01-31'), (2, '2025-11-22'), (3, '2025-06-01'), (4, '2025-11-23');
             INSERT INTO holds VALUES (3, '2026-02-01', NULL)",
        )
        .await
        .unwrap();
    }
    let said = retention_job::job(&mut db, &mut restored).await.unwrap();
    let said = said.join("\n");
    assert!(
        said.contains("Rows disposed of: 2; already gone: 0; spared: 0."),
        "{said}"
    );
    assert!(
        said.ends_with("After the restore: 4 rows looked at, 2 found again and erased."),
        "{said}"
    );
}
