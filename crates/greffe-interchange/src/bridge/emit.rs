//! A register out of `serde_json::Value` as text, with what is known of the order of its tables: `backups` has one, and a `Value` has none.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

use super::compare::identity;

/// JSON that is carried as it is written.
#[cfg(feature = "dpv")]
pub(crate) fn raw(text: &str) -> Option<Value> {
    let written = serde_json::from_str::<&RawValue>(text).ok()?;
    Some(serde_json::json!({ RAW: written.get() }))
}

/// The text that is carried as it is written, where the value is one.
pub(super) fn as_raw(value: &Value) -> Option<&str> {
    let object = value.as_object().filter(|object| object.len() == 1)?;
    object.get(RAW)?.as_str()
}

/// The value as text; wherever `kept` says the same, as it stands there.
pub(super) fn emit(value: &Value, kept: Option<&RawValue>) -> String {
    if let Some(raw) = as_raw(value) {
        return raw.to_owned();
    }
    let same = kept.filter(|raw| is_same(raw, value));
    match (same, value) {
        (Some(raw), _) => raw.get().to_owned(),
        (None, Value::Object(object)) => {
            let kept: BTreeMap<String, Box<RawValue>> = parts_of(kept);
            let parts: Vec<_> = object
                .iter()
                .map(|(key, value)| {
                    let kept = kept.get(key).map(AsRef::as_ref);
                    format!("{}:{}", Value::from(key.as_str()), emit(value, kept))
                })
                .collect();
            format!("{{{}}}", parts.join(","))
        }
        (None, Value::Array(items)) => {
            let kept: Vec<Box<RawValue>> = parts_of(kept);
            let by_identity: BTreeMap<_, _> = kept
                .iter()
                .filter_map(|raw| {
                    let item: Value = serde_json::from_str(raw.get()).ok()?;
                    Some((identity(&item)?.to_owned(), raw))
                })
                .collect();
            let parts: Vec<_> = items
                .iter()
                .map(|item| {
                    let kept = identity(item).and_then(|id| by_identity.get(id));
                    emit(item, kept.map(|raw| raw.as_ref()))
                })
                .collect();
            format!("[{}]", parts.join(","))
        }
        (None, scalar) => scalar.to_string(),
    }
}

fn is_same(raw: &RawValue, value: &Value) -> bool {
    serde_json::from_str::<Value>(raw.get()).is_ok_and(|kept| kept == *value)
}

fn parts_of<T: for<'de> serde::Deserialize<'de> + Default>(kept: Option<&RawValue>) -> T {
    kept.and_then(|raw| serde_json::from_str(raw.get()).ok())
        .unwrap_or_default()
}

// No key of the format begins so.
const RAW: &str = "\u{0}raw";
