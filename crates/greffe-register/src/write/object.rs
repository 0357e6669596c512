//! A JSON object in the making: in the order of the format, and without what is absent in the model.

use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate};
use greffe_calendar::Period;
use greffe_retention::Rule;
use greffe_terms::{Lang, Text};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::Stated;

/// A JSON value that borrows from the model. Objects keep their order, which `serde_json::Value` does not.
///
/// Days and instants are texts in JSON and bare in TOML.
#[derive(Clone, PartialEq)]
pub(crate) enum Json<'m> {
    Flag(bool),
    Number(u64),
    Text(Cow<'m, str>),
    Date(NaiveDate),
    Instant(DateTime<FixedOffset>),
    List(Vec<Self>),
    Object(Vec<(Cow<'m, str>, Self)>),
    Rule(&'m Rule),
}

/// A model's value as JSON; `None` where the key is to be left out.
pub(crate) trait ToJson {
    fn json(&self) -> Option<Json<'_>>;
}

impl<'m> Json<'m> {
    pub(super) const fn object() -> Self {
        Self::Object(Vec::new())
    }

    pub(super) fn with(self, key: &'m str, value: &'m (impl ToJson + ?Sized)) -> Self {
        self.with_json(key, value.json())
    }

    pub(super) fn with_json(mut self, key: &'m str, value: Option<Self>) -> Self {
        if let (Self::Object(entries), Some(value)) = (&mut self, value) {
            entries.push((key.into(), value));
        }
        self
    }

    /// A value that has a code or a text form.
    pub(super) fn with_code(self, key: &'m str, value: impl Display) -> Self {
        self.with_optional_code(key, Some(value))
    }

    pub(super) fn with_optional_code(self, key: &'m str, value: Option<impl Display>) -> Self {
        self.with_json(key, value.map(|value| Self::Text(value.to_string().into())))
    }

    pub(super) fn with_codes<T: Display>(self, key: &'m str, values: &[T]) -> Self {
        let codes = values
            .iter()
            .map(|value| Self::Text(value.to_string().into()));
        self.with_json(
            key,
            (!values.is_empty()).then(|| Self::List(codes.collect())),
        )
    }

    /// A flag that is written where it differs from its default.
    pub(super) fn with_flag(self, key: &'m str, flag: bool, default: bool) -> Self {
        self.with_json(key, (flag != default).then_some(Self::Flag(flag)))
    }
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => serializer.serialize_u64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Date(date) => serializer.collect_str(date),
            Self::Instant(instant) => serializer.serialize_str(&instant.to_rfc3339()),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
            Self::Rule(rule) => rule.serialize(serializer),
        }
    }
}

impl ToJson for bool {
    fn json(&self) -> Option<Json<'_>> {
        Some(Json::Flag(*self))
    }
}

impl ToJson for String {
    fn json(&self) -> Option<Json<'_>> {
        Some(Json::Text(self.into()))
    }
}

impl ToJson for u32 {
    fn json(&self) -> Option<Json<'_>> {
        Some(Json::Number((*self).into()))
    }
}

impl ToJson for u64 {
    fn json(&self) -> Option<Json<'_>> {
        Some(Json::Number(*self))
    }
}

impl ToJson for NaiveDate {
    fn json(&self) -> Option<Json<'_>> {
        Some(Json::Date(*self))
    }
}

impl ToJson for DateTime<FixedOffset> {
    fn json(&self) -> Option<Json<'_>> {
        Some(Json::Instant(*self))
    }
}

impl ToJson for Period {
    fn json(&self) -> Option<Json<'_>> {
        Some(Json::Text(self.to_string().into()))
    }
}

impl ToJson for greffe_retention::Event {
    fn json(&self) -> Option<Json<'_>> {
        Some(Json::Text(self.code().to_owned().into()))
    }
}

/// A text that is the same in both languages is one string.
impl ToJson for Text {
    fn json(&self) -> Option<Json<'_>> {
        let [fr, en] = Lang::ALL.map(|lang| {
            let text = self.in_language(lang);
            self.is_given_in(lang).then_some(text)
        });
        let text = |text: &'_ str| Json::Text(text.to_owned().into());
        if fr == en {
            return fr.map(text);
        }
        Some(
            Json::object()
                .with_json("fr", fr.map(text))
                .with_json("en", en.map(text)),
        )
    }
}

/// A text that alone would be read as a code of the list is written by language.
pub(super) fn own_words<T: FromStr>(text: &Text) -> Option<Json<'_>> {
    let is_a_code = |text: &str| text.parse::<T>().is_ok();
    text.json().map(|text| by_language_where(text, is_a_code))
}

impl<T: ToJson> ToJson for Option<T> {
    fn json(&self) -> Option<Json<'_>> {
        self.as_ref()?.json()
    }
}

/// An empty list is left out.
impl<T: ToJson> ToJson for Vec<T> {
    fn json(&self) -> Option<Json<'_>> {
        self.as_slice().json()
    }
}

impl<T: ToJson> ToJson for [T] {
    fn json(&self) -> Option<Json<'_>> {
        (!self.is_empty()).then(|| Json::List(self.iter().filter_map(ToJson::json).collect()))
    }
}

impl<T: ToJson> ToJson for Stated<T> {
    fn json(&self) -> Option<Json<'_>> {
        match self {
            Self::Unknown => None,
            Self::None => Some(Json::Text("none".into())),
            Self::NotApplicable => Some(Json::Text("not_applicable".into())),
            Self::Known(value) => value.json().map(not_an_absence),
        }
    }
}

/// A text that is the word of an absence is written by language: alone it would be read as that absence.
fn not_an_absence(value: Json<'_>) -> Json<'_> {
    by_language_where(value, |text| matches!(text, "none" | "not_applicable"))
}

/// A text for both languages is written by language where one string would be read as something else.
fn by_language_where(value: Json<'_>, is_a_code: impl Fn(&str) -> bool) -> Json<'_> {
    match value {
        Json::Text(text) if is_a_code(&text) => Json::Object(vec![
            ("fr".into(), Json::Text(text.clone())),
            ("en".into(), Json::Text(text)),
        ]),
        value => value,
    }
}
