use axum::http::{Method, StatusCode};
use greffe_sqlx::Backend;
use serde_json::json;

use super::asking::{Browser, Program, ask, bare};
use super::over_each_database;
use super::world::World;

over_each_database!(
    without_a_connection_the_service_says_so_and_comes_back_by_itself,
    a_transaction_that_was_left_open_is_undone_before_the_connection_is_used_again,
    a_process_that_was_told_to_end_is_not_ready_and_still_lives,
    metrics_hold_routes_and_never_paths,
);

async fn without_a_connection_the_service_says_so_and_comes_back_by_itself<C: Backend>(
    world: World<C>,
) {
    let program = Program::of(&world, 1).await;
    let browser = Browser::of(&world, 1).await;
    assert_eq!(program.get("/health/ready").await.text(), "ready\n");
    let mut taken = Vec::new();
    for _ in 0..4 {
        taken.push(world.service.connection().await.unwrap());
    }
    let (ready, api, page) = tokio::join!(
        program.get("/health/ready"),
        program.get("/api/v1/consents"),
        browser.get("/en/consents"),
    );
    for answer in [&ready, &api, &page] {
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answer.header("retry-after"), "5");
    }
    assert_eq!(ready.problem(), "unavailable");
    assert_eq!(api.problem(), "unavailable");
    assert!(page.text().contains("id=\"refusal\""));
    assert_eq!(program.get("/health/live").await.status, StatusCode::OK);
    assert_eq!(
        ask(&world.router, bare(Method::GET, "/fr/register"))
            .await
            .status,
        StatusCode::OK
    );
    assert_eq!(world.service.metrics.database_up.get(), 0);
    taken.clear();
    assert_eq!(program.get("/health/ready").await.status, StatusCode::OK);
    assert_eq!(program.get("/api/v1/consents").await.status, StatusCode::OK);
    assert_eq!(browser.get("/en/consents").await.status, StatusCode::OK);
    assert_eq!(world.service.metrics.database_up.get(), 1);
}

async fn a_transaction_that_was_left_open_is_undone_before_the_connection_is_used_again<
    C: Backend,
>(
    world: World<C>,
) {
    let asked =
        || greffe_sqlx::Statement::new("SELECT count(*) AS kept FROM notices WHERE version = 99");
    for _ in 0..8 {
        let mut db = world.service.connection().await.unwrap();
        db.begin_writing().await.unwrap();
        let left = "INSERT INTO notices (id, version, words, published) SELECT id, 99, words, published FROM notices WHERE version = 1";
        assert_eq!(
            db.execute(greffe_sqlx::Statement::new(left)).await.unwrap(),
            2
        );
        drop(db);
    }
    for _ in 0..8 {
        let mut db = world.service.connection().await.unwrap();
        let row = db.row(asked()).await.unwrap().unwrap();
        assert_eq!(row.get::<i64>("kept").unwrap(), 0);
        db.begin_writing().await.unwrap();
        db.commit().await.unwrap();
    }
}

async fn a_process_that_was_told_to_end_is_not_ready_and_still_lives<C: Backend>(world: World<C>) {
    world.service.stop();
    for router in [&world.router, &world.operator] {
        let ready = ask(router, bare(Method::GET, "/health/ready")).await;
        assert_eq!(ready.problem(), "unavailable");
        let live = ask(router, bare(Method::GET, "/health/live")).await;
        assert_eq!(live.status, StatusCode::OK);
    }
    // What still comes is answered.
    let program = Program::of(&world, 1).await;
    assert_eq!(program.get("/api/v1/consents").await.status, StatusCode::OK);
}

async fn metrics_hold_routes_and_never_paths<C: Backend>(world: World<C>) {
    let program = Program::of(&world, 1).await;
    let asked = json!({ "right": "access" });
    let request = program.post("/api/v1/requests", &asked).await.json();
    let id = request["id"].as_str().unwrap();
    program.get(&format!("/api/v1/requests/{id}")).await;
    program.get("/fr/some-unknown-mark").await;
    let odd = "X-ODD-METHOD".parse().unwrap();
    ask(&world.router, bare(odd, "/fr")).await;
    let answer = ask(&world.operator, bare(Method::GET, "/metrics")).await;
    assert!(
        answer
            .header("content-type")
            .starts_with("application/openmetrics-text")
    );
    let text = answer.text();
    for line in [
        "espace_client_requests_total{method=\"GET\",route=\"/api/v1/requests/{id}\",status=\"200\"} 1",
        "espace_client_requests_total{method=\"GET\",route=\"none\",status=\"404\"} 1",
        "espace_client_requests_total{method=\"other\",route=\"/{lang}\",status=\"405\"} 1",
        "espace_client_rights_requests_total{right=\"access\"} 1",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    for mark in [
        id,
        "some-unknown-mark",
        "X-ODD-METHOD",
        program.token.as_str(),
    ] {
        assert!(!text.contains(mark), "{mark}");
    }
    assert!(text.ends_with("# EOF\n"));
}
