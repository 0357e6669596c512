//! Every page in both languages: judged by axe-core, asking nobody but this service, whole on a narrow screen.

use serde_json::json;

use crate::accessibility;
use crate::browser::Browser;
use crate::service::Service;

const FOR_EVERYBODY: [&str; 3] = ["", "/login", "/register"];
const BEHIND_THE_LOGIN: [&str; 5] = [
    "/consents",
    "/requests",
    "/requests/new/objection",
    "/requests/new/rectification",
    "/data",
];

async fn examine(browser: &Browser, service: &Service, lang: &str, page: &str) {
    browser
        .open(&format!("{}/{lang}{page}", service.address))
        .await;
    assert_eq!(
        browser.attribute("html", "lang").await.as_deref(),
        Some(lang),
        "{page}"
    );
    assert_eq!(browser.count("h1").await, 1, "{page}");
    assert_eq!(
        browser.count("script, [style], style, [onclick]").await,
        0,
        "{page}"
    );
    let name = format!("{}-{lang}", page.trim_start_matches('/').replace('/', "-"));
    for (width, look) in [(1200, "light"), (320, "light"), (1200, "dark")] {
        browser.size(width, 900).await;
        let scheme = json!({"features": [{"name": "prefers-color-scheme", "value": look}]});
        browser.command("Emulation.setEmulatedMedia", scheme).await;
        accessibility::check(browser, &format!("{lang}{page}, {width} wide, {look}")).await;
        // WCAG 2.2, 1.4.10: what is wider than the window scrolls in a place of its own.
        let wider = browser
            .evaluate(
                "[...document.querySelectorAll('main *')].filter(element => !element.closest('.wide, .hidden') && \
                 element.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map(element => element.outerHTML.slice(0, 160))",
            )
            .await;
        let overflow = browser
            .evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            .await;
        assert_eq!(
            overflow, 0,
            "{lang}{page} scrolls sideways at {width}: {wider:#}"
        );
        browser.picture(&format!("page{name}-{width}-{look}")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_accessible_self_contained_and_in_its_language() {
    let service = Service::start();
    for (token, lang) in ["fr", "en"].into_iter().enumerate() {
        let browser = Browser::start(lang).await;
        for page in FOR_EVERYBODY {
            examine(&browser, &service, lang, page).await;
        }
        browser.log_in(&service, token, lang).await;
        for page in BEHIND_THE_LOGIN {
            examine(&browser, &service, lang, page).await;
        }
        let asked = browser.requests().await;
        assert!(asked.len() > 20, "the log of requests is there");
        for address in asked {
            assert!(
                ["data:", "chrome://", service.address.as_str()]
                    .iter()
                    .any(|own| address.starts_with(own)),
                "another host is asked: {address}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_other_language_is_one_click_away_on_the_same_page() {
    let service = Service::start();
    let browser = Browser::start("fr").await;
    browser.log_in(&service, 0, "fr").await;
    for page in [
        "/consents",
        "/requests",
        "/data",
        "/register",
        "/requests/new/erasure",
    ] {
        browser.open(&format!("{}/fr{page}", service.address)).await;
        browser.click("#switch-language").await;
        assert_eq!(
            browser.client.current_url().await.unwrap().path(),
            format!("/en{page}")
        );
        assert_eq!(
            browser.attribute("html", "lang").await.as_deref(),
            Some("en")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_work_without_scripts() {
    let service = Service::start();
    let browser = Browser::start("en").await;
    browser
        .command(
            "Emulation.setScriptExecutionDisabled",
            json!({"value": true}),
        )
        .await;
    browser.open(&format!("{}/en/login", service.address)).await;
    browser
        .find("#token")
        .await
        .send_keys(&service.tokens[0])
        .await
        .unwrap();
    browser.find("#login-submit").await.click().await.unwrap();
    browser
        .find("button[name='choice'][value='give']")
        .await
        .click()
        .await
        .unwrap();
    browser.find(".badge.yes").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_code_is_refused_in_words_and_opens_nothing() {
    let service = Service::start();
    let browser = Browser::start("fr").await;
    browser.open(&format!("{}/fr/login", service.address)).await;
    browser
        .find("#token")
        .await
        .send_keys(&"A".repeat(43))
        .await
        .unwrap();
    browser.click("#login-submit").await;
    browser.find("#login-error").await;
    accessibility::check(&browser, "a refused login").await;
    browser
        .open(&format!("{}/fr/consents", service.address))
        .await;
    assert_eq!(browser.count("section[id^='consent-']").await, 0);
}
