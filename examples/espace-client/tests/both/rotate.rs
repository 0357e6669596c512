use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;
use std::time::Duration;

use greffe::cipher::KeyState;
use greffe_sqlx::{Backend, DatabaseFailure, Statement, StoreError};

use super::service::Service;
use super::{Place, number};
use crate::people::Person;

/// How many keys are in this state.
fn keys<P: Place>(service: &Service<P>, state: KeyState) -> usize {
    service
        .keyring()
        .keys()
        .filter(|key| key.state() == state)
        .count()
}

/// Looks everybody up whose numbers these are.
fn find<P: Place>(service: &Service<P>, customers: &[i64]) -> Vec<String> {
    let mut child = service
        .command(&["find"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    for customer in customers {
        writeln!(input, "{}", Person::number(*customer).iban.to_lowercase()).unwrap();
    }
    drop(input);
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .take(customers.len())
        .map(str::to_owned)
        .collect()
}

/// A second customer of the same IBAN is refused.
async fn is_unique(db: &mut impl Backend) {
    let twice = Statement::new(
        "INSERT INTO customers (id, person, name, iban, iban_unique, email, phone, card, collected)
         SELECT 900000, name, name, iban, iban_unique, email, phone, card, collected FROM customers WHERE id = 1",
    );
    let refused = db.execute(twice).await;
    assert_eq!(refused, Err(StoreError::Database(DatabaseFailure::Unique)));
}

async fn a_rotation_moves_every_value_and_retires_the_key_and_so_does_the_next(place: impl Place) {
    let service = Service::filled(place, "hosting", 150);
    let db = &mut service.place.connect().await;
    for rotation in 1..=3 {
        let tokens = db
            .rows(Statement::new(
                "SELECT iban_unique FROM customers ORDER BY id",
            ))
            .await
            .unwrap();
        let rotated = service.done(&["rotate"]);
        assert_eq!(rotated["retired"], 1);
        assert_eq!(rotated["values"].as_u64().unwrap() % 10, 0);
        assert!(rotated["values"].as_u64().unwrap() >= 150 * 5 + 30);
        assert_eq!(service.every_iban_opens().await, 150);
        assert_eq!(keys(&service, KeyState::Primary), 1);
        assert_eq!(keys(&service, KeyState::Retired), rotation);
        assert_eq!(keys(&service, KeyState::Active), 0);
        is_unique(db).await;
        let moved = db
            .rows(Statement::new(
                "SELECT iban_unique FROM customers ORDER BY id",
            ))
            .await
            .unwrap();
        for (old, new) in tokens.iter().zip(&moved) {
            assert_ne!(
                old.first::<Vec<u8>>().unwrap(),
                new.first::<Vec<u8>>().unwrap()
            );
        }
        assert_eq!(find(&service, &[1, 75, 150, 151]), ["1", "75", "150", "-"]);
    }
}

async fn two_rotations_at_once_leave_one_primary_key_and_every_value_under_it(place: impl Place) {
    let service = Service::filled(place, "hosting", 400);
    let jobs: Vec<_> = (0..3).map(|_| service.start(&["rotate"])).collect();
    for job in jobs {
        let output = job.wait_with_output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    assert_eq!(keys(&service, KeyState::Primary), 1);
    assert_eq!(
        keys(&service, KeyState::Active) + keys(&service, KeyState::Standby),
        0
    );
    assert_eq!(service.every_iban_opens().await, 400);
    is_unique(&mut service.place.connect().await).await;
}

async fn a_rotation_that_is_killed_anywhere_leaves_everybody_findable_and_comes_to_its_end(
    place: impl Place,
) {
    let service = Service::filled(place, "hosting", 2_000);
    let mut killed = 0;
    for attempt in 0..16_u64 {
        let delay = Duration::from_millis(10 + (attempt * 6_007) % 701);
        killed += u32::from(service.killed_after(&["rotate"], delay));
        let sample: Vec<i64> = (1..=2_000).step_by(97).collect();
        let wanted: Vec<String> = sample.iter().map(i64::to_string).collect();
        assert_eq!(find(&service, &sample), wanted, "after kill {attempt}");
        assert_eq!(service.every_iban_opens().await, 2_000);
        let db = &mut service.place.connect().await;
        assert_eq!(number(db, "SELECT count(*) FROM prospects").await, 400);
        is_unique(db).await;
    }
    assert!(killed >= 5, "{killed} kills came in time");
    service.done(&["rotate"]);
    assert_eq!(keys(&service, KeyState::Primary), 1);
    assert_eq!(
        keys(&service, KeyState::Active) + keys(&service, KeyState::Standby),
        0
    );
    assert_eq!(service.every_iban_opens().await, 2_000);
    is_unique(&mut service.place.connect().await).await;
}

async fn everybody_is_found_while_the_key_changes(place: impl Place) {
    let service = Service::filled(place, "hosting", 1_500);
    let mut command = service.command(&["find"]);
    let mut finder = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = finder.stdin.take().unwrap();
    let mut answers = BufReader::new(finder.stdout.take().unwrap()).lines();
    let (mut asked, mut during) = (0_i64, 0);
    for _ in 0..2 {
        let mut rotation = service.start(&["rotate"]);
        loop {
            let is_over = rotation.try_wait().unwrap().is_some();
            asked += 1;
            let customer = 1 + (asked * 37) % 1_500;
            writeln!(input, "{}", Person::number(customer).iban).unwrap();
            assert_eq!(answers.next().unwrap().unwrap(), customer.to_string());
            if is_over {
                break;
            }
            during += 1;
        }
        assert!(rotation.wait().unwrap().success());
    }
    assert!(during > 20, "{during} lookups while the key changed");
    drop(input);
    assert!(finder.wait().unwrap().success());
}

each_in_its_own_place!(
    a_rotation_moves_every_value_and_retires_the_key_and_so_does_the_next,
    two_rotations_at_once_leave_one_primary_key_and_every_value_under_it,
    a_rotation_that_is_killed_anywhere_leaves_everybody_findable_and_comes_to_its_end,
    everybody_is_found_while_the_key_changes,
);
