//! What the service declares to the gate against drift: what its columns hold, which rules its jobs execute, which trackers its site sets.
//!
//! Rows that are read as types derive [`PersonalData`] where they stand (`rows`); the other tables are declared in `tables`. The processings are those of
//! `examples/registers/hosting.toml`, the register that the gate holds the service to.

mod tables;
#[cfg(test)]
mod tests;

use greffe::PersonalData;
use greffe::drift::{Code, Declaration};
use greffe::register::Register;

use crate::retention::{CONSENTS_RULE, HOLDS_RULE, REQUESTS_RULE, jobs};
use crate::rows::{CustomerRow, ProspectRow};
use crate::web::SESSION_COOKIE;

/// The host name of the privacy centre, as the register names the site.
const SITE: &str = "espace.garrigue-reseaux.example";

/// Rules that another job than the planned purge executes, with the tests that hold it to them in `tests/both/own_stores.rs` and `own_consents.rs`.
const OTHER_JOBS: &[&str] = &[
    // `web::forget_ended`, each minute and at each nightly purge.
    "ESP-01/tokens",
    "ESP-01/sessions",
    // `retention::forget_own`, at each nightly purge; files of requests and choices are in tables of Greffe's, which the gate does not judge.
    CONSENTS_RULE,
    HOLDS_RULE,
    REQUESTS_RULE,
    // The database itself, ON DELETE CASCADE: with the row of the prospect.
    "PRO-01/interactions",
];

/// Everything that the code says of itself. The rules are those that the purge finds tables for in this very register; of trackers the web pages set
/// the cookie of the session and no other.
pub(crate) fn code(register: &Register) -> Code {
    let planned = jobs(register);
    Code::declaring(declarations())
        .executing(planned.iter().map(|job| job.address.to_string()))
        .executing(OTHER_JOBS.iter().copied())
        .setting([(SITE, SESSION_COOKIE)])
}

fn declarations() -> Vec<Declaration> {
    let rows = [CustomerRow::declaration(), ProspectRow::declaration()];
    rows.into_iter().chain(tables::declarations()).collect()
}
