//! What writes is carried to its end, whatever becomes of whoever asked for it: a client that hangs up between two statements leaves nothing half
//! done. What it says is read before: that may be given up at any time, and takes as long as the client lets it.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest as _, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::refusal::Refusal;

/// Reads the request whole, and answers it in a task of its own, which nobody drops.
pub(crate) async fn whatever_happens(request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    // Up to the limit that the routes set.
    let whole = Bytes::from_request(Request::from_parts(parts.clone(), body), &()).await;
    let body = match whole {
        Ok(octets) => Body::from(octets),
        Err(refused) => return refused.into_response(),
    };
    let request = Request::from_parts(parts, body);
    let answer = tokio::spawn(next.run(request)).await;
    // A panic, which was logged where it happened.
    answer.unwrap_or_else(|_| Refusal::Defect.into_response())
}
