//! The first page: what can be done here.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, VARY};
use axum::response::{IntoResponse as _, Redirect, Response};
use greffe_sqlx::Backend;
use maud::{Markup, html};

use crate::web::language::PageLang;
use crate::web::layout::Page;
use crate::web::refusal::Refusal;
use crate::web::service::Shared;
use crate::web::visitor::Maybe;

/// Sends to the page in the browser's language.
pub(crate) async fn root(headers: HeaderMap) -> Response {
    let accepted = headers.get(ACCEPT_LANGUAGE);
    let lang = PageLang::accepted(accepted.and_then(|value| value.to_str().ok()));
    let to = Redirect::to(&format!("/{}", lang.0.tag()));
    ([(VARY, "Accept-Language")], to).into_response()
}

/// The first page.
pub(crate) async fn show<C: Backend>(
    State(service): State<Shared<C>>,
    PageLang(lang): PageLang,
    Maybe(session): Maybe,
) -> Result<Markup, Refusal> {
    let name = service.public.name(lang);
    let cards = [
        (
            "consents",
            lang.pick("Mes consentements", "My consents"),
            lang.pick(
                "Voir ce que vous avez accepté ou refusé, et changer d’avis quand vous le voulez.",
                "See what you accepted or refused, and change your mind whenever you want.",
            ),
        ),
        (
            "requests",
            lang.pick("Mes demandes", "My requests"),
            lang.pick(
                "Exercer un de vos droits et suivre la réponse, avec la date à laquelle elle est due.",
                "Exercise one of your rights and follow the answer, with the day on which it is due.",
            ),
        ),
        (
            "data",
            lang.pick("Mes données", "My data"),
            lang.pick(
                "Télécharger tout ce qui vous concerne, lisible par vous et par un programme.",
                "Download everything about you, readable by you and by a program.",
            ),
        ),
        (
            "register",
            lang.pick("Registre public", "Public register"),
            lang.pick(
                "Lire ce que l’organisme fait des données, pourquoi et pendant combien de temps.",
                "Read what the organisation does with data, why and for how long.",
            ),
        ),
    ];
    let content = html! {
        p.lead {
            (lang.pick(
                format!("Ici, vous décidez de ce que {name} fait de vos données."),
                format!("Here you decide what {name} does with your data."),
            ))
        }
        ul.cards {
            @for (path, title, text) in cards {
                li.card {
                    h2 { a href={ "/" (lang.tag()) "/" (path) } { (title) } }
                    p { (text) }
                }
            }
        }
    };
    let page = Page {
        lang,
        path: "",
        title: lang.pick("Espace de confidentialité", "Privacy centre"),
        session: session.as_ref().map(|session| &session.token),
        public: &service.public,
    };
    Ok(page.with(&content))
}
