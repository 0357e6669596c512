use std::time::Duration;

use super::service::{Service, selected, without};
use super::{Place, rows};

/// The places of a database that is not there, with a password that must not be seen.
const NOWHERE: [&str; 2] = [
    "postgres://host:Tr0ub4dor@127.0.0.1:1/nothing",
    "no-such-folder/espace-client.sqlite",
];

async fn a_database_that_is_not_there_is_an_error_of_its_own_and_comes_back(place: impl Place) {
    let service = Service::filled(place, "hosting", 100);
    let db = &mut service.place.connect().await;
    let before = rows(db).await;
    for command in ["purge", "rotate", "restore-check", "fill", "find"] {
        for (nowhere, lang) in NOWHERE.into_iter().zip(["fr", "en"]) {
            let mut gone = service.command(&[command, "--lang", lang, "--json"]);
            gone.env("DATABASE_URL", nowhere)
                .stdin(std::process::Stdio::null());
            let output = gone.output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned()
                + &String::from_utf8_lossy(&output.stdout);
            assert_eq!(output.status.code(), Some(1), "{command} {said}");
            assert!(
                said.contains(if lang == "fr" {
                    "la base a failli"
                } else {
                    "the database failed"
                }),
                "{said}"
            );
            assert!(
                !said.contains("Tr0ub4dor") && !said.contains("127.0.0.1"),
                "{said}"
            );
        }
    }
    assert!(!std::path::Path::new("no-such-folder").exists());
    assert_eq!(rows(db).await, before);
    service.done(&["purge", "--dry-run"]);
    let planned = selected(&service.plans());
    service.done(&["purge"]);
    assert_eq!(rows(db).await, without(&before, &planned));
}

async fn a_connection_that_is_lost_in_the_middle_is_an_error_and_running_again_is_fine(
    place: impl Place,
) {
    let service = Service::filled(place, "hosting", 1_500);
    let before = rows(&mut service.place.connect().await).await;
    service.done(&["purge", "--dry-run"]);
    let planned = selected(&service.plans());
    for command in ["purge", "rotate"] {
        for attempt in 0..6_u64 {
            let job = service.start(&[command]);
            std::thread::sleep(Duration::from_millis(30 + attempt * 41));
            service.place.disconnect_all().await;
            let output = job.wait_with_output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(
                matches!(output.status.code(), Some(0 | 1)),
                "{command} {said}"
            );
        }
        service.done(&[command]);
    }
    assert_eq!(
        rows(&mut service.place.connect().await).await,
        without(&before, &planned)
    );
    service.certificates();
    let customers = without(&before, &planned)["customers"].len();
    assert_eq!(service.every_iban_opens().await, customers);
}

async fn a_url_of_another_database_is_refused_without_being_repeated(place: impl Place) {
    let service = Service::migrated(place, "hosting");
    for wrong in [
        "mysql://host:Tr0ub4dor@h/d",
        "postgres://host:Tr0ub4dor@h:port/d",
    ] {
        for way in ["environment", "argument"] {
            let mut command = service.command(&["purge"]);
            match way {
                "environment" => command.env("DATABASE_URL", wrong),
                _ => command.args(["--database", wrong]),
            };
            let output = command.output().unwrap();
            assert_eq!(output.status.code(), Some(2));
            let said = String::from_utf8(output.stderr).unwrap();
            assert!(
                said.contains("postgres://…") && !said.contains("Tr0ub4dor"),
                "{said}"
            );
        }
    }
}

each_in_its_own_place!(
    a_database_that_is_not_there_is_an_error_of_its_own_and_comes_back,
    a_connection_that_is_lost_in_the_middle_is_an_error_and_running_again_is_fine,
    a_url_of_another_database_is_refused_without_being_repeated,
);
