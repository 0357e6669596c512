//! Where a request came from, for the limits alone: it is written nowhere.

use std::net::{IpAddr, Ipv4Addr};

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use greffe_sqlx::Backend;

use super::rates::Origin;
use super::service::Shared;

/// The address at the other end of the connection.
#[derive(Clone, Copy)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// Refuses who asks too often.
pub(crate) async fn limit<C: Backend>(
    State(service): State<Shared<C>>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = request
        .extensions()
        .get::<Peer>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0);
    let forwarded = service
        .settings
        .forwarded_for
        .then(|| forwarded(request.headers()))
        .flatten();
    let origin = Origin::of(forwarded.unwrap_or(peer));
    if let Err(refusal) = service.limits.requests.check(&origin) {
        return refusal.into_response();
    }
    request.extensions_mut().insert(origin);
    next.run(request).await
}

/// The last address of the last `X-Forwarded-For`: the one that the proxy itself wrote.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}
