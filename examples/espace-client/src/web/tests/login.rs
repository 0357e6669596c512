use axum::http::{Method, StatusCode, header};
use chrono::TimeDelta;
use greffe_sqlx::Backend;

use super::asking::{Browser, Program, ask, bare, posted};
use super::over_each_database;
use super::world::World;
use crate::web::token::Token;

over_each_database!(
    a_token_opens_an_account_and_a_forged_or_expired_one_does_not,
    a_session_ends_when_it_is_idle_when_it_is_old_and_when_it_is_left,
    only_digests_are_stored,
    a_cookie_that_was_planted_never_becomes_somebodys_session,
    a_program_needs_its_own_token_and_no_cookie_will_do,
    what_ended_is_deleted,
);

async fn a_token_opens_an_account_and_a_forged_or_expired_one_does_not<C: Backend>(
    world: World<C>,
) {
    let token = world.token(1).await;
    let forged = Token::random().unwrap().reveal();
    for wrong in ["", "x", &forged, &token[1..], &format!("{token}A")] {
        let answer = ask(
            &world.router,
            posted("/fr/login", &format!("token={wrong}")),
        )
        .await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.header("set-cookie").is_empty());
        assert!(answer.text().contains("id=\"login-error\""), "{wrong}");
        assert!(wrong.is_empty() || wrong.len() < 3 || !answer.text().contains(wrong));
    }
    let twice = format!("token={token}&token={forged}");
    let answer = ask(&world.router, posted("/fr/login", &twice)).await;
    assert!(answer.header("set-cookie").is_empty());

    let answer = ask(
        &world.router,
        posted("/fr/login", &format!("token={token}")),
    )
    .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), "/fr/consents");
    let cookie = answer.header("set-cookie");
    for part in ["session=", "; Path=/", "; HttpOnly", "; SameSite=Strict"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(
        !cookie.contains(&token),
        "the session has a secret of its own"
    );

    world.later(TimeDelta::hours(1));
    let answer = ask(
        &world.router,
        posted("/en/login", &format!("token={token}")),
    )
    .await;
    assert!(answer.header("set-cookie").is_empty(), "it has expired");
}

async fn a_session_ends_when_it_is_idle_when_it_is_old_and_when_it_is_left<C: Backend>(
    world: World<C>,
) {
    let idle = Browser::of(&world, 1).await;
    world.later(TimeDelta::minutes(29));
    assert_eq!(idle.get("/fr/data").await.status, StatusCode::OK);
    world.later(TimeDelta::minutes(29));
    assert_eq!(
        idle.get("/fr/data").await.status,
        StatusCode::OK,
        "it was used since"
    );
    world.later(TimeDelta::minutes(30));
    let answer = idle.get("/fr/data").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), "/fr/login");
    world.later(TimeDelta::minutes(-30));
    let again = idle.get("/fr/data").await.status;
    assert_eq!(again, StatusCode::SEE_OTHER, "what ended stays ended");

    let old = Browser::of(&world, 1).await;
    for _ in 0..(12 * 60 / 20) {
        assert_eq!(old.get("/fr/data").await.status, StatusCode::OK);
        world.later(TimeDelta::minutes(20));
    }
    assert_eq!(old.get("/fr/data").await.status, StatusCode::SEE_OTHER);

    let left = Browser::of(&world, 1).await;
    let answer = left.post("/fr/logout", "").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(left.get("/fr/data").await.status, StatusCode::SEE_OTHER);
}

