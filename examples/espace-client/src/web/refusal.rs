//! Why a request is not answered. Handlers say which of these it is, [`rendered`] says it to a person as a page or to a program as
//! `application/problem+json` (RFC 9457). None holds anything of the request but what it was about.

use axum::Json;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_LANGUAGE, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE,
};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use greffe::terms::Lang;
use greffe_sqlx::{DatabaseFailure, StoreError};
use serde::Serialize;

use super::language::PageLang;

/// A refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The path, a header or the body cannot be understood.
    Malformed,
    /// No token, or one that opens nothing, or no more.
    NotLoggedIn,
    /// A form that another site sent.
    ForeignOrigin,
    /// A form without the secret of this session.
    FormToken,
    /// Nothing is here, or nothing of this person.
    NotFound,
    /// The method is none of this place.
    Method,
    /// The client took too long.
    TooSlow,
    /// The body is larger than any that is asked for.
    TooLarge,
    /// The address is longer than any that exists.
    UriTooLong,
    /// The body is of another type.
    MediaType,
    /// The body says something that cannot be done; which of its members.
    Impossible(&'static str),
    /// What is asked for does not go with the state of things, such as the withdrawal of what was never given.
    Conflict,
    /// Too often.
    TooMany {
        /// When to come back, in seconds.
        seconds: u64,
    },
    /// The database does not answer, or every place is taken.
    Unavailable {
        /// When to come back, in seconds.
        seconds: u64,
    },
    /// A defect of the service.
    Defect,
}

impl Refusal {
    const fn status(self) -> StatusCode {
        match self {
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::NotLoggedIn => StatusCode::UNAUTHORIZED,
            Self::ForeignOrigin | Self::FormToken => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UriTooLong => StatusCode::URI_TOO_LONG,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Impossible(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict => StatusCode::CONFLICT,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Self::Defect => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What a status of the framework says.
    const fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::UNAUTHORIZED => Self::NotLoggedIn,
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::Method,
            StatusCode::REQUEST_TIMEOUT => Self::TooSlow,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::MediaType,
            StatusCode::SERVICE_UNAVAILABLE => Self::Unavailable { seconds: 5 },
            StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => Self::Malformed,
            _ => Self::Defect,
        }
    }

    /// The stable code, for programs.
    const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::NotLoggedIn => "not-logged-in",
            Self::ForeignOrigin => "foreign-origin",
            Self::FormToken => "form-token",
            Self::NotFound => "not-found",
            Self::Method => "method",
            Self::TooSlow => "too-slow",
            Self::TooLarge => "too-large",
            Self::UriTooLong => "uri-too-long",
            Self::MediaType => "media-type",
            Self::Impossible(_) => "impossible",
            Self::Conflict => "conflict",
            Self::TooMany { .. } => "too-many",
            Self::Unavailable { .. } => "unavailable",
            Self::Defect => "defect",
        }
    }

    /// What happened and what to do, for people.
    pub(crate) fn in_language(self, lang: Lang) -> String {
        let (fr, en) = match self {
            Self::Malformed => (
                "La demande est mal formée.",
                "The request cannot be understood.",
            ),
            Self::NotLoggedIn => (
                "Identifiez-vous d’abord, puis recommencez.",
                "Log in first, then try again.",
            ),
            Self::ForeignOrigin => (
                "Ce formulaire ne vient pas de ce site\u{a0}: rien n’a été enregistré.",
                "This form does not come from this site: nothing was recorded.",
            ),
            Self::FormToken => (
                "Ce formulaire a été ouvert dans une session terminée\u{a0}: rien n’a été enregistré. Rouvrez la page, puis recommencez.",
                "This form was opened in a session that has ended: nothing was recorded. Open the page again, then try again.",
            ),
            Self::NotFound => (
                "Il n’y a rien à cette adresse.",
                "There is nothing at this address.",
            ),
            Self::Method => (
                "Cette adresse n’accepte pas cette méthode.",
                "This address does not take this method.",
            ),
            Self::TooSlow => (
                "La demande a pris trop de temps.",
                "The request took too long.",
            ),
            Self::TooLarge => (
                "La demande est trop volumineuse.",
                "The request is too large.",
            ),
            Self::UriTooLong => ("L’adresse est trop longue.", "The address is too long."),
            Self::MediaType => (
                "Ce type de contenu n’est pas accepté ici.",
                "This type of content is not accepted here.",
            ),
            Self::Impossible(_) => (
                "Un des champs n’est pas rempli comme il le faudrait\u{a0}: rien n’a été enregistré.",
                "One of the fields is not filled in as it should be: nothing was recorded.",
            ),
            Self::Conflict => (
                "Ce choix ne correspond plus à la situation, qui a changé entre-temps peut-être\u{a0}: rien n’a été enregistré. Rouvrez la page, puis recommencez.",
                "This does not go with how things stand, which may have changed since: nothing was recorded. Open the page again, then try again.",
            ),
            Self::TooMany { .. } => (
                "Trop de demandes en peu de temps. Attendez un peu, puis recommencez.",
                "Too many requests in a short time. Wait a little, then try again.",
            ),
            Self::Unavailable { .. } => (
                "Le service est momentanément indisponible. Recommencez dans un instant.",
                "The service is unavailable for the moment. Try again shortly.",
            ),
            Self::Defect => (
                "Le service a rencontré un défaut, qui est consigné.",
                "The service met with a defect, which is on record.",
            ),
        };
        lang.pick(fr, en).to_owned()
    }

    const fn retry_after(self) -> Option<u64> {
        match self {
            Self::TooMany { seconds } | Self::Unavailable { seconds } => Some(seconds),
            _ => None,
        }
    }
}

