//! The language of a page: its path says it, and where it does not, the browser's preference.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use greffe::terms::Lang;

use super::refusal::Refusal;

/// The language of the request: the first part of its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PageLang(pub(crate) Lang);

impl PageLang {
    /// `fr` or `en` as the first part of a path.
    pub(crate) fn of_path(path: &str) -> Option<Self> {
        match path.split('/').nth(1)? {
            "fr" => Some(Self(Lang::Fr)),
            "en" => Some(Self(Lang::En)),
            _ => None,
        }
    }

    /// What an `Accept-Language` prefers (RFC 9110, 12.5.4). French where it names neither language: it is the one that the law wants here
    /// (loi 94-665, art. 2).
    pub(crate) fn accepted(header: Option<&str>) -> Self {
        let mut best = (Lang::Fr, 0.0);
        for range in header.unwrap_or_default().split(',').take(32) {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let weight: f32 = parts
                .find_map(|part| part.trim().strip_prefix("q=")?.parse().ok())
                .unwrap_or(1.0);
            let primary = tag.split('-').next().unwrap_or_default();
            let lang = if primary.eq_ignore_ascii_case("fr") {
                Lang::Fr
            } else if primary.eq_ignore_ascii_case("en") {
                Lang::En
            } else {
                continue;
            };
            if weight > best.1 {
                best = (lang, weight);
            }
        }
        Self(best.0)
    }
}

impl<S: Sync> FromRequestParts<S> for PageLang {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        // Nested routers see the rest of the path only; these are not nested.
        Self::of_path(parts.uri.path()).ok_or(Refusal::NotFound)
    }
}

/// The language in which a program is answered: its `Accept-Language`.
pub(crate) struct Spoken(pub(crate) Lang);

impl<S: Sync> FromRequestParts<S> for Spoken {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let header = parts.headers.get(ACCEPT_LANGUAGE);
        let accepted = PageLang::accepted(header.and_then(|value| value.to_str().ok()));
        Ok(Self(accepted.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preferred_of_two_languages_is_found_and_french_where_there_is_none() {
        for (header, lang) in [
            ("en-GB,en;q=0.9,fr;q=0.8", Lang::En),
            ("fr;q=0.4, en;q=0.5", Lang::En),
            ("de, fr;q=0.2, en;q=0.1", Lang::Fr),
            ("EN", Lang::En),
            ("en;q=0", Lang::Fr),
            ("de", Lang::Fr),
            (";;;,q=,", Lang::Fr),
        ] {
            assert_eq!(PageLang::accepted(Some(header)).0, lang, "{header}");
        }
        assert_eq!(PageLang::accepted(None).0, Lang::Fr);
    }
}
