//! `export` as an operator runs it: what it closes, where it writes, and what it looks at again.

use std::path::Path;

use chrono::NaiveDate;
use greffe::export::{Request, Right};
use greffe_sqlx::{Backend, RequestStore, Statement, SubjectKey};
use serde_json::Value;

use super::service::{Service, json};
use super::{Place, WHOLE, number};

/// The exit status of an export, and what it said in JSON.
fn export<P: Place>(
    service: &Service<P>,
    (customer, request): (&str, &str),
    out: &Path,
) -> (i32, Value) {
    let asked = [
        "export",
        "--customer",
        customer,
        "--request",
        request,
        "--json",
    ];
    let mut command = service.command(&asked);
    let output = command.arg("--out").arg(out).output().unwrap();
    (output.status.code().unwrap(), json(&output))
}

/// How many requests of customer 1 hold the purge.
async fn held(db: &mut impl Backend) -> i64 {
    let open = "SELECT count(*) FROM holds WHERE customer = 1 AND reason = 'access_request' AND until IS NULL";
    number(db, open).await
}

async fn closing_a_request_leaves_the_hold_of_another_one_of_the_same_person(place: impl Place) {
    let service = Service::filled(place, "hosting", 10);
    let out = tempfile::tempdir().unwrap();
    let (first, second) = (out.path().join("a.zip"), out.path().join("b.zip"));
    let (status, said) = export(&service, ("1", "A"), &first);
    assert_eq!((status, &said["closed"]), (1, &Value::Bool(false)));
    let service = service.keeping(WHOLE);
    assert_eq!(export(&service, ("1", "B"), &second).0, 0);
    let db = &mut service.place.connect().await;
    assert_eq!(held(db).await, 1, "A waits for its answer");
    assert_eq!(export(&service, ("1", "A"), &first).0, 0);
    assert_eq!(held(db).await, 0);
}

async fn a_bare_name_is_written_where_the_command_runs(place: impl Place) {
    let service = Service::filled(place, "hosting", 10);
    let out = tempfile::tempdir().unwrap();
    let asked = ["export", "--customer", "1", "--request", "A"];
    let mut command = service.command(&asked);
    let command = command.args(["--out", "a.zip"]).current_dir(out.path());
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1), "written, and incomplete");
    assert!(out.path().join("a.zip").is_file());
}

async fn the_package_of_another_request_proves_nothing_of_one_that_is_closed(place: impl Place) {
    let service = Service::filled(place, "hosting", 10).keeping(WHOLE);
    let out = tempfile::tempdir().unwrap();
    let (mine, theirs) = (out.path().join("a.zip"), out.path().join("b.zip"));
    assert_eq!(export(&service, ("1", "A"), &mine).0, 0);
    assert_eq!(export(&service, ("2", "B"), &theirs).0, 0);
    assert_eq!(export(&service, ("1", "A"), &mine).0, 0, "looked at again");
    let (status, said) = export(&service, ("1", "A"), &theirs);
    assert_eq!(status, 2, "{said}");
    assert!(theirs.is_file(), "it is another customer's and stays");
}

/// Two packages of one request may stand there: what lacks something proves nothing, however intact it is.
async fn an_incomplete_package_of_the_same_request_proves_nothing(place: impl Place) {
    let service = Service::filled(place, "hosting", 10);
    let out = tempfile::tempdir().unwrap();
    let (part, whole) = (out.path().join("part.zip"), out.path().join("whole.zip"));
    assert_eq!(export(&service, ("1", "A"), &part).0, 1);
    let service = service.keeping(WHOLE);
    assert_eq!(export(&service, ("1", "A"), &whole).0, 0);
    assert_eq!(export(&service, ("1", "A"), &whole).0, 0, "looked at again");
    let (status, said) = export(&service, ("1", "A"), &part);
    assert_eq!((status, &said["closed"]), (2, &Value::Null), "{said}");
    assert!(part.is_file(), "somebody may want to look at it");
}

/// A request that was refused or withdrawn is closed, and nothing was delivered.
async fn no_package_answers_a_request_that_was_refused_or_withdrawn(place: impl Place) {
    let service = Service::filled(place, "hosting", 10).keeping(WHOLE);
    let out = tempfile::tempdir().unwrap();
    let file = out.path().join("a.zip");
    assert_eq!(export(&service, ("1", "A"), &file).0, 0);
    let db = &mut service.place.connect().await;
    let asked = Statement::new("SELECT person FROM customers WHERE id = 1");
    let person: Vec<u8> = db.row(asked).await.unwrap().unwrap().get("person").unwrap();
    let person = SubjectKey::from_bytes(person.try_into().unwrap());
    let day: NaiveDate = "2026-11-23".parse().unwrap();
    let mut withdrawn = Request::received("W".parse().unwrap(), Right::Access, day);
    withdrawn.withdraw(day).unwrap();
    RequestStore::new(db)
        .insert(person, withdrawn)
        .await
        .unwrap();
    let (status, said) = export(&service, ("1", "W"), &file);
    assert_eq!((status, &said["closed"]), (2, &Value::Null), "{said}");
    let (status, said) = export(&service, ("1", "A"), &file);
    assert_eq!(
        (status, &said["closed"]),
        (0, &Value::Bool(true)),
        "the file is what it was"
    );
}

each_in_its_own_place!(
    an_incomplete_package_of_the_same_request_proves_nothing,
    no_package_answers_a_request_that_was_refused_or_withdrawn,
    closing_a_request_leaves_the_hold_of_another_one_of_the_same_person,
    a_bare_name_is_written_where_the_command_runs,
    the_package_of_another_request_proves_nothing_of_one_that_is_closed,
);
