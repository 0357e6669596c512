use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use greffe_sqlx::Backend;
use serde_json::json;

use super::asking::{Browser, Program, ask, bare, posted};
use super::over_each_database;
use super::world::World;
use crate::web::routes::{BODY, listed_api, listed_pages};
use crate::web::token::Token;

over_each_database!(
    no_page_of_a_person_is_shown_to_nobody_and_no_form_is_taken_from_nobody,
    a_form_of_another_site_or_of_another_session_is_refused_and_does_nothing,
    every_other_method_is_refused,
    a_path_in_another_writing_is_refused,
    a_body_that_is_too_large_or_of_another_type_is_refused,
    a_refusal_repeats_nothing_of_what_was_sent,
    a_panic_is_a_defect_and_nothing_more,
);

async fn no_page_of_a_person_is_shown_to_nobody_and_no_form_is_taken_from_nobody<C: Backend>(
    world: World<C>,
) {
    for (method, path) in listed_pages::<C>() {
        let path = path.replace("{lang}", "fr").replace("{right}", "access");
        let path = path.replace("{event}", &"0".repeat(32));
        let is_for_all = path.starts_with("/assets/")
            || ["/", "/fr", "/fr/login", "/fr/register"].contains(&path.as_str());
        if is_for_all {
            continue;
        }
        let answer = if method == Method::GET {
            ask(&world.router, bare(method, &path)).await
        } else {
            ask(&world.router, posted(&path, "form=x")).await
        };
        if answer.status == StatusCode::SEE_OTHER {
            assert_eq!(answer.header("location"), "/fr/login", "{path}");
        } else {
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
        }
    }
}

async fn a_form_of_another_site_or_of_another_session_is_refused_and_does_nothing<C: Backend>(
    world: World<C>,
) {
    let (mine, theirs) = (Browser::of(&world, 1).await, Browser::of(&world, 2).await);
    let (secret, other) = (mine.secret().await, theirs.secret().await);
    for (method, path) in listed_pages::<C>() {
        let path = path.replace("{lang}", "fr");
        if method != Method::POST || path == "/fr/login" {
            continue;
        }
        let fields = "purpose=newsletter&choice=give&right=access";
        for form in [
            fields.to_owned(),
            format!("form=&{fields}"),
            format!("form={other}&{fields}"),
            format!("form={secret}&form={secret}&{fields}"),
            format!("form={}&{fields}", Token::random().unwrap().form_token()),
        ] {
            let answer = mine.post_with(&path, &form).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        }
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("sec-fetch-site", "none"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
            ("x-nothing", "1"),
        ] {
            let mut request = posted(&path, &format!("form={secret}&{fields}"));
            let headers = request.headers_mut();
            headers.remove("sec-fetch-site");
            headers.insert("host", "espace.example".parse().unwrap());
            headers.insert(name, value.parse().unwrap());
            headers.insert(header::COOKIE, mine.cookie.parse().unwrap());
            let answer = ask(&world.router, request).await;
            assert_eq!(
                answer.status,
                StatusCode::FORBIDDEN,
                "{path} {name} {value}"
            );
        }
    }
    let program = Program::of(&world, 1).await;
    assert_eq!(
        program.get("/api/v1/consents").await.json()[0]["history"],
        json!([])
    );
    assert_eq!(program.get("/api/v1/requests").await.json(), json!([]));
    assert_eq!(
        mine.get("/fr/data").await.status,
        StatusCode::OK,
        "nobody was logged out"
    );
    // Nobody is logged in to another account from elsewhere either.
    let token = world.token(2).await;
    let mut request = posted("/fr/login", &format!("token={token}"));
    let site = "cross-site".parse().unwrap();
    request.headers_mut().insert("sec-fetch-site", site);
    let answer = ask(&world.router, request).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.header("set-cookie").is_empty());
}

async fn every_other_method_is_refused<C: Backend>(world: World<C>) {
    let routes: Vec<_> = listed_pages::<C>()
        .into_iter()
        .chain(listed_api::<C>())
        .collect();
    for (_, path) in &routes {
        let filled = path.replace("{lang}", "fr").replace(['{', '}'], "");
        for method in [
            "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "QUERY",
        ] {
            let method: Method = method.parse().unwrap();
            let answer = ask(&world.router, bare(method.clone(), &filled)).await;
            assert_eq!(
                answer.status,
                StatusCode::METHOD_NOT_ALLOWED,
                "{method} {path}"
            );
            assert!(!answer.header("allow").is_empty(), "{method} {path}");
            assert!(answer.header("access-control-allow-origin").is_empty());
        }
    }
    for (method, path) in &routes {
        let filled = path.replace("{lang}", "fr").replace(['{', '}'], "");
        if *method == Method::GET {
            let head = ask(&world.router, bare(Method::HEAD, &filled)).await;
            let get = ask(&world.router, bare(Method::GET, &filled)).await;
            assert_eq!(head.status, get.status, "{path}");
            assert!(head.body.is_empty(), "{path}");
        }
    }
}

