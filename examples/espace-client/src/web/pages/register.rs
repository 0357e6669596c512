//! The public register.

use axum::extract::State;
use greffe_sqlx::Backend;
use maud::Markup;

use crate::web::language::PageLang;
use crate::web::layout::Page;
use crate::web::refusal::Refusal;
use crate::web::service::Shared;
use crate::web::visitor::Maybe;

/// The extract of the register.
pub(crate) async fn show<C: Backend>(
    State(service): State<Shared<C>>,
    PageLang(lang): PageLang,
    Maybe(session): Maybe,
) -> Result<Markup, Refusal> {
    let page = Page {
        lang,
        path: "/register",
        title: lang.pick("Registre public", "Public register"),
        session: session.as_ref().map(|session| &session.token),
        public: &service.public,
    };
    Ok(page.around(service.public.body(lang)))
}
