//! What pages load: three stylesheets and an icon, all from this service.

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use greffe_sqlx::Backend;

use super::service::Shared;

/// They are the same for everybody; a day is short enough for a change to arrive.
const KEPT: &str = "public, max-age=86400";

fn asset(kind: &'static str, text: String) -> Response {
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, KEPT)], text).into_response()
}

/// The stylesheet of the pages.
pub(crate) async fn style() -> Response {
    let text = include_str!("assets/style.css").to_owned();
    asset("text/css; charset=utf-8", text)
}

/// The stylesheet of the bar above every page.
pub(crate) async fn bar() -> Response {
    asset(
        "text/css; charset=utf-8",
        include_str!("assets/bar.css").to_owned(),
    )
}

/// The stylesheet of the rendered register.
pub(crate) async fn register<C: Backend>(State(service): State<Shared<C>>) -> Response {
    asset("text/css; charset=utf-8", service.public.style.clone())
}

/// The icon.
pub(crate) async fn icon() -> Response {
    asset("image/svg+xml", include_str!("assets/icon.svg").to_owned())
}
