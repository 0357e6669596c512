//! Everything by keyboard alone.

use fantoccini::key::Key;

use crate::browser::Browser;
use crate::service::Service;

/// Presses Tab until this element has the focus; each stop on the way must show that it has it.
async fn tab_to(browser: &Browser, css: &str) {
    for _ in 0..80 {
        browser.press(&[Key::Tab.into()]).await;
        let shown = browser
            .evaluate(
                "(() => { const element = document.activeElement, style = getComputedStyle(element); \
                 return element === document.body || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) ? null : element.outerHTML.slice(0, 120); })()",
            )
            .await;
        assert!(shown.is_null(), "the focus cannot be seen on {shown}");
        if browser
            .evaluate(&format!("document.activeElement.matches(\"{css}\")"))
            .await
            == true
        {
            return;
        }
    }
    panic!("Tab never reaches `{css}`");
}

async fn enter(browser: &Browser) {
    browser
        .client
        .execute("window.before = true", Vec::new())
        .await
        .unwrap();
    browser.press(&[Key::Enter.into()]).await;
    browser.wait_for_another_page().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_without_a_pointer_logs_in_agrees_asks_and_leaves() {
    let service = Service::start();
    for (token, lang) in ["fr", "en"].into_iter().enumerate() {
        let browser = Browser::start(lang).await;
        browser.open(&service.address).await;
        assert!(
            browser
                .client
                .current_url()
                .await
                .unwrap()
                .path()
                .starts_with(&format!("/{lang}")),
            "the browser's language is taken"
        );

        // The first stop leads over the navigation to the content.
        browser.press(&[Key::Tab.into()]).await;
        assert_eq!(
            browser.evaluate("document.activeElement.className").await,
            "skip"
        );
        browser.press(&[Key::Enter.into()]).await;
        assert_eq!(
            browser.evaluate("document.activeElement.id").await,
            "content"
        );

        browser.open(&format!("{}/{lang}", service.address)).await;
        tab_to(&browser, "#login").await;
        enter(&browser).await;
        tab_to(&browser, "#token").await;
        let typed: Vec<char> = service.tokens[token].chars().collect();
        browser.press(&typed).await;
        enter(&browser).await;

        tab_to(&browser, "button[name='choice'][value='give']").await;
        browser
            .client
            .execute("window.before = true", Vec::new())
            .await
            .unwrap();
        browser.press(&[' ']).await;
        browser.wait_for_another_page().await;
        assert_eq!(
            browser
                .attribute("section[id^='consent-'] .state", "data-reason")
                .await
                .as_deref(),
            Some("consent_given")
        );

        browser
            .open(&format!("{}/{lang}/requests", service.address))
            .await;
        tab_to(&browser, "#ask-erasure").await;
        enter(&browser).await;
        tab_to(&browser, "#request-form [type='radio']").await;
        browser.press(&[' ']).await;
        tab_to(&browser, "#request-submit").await;
        enter(&browser).await;
        assert_eq!(browser.count("#requests tbody tr").await, 1);

        // The table scrolls by keyboard where it is wider than the window.
        browser.size(320, 800).await;
        tab_to(&browser, ".wide").await;

        tab_to(&browser, "#logout").await;
        enter(&browser).await;
        browser.find("#login").await;
    }
}
