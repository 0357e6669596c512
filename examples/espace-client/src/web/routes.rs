//! Every route, and what stands before all of them.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::{Method, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodFilter, MethodRouter, get, on};
use greffe_sqlx::Backend;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use super::refusal::{Refusal, rendered};
use super::service::Shared;
use super::{api, assets, finish, headers, health, observe, origins, pages, paths};

/// The largest body of a request, in octets: a form or a few codes.
pub(crate) const BODY: usize = 16 * 1_024;

/// Routes that are being put together, with their names for the document of the API.
struct Routes<C: Backend> {
    router: Router<Shared<C>>,
    listed: Vec<(Method, &'static str)>,
}

impl<C: Backend> Routes<C> {
    fn new() -> Self {
        Self {
            router: Router::new(),
            listed: Vec::new(),
        }
    }

    fn get<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, Shared<C>>,
        T: 'static,
    {
        self.route(Method::GET, path, get(handler))
    }

    fn post<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, Shared<C>>,
        T: 'static,
    {
        self.route(Method::POST, path, on(MethodFilter::POST, handler))
    }

    fn route(mut self, method: Method, path: &'static str, to: MethodRouter<Shared<C>>) -> Self {
        self.router = self.router.route(path, to);
        self.listed.push((method, path));
        self
    }
}

/// What programs ask.
fn api<C: Backend>() -> Routes<C> {
    Routes::new()
        .get("/api/openapi.json", api::document::show)
        .get("/api/v1/consents", api::consents::list::<C>)
        .post("/api/v1/consents/{purpose}", api::consents::choose::<C>)
        .get("/api/v1/receipts/{event}", api::consents::receipt::<C>)
        .get("/api/v1/requests", api::requests::list::<C>)
        .post("/api/v1/requests", api::requests::ask::<C>)
        .get("/api/v1/requests/{id}", api::requests::show::<C>)
        .post("/api/v1/objections/marketing", api::requests::object::<C>)
        .post("/api/v1/exports", api::export::<C>)
        .get("/api/v1/register", api::register::<C>)
        .get("/health/live", health::live)
        .get("/health/ready", health::ready::<C>)
}

/// What people look at.
fn pages<C: Backend>() -> Routes<C> {
    Routes::new()
        .get("/", pages::home::root)
        .get("/{lang}", pages::home::show::<C>)
        .get("/{lang}/login", pages::login::show::<C>)
        .post("/{lang}/login", pages::login::enter::<C>)
        .post("/{lang}/logout", pages::login::leave::<C>)
        .get("/{lang}/consents", pages::consents::show::<C>)
        .post("/{lang}/consents", pages::consents::choose::<C>)
        .get(
            "/{lang}/consents/receipt/{event}",
            pages::consents::receipt::<C>,
        )
        .post("/{lang}/objection", pages::requests::object::<C>)
        .get("/{lang}/requests", pages::requests::show::<C>)
        .post("/{lang}/requests", pages::requests::ask::<C>)
        .get("/{lang}/requests/new/{right}", pages::requests::form::<C>)
        .get("/{lang}/data", pages::data::show::<C>)
        .post("/{lang}/data", pages::data::download::<C>)
        .get("/{lang}/register", pages::register::show::<C>)
        .get("/assets/style.css", assets::style)
        .get("/assets/bar.css", assets::bar)
        .get("/assets/register.css", assets::register::<C>)
        .get("/assets/icon.svg", assets::icon)
}

/// The methods and paths of the API, as the program routes them.
#[cfg(test)]
pub(crate) fn listed_api<C: Backend>() -> Vec<(Method, &'static str)> {
    api::<C>().listed
}

/// The methods and paths of the pages.
#[cfg(test)]
pub(crate) fn listed_pages<C: Backend>() -> Vec<(Method, &'static str)> {
    pages::<C>().listed
}

/// The service for everybody.
pub(crate) fn public<C: Backend>(service: &Shared<C>) -> Router {
    let state = || Arc::clone(service);
    let settings = Arc::clone(&service.settings);
    let timeout = service.settings.request_time;
    // What was added last is asked first.
    pages::<C>()
        .router
        .merge(api::<C>().router)
        .fallback(|| async { Refusal::NotFound })
        .layer(from_fn(finish::whatever_happens))
        .layer(DefaultBodyLimit::max(BODY))
        .layer(RequestBodyLimitLayer::new(BODY))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            timeout,
        ))
        .layer(from_fn_with_state(state(), origins::limit::<C>))
        .layer(from_fn(paths::plain))
        .layer(CatchPanicLayer::new())
        .layer(from_fn(rendered))
        .layer(from_fn_with_state(settings, headers::protect))
        .layer(from_fn_with_state(state(), observe::observe::<C>))
        .with_state(state())
}

/// The service for whoever watches it, on a listener of its own.
pub(crate) fn operator<C: Backend>(service: &Shared<C>) -> Router {
    Router::new()
        .route("/metrics", get(health::metrics::<C>))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready::<C>))
        .layer(from_fn(rendered))
        .with_state(Arc::clone(service))
}
