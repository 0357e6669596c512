//! A register kept beside another format's terms, part by part as written: tables such as `backups` have an order, which
//! `serde_json::Value` does not keep.

use std::collections::BTreeMap;

use greffe_document::Document;
use greffe_register::{Register, RegisterError};
use greffe_terms::Lang;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::ImportError;
use crate::limits::spend_tables;

/// The parts of a register: its records, and the rest by key.
#[derive(Default, Clone)]
pub(crate) struct Parts {
    rest: BTreeMap<String, Box<RawValue>>,
    records: Vec<Box<RawValue>>,
}

/// What Greffe had kept of a register beside the other format's terms.
pub(crate) struct Kept {
    /// Where it stands.
    pub(crate) place: String,
    /// The register.
    pub(crate) parts: Parts,
    /// The language in which the terms were written.
    pub(crate) lang: Lang,
    /// How many tables it may have, and how many more.
    limit: usize,
    left: usize,
}

impl Kept {
    /// Nothing so far, and no more than so many tables.
    pub(crate) fn within(limit: usize) -> Self {
        Self {
            place: String::new(),
            parts: Parts::default(),
            lang: Lang::default(),
            limit,
            left: limit,
        }
    }

    /// The same, with the place of the part that is taken next.
    pub(crate) fn at(&mut self, place: String) -> &mut Self {
        self.place = place;
        self
    }

    /// Takes a part that stands at the place.
    pub(crate) fn take(
        &mut self,
        text: &str,
        take: impl FnOnce(&mut Parts, &str) -> Result<(), RegisterError>,
    ) -> Result<(), ImportError> {
        let unreadable = |error| ImportError::Kept {
            place: self.place.clone(),
            error,
        };
        let document = Document::from_json(text).map_err(|error| unreadable(error.into()))?;
        spend_tables(document.root(), &mut self.left, self.limit)?;
        take(&mut self.parts, text).map_err(unreadable)
    }
}

impl Parts {
    /// Takes a register apart.
    pub(crate) fn of(register: &Register) -> Self {
        let mut rest: BTreeMap<String, Box<RawValue>> =
            serde_json::from_str(&register.to_json()).unwrap_or_default();
        let records = rest.remove("processing");
        let records = records.and_then(|records| serde_json::from_str(records.get()).ok());
        Self {
            rest,
            records: records.unwrap_or_default(),
        }
    }

    /// The records as texts that hold JSON on one line, in the register's order.
    pub(crate) fn records(&self) -> impl Iterator<Item = String> {
        self.records.iter().map(|record| on_one_line(record))
    }

    /// The rest as a text that holds JSON on one line.
    pub(crate) fn rest(&self) -> String {
        let parts: Vec<_> = self
            .rest
            .iter()
            .map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), on_one_line(value)))
            .collect();
        format!("{{{}}}", parts.join(","))
    }

    /// Takes what was kept of the register but its records.
    pub(crate) fn take_rest(&mut self, text: &str) -> Result<(), RegisterError> {
        self.rest = read(text)?;
        self.rest.remove("processing");
        Ok(())
    }

    /// Takes one more record.
    pub(crate) fn take_record(&mut self, text: &str) -> Result<(), RegisterError> {
        self.records.push(read(text)?);
        Ok(())
    }

    /// Takes who keeps the register, where nothing says it yet.
    pub(super) fn take_organisation(&mut self, organisation: Option<&Value>) {
        if let Some(organisation) = organisation
            && let Ok(raw) = RawValue::from_string(organisation.to_string())
        {
            self.rest.entry("organisation".to_owned()).or_insert(raw);
        }
    }

    /// The whole as JSON.
    pub(super) fn to_json(&self) -> String {
        let records: Vec<_> = self.records.iter().map(|raw| raw.get()).collect();
        let records =
            (!records.is_empty()).then(|| format!("\"processing\":[{}]", records.join(",")));
        let rest = self
            .rest
            .iter()
            .map(|(key, raw)| format!("{}:{raw}", Value::from(key.as_str())));
        let parts: Vec<_> = rest.chain(records).collect();
        format!("{{{}}}", parts.join(","))
    }
}

/// JSON has line ends between tokens only: inside a text they are escaped.
fn on_one_line(raw: &RawValue) -> String {
    raw.get().lines().map(str::trim_start).collect()
}

/// JSON that the document's own reader has taken: within its limits, no key twice.
fn read<T: for<'de> serde::Deserialize<'de>>(text: &str) -> Result<T, RegisterError> {
    serde_json::from_str(text).map_err(|_| RegisterError::Incomplete)
}
