//! Whether a form was sent by a page of this service. The form's token says so too; either alone would do, and a mistake in one of them does not
//! open the other.

use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};

use super::refusal::Refusal;

/// Refuses what another site began.
///
/// `Sec-Fetch-Site` is the browser's own word, that no page can change. Our pages send no referrer, and so browsers send `Origin: null` with
/// their forms (Fetch, "append a request `Origin` header"): where there is no `Sec-Fetch-Site`, as with plain HTTP on another machine than one's
/// own, only an `Origin` of this very host is taken, and none at all is refused. Programs use the API.
pub(crate) fn check(headers: &HeaderMap) -> Result<(), Refusal> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if headers.contains_key("sec-fetch-site") {
        return match text("sec-fetch-site") {
            Some("same-origin") => Ok(()),
            _ => Err(Refusal::ForeignOrigin),
        };
    }
    let host = text(HOST.as_str()).ok_or(Refusal::ForeignOrigin)?;
    let origin = text(ORIGIN.as_str()).ok_or(Refusal::ForeignOrigin)?;
    let authority = origin
        .strip_prefix("https://")
        .or_else(|| origin.strip_prefix("http://"));
    if authority == Some(host) {
        Ok(())
    } else {
        Err(Refusal::ForeignOrigin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_page_of_this_host_began_is_taken() {
        let of = |pairs: &[(&'static str, &str)]| {
            let pairs = pairs
                .iter()
                .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
            check(&pairs.collect()).is_ok()
        };
        let host = ("host", "espace.example");
        assert!(of(&[host, ("sec-fetch-site", "same-origin")]));
        assert!(of(&[
            host,
            ("sec-fetch-site", "same-origin"),
            ("origin", "null")
        ]));
        assert!(of(&[host, ("origin", "https://espace.example")]));
        for site in ["cross-site", "same-site", "none", ""] {
            assert!(!of(&[
                host,
                ("sec-fetch-site", site),
                ("origin", "https://espace.example")
            ]));
        }
        for origin in [
            "null",
            "https://espace.example.evil.example",
            "https://evil.example",
            "ftp://espace.example",
            "espace.example",
        ] {
            assert!(!of(&[host, ("origin", origin)]), "{origin}");
        }
        assert!(!of(&[host]) && !of(&[("origin", "https://espace.example")]));
    }
}
