use super::service::Service;
use super::{Place, number, rows};
use std::time::Duration;

async fn a_database_with_people_is_left_alone(place: impl Place) {
    let service = Service::filled(place, "hosting", 60);
    let db = &mut service.place.connect().await;
    let before = rows(db).await;
    assert_eq!(before["customers"].len(), 60);
    assert_eq!(before["prospects"].len(), 12);
    let again = service.run(&["fill", "--people", "90", "--lang", "fr"]);
    assert_eq!(again.status.code(), Some(2));
    let said = String::from_utf8(again.stderr).unwrap();
    assert!(said.contains("la base n’est pas vide"), "{said}");
    assert_eq!(rows(db).await, before);
    assert_eq!(service.every_iban_opens().await, 60);
}

async fn migrating_again_changes_nothing_and_a_command_before_it_is_refused(place: impl Place) {
    let service = Service::migrated(place, "hosting");
    assert_eq!(service.done(&["migrate"])["migrations"], 0);
    let keys = std::fs::read(service.home().join("keys").join("keys.json")).unwrap();
    service.done(&["migrate"]);
    assert_eq!(
        std::fs::read(service.home().join("keys").join("keys.json")).unwrap(),
        keys
    );
    let elsewhere = tempfile::tempdir().unwrap();
    let purge = ["purge", "--home", elsewhere.path().to_str().unwrap()];
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_espace-client"));
    command.args(purge).env("DATABASE_URL", service.place.url());
    command
        .arg("--register")
        .arg(super::service::registers().join("hosting.toml"));
    let refused = command.output().unwrap();
    assert_eq!(refused.status.code(), Some(2), "no keys are there");
}

async fn two_migrations_at_once_make_the_tables_once(place: impl Place) {
    let service = Service::migrated(place, "hosting");
    let others: Vec<_> = (0..4).map(|_| service.start(&["migrate"])).collect();
    for other in others {
        assert!(other.wait_with_output().unwrap().status.success());
    }
    let db = &mut service.place.connect().await;
    assert_eq!(number(db, "SELECT count(*) FROM host_migrations").await, 2);
}

async fn two_fillings_at_once_fill_once(place: impl Place) {
    let service = Service::migrated(place, "hosting");
    let jobs: Vec<_> = (0..3)
        .map(|_| service.start(&["fill", "--people", "300"]))
        .collect();
    let codes = jobs
        .into_iter()
        .map(|job| job.wait_with_output().unwrap().status.code());
    let mut codes: Vec<_> = codes.collect();
    codes.sort_unstable();
    assert_eq!(codes, [Some(0), Some(2), Some(2)]);
    let db = &mut service.place.connect().await;
    for query in [
        "SELECT count(*) FROM customers",
        "SELECT count(*) FROM tickets",
    ] {
        assert_eq!(number(db, query).await, 300);
    }
}

async fn filling_that_is_killed_leaves_nobody_and_is_done_again(place: impl Place) {
    let service = Service::migrated(place, "hosting");
    let mut killed = 0;
    for attempt in 0..12_u64 {
        let delay = Duration::from_millis(20 + attempt * 17);
        let was_running = service.killed_after(&["fill", "--people", "3000"], delay);
        killed += u32::from(was_running);
        if !was_running {
            break;
        }
        let db = &mut service.place.connect().await;
        let there = number(db, "SELECT count(*) FROM customers").await;
        assert!(there == 0 || there == 3_000, "{there} customers of a part");
        if there > 0 {
            break;
        }
    }
    assert!(killed > 0, "no kill came in time");
    let db = &mut service.place.connect().await;
    if number(db, "SELECT count(*) FROM customers").await == 0 {
        service.done(&["fill", "--people", "3000"]);
    }
    assert_eq!(number(db, "SELECT count(*) FROM customers").await, 3_000);
    assert_eq!(number(db, "SELECT count(*) FROM api_calls").await, 3_000);
}

each_in_its_own_place!(
    a_database_with_people_is_left_alone,
    migrating_again_changes_nothing_and_a_command_before_it_is_refused,
    two_migrations_at_once_make_the_tables_once,
    two_fillings_at_once_fill_once,
    filling_that_is_killed_leaves_nobody_and_is_done_again,
);
