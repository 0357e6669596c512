//! A JSON object in the making: what is absent in the model is left out.

use std::fmt::Display;

use chrono::{DateTime, FixedOffset, NaiveDate};
use greffe_calendar::Period;
use greffe_terms::{Lang, Text};
use serde_json::{Map, Value};

use crate::Stated;

/// A model's value as JSON; `None` where the key is to be left out.
pub(super) trait Json {
    fn json(&self) -> Option<Value>;
}

#[derive(Default)]
pub(super) struct Object(Map<String, Value>);

impl Object {
    pub(super) fn with(mut self, key: &str, value: &(impl Json + ?Sized)) -> Self {
        if let Some(value) = value.json() {
            self.0.insert(key.to_owned(), value);
        }
        self
    }

    /// A value that has a code or a text form.
    pub(super) fn with_code(self, key: &str, value: impl Display) -> Self {
        self.with(key, &value.to_string())
    }

    pub(super) fn with_codes<T: Display>(self, key: &str, values: &[T]) -> Self {
        let codes: Vec<_> = values.iter().map(ToString::to_string).collect();
        self.with(key, &codes)
    }

    /// `true` is written, `false` is the default.
    pub(super) fn with_flag(self, key: &str, flag: bool) -> Self {
        self.with(key, &flag.then_some(true))
    }

    pub(super) fn value(self) -> Value {
        Value::Object(self.0)
    }
}

impl Json for Value {
    fn json(&self) -> Option<Value> {
        Some(self.clone())
    }
}

impl Json for bool {
    fn json(&self) -> Option<Value> {
        Some(Value::Bool(*self))
    }
}

impl Json for String {
    fn json(&self) -> Option<Value> {
        Some(Value::String(self.clone()))
    }
}

impl Json for u32 {
    fn json(&self) -> Option<Value> {
        Some(Value::from(*self))
    }
}

impl Json for u64 {
    fn json(&self) -> Option<Value> {
        Some(Value::from(*self))
    }
}

impl Json for NaiveDate {
    fn json(&self) -> Option<Value> {
        Some(Value::String(self.to_string()))
    }
}

impl Json for DateTime<FixedOffset> {
    fn json(&self) -> Option<Value> {
        Some(Value::String(self.to_rfc3339()))
    }
}

impl Json for Period {
    fn json(&self) -> Option<Value> {
        Some(Value::String(self.to_string()))
    }
}

/// A text that is the same in both languages is one string.
impl Json for Text {
    fn json(&self) -> Option<Value> {
        let [fr, en] = Lang::ALL.map(|lang| {
            let text = self.in_language(lang);
            self.is_given_in(lang).then(|| text.to_owned())
        });
        if fr == en {
            return fr.map(Value::String);
        }
        Some(Object::default().with("fr", &fr).with("en", &en).value())
    }
}

impl<T: Json> Json for Option<T> {
    fn json(&self) -> Option<Value> {
        self.as_ref()?.json()
    }
}

/// An empty list is left out.
impl<T: Json> Json for Vec<T> {
    fn json(&self) -> Option<Value> {
        self.as_slice().json()
    }
}

impl<T: Json> Json for [T] {
    fn json(&self) -> Option<Value> {
        (!self.is_empty()).then(|| self.iter().filter_map(Json::json).collect())
    }
}

impl<T: Json> Json for Stated<T> {
    fn json(&self) -> Option<Value> {
        match self {
            Self::Unknown => None,
            Self::None => Some(Value::from("none")),
            Self::NotApplicable => Some(Value::from("not_applicable")),
            Self::Known(value) => value.json(),
        }
    }
}
