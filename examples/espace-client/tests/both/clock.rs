use std::time::Duration;

use super::service::{Service, json, selected, without};
use super::{Place, rows};

async fn a_clock_that_goes_back_deletes_nothing_that_is_not_due_on_its_day(place: impl Place) {
    let service = Service::filled(place, "hosting", 300);
    let db = &mut service.place.connect().await;
    let before = rows(db).await;
    // What is due on the day to which the clock has gone back, evaluated row by row.
    service.done_on(&["purge", "--dry-run", "--every-row"], "2024-03-01");
    let due_then = selected(&service.plans());
    service.done_on(&["purge", "--dry-run", "--every-row"], "2026-11-23");
    let due_now = selected(&service.plans());
    assert_ne!(due_then, due_now);
    service.done_on(&["purge"], "2024-03-01");
    assert_eq!(rows(db).await, without(&before, &due_then));
    // Forward again: the rest goes, and what went is not missed.
    service.done_on(&["purge"], "2026-11-23");
    assert_eq!(rows(db).await, without(&before, &due_now));
    let end = rows(db).await;
    service.done_on(&["purge"], "2026-11-22");
    assert_eq!(rows(db).await, end);
    service.certificates();
}

async fn a_plan_that_was_begun_waits_for_its_day_where_the_clock_goes_back(place: impl Place) {
    let service = Service::filled(place, "hosting", 2_000);
    let db = &mut service.place.connect().await;
    let before = rows(db).await;
    service.done(&["purge", "--dry-run"]);
    let due = selected(&service.plans());
    let open = service.home().join("open-plans");
    let count = || std::fs::read_dir(&open).map_or(0, |open| open.count());
    // Killed as soon as the plans are written down.
    let mut child = service.start(&["purge"]);
    while count() < 3 && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(count() > 0, "the purge was faster than the kill");
    let there = rows(db).await;
    let early = service
        .command_on(&["purge", "--json"], "2020-01-01")
        .output()
        .unwrap();
    assert_eq!(
        early.status.code(),
        Some(1),
        "{}",
        String::from_utf8_lossy(&early.stderr)
    );
    assert!(!json(&early)["waiting"].as_array().unwrap().is_empty());
    for (table, keys) in &rows(db).await {
        assert!(keys.is_subset(&there[table]));
        for gone in before[table].difference(keys) {
            assert!(due[table].contains(gone), "{table} {gone} was not due");
        }
    }
    // A file that a crash left half is no plan.
    let purged = service.done(&["purge"]);
    assert!(purged["resumed"].as_u64().unwrap() > 0);
    assert_eq!(rows(db).await, without(&before, &due));
    service.certificates();
}

each_in_its_own_place!(
    a_clock_that_goes_back_deletes_nothing_that_is_not_due_on_its_day,
    a_plan_that_was_begun_waits_for_its_day_where_the_clock_goes_back,
);
