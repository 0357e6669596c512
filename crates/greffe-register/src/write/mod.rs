//! The register as JSON, with the keys of the file format.

mod allowance;
mod breach;
mod contract;
mod object;
mod processing;
mod security;
mod surroundings;

use serde::ser::{Serialize, Serializer};

use crate::read::FORMAT;
use crate::{Register, Stated};
use object::{Json, ToJson};

/// Writes the keys of the file format, in its order. Reading them back gives the same register.
impl Serialize for Register {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Json::object()
            .with_code("format", FORMAT)
            .with("organisation", self.organisation())
            .with_json("requests", self.requests().and_then(ToJson::json))
            .with_json("backups", surroundings::backups(self.backups()))
            .with("processing", self.processings())
            .with("contract", self.contracts())
            .with("application", self.applications())
            .with("platform", self.platforms())
            .with("notice", self.notices())
            .with("site", self.sites())
            .with("tracker", self.trackers())
            .with("collection_mode", self.collection_modes())
            .with_json("security", self.security().and_then(ToJson::json))
            .with_json(
                "breach_procedure",
                self.breach_procedure().and_then(ToJson::json),
            )
            .with(key(self.breaches(), "breach", "breaches"), self.breaches())
            .with(
                key(self.request_log(), "request", "request_log"),
                self.request_log(),
            )
            .with("dpia", self.dpias())
            .with("allow", self.allowances())
            .serialize(serializer)
    }
}

/// What is there is a list of tables such as `[[breach]]`; its absence has a key of its own, such as `breaches`.
const fn key<T>(stated: &Stated<T>, tables: &'static str, absence: &'static str) -> &'static str {
    match stated {
        Stated::Known(_) => tables,
        _ => absence,
    }
}