async fn a_path_in_another_writing_is_refused<C: Backend>(world: World<C>) {
    let browser = Browser::of(&world, 1).await;
    let long = format!("/fr/{}", "a".repeat(2_000));
    for (path, status) in [
        ("/fr/..", StatusCode::BAD_REQUEST),
        ("/fr/../en/consents", StatusCode::BAD_REQUEST),
        ("/fr/%2e%2e/en", StatusCode::BAD_REQUEST),
        ("/fr/consents/receipt/..%2f..%2f", StatusCode::BAD_REQUEST),
        ("//fr", StatusCode::BAD_REQUEST),
        ("/fr//consents", StatusCode::BAD_REQUEST),
        ("//evil.example/", StatusCode::BAD_REQUEST),
        ("/fr/%00", StatusCode::BAD_REQUEST),
        ("/fr/consents%20", StatusCode::BAD_REQUEST),
        ("/fr/consents;a=b", StatusCode::BAD_REQUEST),
        ("/fr/consents?person=2", StatusCode::BAD_REQUEST),
        ("/assets/..%5cstyle.css", StatusCode::BAD_REQUEST),
        ("/FR/consents", StatusCode::NOT_FOUND),
        ("/fr/consents/.", StatusCode::BAD_REQUEST),
        ("/metrics", StatusCode::NOT_FOUND),
        (long.as_str(), StatusCode::URI_TOO_LONG),
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.header("location").is_empty(), "{path}");
    }
    let answer = browser.get("/fr/consents/").await;
    assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT);
    assert_eq!(answer.header("location"), "/fr/consents");
    let answer = browser.get("https://evil.example/fr/consents/").await;
    assert_eq!(
        answer.header("location"),
        "/fr/consents",
        "never to another host"
    );
}

async fn a_body_that_is_too_large_or_of_another_type_is_refused<C: Backend>(world: World<C>) {
    let program = Program::of(&world, 1).await;
    let browser = Browser::of(&world, 1).await;
    let path = "/api/v1/requests";
    let large = format!("{{\"right\":\"{}\"}}", "a".repeat(BODY));
    let send = |kind: &'static str, body: String| {
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::CONTENT_TYPE, kind);
        program.signed(request.body(Body::from(body)).unwrap())
    };
    let right = "{\"right\":\"access\"}".to_owned();
    for (kind, body, code) in [
        ("application/json", large, "too-large"),
        ("text/plain", right.clone(), "media-type"),
        (
            "application/x-www-form-urlencoded",
            "right=access".to_owned(),
            "media-type",
        ),
        (
            "multipart/form-data; boundary=x",
            right.clone(),
            "media-type",
        ),
        ("application/json", "{".to_owned(), "malformed"),
        ("application/json", String::new(), "malformed"),
        ("application/json", "\u{0}".to_owned(), "malformed"),
        (
            "application/json",
            format!("{}1{}", "[".repeat(5_000), "]".repeat(5_000)),
            "malformed",
        ),
        (
            "application/json",
            "{\"right\":\"access\",\"right\":\"erasure\"}".to_owned(),
            "malformed",
        ),
    ] {
        assert_eq!(ask(&world.router, send(kind, body)).await.problem(), code);
    }
    let secret = browser.secret().await;
    let large = format!("form={secret}&right={}", "a".repeat(BODY));
    let answer = browser.post_with("/fr/requests", &large).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let mut request = posted("/fr/requests", &format!("{{\"form\":\"{secret}\"}}"));
    let headers = request.headers_mut();
    headers.insert(header::CONTENT_TYPE, "text/plain".parse().unwrap());
    headers.insert(header::COOKIE, browser.cookie.parse().unwrap());
    let answer = ask(&world.router, request).await;
    assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(program.get(path).await.json(), json!([]));
}

async fn a_refusal_repeats_nothing_of_what_was_sent<C: Backend>(world: World<C>) {
    let mark = "FR7699999999990000000000042";
    let program = Program::of(&world, 1).await;
    let browser = Browser::of(&world, 1).await;
    let mut answers = vec![
        program.get(&format!("/api/v1/requests/{mark}")).await,
        program.get(&format!("/api/v1/receipts/{mark}")).await,
        program.get(&format!("/{mark}")).await,
        program
            .post(
                &format!("/api/v1/consents/{mark}"),
                &json!({ "choice": "give" }),
            )
            .await,
        program
            .post("/api/v1/requests", &json!({ "right": mark }))
            .await,
        program
            .post(
                "/api/v1/requests",
                &json!({ "right": "access", "ground": mark }),
            )
            .await,
        program
            .post("/api/v1/requests", &json!({ mark: mark }))
            .await,
        program.post("/api/v1/requests", &json!(mark)).await,
        browser
            .post("/fr/consents", &format!("purpose={mark}&choice={mark}"))
            .await,
        browser.post("/fr/requests", &format!("right={mark}")).await,
        browser.get(&format!("/fr/requests/new/{mark}")).await,
        browser.get(&format!("/fr/requests?{mark}")).await,
    ];
    answers.push(ask(&world.router, posted("/fr/login", &format!("token={mark}"))).await);
    for (number, answer) in answers.iter().enumerate() {
        assert!(
            answer.status.is_client_error() || answer.status == StatusCode::OK,
            "{number}"
        );
        assert!(!answer.text().contains(mark), "{number}");
    }
}

async fn a_panic_is_a_defect_and_nothing_more<C: Backend>(world: World<C>) {
    use axum::middleware::from_fn;
    use tower_http::catch_panic::CatchPanicLayer;
    drop(world);
    async fn panics() -> &'static str {
        panic!("FR7699999999990000000000042")
    }
    let router = axum::Router::new()
        .route("/api/v1/x", axum::routing::get(panics).post(panics))
        .layer(from_fn(crate::web::finish::whatever_happens))
        .layer(CatchPanicLayer::new())
        .layer(from_fn(crate::web::refusal::rendered));
    for method in [Method::GET, Method::POST] {
        let answer = ask(&router, bare(method, "/api/v1/x")).await;
        assert_eq!(answer.problem(), "defect");
        assert!(!answer.text().contains("FR76"));
    }
}
