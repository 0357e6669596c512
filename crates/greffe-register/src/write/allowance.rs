//! Allowances as JSON.

use super::object::{Json, ToJson};
use crate::Allowance;

impl ToJson for Allowance {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with_code("check", self.check)
            .with("at", &self.at)
            .with("reason", &self.reason)
            .with("until", &self.until);
        Some(object)
    }
}
