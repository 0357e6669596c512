//! One line of the log and one count for each request: its route as the program writes it and never its path, no address, no header, no query.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;
use data_encoding::HEXLOWER;
use greffe_sqlx::Backend;

use super::metrics::{Counted, known};
use super::service::Shared;

/// Counts and logs what the rest answers. Ids of requests are this service's own: one that came from outside could hold anything.
pub(crate) async fn observe<C: Backend>(
    State(service): State<Shared<C>>,
    request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let _in_flight = Counted::in_gauge(&service.metrics.in_flight);
    let mut id = [0; 8];
    // Without an id a line is still worth having.
    let _ = getrandom::fill(&mut id);
    let id = HEXLOWER.encode(&id);
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let mut response = next.run(request).await;
    let took = started.elapsed();
    let status = response.status();
    service.metrics.answered(&method, &route, status, took);
    tracing::info!(
        request = id,
        method = known(&method),
        route,
        status = status.as_u16(),
        milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        "answered"
    );
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", id);
    }
    response
}
