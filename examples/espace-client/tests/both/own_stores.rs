//! What the nightly purge erases besides the rows that rules plan: files of requests, holds, tokens, sessions, interactions.

use chrono::{DateTime, NaiveDate, Utc};
use greffe::export::{Evidence, Request, Right};
use greffe_sqlx::{Backend, RequestStore, Statement, SubjectKey};

use super::service::Service;
use super::{Place, number};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

async fn person(db: &mut impl Backend, customer: i64) -> SubjectKey {
    let asked = Statement::new("SELECT person FROM customers WHERE id = $1").bind(customer);
    let person: Vec<u8> = db.row(asked).await.unwrap().unwrap().get("person").unwrap();
    SubjectKey::from_bytes(person.try_into().unwrap())
}

/// A request that was answered on this day, or is still open.
async fn request(db: &mut impl Backend, customer: i64, id: &str, closed: Option<&str>) {
    let received = day("2020-01-10");
    let mut request = Request::received(id.parse().unwrap(), Right::Access, received)
        .with_evidence(Evidence::Form);
    if let Some(closed) = closed.map(day) {
        request.scope(received).unwrap();
        request.collect(received).unwrap();
        request.review(closed).unwrap();
        request.grant(Right::Access, closed).unwrap();
    }
    let person = person(db, customer).await;
    RequestStore::new(db).insert(person, request).await.unwrap();
}

async fn hold(db: &mut impl Backend, customer: i64, since: &str, until: Option<&str>) {
    let held = Statement::new(
        "INSERT INTO holds (customer, reason, since, until) VALUES ($1, 'dispute', $2, $3)",
    );
    db.execute(held.bind(customer).bind(day(since)).bind(until.map(day)))
        .await
        .unwrap();
}

async fn ids(db: &mut impl Backend) -> Vec<String> {
    let asked = Statement::new("SELECT id FROM greffe_requests ORDER BY id");
    let rows = db.rows(asked).await.unwrap();
    rows.iter().map(|row| row.get("id").unwrap()).collect()
}

async fn files_of_requests_go_five_years_after_their_closing_unless_their_person_is_held(
    place: impl Place,
) {
    let service = Service::filled(place, "hosting", 20);
    let db = &mut service.place.connect().await;
    // Five years from the closing: kept on the last day, gone on the next one.
    request(db, 1, "A-closed", Some("2021-11-23")).await;
    request(db, 2, "B-open", None).await;
    request(db, 3, "C-held", Some("2020-02-01")).await;
    request(db, 4, "D-was-held", Some("2020-02-01")).await;
    hold(db, 3, "2020-03-01", None).await;
    hold(db, 4, "2020-03-01", Some("2026-10-01")).await;

    let done = service.done_on(&["purge"], "2026-11-23");
    assert_eq!(done["requests"], 1);
    assert_eq!(done["requests_held"], 1);
    assert_eq!(ids(db).await, ["A-closed", "B-open", "C-held"]);
    let done = service.done_on(&["purge"], "2026-11-24");
    assert_eq!(done["requests"], 1);
    assert_eq!(ids(db).await, ["B-open", "C-held"]);
    assert_eq!(service.done_on(&["purge"], "2026-11-25")["requests"], 0);
}

async fn a_file_of_a_request_that_cannot_be_read_stays_and_is_reported(place: impl Place) {
    let service = Service::filled(place, "hosting", 20);
    let db = &mut service.place.connect().await;
    request(db, 1, "A-closed", Some("2020-02-01")).await;
    let spoilt = Statement::new("UPDATE greffe_requests SET request = $1");
    db.execute(spoilt.bind(&b"{"[..])).await.unwrap();
    let output = service.command(&["purge", "--json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(super::service::json(&output)["requests_damaged"], 1);
    assert_eq!(ids(db).await, ["A-closed"]);
}

async fn holds_go_five_years_after_they_were_lifted_and_never_before(place: impl Place) {
    let service = Service::filled(place, "hosting", 20);
    let db = &mut service.place.connect().await;
    hold(db, 1, "2010-01-01", None).await;
    hold(db, 2, "2010-01-01", Some("2021-11-22")).await;
    hold(db, 3, "2010-01-01", Some("2021-11-23")).await;
    hold(db, 4, "2010-01-01", Some("2030-01-01")).await;
    assert_eq!(service.done_on(&["purge"], "2026-11-23")["holds"], 1);
    assert_eq!(number(db, "SELECT count(*) FROM holds").await, 3);
    assert_eq!(service.done_on(&["purge"], "2026-11-24")["holds"], 1);
    assert_eq!(
        number(db, "SELECT count(*) FROM holds WHERE customer IN (1, 4)").await,
        2
    );
}

/// The evening of the day that is told, in the register's zone.
fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

async fn tokens_and_sessions_that_have_ended_go_and_others_stay(place: impl Place) {
    let service = Service::filled(place, "hosting", 20);
    let db = &mut service.place.connect().await;
    let token = "INSERT INTO login_tokens (digest, customer, expires) VALUES ($1, 1, $2)";
    for (digest, expires) in [(1_u8, "2026-11-23T08:00:00Z"), (2, "2026-11-25T08:00:00Z")] {
        let token = Statement::new(token).bind(&[digest; 32][..]);
        db.execute(token.bind(instant(expires))).await.unwrap();
    }
    let session =
        "INSERT INTO web_sessions (digest, customer, opened, seen) VALUES ($1, 1, $2, $3)";
    for (digest, opened, seen) in [
        // Long ago; idle since noon; in use this evening (20:00 in Paris is 19:00 UTC).
        (1_u8, "2026-11-20T08:00:00Z", "2026-11-23T18:59:00Z"),
        (2, "2026-11-23T11:00:00Z", "2026-11-23T12:00:00Z"),
        (3, "2026-11-23T18:30:00Z", "2026-11-23T18:50:00Z"),
    ] {
        let session = Statement::new(session).bind(&[digest; 32][..]);
        let session = session.bind(instant(opened)).bind(instant(seen));
        db.execute(session).await.unwrap();
    }
    assert_eq!(service.done_on(&["purge"], "2026-11-23")["logins"], 3);
    assert_eq!(number(db, "SELECT count(*) FROM login_tokens").await, 1);
    assert_eq!(number(db, "SELECT count(*) FROM web_sessions").await, 1);
    assert_eq!(service.done_on(&["purge"], "2026-11-26")["logins"], 2);
}

async fn interactions_go_with_their_prospect(place: impl Place) {
    let service = Service::filled(place, "hosting", 100);
    let db = &mut service.place.connect().await;
    let before = number(db, "SELECT count(*) FROM prospects").await;
    service.done(&["purge"]);
    assert!(number(db, "SELECT count(*) FROM prospects").await < before);
    let orphans =
        "SELECT count(*) FROM interactions WHERE prospect NOT IN (SELECT id FROM prospects)";
    assert_eq!(number(db, orphans).await, 0);
    assert!(number(db, "SELECT count(*) FROM interactions").await > 0);
}

each_in_its_own_place!(
    files_of_requests_go_five_years_after_their_closing_unless_their_person_is_held,
    a_file_of_a_request_that_cannot_be_read_stays_and_is_reported,
    holds_go_five_years_after_they_were_lifted_and_never_before,
    tokens_and_sessions_that_have_ended_go_and_others_stay,
    interactions_go_with_their_prospect,
);
