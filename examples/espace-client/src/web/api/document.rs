//! The OpenAPI 3.1 document, written by hand; a test holds it to the routes, and the routes to it.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};

/// The document.
pub(crate) const DOCUMENT: &str = include_str!("openapi.json");

/// The document, for programs that read it.
pub(crate) async fn show() -> Response {
    let headers = [
        (CONTENT_TYPE, "application/vnd.oai.openapi+json;version=3.1"),
        (CACHE_CONTROL, "public, max-age=3600"),
    ];
    (headers, DOCUMENT).into_response()
}
