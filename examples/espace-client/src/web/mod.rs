//! The service that people and programs reach: the privacy centre and its API.
//!
//! | module | what |
//! | --- | --- |
//! | `routes` | every route, and what stands before all of them |
//! | `listener`, `wire` | connections, their bounds, and how they end |
//! | `service`, `settings` | what every handler reaches; what an operator decides |
//! | `paths`, `headers`, `origins`, `rates`, `finish`, `observe`, `refusal` | what is done to every request: one writing per path, security headers, limits, writes that end, one line of the log, words for refusals |
//! | `token`, `sessions`, `cookies`, `same_site`, `visitor` | who asks, and whether they may |
//! | `dialogue`, `consents`, `rights`, `packages`, `stores` | what a person is asked, chose, requests and receives |
//! | `language`, `layout`, `pages`, `assets`, `public_register` | what people look at |
//! | `api` | the same for programs |
//! | `health`, `metrics`, `logging`, `tidy` | what the operator looks at, and what is done without anybody asking |
//!
//! Nothing is told of a person whom the session or the token does not name: every query takes them from there.

mod api;
mod assets;
mod consents;
mod cookies;
mod dialogue;
mod finish;
mod headers;
mod health;
mod language;
mod layout;
mod listener;
mod logging;
mod metrics;
mod observe;
mod origins;
mod packages;
mod pages;
mod paths;
mod public_register;
mod rates;
mod refusal;
mod rights;
mod routes;
mod same_site;
mod service;
mod sessions;
mod settings;
mod stores;
mod tidy;
mod token;
mod visitor;
mod wire;

#[cfg(test)]
pub(crate) mod tests;

pub(crate) use cookies::SECURE as SESSION_COOKIE;
pub(crate) use dialogue::Dialogue;
pub(crate) use listener::serve;
pub(crate) use logging::begin as begin_log;
pub(crate) use routes::{operator, public};
pub(crate) use service::{Parts, Service};
pub(crate) use sessions::{forget_ended, issue};
pub(crate) use settings::{Rates, Settings};
pub(crate) use tidy::keep_tidy;