async fn only_digests_are_stored<C: Backend>(world: World<C>) {
    let token = world.token(1).await;
    let browser = Browser::of(&world, 1).await;
    let session = browser.cookie.split_once('=').unwrap().1.to_owned();
    let mut db = world.service.connection().await.unwrap();
    for (table, secret) in [("login_tokens", &token), ("web_sessions", &session)] {
        let asked = match table {
            "login_tokens" => greffe_sqlx::Statement::new("SELECT digest FROM login_tokens"),
            _ => greffe_sqlx::Statement::new("SELECT digest FROM web_sessions"),
        };
        let rows = db.rows(asked).await.unwrap();
        let digests: Vec<Vec<u8>> = rows.iter().map(|row| row.get("digest").unwrap()).collect();
        let clear = Token::parse(secret).unwrap();
        assert!(digests.iter().any(|stored| clear.digest().is(stored)));
        let octets = data_encoding::BASE64URL_NOPAD
            .decode(secret.as_bytes())
            .unwrap();
        assert!(digests.iter().all(|stored| *stored != octets));
    }
}

async fn a_cookie_that_was_planted_never_becomes_somebodys_session<C: Backend>(world: World<C>) {
    let planted = format!("session={}", Token::random().unwrap().reveal());
    let token = world.token(1).await;
    let mut request = posted("/fr/login", &format!("token={token}"));
    let headers = request.headers_mut();
    headers.insert(header::COOKIE, planted.parse().unwrap());
    let answer = ask(&world.router, request).await;
    assert!(!answer.header("set-cookie").starts_with(&planted));
    let mut request = bare(Method::GET, "/fr/data");
    let headers = request.headers_mut();
    headers.insert(header::COOKIE, planted.parse().unwrap());
    assert_eq!(
        ask(&world.router, request).await.status,
        StatusCode::SEE_OTHER
    );

    // Who logs in again leaves the session before.
    let first = Browser::of(&world, 1).await;
    let mut request = posted("/fr/login", &format!("token={token}"));
    let headers = request.headers_mut();
    headers.insert(header::COOKIE, first.cookie.parse().unwrap());
    assert_eq!(
        ask(&world.router, request).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(first.get("/fr/data").await.status, StatusCode::SEE_OTHER);
}

async fn a_program_needs_its_own_token_and_no_cookie_will_do<C: Backend>(world: World<C>) {
    let program = Program::of(&world, 2).await;
    assert_eq!(program.get("/api/v1/consents").await.status, StatusCode::OK);
    let browser = Browser::of(&world, 2).await;
    let by_cookie = browser.get("/api/v1/consents").await;
    assert_eq!(by_cookie.problem(), "not-logged-in");
    let session = browser.cookie.split_once('=').unwrap().1;
    let forged = Token::random().unwrap().reveal();
    let right = &program.token;
    for value in [
        String::new(),
        "Bearer".to_owned(),
        "Bearer ".to_owned(),
        format!("Basic {right}"),
        format!("Bearer {forged}"),
        format!("Bearer {session}"),
        format!("Bearer {right} "),
        right.clone(),
    ] {
        let mut request = bare(Method::GET, "/api/v1/consents");
        let headers = request.headers_mut();
        headers.insert(header::AUTHORIZATION, value.parse().unwrap());
        let answer = ask(&world.router, request).await;
        assert_eq!(answer.problem(), "not-logged-in", "{value}");
        assert!(answer.header("www-authenticate").starts_with("Bearer"));
    }
    world.later(TimeDelta::hours(2));
    assert_eq!(
        program.get("/api/v1/consents").await.problem(),
        "not-logged-in"
    );
}

async fn what_ended_is_deleted<C: Backend>(world: World<C>) {
    let _ = Browser::of(&world, 1).await;
    world.later(TimeDelta::hours(13));
    let mut db = world.service.connection().await.unwrap();
    let now = world.service.now();
    crate::web::sessions::forget_ended::<C>(&mut db, now, &world.service.settings)
        .await
        .unwrap();
    let asked =
        "SELECT (SELECT count(*) FROM login_tokens) + (SELECT count(*) FROM web_sessions) AS kept";
    let row = db.row(greffe_sqlx::Statement::new(asked)).await.unwrap();
    assert_eq!(row.unwrap().get::<i64>("kept").unwrap(), 0);
}
