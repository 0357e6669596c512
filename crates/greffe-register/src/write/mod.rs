//! The register as JSON, with the keys of the file format.

mod object;
mod processing;
mod security;
mod surroundings;

use serde::ser::{Serialize, Serializer};

use crate::Register;
use crate::read::FORMAT;
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
            .with("notice", self.notices())
            .with("site", self.sites())
            .with("tracker", self.trackers())
            .with("collection_mode", self.collection_modes())
            .with_json("security", self.security().and_then(ToJson::json))
            .with(breaches_key(self), self.breaches())
            .with("dpia", self.dpias())
            .serialize(serializer)
    }
}

/// Breaches are `[[breach]]` tables, their absence is `breaches`.
fn breaches_key(register: &Register) -> &'static str {
    if register.breaches().known().is_some() {
        "breach"
    } else {
        "breaches"
    }
}
