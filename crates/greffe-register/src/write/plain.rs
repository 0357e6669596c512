//! Trees that stand alone: without a borrow, and with nothing in them that JSON does not have.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::Json;

impl Json<'_> {
    /// The same as JSON has it: rules taken apart, days and instants as texts.
    pub(crate) fn into_plain(self) -> Json<'static> {
        match self {
            Self::Flag(flag) => Json::Flag(flag),
            Self::Number(number) => Json::Number(number),
            Self::Text(text) => Json::Text(text.into_owned().into()),
            Self::Date(date) => Json::Text(date.to_string().into()),
            Self::Instant(instant) => Json::Text(instant.to_rfc3339().into()),
            Self::List(items) => Json::List(items.into_iter().map(Self::into_plain).collect()),
            Self::Object(entries) => {
                let entries = entries.into_iter();
                let plain =
                    entries.map(|(key, value)| (key.into_owned().into(), value.into_plain()));
                Json::Object(plain.collect())
            }
            Self::Rule(rule) => taken_apart(rule),
        }
    }
}

/// A rule as an object.
pub(super) fn taken_apart(rule: &greffe_retention::Rule) -> Json<'static> {
    // A rule is flags, numbers, texts, lists and tables, nested a few levels deep at most.
    let text = serde_json::to_string(rule).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_else(|_| Json::Text(text.into()))
}

impl<'de> Deserialize<'de> for Json<'static> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyJson)
    }
}

struct AnyJson;

impl<'de> Visitor<'de> for AnyJson {
    type Value = Json<'static>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of a register")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Self::Value, E> {
        Ok(Json::Flag(flag))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Json::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Json::Text(text.to_owned().into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut object = Vec::new();
        while let Some((key, value)) = entries.next_entry::<String, _>()? {
            object.push((key.into(), value));
        }
        Ok(Json::Object(object))
    }
}
