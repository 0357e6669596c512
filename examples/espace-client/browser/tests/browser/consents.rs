//! Consent given, withdrawn, refused; each as easy as the other.

use crate::browser::Browser;
use crate::service::Service;

const LANGUAGES: [&str; 2] = ["fr", "en"];

/// The first purpose that the page asks about.
async fn purpose(browser: &Browser) -> String {
    let id = browser
        .attribute("section[id^='consent-']", "id")
        .await
        .unwrap();
    id.strip_prefix("consent-").unwrap().to_owned()
}

async fn reason(browser: &Browser, purpose: &str) -> String {
    browser
        .attribute(&format!("#state-{purpose}"), "data-reason")
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_refuses_agrees_and_withdraws_in_both_languages() {
    let service = Service::start();
    for (token, lang) in LANGUAGES.into_iter().enumerate() {
        let browser = Browser::start(lang).await;
        browser.log_in(&service, token, lang).await;
        let purpose = purpose(&browser).await;
        assert_eq!(
            reason(&browser, &purpose).await,
            "no_consent",
            "nothing is agreed on a person's behalf"
        );

        browser.click(&format!("#refuse-{purpose}")).await;
        assert_eq!(reason(&browser, &purpose).await, "refused");
        browser.click(&format!("#give-{purpose}")).await;
        assert_eq!(reason(&browser, &purpose).await, "consent_given");
        let allowed = browser
            .find(&format!("#state-{purpose}"))
            .await
            .text()
            .await
            .unwrap();
        let (yes, no) = if lang == "fr" {
            ("Autorisé", "Non autorisé")
        } else {
            ("Allowed", "Not allowed")
        };
        assert!(allowed.starts_with(yes), "{allowed}");

        browser.click(&format!("#withdraw-{purpose}")).await;
        let withdrawn = browser
            .find(&format!("#state-{purpose}"))
            .await
            .text()
            .await
            .unwrap();
        assert!(withdrawn.starts_with(no), "{withdrawn}");
        assert_eq!(reason(&browser, &purpose).await, "withdrawn");

        // It is still so for whoever comes back with another session.
        browser.click("#logout").await;
        browser.log_in(&service, token, lang).await;
        assert_eq!(reason(&browser, &purpose).await, "withdrawn");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refusing_is_as_easy_as_agreeing_and_nothing_is_ticked() {
    let service = Service::start();
    let browser = Browser::start("fr").await;
    browser.log_in(&service, 0, "fr").await;
    let purpose = purpose(&browser).await;
    let look = |button: &str| {
        format!(
            "(() => {{ const element = document.getElementById('{button}-{purpose}'), style = getComputedStyle(element), \
             box = element.getBoundingClientRect(); return [style.fontSize, style.fontWeight, style.color, style.backgroundColor, \
             style.borderColor, style.padding, box.height, box.top]; }})()"
        )
    };
    let (give, refuse) = (
        browser.evaluate(&look("give")).await,
        browser.evaluate(&look("refuse")).await,
    );
    assert_eq!(give, refuse, "two buttons of one look, on one line");
    for page in [
        "consents",
        "requests",
        "requests/new/erasure",
        "requests/new/withdraw_consent",
        "data",
    ] {
        browser
            .open(&format!("{}/fr/{page}", service.address))
            .await;
        assert_eq!(
            browser.count("input:checked, option:checked").await,
            0,
            "{page}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_objection_stops_marketing_and_the_receipt_can_be_taken_away() {
    let service = Service::start();
    let browser = Browser::start("en").await;
    browser.log_in(&service, 0, "en").await;
    let purpose = purpose(&browser).await;
    browser.click(&format!("#give-{purpose}")).await;
    browser.click("#object-marketing").await;
    browser.find("#marketing-objected").await;
    assert_eq!(reason(&browser, &purpose).await, "marketing_objection");

    browser
        .find(&format!("#consent-{purpose} summary"))
        .await
        .click()
        .await
        .unwrap();
    browser
        .find(&format!("#consent-{purpose} a[download]"))
        .await
        .click()
        .await
        .unwrap();
    let receipt = std::fs::read_to_string(browser.downloaded(".jsonld").await).unwrap();
    let receipt: serde_json::Value = serde_json::from_str(&receipt).unwrap();
    assert!(receipt.is_object());
    assert!(receipt.to_string().contains(&purpose));
}
