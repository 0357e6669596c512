//! What is counted, in the format of Prometheus. Labels hold a method, a route as it is written in the program, and a status: never a path, a person
//! or an address.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

type Labels = Vec<(&'static str, String)>;

/// The counters of the service.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Labels, Counter>,
    durations: Family<Labels, Histogram>,
    logins: Family<Labels, Counter>,
    choices: Family<Labels, Counter>,
    rights: Family<Labels, Counter>,
    exports: Family<Labels, Counter>,
    /// Requests that are being answered.
    pub(crate) in_flight: Gauge,
    /// Export packages that are being made or sent.
    pub(crate) downloads: Gauge,
    /// 1 where the database answered when it was last asked, else 0.
    pub(crate) database_up: Gauge,
}

impl Metrics {
    /// Nothing was counted yet.
    pub(crate) fn new() -> Self {
        let durations: fn() -> Histogram = || {
            Histogram::new([
                0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
            ])
        };
        let mut metrics = Self {
            registry: Registry::with_prefix("espace_client"),
            requests: Family::default(),
            durations: Family::new_with_constructor(durations),
            logins: Family::default(),
            choices: Family::default(),
            rights: Family::default(),
            exports: Family::default(),
            in_flight: Gauge::default(),
            downloads: Gauge::default(),
            database_up: Gauge::default(),
        };
        let registry = &mut metrics.registry;
        registry.register("requests", "Requests answered", metrics.requests.clone());
        registry.register_with_unit(
            "request_duration",
            "Time to the head of the answer",
            Unit::Seconds,
            metrics.durations.clone(),
        );
        registry.register("logins", "Logins tried", metrics.logins.clone());
        registry.register(
            "consent_choices",
            "Choices recorded",
            metrics.choices.clone(),
        );
        registry.register(
            "rights_requests",
            "Requests received",
            metrics.rights.clone(),
        );
        registry.register("exports", "Export packages made", metrics.exports.clone());
        registry.register(
            "requests_in_flight",
            "Requests being answered",
            metrics.in_flight.clone(),
        );
        registry.register(
            "downloads_in_flight",
            "Export packages being made or sent",
            metrics.downloads.clone(),
        );
        registry.register(
            "database_up",
            "Whether the database answered",
            metrics.database_up.clone(),
        );
        metrics
    }

    /// One request was answered.
    pub(crate) fn answered(
        &self,
        method: &Method,
        route: &str,
        status: StatusCode,
        took: Duration,
    ) {
        let method = known(method).to_owned();
        let labels = vec![
            ("method", method.clone()),
            ("route", route.to_owned()),
            ("status", status.as_u16().to_string()),
        ];
        self.requests.get_or_create(&labels).inc();
        let labels = vec![("method", method), ("route", route.to_owned())];
        self.durations
            .get_or_create(&labels)
            .observe(took.as_secs_f64());
    }

    /// Somebody tried to log in.
    pub(crate) fn login(&self, opened: bool) {
        let outcome = if opened { "opened" } else { "refused" };
        self.logins
            .get_or_create(&vec![("outcome", outcome.to_owned())])
            .inc();
    }

    /// A choice was recorded: its code.
    pub(crate) fn choice(&self, code: &'static str) {
        self.choices
            .get_or_create(&vec![("choice", code.to_owned())])
            .inc();
    }

    /// A request was received: the code of its right.
    pub(crate) fn right(&self, code: &'static str) {
        self.rights
            .get_or_create(&vec![("right", code.to_owned())])
            .inc();
    }

    /// A package was made.
    pub(crate) fn export(&self, complete: bool) {
        let outcome = if complete { "complete" } else { "incomplete" };
        self.exports
            .get_or_create(&vec![("outcome", outcome.to_owned())])
            .inc();
    }

    /// Everything, as Prometheus reads it.
    pub(crate) fn to_text(&self) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

/// A method as a label: anybody can invent new ones.
pub(crate) const fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// One more as long as it lives.
pub(crate) struct Counted(Gauge);

impl Counted {
    /// Counts one.
    pub(crate) fn in_gauge(gauge: &Gauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.dec();
    }
}
