//! Who asks, out of the request: a session's cookie for pages, a bearer token for programs. A handler that takes one of these is reached by nobody
//! who may not; one that takes [`Submitted`] or [`Writing`] only by what may be written.

use axum::Form;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Redirect, Response};
use greffe::terms::Lang;
use greffe_sqlx::Backend;

use super::language::PageLang;
use super::rates::Origin;
use super::refusal::Refusal;
use super::service::Shared;
use super::sessions::{self, Person};
use super::token::Token;
use super::{cookies, same_site};

/// Somebody who is logged in on a page.
pub(crate) struct Session {
    /// Who.
    pub(crate) person: Person,
    /// The session's token, as their cookie bears it.
    pub(crate) token: Token,
}

/// Whoever looks at a page that is for all, logged in or not.
pub(crate) struct Maybe(pub(crate) Option<Session>);

impl<C: Backend> FromRequestParts<Shared<C>> for Maybe {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, service: &Shared<C>) -> Result<Self, Refusal> {
        let Some(token) = cookies::read(&parts.headers, service.settings.tls) else {
            return Ok(Self(None));
        };
        let mut connection = service.connection().await?;
        let now = service.now();
        let person = sessions::resume::<C>(&mut connection, &token, now, &service.settings).await?;
        Ok(Self(person.map(|person| Session { person, token })))
    }
}

impl<C: Backend> FromRequestParts<Shared<C>> for Session {
    /// The way to the login page.
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, service: &Shared<C>) -> Result<Self, Response> {
        let lang =
            PageLang::of_path(parts.uri.path()).ok_or_else(|| Refusal::NotFound.into_response())?;
        let Maybe(session) = Maybe::from_request_parts(parts, service)
            .await
            .map_err(Refusal::into_response)?;
        session.ok_or_else(|| Redirect::to(&format!("/{}/login", lang.0.tag())).into_response())
    }
}

/// What a form says.
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The one value of this field; none where there are none or several.
    pub(crate) fn one<'f>(&'f self, name: &'f str) -> Option<&'f str> {
        let mut all = self.all(name);
        all.next().filter(|_| all.next().is_none())
    }

    /// Every value of this field.
    pub(crate) fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Reads a form's body.
    pub(crate) async fn read(request: Request) -> Result<Self, Response> {
        let Form(pairs) = Form::<Vec<(String, String)>>::from_request(request, &())
            .await
            .map_err(axum::response::IntoResponse::into_response)?;
        Ok(Self(pairs))
    }
}

/// A form that somebody sent who is logged in: from a page of this service, within their own session, not too often.
pub(crate) struct Submitted {
    /// Who.
    pub(crate) session: Session,
    /// In which language.
    pub(crate) lang: Lang,
    /// What it says.
    pub(crate) fields: Fields,
}

impl<C: Backend> FromRequest<Shared<C>> for Submitted {
    type Rejection = Response;

    async fn from_request(request: Request, service: &Shared<C>) -> Result<Self, Response> {
        let refused = Refusal::into_response;
        same_site::check(request.headers()).map_err(refused)?;
        let (mut parts, body) = request.into_parts();
        let PageLang(lang) = PageLang::from_request_parts(&mut parts, service)
            .await
            .map_err(refused)?;
        let Maybe(session) = Maybe::from_request_parts(&mut parts, service)
            .await
            .map_err(refused)?;
        let session = session.ok_or_else(|| refused(Refusal::NotLoggedIn))?;
        let fields = Fields::read(Request::from_parts(parts, body)).await?;
        let shown = fields.one("form").unwrap_or_default();
        if !session.token.is_form_token(shown) {
            return Err(refused(Refusal::FormToken));
        }
        service
            .limits
            .writes
            .check(&session.person.customer)
            .map_err(refused)?;
        Ok(Self {
            session,
            lang,
            fields,
        })
    }
}

/// A program that asks for somebody. No cookie is ever looked at, so that no browser can be made to ask.
pub(crate) struct Caller(pub(crate) Person);

impl<C: Backend> FromRequestParts<Shared<C>> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, service: &Shared<C>) -> Result<Self, Refusal> {
        let token = bearer_token(parts).ok_or(Refusal::NotLoggedIn)?;
        let mut connection = service.connection().await?;
        let person = sessions::bearer::<C>(&mut connection, &token, service.now()).await?;
        match person {
            Some(person) => Ok(Self(person)),
            None => {
                // Who guesses is slowed down as on the login page.
                if let Some(origin) = parts.extensions.get::<Origin>() {
                    service.limits.logins.check(origin)?;
                }
                Err(Refusal::NotLoggedIn)
            }
        }
    }
}

/// A program that writes for somebody, not too often.
pub(crate) struct Writing(pub(crate) Person);

impl<C: Backend> FromRequestParts<Shared<C>> for Writing {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, service: &Shared<C>) -> Result<Self, Refusal> {
        let Caller(person) = Caller::from_request_parts(parts, service).await?;
        service.limits.writes.check(&person.customer)?;
        Ok(Self(person))
    }
}

/// The one token of the one `Authorization` header (RFC 6750, 2.1).
fn bearer_token(parts: &Parts) -> Option<Token> {
    let mut values = parts.headers.get_all(AUTHORIZATION).iter();
    let value = values.next().filter(|_| values.next().is_none())?;
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return None;
    }
    Token::parse(token)
}
