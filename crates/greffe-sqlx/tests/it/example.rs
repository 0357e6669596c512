//! The example does what it says.

#[path = "../../examples/retention_job.rs"]
#[allow(dead_code, reason = "its `main` is not called here")]
mod retention_job;

#[tokio::test]
async fn the_nightly_job_erases_two_lines_and_erases_them_again_after_a_restore() {
    let mut restored = retention_job::database().await.unwrap();
    let mut db = retention_job::database().await.unwrap();
    let said = retention_job::job(&mut db, &mut restored).await.unwrap();
    let said = said.join("\n");
    assert!(said.starts_with("Plan for LOG-01/connection on Monday 23 November 2026; rows looked at: 2, selected by the plan: 2.\n"), "{said}");
    assert!(
        said.contains("Complete disappearance, backups included: Thursday 24 December 2026."),
        "{said}"
    );
    assert!(
        said.contains("Rows disposed of: 2; already gone: 0; spared: 0."),
        "{said}"
    );
    assert!(
        said.ends_with("After the restore: 4 rows looked at, 2 found again and erased."),
        "{said}"
    );
}
