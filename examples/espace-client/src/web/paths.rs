//! One writing per path. What could be read in two ways, by a proxy and by this service, is refused before anything looks at it.

use axum::extract::Request;
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::refusal::Refusal;

/// No address of this service is longer, in octets.
const LONGEST: usize = 1_024;

/// Lets plain paths through, sends a path with a slash at its end to the one without, refuses the rest.
pub(crate) async fn plain(request: Request, next: Next) -> Response {
    let whole = request.uri().path_and_query();
    if whole.is_some_and(|whole| whole.as_str().len() > LONGEST) {
        return Refusal::UriTooLong.into_response();
    }
    let path = request.uri().path();
    // Nothing of this service needs a query: what one holds would only end in somebody's logs.
    if !is_plain(path) || request.uri().query().is_some() {
        return Refusal::Malformed.into_response();
    }
    match path.strip_suffix('/') {
        // A path of one slash only begins here, `//host` was refused: the place is always one of this host.
        Some(without) if !without.is_empty() => {
            let Ok(place) = HeaderValue::from_str(without) else {
                return Refusal::Malformed.into_response();
            };
            (StatusCode::PERMANENT_REDIRECT, [(LOCATION, place)]).into_response()
        }
        _ => next.run(request).await,
    }
}

/// Segments of letters, digits and `-_.`, none of which begins with a dot or is empty. `%` is in none: nothing here needs it.
fn is_plain(path: &str) -> bool {
    let Some(rest) = path.strip_prefix('/') else {
        return false;
    };
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    let is_plain_segment = |segment: &str| {
        !segment.is_empty()
            && !segment.starts_with('.')
            && segment
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
    };
    rest.is_empty() && path == "/" || rest.split('/').all(is_plain_segment)
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn every_trick_with_a_path_is_none_that_is_plain() {
        for plain in [
            "/",
            "/fr",
            "/fr/",
            "/assets/style.css",
            "/api/v1/requests/R-2026-1",
            "/en/consents/a_b",
        ] {
            assert!(is_plain(plain), "{plain}");
        }
        for trick in [
            "",
            "*",
            "//",
            "//evil.example",
            "/fr//consents",
            "/fr/../en",
            "/..",
            "/fr/.",
            "/.git",
            "/fr/%2e%2e/en",
            "/fr%2fconsents",
            "/fr/%00",
            "/fr\\consents",
            "/fr/é",
            "/fr;v=1",
            "/fr/a b",
        ] {
            assert!(!is_plain(trick), "{trick}");
        }
    }
}
