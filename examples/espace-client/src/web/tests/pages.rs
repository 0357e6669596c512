use axum::http::{Method, StatusCode};
use greffe_sqlx::Backend;

use super::asking::{Answer, Browser, ask, bare};
use super::over_each_database;
use super::world::World;
use crate::web::routes::listed_pages;

over_each_database!(
    every_page_is_whole_in_both_languages_and_loads_nothing_from_elsewhere,
    every_answer_has_its_security_headers,
    behind_tls_cookies_are_secure_and_hsts_is_sent,
    the_first_page_is_in_the_browsers_language,
    the_register_is_the_public_extract,
);

/// Every page, by its path behind the language.
const PAGES: &[&str] = &[
    "",
    "/login",
    "/consents",
    "/requests",
    "/requests/new/withdrawal",
    "/requests/new/access",
    "/requests/new/rectification",
    "/requests/new/erasure",
    "/requests/new/restriction",
    "/requests/new/portability",
    "/requests/new/objection",
    "/data",
    "/register",
    "/nothing",
];

/// The levels of the headings, in their order.
fn headings(page: &str) -> Vec<u32> {
    let after = page.match_indices("<h").map(|(at, _)| &page[at + 2..]);
    after
        .filter(|rest| rest.as_bytes().get(1).is_some_and(|b| b" >".contains(b)))
        .filter_map(|rest| rest.chars().next()?.to_digit(10))
        .collect()
}

fn is_whole(page: &str, lang: &str, path: &str) {
    assert!(
        page.starts_with(&format!("<!DOCTYPE html><html lang=\"{lang}\">")),
        "{path}"
    );
    for bad in [
        "<script",
        "<style",
        " style=",
        " onclick",
        " onload",
        "javascript:",
        "autoplay",
        "http-equiv",
    ] {
        assert!(!page.contains(bad), "{path}: {bad}");
    }
    for (at, _) in page
        .match_indices(" src=\"")
        .chain(page.match_indices(" href=\""))
    {
        let place = page[at..].split('"').nth(1).unwrap();
        assert!(
            (place.starts_with('/') && !place.starts_with("//")) || place.starts_with('#'),
            "{path}: {place}"
        );
    }
    let levels = headings(page);
    assert_eq!(levels.first(), Some(&1), "{path}: {levels:?}");
    assert_eq!(
        levels.iter().filter(|level| **level == 1).count(),
        1,
        "{path}"
    );
    assert!(
        levels.windows(2).all(|pair| pair[1] <= pair[0] + 1),
        "{path}: {levels:?}"
    );
    assert_eq!(page.matches("id=\"content\"").count(), 1, "{path}");
    for (at, _) in page.match_indices("<input ") {
        let tag = page[at..].split('>').next().unwrap();
        if tag.contains("type=\"hidden\"") {
            continue;
        }
        let id = tag
            .split("id=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        assert!(
            page.contains(&format!("<label for=\"{id}\"")),
            "{path}: {id}"
        );
    }
    let ids: Vec<&str> = page
        .match_indices(" id=\"")
        .map(|(at, _)| page[at + 5..].split('"').next().unwrap())
        .collect();
    let mut distinct = ids.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), ids.len(), "{path}: an id is there twice");
}

/// Our own words, and those of the register that we publish.
fn is_well_set(page: &str, path: &str) {
    let main = page.split("<main").nth(1).unwrap_or_default();
    // A list of provisions is set by `greffe-terms`, with a plain space.
    let main = &main.replace(" ; CPCE", "\u{a0}; CPCE");
    for word in [" :", " ;", " ?", " !", "« ", " »"] {
        assert!(!main.contains(word), "{path}: {word}");
    }
    let letters: Vec<char> = main.chars().collect();
    let straight = letters
        .windows(3)
        .find(|three| three[1] == '\'' && three[0].is_alphabetic() && three[2].is_alphabetic());
    assert!(straight.is_none(), "{path}: {straight:?}");
}

