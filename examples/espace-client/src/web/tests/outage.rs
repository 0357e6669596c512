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

/// A server that goes away and comes back, seen through a wire that is cut.
#[cfg(feature = "postgres-tests")]
mod cut {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use axum::http::StatusCode;
    use serde_json::json;
    use tokio::io::copy_bidirectional;
    use tokio::net::{TcpListener, TcpStream};

    use crate::database::Database;
    use crate::web::tests::asking::{Browser, Program};
    use crate::web::tests::world::{World, schema_behind};

    /// Forwards to the server as long as the wire is whole; the port that it listens on.
    async fn wire(server: String, is_whole: Arc<AtomicBool>) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            loop {
                let (mut near, _) = listener.accept().await.unwrap();
                let (server, is_whole) = (server.clone(), Arc::clone(&is_whole));
                tokio::spawn(async move {
                    if !is_whole.load(Ordering::SeqCst) {
                        return;
                    }
                    let mut far = TcpStream::connect(server).await.unwrap();
                    let cut = async {
                        while is_whole.load(Ordering::SeqCst) {
                            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
                        }
                    };
                    tokio::select! {
                        _ = copy_bidirectional(&mut near, &mut far) => (),
                        () = cut => (),
                    }
                });
            }
        });
        port
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_server_that_goes_away_is_said_to_and_found_again_when_it_comes_back() {
        let is_whole = Arc::new(AtomicBool::new(true));
        let url = std::env::var("DATABASE_URL").unwrap();
        let server = url.split('@').next_back().unwrap();
        let server = server.split('/').next().unwrap().to_owned();
        let port = wire(server.clone(), Arc::clone(&is_whole)).await;
        let (folder, url) = schema_behind(&format!("127.0.0.1:{port}"), &server).await;
        let Database::Postgres(place) = Database::of(Some(&url), folder.path()).unwrap() else {
            panic!("DATABASE_URL is of no server");
        };
        let world = World::over(&folder, &place).await;
        let program = Program::of(&world, 1).await;
        let browser = Browser::of(&world, 1).await;
        let give = json!({ "choice": "give" });
        for round in 0..3 {
            assert_eq!(
                program.get("/health/ready").await.status,
                StatusCode::OK,
                "{round}"
            );
            assert_eq!(
                browser.get("/fr/consents").await.status,
                StatusCode::OK,
                "{round}"
            );
            is_whole.store(false, Ordering::SeqCst);
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            for answer in [
                program.get("/health/ready").await,
                program.post("/api/v1/consents/newsletter", &give).await,
            ] {
                assert_eq!(answer.problem(), "unavailable", "{round}");
                assert!(!answer.header("retry-after").is_empty());
            }
            assert_eq!(program.get("/health/live").await.status, StatusCode::OK);
            let page = browser.get("/fr/consents").await;
            assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
            is_whole.store(true, Ordering::SeqCst);
        }
        let now = program.get("/api/v1/consents").await.json();
        assert_eq!(now[0]["history"], json!([]), "nothing was recorded half");
        let given = program.post("/api/v1/consents/newsletter", &give).await;
        assert_eq!(given.status, StatusCode::CREATED);
    }
}
