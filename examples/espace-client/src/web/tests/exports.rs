use std::io::Cursor;

use axum::http::StatusCode;
use greffe::export::verify_zip;
use greffe_sqlx::{Backend, Statement};
use serde_json::{Value, json};

use super::asking::{Answer, Browser, Program};
use super::over_each_database;
use super::world::World;
use crate::fill::Person;

over_each_database!(
    a_package_verifies_holds_the_persons_own_data_and_is_recorded_as_a_request,
    a_package_that_is_made_while_every_place_is_taken_is_for_later,
    a_download_that_is_left_gives_its_place_back,
    one_person_who_reads_slowly_leaves_places_for_others,
    a_request_is_closed_once_the_last_of_its_package_is_taken_and_held_for_a_week_after,
    a_download_that_is_left_before_its_last_block_leaves_its_request_open_and_the_purge_held,
    a_package_that_lacks_something_leaves_its_request_open_and_the_purge_held,
);

/// Every file of an archive, as text.
pub(super) fn unpacked(answer: &Answer) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(&answer.body)).unwrap();
    let mut all = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        std::io::copy(&mut file, &mut all).unwrap();
    }
    String::from_utf8_lossy(&all).into_owned()
}

async fn a_package_verifies_holds_the_persons_own_data_and_is_recorded_as_a_request<C: Backend>(
    world: World<C>,
) {
    let browser = Browser::of(&world, 2).await;
    let answer = browser.post("/fr/data", "").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/zip");
    assert_eq!(answer.header("cache-control"), "no-store");
    let length: usize = answer.header("content-length").parse().unwrap();
    assert_eq!(length, answer.body.len());
    assert!(verify_zip(Cursor::new(&answer.body)).unwrap().is_intact());
    let me = Person::number(2);
    let all = unpacked(&answer);
    assert!(all.contains(&me.email) && all.contains(&me.iban) && all.contains(&me.name));
    assert!(!all.contains(&me.card), "a recorded decision hides it");

    assert!(
        all.contains("\"opened\":\"2026-11-26T12:00:00Z\""),
        "logins are data too"
    );

    let program = Program::of(&world, 2).await;
    let by_api = program.post("/api/v1/exports", &Value::Null).await;
    assert!(verify_zip(Cursor::new(&by_api.body)).unwrap().is_intact());
    let requests = program.get("/api/v1/requests").await.json();
    assert_eq!(requests.as_array().unwrap().len(), 2);
    assert_eq!(requests[0]["rights"], json!(["access", "portability"]));
    let first = answer
        .header("content-disposition")
        .split("export-")
        .nth(1)
        .unwrap();
    let first = first.split(".zip").next().unwrap();
    assert!(
        unpacked(&by_api).contains(first),
        "earlier requests are data too"
    );
}

async fn a_package_that_is_made_while_every_place_is_taken_is_for_later<C: Backend>(
    world: World<C>,
) {
    let world = world.with(|settings| settings.exports = 1).await;
    let taken = std::sync::Arc::clone(&world.service.exports).try_acquire_owned();
    let program = Program::of(&world, 2).await;
    let answer = program.post("/api/v1/exports", &Value::Null).await;
    assert_eq!(answer.problem(), "unavailable");
    assert_eq!(answer.header("retry-after"), "10");
    assert_eq!(program.get("/api/v1/requests").await.json(), json!([]));
    drop(taken);
    let answer = program.post("/api/v1/exports", &Value::Null).await;
    assert_eq!(answer.status, StatusCode::OK);
}

async fn a_download_that_is_left_gives_its_place_back<C: Backend>(world: World<C>) {
    use tower::ServiceExt as _;
    let world = world.with(|settings| settings.exports = 1).await;
    let program = Program::of(&world, 2).await;
    let request = super::asking::bare(axum::http::Method::POST, "/api/v1/exports");
    let response = world.router.clone().oneshot(program.signed(request)).await;
    let response = response.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(world.service.exports.available_permits(), 0);
    assert_eq!(world.service.metrics.downloads.get(), 1);
    drop(response);
    assert_eq!(world.service.exports.available_permits(), 1);
    assert_eq!(world.service.metrics.downloads.get(), 0);
}