async fn every_page_is_whole_in_both_languages_and_loads_nothing_from_elsewhere<C: Backend>(
    world: World<C>,
) {
    let browser = Browser::of(&world, 1).await;
    browser
        .post("/fr/consents", "purpose=newsletter&choice=give")
        .await;
    browser.post("/fr/requests", "right=access").await;
    for path in PAGES {
        for lang in ["fr", "en"] {
            let whole = format!("/{lang}{path}");
            let mut answers = vec![ask(&world.router, bare(Method::GET, &whole)).await];
            answers.push(browser.get(&whole).await);
            for answer in answers
                .iter()
                .filter(|answer| !answer.status.is_redirection())
            {
                assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
                is_whole(&answer.text(), lang, &whole);
                if lang == "fr" {
                    is_well_set(&answer.text(), &whole);
                }
            }
        }
    }
    assert_eq!(
        browser.get("/de/consents").await.status,
        StatusCode::NOT_FOUND
    );
}

fn is_protected(answer: &Answer, path: &str) {
    let policy = answer.header("content-security-policy");
    for part in [
        "default-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    ] {
        assert!(policy.contains(part), "{path}");
    }
    assert!(!policy.contains("unsafe"), "{path}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), value, "{path}");
    }
    assert!(
        answer
            .header("permissions-policy")
            .contains("geolocation=()"),
        "{path}"
    );
    assert_eq!(answer.header("x-request-id").len(), 16, "{path}");
    let kept = answer.header("cache-control");
    let is_for_all =
        path.starts_with("/assets/") || path == "/api/v1/register" || path == "/api/openapi.json";
    assert_eq!(kept.starts_with("public"), is_for_all, "{path}: {kept}");
    assert!(is_for_all || kept == "no-store", "{path}: {kept}");
}

async fn every_answer_has_its_security_headers<C: Backend>(world: World<C>) {
    let browser = Browser::of(&world, 1).await;
    let mut paths: Vec<String> = listed_pages::<C>()
        .into_iter()
        .chain(crate::web::routes::listed_api::<C>())
        .map(|(_, path)| {
            path.replace("{lang}", "fr")
                .replace("{right}", "access")
                .replace(['{', '}'], "")
        })
        .collect();
    paths.push("/nothing".to_owned());
    paths.push("/fr/%2e%2e".to_owned());
    for path in &paths {
        is_protected(&browser.get(path).await, path);
        is_protected(
            &ask(&world.router, bare(Method::DELETE, path)).await,
            "/refused",
        );
    }
    let plain = browser.get("/fr").await;
    assert!(plain.header("strict-transport-security").is_empty());
}

async fn behind_tls_cookies_are_secure_and_hsts_is_sent<C: Backend>(world: World<C>) {
    let world = world.with(|settings| settings.tls = true).await;
    let browser = Browser::of(&world, 1).await;
    assert!(browser.cookie.starts_with("__Host-session="));
    let answer = browser.get("/fr/consents").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(
        answer
            .header("strict-transport-security")
            .starts_with("max-age=")
    );
}

async fn the_first_page_is_in_the_browsers_language<C: Backend>(world: World<C>) {
    for (accepted, to) in [("en-US,en;q=0.5", "/en"), ("fr", "/fr"), ("ja", "/fr")] {
        let mut request = bare(Method::GET, "/");
        let headers = request.headers_mut();
        headers.insert("accept-language", accepted.parse().unwrap());
        let answer = ask(&world.router, request).await;
        assert_eq!(answer.header("location"), to);
        assert_eq!(answer.header("vary"), "Accept-Language");
    }
    let page = ask(&world.router, bare(Method::GET, "/en/login"))
        .await
        .text();
    assert!(page.contains(
        "id=\"switch-language\" href=\"/fr/login\" lang=\"fr\" hreflang=\"fr\">Français<"
    ));
}

async fn the_register_is_the_public_extract<C: Backend>(world: World<C>) {
    let page = ask(&world.router, bare(Method::GET, "/fr/register"))
        .await
        .text();
    let name = world
        .service
        .register
        .organisation()
        .name
        .in_language(greffe::terms::Lang::Fr);
    assert!(page.contains(name) && page.contains("/assets/register.css"));
    let json = ask(&world.router, bare(Method::GET, "/api/v1/register")).await;
    assert_eq!(
        json.text(),
        world.service.register.public_extract().to_json()
    );
    let style = ask(&world.router, bare(Method::GET, "/assets/register.css")).await;
    assert!(style.text().contains("prefers-color-scheme: dark"));
}
