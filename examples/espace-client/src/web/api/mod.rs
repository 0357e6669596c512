//! The same for programs: JSON under `/api/v1`, by bearer token.

pub(crate) mod consents;
pub(crate) mod document;
pub(crate) mod requests;

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use greffe_sqlx::Backend;

use super::language::Spoken;
use super::packages;
use super::refusal::Refusal;
use super::service::Shared;
use super::visitor::Writing;

/// Everything about the person, as one package.
pub(crate) async fn export<C: Backend>(
    State(service): State<Shared<C>>,
    Writing(person): Writing,
    Spoken(lang): Spoken,
) -> Result<Response, Refusal> {
    packages::send(&service, person, lang).await
}

/// The public extract of the register.
pub(crate) async fn register<C: Backend>(State(service): State<Shared<C>>) -> Response {
    let headers = [
        (CONTENT_TYPE, "application/json"),
        (CACHE_CONTROL, "public, max-age=3600"),
    ];
    (headers, service.public.json.clone()).into_response()
}
