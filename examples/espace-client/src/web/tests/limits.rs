use std::net::IpAddr;

use axum::http::{Method, StatusCode};
use governor::Quota;
use greffe_sqlx::Backend;
use serde_json::{Value, json};

use super::asking::{Program, ask, bare, posted};
use super::over_each_database;
use super::world::World;
use crate::web::origins::Peer;
use crate::web::settings::count;

over_each_database!(
    who_tries_secrets_is_slowed_down_by_address_and_nobody_else_is,
    who_writes_too_often_is_told_when_to_come_back,
    who_asks_too_often_is_refused_before_anything_is_done,
    a_proxys_word_for_an_address_counts_only_where_it_was_said_to,
);

fn from(
    address: &str,
    mut request: axum::http::Request<axum::body::Body>,
) -> axum::http::Request<axum::body::Body> {
    let address: IpAddr = address.parse().unwrap();
    request.extensions_mut().insert(Peer(address));
    request
}

async fn who_tries_secrets_is_slowed_down_by_address_and_nobody_else_is<C: Backend>(
    world: World<C>,
) {
    let world = world
        .with(|settings| settings.rates.logins = Quota::per_minute(count(3)))
        .await;
    let token = world.token(1).await;
    let right = format!("token={token}");
    for _ in 0..3 {
        let answer = ask(
            &world.router,
            from("192.0.2.1", posted("/fr/login", "token=x")),
        )
        .await;
        assert_eq!(answer.status, StatusCode::OK);
    }
    let answer = ask(
        &world.router,
        from("192.0.2.1", posted("/fr/login", &right)),
    )
    .await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!((1..=60).contains(&answer.header("retry-after").parse::<u32>().unwrap()));
    let answer = ask(
        &world.router,
        from("192.0.2.2", posted("/fr/login", &right)),
    )
    .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);

    // Tokens of the API count the same, and only those that open nothing.
    let program = Program::of(&world, 1).await;
    for _ in 0..5 {
        let request = program.signed(bare(Method::GET, "/api/v1/consents"));
        assert_eq!(
            ask(&world.router, from("192.0.2.3", request)).await.status,
            StatusCode::OK
        );
    }
    let forged = Program::of(&world, 1).await;
    world.later(chrono::TimeDelta::hours(2));
    let mut last = String::new();
    for _ in 0..4 {
        let request = forged.signed(bare(Method::GET, "/api/v1/consents"));
        last = ask(&world.router, from("192.0.2.3", request))
            .await
            .problem();
    }
    assert_eq!(last, "too-many");
}

async fn who_writes_too_often_is_told_when_to_come_back<C: Backend>(world: World<C>) {
    let world = world
        .with(|settings| {
            settings.rates.writes = Quota::per_hour(count(2));
            settings.rates.exports = Quota::per_hour(count(1));
        })
        .await;
    let (mine, theirs) = (Program::of(&world, 1).await, Program::of(&world, 2).await);
    let asked = json!({ "right": "access" });
    for _ in 0..2 {
        let answer = mine.post("/api/v1/requests", &asked).await;
        assert_eq!(answer.status, StatusCode::CREATED);
    }
    let answer = mine.post("/api/v1/requests", &asked).await;
    assert_eq!(answer.problem(), "too-many");
    assert!(answer.header("retry-after").parse::<u64>().unwrap() > 60);
    assert_eq!(
        mine.get("/api/v1/requests")
            .await
            .json()
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        theirs.post("/api/v1/exports", &Value::Null).await.status,
        StatusCode::OK
    );
    assert_eq!(
        theirs.post("/api/v1/exports", &Value::Null).await.problem(),
        "too-many"
    );
}

async fn who_asks_too_often_is_refused_before_anything_is_done<C: Backend>(world: World<C>) {
    let world = world
        .with(|settings| settings.rates.requests = Quota::per_minute(count(5)))
        .await;
    for number in 0..8 {
        let request = from("2001:db8::1", bare(Method::GET, "/health/live"));
        let status = ask(&world.router, request).await.status;
        let refused = number >= 5;
        assert_eq!(status == StatusCode::TOO_MANY_REQUESTS, refused, "{number}");
    }
    let request = from("2001:db8:0:1::1", bare(Method::GET, "/health/live"));
    assert_eq!(ask(&world.router, request).await.status, StatusCode::OK);
}

async fn a_proxys_word_for_an_address_counts_only_where_it_was_said_to<C: Backend>(
    world: World<C>,
) {
    let few = Quota::per_minute(count(1));
    let asked = |forwarded: &str| {
        let mut request = from("192.0.2.9", bare(Method::GET, "/health/live"));
        let value = forwarded.parse().unwrap();
        request.headers_mut().insert("x-forwarded-for", value);
        request
    };
    let lied_to = world.with(|settings| settings.rates.requests = few).await;
    assert_eq!(
        ask(&lied_to.router, asked("203.0.113.1")).await.status,
        StatusCode::OK
    );
    let again = ask(&lied_to.router, asked("203.0.113.2")).await;
    assert_eq!(
        again.status,
        StatusCode::TOO_MANY_REQUESTS,
        "it is the same peer"
    );
    let told = lied_to.with(|settings| settings.forwarded_for = true).await;
    for (forwarded, status) in [
        ("203.0.113.1", StatusCode::OK),
        ("203.0.113.2", StatusCode::OK),
        ("203.0.113.7, 203.0.113.2", StatusCode::TOO_MANY_REQUESTS),
        ("203.0.113.2, 203.0.113.7", StatusCode::OK),
    ] {
        assert_eq!(
            ask(&told.router, asked(forwarded)).await.status,
            status,
            "{forwarded}"
        );
    }
}