async fn one_person_who_reads_slowly_leaves_places_for_others<C: Backend>(world: World<C>) {
    use tower::ServiceExt as _;
    let world = world.with(|settings| settings.exports = 2).await;
    let (slow, other) = (Program::of(&world, 2).await, Program::of(&world, 3).await);
    let export = || super::asking::bare(axum::http::Method::POST, "/api/v1/exports");
    let first = world.router.clone().oneshot(slow.signed(export())).await;
    let first = first.unwrap();
    assert_eq!(first.status(), StatusCode::OK);
    let second = slow.post("/api/v1/exports", &Value::Null).await;
    assert_eq!(second.problem(), "too-many");
    assert_eq!(second.header("retry-after"), "10");
    let others = other.post("/api/v1/exports", &Value::Null).await;
    assert_eq!(others.status, StatusCode::OK);
    drop(first);
    let again = slow.post("/api/v1/exports", &Value::Null).await;
    assert_eq!(again.status, StatusCode::OK);
}

/// The states of this person's requests, the holds of theirs that go on, and those that have ended.
async fn standing<C: Backend>(world: &World<C>, program: &Program<'_>) -> (Value, i64, i64) {
    let requests = program.get("/api/v1/requests").await.json();
    let states = requests.as_array().unwrap().iter();
    let states = states.map(|one| one["state"].clone()).collect();
    let mut db = world.service.connection().await.unwrap();
    let db: &mut C = &mut db;
    let asked = "SELECT count(*) AS every, count(until) AS ended FROM holds WHERE customer = 2";
    let row = db.row(Statement::new(asked)).await.unwrap().unwrap();
    let (all, ended): (i64, i64) = (row.get("every").unwrap(), row.get("ended").unwrap());
    (states, all - ended, ended)
}

/// Waits for what is written behind the last octet.
async fn settled<C: Backend>(world: &World<C>, program: &Program<'_>, awaited: (Value, i64, i64)) {
    for _ in 0..100 {
        if standing(world, program).await == awaited {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(standing(world, program).await, awaited);
}

/// The server asks for the last block before it sends it: from then on the connection may break off unseen.
async fn a_request_is_closed_once_the_last_of_its_package_is_taken_and_held_for_a_week_after<
    C: Backend,
>(
    world: World<C>,
) {
    use hyper::body::Body as _;
    use tower::ServiceExt as _;
    let world = world.that_holds_everything().await;
    let program = Program::of(&world, 2).await;
    let request = super::asking::bare(axum::http::Method::POST, "/api/v1/exports");
    let response = world.router.clone().oneshot(program.signed(request)).await;
    let mut body = response.unwrap().into_body();
    while body.size_hint().exact() != Some(0) {
        assert_eq!(
            standing(&world, &program).await,
            (json!(["reviewed"]), 1, 0)
        );
        let frame =
            std::future::poll_fn(|context| std::pin::Pin::new(&mut body).poll_frame(context));
        frame.await.unwrap().unwrap();
    }
    drop(body);
    settled(&world, &program, (json!(["delivered"]), 0, 1)).await;
    let mut db = world.service.connection().await.unwrap();
    let db: &mut C = &mut db;
    let asked = Statement::new("SELECT until FROM holds WHERE customer = 2");
    let until: chrono::NaiveDate = db.row(asked).await.unwrap().unwrap().get("until").unwrap();
    assert_eq!(
        until.to_string(),
        "2026-12-03",
        "asked again, it is all there"
    );
}

async fn a_download_that_is_left_before_its_last_block_leaves_its_request_open_and_the_purge_held<
    C: Backend,
>(
    world: World<C>,
) {
    use tower::ServiceExt as _;
    let world = world.that_holds_everything().await;
    let program = Program::of(&world, 2).await;
    let request = super::asking::bare(axum::http::Method::POST, "/api/v1/exports");
    let response = world.router.clone().oneshot(program.signed(request)).await;
    drop(response.unwrap());
    assert_eq!(
        standing(&world, &program).await,
        (json!(["reviewed"]), 1, 0)
    );
    // What came whole later closes its own request, and the first one waits for somebody to look at it.
    let again = program.post("/api/v1/exports", &Value::Null).await;
    assert_eq!(again.status, StatusCode::OK);
    for _ in 0..100 {
        let (_, held, ended) = standing(&world, &program).await;
        if (held, ended) == (1, 1) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("one hold ends and one stays");
}

async fn a_package_that_lacks_something_leaves_its_request_open_and_the_purge_held<C: Backend>(
    world: World<C>,
) {
    let program = Program::of(&world, 2).await;
    let answer = program.post("/api/v1/exports", &Value::Null).await;
    assert_eq!(answer.status, StatusCode::OK);
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert_eq!(
        standing(&world, &program).await,
        (json!(["reviewed"]), 1, 0)
    );
}
