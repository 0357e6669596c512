//! Whether the process lives, and whether anybody should be sent to it.

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use greffe_sqlx::{Backend, Statement};

use super::refusal::Refusal;
use super::service::Shared;

/// The process answers.
pub(crate) async fn live() -> &'static str {
    "live\n"
}

/// The database answers too, and the process was not told to end.
pub(crate) async fn ready<C: Backend>(
    State(service): State<Shared<C>>,
) -> Result<&'static str, Refusal> {
    if service.is_stopping() {
        return Err(Refusal::Unavailable { seconds: 5 });
    }
    let mut connection = service.connection().await?;
    let asked = connection.row(Statement::new("SELECT 1 AS one")).await;
    service.metrics.database_up.set(i64::from(asked.is_ok()));
    asked?;
    Ok("ready\n")
}

/// The counters. On a listener of their own: how much a service is used is for its operator.
pub(crate) async fn metrics<C: Backend>(State(service): State<Shared<C>>) -> Response {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    let headers = [(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-store")];
    (headers, service.metrics.to_text()).into_response()
}
