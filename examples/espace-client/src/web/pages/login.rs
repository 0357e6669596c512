//! Login by a token, and logout.

use axum::extract::{Extension, Request, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use greffe::terms::Lang;
use greffe_sqlx::Backend;
use maud::{Markup, html};

use crate::web::language::PageLang;
use crate::web::layout::Page;
use crate::web::pages::elsewhere;
use crate::web::rates::Origin;
use crate::web::refusal::Refusal;
use crate::web::service::{Service, Shared};
use crate::web::sessions;
use crate::web::token::Token;
use crate::web::visitor::{Fields, Maybe, Submitted};
use crate::web::{cookies, same_site};

/// The form, or the way on for whoever is logged in.
pub(crate) async fn show<C: Backend>(
    State(service): State<Shared<C>>,
    PageLang(lang): PageLang,
    Maybe(session): Maybe,
) -> Result<Response, Refusal> {
    if session.is_some() {
        return Ok(Redirect::to(&format!("/{}/consents", lang.tag())).into_response());
    }
    Ok(form(&service, lang, false).into_response())
}

fn form<C: Backend>(service: &Service<C>, lang: Lang, was_refused: bool) -> Markup {
    let content = html! {
        @if was_refused {
            p #login-error.alert role="alert" {
                (lang.pick(
                    "Ce code n’ouvre aucun espace, ou plus aucun. Vérifiez-le ou demandez-en un nouveau.",
                    "This code opens no account, or no longer does. Check it or ask for a new one.",
                ))
            }
        }
        form #login-form.panel method="post" action={ "/" (lang.tag()) "/login" } {
            p #token-help {
                (lang.pick(
                    "Collez le code que le service vous a remis\u{a0}: 43 lettres et chiffres.",
                    "Paste the code that the service gave you: 43 letters and digits.",
                ))
            }
            label for="token" { (lang.pick("Code d’accès", "Access code")) }
            input #token type="password" name="token" required maxlength="43" autocomplete="off"
                autocapitalize="none" spellcheck="false" aria-describedby="token-help"
                aria-invalid=[was_refused.then_some("true")];
            button.primary #login-submit type="submit" { (lang.pick("S’identifier", "Log in")) }
            (about_the_cookie(service, lang))
        }
        (elsewhere::section(&service.public, lang))
    };
    let page = Page {
        lang,
        path: "/login",
        title: lang.pick("S’identifier", "Log in"),
        session: None,
        public: &service.public,
    };
    page.with(&content)
}

/// What is put on the person's device, before it is: a cookie that needs no consent is told of all the same (loi 78-17, art. 82).
fn about_the_cookie<C: Backend>(service: &Service<C>, lang: Lang) -> Markup {
    let name = cookies::name(service.settings.tls);
    let idle = service.settings.idle.num_minutes();
    let life = service.settings.session_life.num_hours();
    html! {
        p #cookie-note.note {
            (lang.pick(
                format!("S’identifier dépose sur votre appareil un seul cookie, «\u{a0}{name}\u{a0}»\u{a0}: il vous reconnaît d’une page à l’autre, et rien d’autre. Il disparaît quand vous vous déconnectez ou fermez le navigateur\u{a0}; la session finit après {idle}\u{a0}minutes sans activité et au plus tard après {life}\u{a0}heures. Strictement nécessaire au service que vous demandez, il ne dépend pas de votre consentement (loi Informatique et Libertés, art.\u{a0}82)\u{a0}; votre navigateur peut le refuser, mais cet espace ne s’ouvre pas sans lui."),
                format!("Logging in puts a single cookie on your device, “{name}”: it recognises you from one page to the next, and does nothing else. It goes when you log out or close the browser; the session ends after {idle} minutes without activity and after {life} hours at the latest. It is strictly necessary for the service that you ask for and so needs no consent (French data-protection act, Art. 82); your browser can refuse it, but your account does not open here without it."),
            ))
        }
    }
}

/// Exchanges a token for a session, whose cookie is new whatever cookie came. There is no session yet that a form could bear the secret of; that the
/// form came from this service is known from the browser, so that nobody is logged in to somebody else's account from elsewhere.
pub(crate) async fn enter<C: Backend>(
    State(service): State<Shared<C>>,
    Extension(origin): Extension<Origin>,
    PageLang(lang): PageLang,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Response> {
    let refused = |refusal: Refusal| refusal.into_response();
    same_site::check(&headers).map_err(refused)?;
    service.limits.logins.check(&origin).map_err(refused)?;
    let fields = Fields::read(request).await?;
    let shown = fields.one("token").map(str::trim).and_then(Token::parse);
    let mut db = service.connection().await.map_err(refused)?;
    let now = service.now();
    let person = match &shown {
        Some(token) => sessions::bearer::<C>(&mut db, token, now)
            .await
            .map_err(refused)?,
        None => None,
    };
    service.metrics.login(person.is_some());
    let Some(person) = person else {
        let again = form(&service, lang, true);
        // A page and no refusal: the person is to try again where they are.
        return Ok((StatusCode::OK, again).into_response());
    };
    let tls = service.settings.tls;
    if let Some(old) = cookies::read(&headers, tls) {
        sessions::end::<C>(&mut db, &old).await.map_err(refused)?;
    }
    let token = sessions::open::<C>(&mut db, person, now)
        .await
        .map_err(refused)?;
    let to = Redirect::to(&format!("/{}/consents", lang.tag()));
    Ok(([(SET_COOKIE, cookies::set(&token, tls))], to).into_response())
}

/// Ends the session, here and in the database.
pub(crate) async fn leave<C: Backend>(
    State(service): State<Shared<C>>,
    Submitted { session, lang, .. }: Submitted,
) -> Result<Response, Refusal> {
    let mut db = service.connection().await?;
    sessions::end::<C>(&mut db, &session.token).await?;
    let cookie = cookies::remove(service.settings.tls);
    let headers = [
        (SET_COOKIE, cookie),
        // Whatever the browser kept of these pages goes too.
        (
            axum::http::HeaderName::from_static("clear-site-data"),
            "\"cache\", \"storage\"".to_owned(),
        ),
    ];
    let to = Redirect::to(&format!("/{}", lang.tag()));
    Ok((headers, to).into_response())
}
