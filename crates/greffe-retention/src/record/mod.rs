//! A record with its facts, as a line of JSON: the form is documented in the crate's `FACTS.md`.

mod read;
mod write;

use greffe_calendar::Tz;
use greffe_document::{Document, Words};

use crate::{Facts, RecordError, RowKey};

/// One record of a service: the key of its row, the rule that governs it where the line says so, and its facts.
///
/// ```
/// use greffe_calendar::zone;
/// use greffe_retention::Record;
///
/// let paris = zone::parse("Europe/Paris")?;
/// let record = Record::from_json(
///     r#"{"key": 17, "rule": "FAC-01/economic", "events": {"last_operation": "2026-01-31T23:30:00Z"}}"#,
///     paris,
/// )?;
/// assert_eq!(record.rule(), Some("FAC-01/economic"));
/// // Half past eleven at night in UTC is the next day in Paris.
/// assert!(record.to_json().contains(r#"{"last_operation":"2026-02-01"}"#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    key: RowKey,
    rule: Option<Box<str>>,
    facts: Facts,
}

impl Record {
    /// A record whose line does not say which rule governs it.
    #[must_use]
    pub fn new(key: impl Into<RowKey>, facts: Facts) -> Self {
        Self {
            key: key.into(),
            rule: None,
            facts,
        }
    }

    /// The same, governed by the rule at `address`, such as `FAC-01/economic`.
    #[must_use]
    pub fn governed_by(mut self, address: &str) -> Self {
        self.rule = Some(address.into());
        self
    }

    /// Reads one line. Instants become local days of `zone`.
    ///
    /// # Errors
    /// [`RecordError`]: the line is no JSON, or what is wrong in it, each with its place and without the value.
    pub fn from_json(line: &str, zone: Tz) -> Result<Self, RecordError> {
        Self::from_document(&Document::from_json(line)?, zone)
    }

    /// Reads one record out of a document that holds nothing else.
    ///
    /// # Errors
    /// [`RecordError`]: what is wrong, each with its place and without the value.
    pub fn from_document(document: &Document, zone: Tz) -> Result<Self, RecordError> {
        Ok(document.read_row_with(A_RECORD, |root, faults| Self::read(root, zone, faults))?)
    }

    /// Writes the line, without a line end.
    #[must_use]
    pub fn to_json(&self) -> String {
        // A record is made of texts, numbers and lists: writing it cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The key in a line of which the rest is wrong, where it can be made out.
    #[must_use]
    pub fn key_in(line: &str) -> Option<RowKey> {
        let document = Document::from_json(line).ok()?;
        RowKey::of(document.root().child("key")?)
    }

    /// The key of its row.
    #[must_use]
    pub const fn key(&self) -> &RowKey {
        &self.key
    }

    /// The address of the rule that governs it, where the line says so.
    #[must_use]
    pub fn rule(&self) -> Option<&str> {
        self.rule.as_deref()
    }

    /// What is known of it.
    #[must_use]
    pub const fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Key and facts, taken apart.
    #[must_use]
    pub fn into_parts(self) -> (RowKey, Facts) {
        (self.key, self.facts)
    }
}

const A_RECORD: Words = Words::new(
    "un enregistrement avec ses faits",
    "a record with its facts",
);
