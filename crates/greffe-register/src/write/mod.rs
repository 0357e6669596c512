//! The register as JSON, with the keys of the file format.

mod object;
mod processing;
mod surroundings;

use serde_json::Value;

use crate::Register;
use crate::read::FORMAT;
use object::Object;

/// The whole register. Reading it back gives the same register.
pub(crate) fn to_json(register: &Register) -> Value {
    Object::default()
        .with_code("format", FORMAT)
        .with("organisation", register.organisation())
        .with("requests", &register.requests().cloned())
        .with("backups", &surroundings::backups(register.backups()))
        .with("processing", register.processings())
        .with("notice", register.notices())
        .with("site", register.sites())
        .with("tracker", register.trackers())
        .with("collection_mode", register.collection_modes())
        .with("security", &register.security().cloned())
        .with(breaches_key(register), register.breaches())
        .with("dpia", register.dpias())
        .value()
}

/// Breaches are `[[breach]]` tables, their absence is `breaches`.
fn breaches_key(register: &Register) -> &'static str {
    if register.breaches().known().is_some() {
        "breach"
    } else {
        "breaches"
    }
}
