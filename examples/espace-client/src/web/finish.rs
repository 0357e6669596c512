//! What writes is carried to its end, whatever becomes of whoever asked for it: a client that hangs up between two statements leaves nothing half
//! done.

use axum::extract::Request;
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::refusal::Refusal;

/// Answers in a task of its own, which nobody drops.
pub(crate) async fn whatever_happens(request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let answer = tokio::spawn(next.run(request)).await;
    // A panic, which was logged where it happened.
    answer.unwrap_or_else(|_| Refusal::Defect.into_response())
}
