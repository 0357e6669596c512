//! A request of each right, and when its answer is due.

use crate::browser::Browser;
use crate::service::Service;

#[tokio::test(flavor = "multi_thread")]
async fn every_right_can_be_exercised_in_both_languages() {
    let service = Service::start();
    for (token, lang) in ["fr", "en"].into_iter().enumerate() {
        let browser = Browser::start(lang).await;
        browser.log_in(&service, token, lang).await;
        browser
            .open(&format!("{}/{lang}/requests", service.address))
            .await;
        browser.find("#no-requests").await;
        let links = browser
            .evaluate("[...document.querySelectorAll('a[id^=ask-]')].map(link => link.id)")
            .await;
        let links: Vec<String> = serde_json::from_value(links).unwrap();
        assert!(links.len() >= 7, "{links:?}");
        for (made, link) in links.iter().enumerate() {
            browser.click(&format!("#{link}")).await;
            // The first of what there is to choose from, as where a reason is asked for.
            if browser.count("#request-form [type=radio]").await > 0 {
                browser
                    .find("#request-form [type=radio]")
                    .await
                    .click()
                    .await
                    .unwrap();
            }
            if browser.count("#request-form [type=checkbox]").await > 0 {
                browser
                    .find("#request-form [type=checkbox]")
                    .await
                    .click()
                    .await
                    .unwrap();
            }
            browser.click("#request-submit").await;
            assert_eq!(
                browser.count("#requests tbody tr").await,
                made + 1,
                "{link}"
            );
        }
        let due = browser.text().await;
        assert!(
            due.contains("12(3)"),
            "the article that the day rests on is there: {due}"
        );
        let days = browser
            .evaluate("[...document.querySelectorAll('#requests time')].map(time => time.dateTime)")
            .await;
        let days: Vec<String> = serde_json::from_value(days).unwrap();
        assert!(days.iter().all(|day| day.len() == 10));
        browser.picture(&format!("requests-made-{lang}")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_person_asked_is_not_shown_to_another() {
    let service = Service::start();
    let browser = Browser::start("en").await;
    browser.log_in(&service, 0, "en").await;
    browser.click("a[href='/en/requests']").await;
    browser.click("#ask-access").await;
    browser.click("#request-submit").await;
    let id = browser.attribute("#requests tbody tr", "id").await.unwrap();
    browser.click("#logout").await;
    browser.log_in(&service, 1, "en").await;
    browser
        .open(&format!("{}/en/requests", service.address))
        .await;
    browser.find("#no-requests").await;
    assert!(!browser.client.source().await.unwrap().contains(&id));
    // The way back of the browser shows nothing of the first person either.
    browser.click("#logout").await;
    browser.client.back().await.unwrap();
    browser.client.back().await.unwrap();
    assert!(!browser.client.source().await.unwrap().contains(&id));
}
