//! The register's own version, as JSON.

use super::object::{Json, ToJson};
use crate::RegisterVersion;

impl ToJson for RegisterVersion {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with("number", &self.number)
            .with("date", &self.date)
            .with("previous", &self.previous)
            .with("note", &self.note);
        Some(object)
    }
}