/// Empty until [`rendered`] has seen it.
impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Database(DatabaseFailure::Unreachable | DatabaseFailure::Busy) => {
                tracing::warn!(%error, "the database does not answer");
                Self::Unavailable { seconds: 5 }
            }
            StoreError::Database(DatabaseFailure::Full) => {
                tracing::error!(%error, "the database has no room");
                Self::Unavailable { seconds: 60 }
            }
            // Its texts hold no values.
            _ => {
                tracing::error!(%error, "a store refused");
                Self::Defect
            }
        }
    }
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        StoreError::from(error).into()
    }
}

impl From<crate::error::HostError> for Refusal {
    fn from(error: crate::error::HostError) -> Self {
        if let crate::error::HostError::Store(error) = error {
            return error.into();
        }
        tracing::error!(%error, "the host refused");
        Self::Defect
    }
}

/// An answer of RFC 9457. Its type is `about:blank`, so that the title is that of the status.
#[derive(Serialize)]
struct Problem {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    detail: String,
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<&'static str>,
}

/// Puts words to every refusal, whoever refused: a handler, a layer or the framework.
pub(crate) async fn rendered(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_page = !["/api/", "/health/", "/metrics"]
        .iter()
        .any(|start| path.starts_with(start));
    let accepted = request
        .headers()
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    let lang = PageLang::of_path(path).unwrap_or_else(|| PageLang::accepted(accepted));
    let response = next.run(request).await;
    if !response.status().is_client_error() && !response.status().is_server_error() {
        return response;
    }
    let refusal = response
        .extensions()
        .get::<Refusal>()
        .copied()
        .unwrap_or_else(|| Refusal::of_status(response.status()));
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(CONTENT_LENGTH);
    if let Some(seconds) = refusal.retry_after() {
        parts.headers.insert(RETRY_AFTER, seconds.into());
    }
    parts.status = refusal.status();
    let (kind, body) = if is_page {
        let page = super::layout::refusal(refusal, lang.0).into_string();
        ("text/html; charset=utf-8", Body::from(page))
    } else {
        if refusal == Refusal::NotLoggedIn {
            let scheme = HeaderValue::from_static("Bearer realm=\"espace-client\"");
            parts.headers.insert(WWW_AUTHENTICATE, scheme);
        }
        let problem = Problem {
            r#type: "about:blank",
            title: parts.status.canonical_reason().unwrap_or("Error"),
            status: parts.status.as_u16(),
            detail: refusal.in_language(lang.0),
            code: refusal.code(),
            member: match refusal {
                Refusal::Impossible(member) => Some(member),
                _ => None,
            },
        };
        (
            "application/problem+json",
            Json(problem).into_response().into_body(),
        )
    };
    parts
        .headers
        .insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    Response::from_parts(parts, body)
}
