//! The register as JSON and TOML, with the keys of the file format.

mod allowance;
mod breach;
mod contract;
mod object;
mod plain;
mod processing;
mod security;
mod surroundings;
mod toml;
mod version;

use serde::ser::{Serialize, Serializer};

use crate::read::FORMAT;
use crate::{Register, Stated};
pub(crate) use object::{Json, ToJson};
pub(crate) use toml::to_toml;

/// Writes the keys of the file format, in its order. Reading them back gives the same register.
impl Serialize for Register {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        tree(self).serialize(serializer)
    }
}

/// The whole file.
pub(crate) fn tree(register: &Register) -> Json<'_> {
    Json::object()
        .with_code("format", FORMAT)
        .with_json("version", register.version().and_then(ToJson::json))
        .with("organisation", register.organisation())
        .with_json("requests", register.requests().and_then(ToJson::json))
        .with_json("backups", surroundings::backups(register.backups()))
        .with("processing", register.processings())
        .with("contract", register.contracts())
        .with("application", register.applications())
        .with("platform", register.platforms())
        .with("notice", register.notices())
        .with("site", register.sites())
        .with("tracker", register.trackers())
        .with("collection_mode", register.collection_modes())
        .with_json("security", register.security().and_then(ToJson::json))
        .with_json(
            "breach_procedure",
            register.breach_procedure().and_then(ToJson::json),
        )
        .with(
            key(register.breaches(), "breach", "breaches"),
            register.breaches(),
        )
        .with(
            key(register.request_log(), "request", "request_log"),
            register.request_log(),
        )
        .with("dpia", register.dpias())
        .with("allow", register.allowances())
}

/// What is there is a list of tables such as `[[breach]]`; its absence has a key of its own, such as `breaches`.
const fn key<T>(stated: &Stated<T>, tables: &'static str, absence: &'static str) -> &'static str {
    match stated {
        Stated::Known(_) => tables,
        _ => absence,
    }
}
