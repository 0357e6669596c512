//! JSON in the one form that RFC 8785 gives it: keys in order, no spaces. What is filed and digested is written so.

use std::collections::BTreeMap;

/// A table in the making. The values are JSON already.
pub(crate) struct Table(BTreeMap<&'static str, String>);

impl Table {
    pub(crate) const fn new() -> Self {
        Self(BTreeMap::new())
    }

    pub(crate) fn raw(&mut self, key: &'static str, value: String) {
        self.0.insert(key, value);
    }

    pub(crate) fn text(&mut self, key: &'static str, value: &str) {
        self.raw(key, text(value));
    }

    /// Left out where there is none.
    pub(crate) fn maybe(&mut self, key: &'static str, value: Option<String>) {
        if let Some(value) = value {
            self.text(key, &value);
        }
    }

    /// `null` where there is none.
    pub(crate) fn or_null(&mut self, key: &'static str, value: Option<&str>) {
        self.raw(key, value.map_or_else(|| "null".to_owned(), text));
    }

    /// Left out where there is none.
    pub(crate) fn number(&mut self, key: &'static str, value: Option<u32>) {
        if let Some(value) = value {
            self.raw(key, value.to_string());
        }
    }

    /// Left out where it is false.
    pub(crate) fn flag(&mut self, key: &'static str, value: bool) {
        if value {
            self.raw(key, "true".to_owned());
        }
    }

    /// Left out where there are none.
    pub(crate) fn texts<'t>(
        &mut self,
        key: &'static str,
        values: impl IntoIterator<Item = &'t str>,
    ) {
        self.tables(key, values.into_iter().map(text));
    }

    /// Left out where there are none.
    pub(crate) fn tables(&mut self, key: &'static str, values: impl IntoIterator<Item = String>) {
        let mut values = values.into_iter().peekable();
        if values.peek().is_some() {
            self.raw(key, list(values));
        }
    }

    pub(crate) fn written(self) -> String {
        let entries = self.0.into_iter();
        let entries: Vec<_> = entries
            .map(|(key, value)| format!("{}:{value}", text(key)))
            .collect();
        format!("{{{}}}", entries.join(","))
    }
}

pub(crate) fn list(values: impl IntoIterator<Item = String>) -> String {
    let values: Vec<_> = values.into_iter().collect();
    format!("[{}]", values.join(","))
}

/// A string; quotes, backslashes and control characters are escaped and nothing else.
pub(crate) fn text(value: &str) -> String {
    serde_json::Value::from(value).to_string()
}
