//! A person at the service's pages: `cargo xtask web` starts what these tests need, and without it they fail.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod accessibility;
mod browser;
mod service;

use browser::Browser;
use service::Service;

#[tokio::test(flavor = "multi_thread")]
async fn the_first_page_is_there() {
    let service = Service::start();
    let browser = Browser::start("fr").await;
    browser.size(1200, 900).await;
    browser.open(&service.address).await;
    assert!(!browser.text().await.is_empty());
    accessibility::check(&browser, "first").await;
    browser.picture("first").await;
    for asked in browser.requests().await {
        assert!(asked.starts_with(&service.address), "{asked}");
    }
}
