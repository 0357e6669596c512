//! Newline-delimited JSON: an object a line, its keys those of the description. Nothing is dropped: a key that is not described, or twice, is a fault.

use std::fmt;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use greffe::calendar::{DateTime, NaiveDate, Utc};
use greffe::document::Words;
use greffe::export::{Decimal, Field, Kind, Record, Value};
use greffe::terms::is_day_form;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::rows::RowFault;
use crate::bounded::{Line, read_line};
use crate::progress::Watched;

/// Records of a file of JSON lines.
pub(super) struct JsonRows {
    input: BufReader<Watched<File>>,
    fields: Vec<Field>,
    buffer: Vec<u8>,
    line: u64,
    ended: bool,
}

impl JsonRows {
    pub(super) fn open(file: &Path, fields: &[Field]) -> Result<Self, RowFault> {
        let file = File::open(file).map_err(|error| RowFault::File(error.kind()))?;
        Ok(Self {
            input: BufReader::with_capacity(1 << 16, Watched(file)),
            fields: fields.to_vec(),
            buffer: Vec::new(),
            line: 0,
            ended: false,
        })
    }

    fn record(&self) -> Result<Record, RowFault> {
        let at = |words| RowFault::at(self.line, words);
        let text = std::str::from_utf8(&self.buffer).map_err(|_| at(NOT_UTF8))?;
        // Some programs begin a file with a byte order mark (RFC 8259, 8.1: it may be passed over).
        let text = match text.strip_prefix('\u{feff}') {
            Some(rest) if self.line == 1 => rest,
            _ => text,
        };
        let object: Object<'_> = serde_json::from_str(text).map_err(|_| at(NO_OBJECT))?;
        let mut found: Vec<Option<&RawValue>> = vec![None; self.fields.len()];
        for (key, value) in &object.0 {
            let place = self.fields.iter().position(|field| field.name() == key);
            let slot = place.and_then(|place| found.get_mut(place));
            let slot = slot.ok_or_else(|| at(UNKNOWN))?;
            if slot.replace(*value).is_some() {
                return Err(at(TWICE));
            }
        }
        let values = self.fields.iter().zip(found);
        let value = |(field, raw): (&Field, Option<&RawValue>)| {
            let raw = raw.map_or("null", RawValue::get);
            value_of(raw, field.kind())
                .ok_or_else(|| RowFault::of_field(self.line, field.name(), expected(field.kind())))
        };
        values.map(value).collect()
    }
}

impl Iterator for JsonRows {
    type Item = Result<Record, RowFault>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            self.buffer.clear();
            self.line += 1;
            let record = match read_line(&mut self.input, LONGEST, &mut self.buffer) {
                Err(error) => Err(RowFault::File(error.kind())),
                Ok(Line::TooLong) => Err(RowFault::at(self.line, TOO_LONG)),
                Ok(Line::End) => {
                    self.ended = true;
                    continue;
                }
                Ok(Line::Whole) if self.buffer.trim_ascii().is_empty() => continue,
                Ok(Line::Whole) => self.record(),
            };
            self.ended = record.is_err();
            return Some(record);
        }
        None
    }
}

/// An object with its keys as they come, twins too.
struct Object<'j>(Vec<(String, &'j RawValue)>);

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Object(entries))
            }
        }
        deserializer.deserialize_map(Keys)
    }
}

/// The value of that kind. A decimal number keeps its digits, as a text or as a number.
fn value_of(raw: &str, kind: Kind) -> Option<Value> {
    if raw == "null" {
        return Some(Value::Null);
    }
    match kind {
        Kind::Integer => serde_json::from_str(raw).ok().map(Value::Integer),
        Kind::Boolean => serde_json::from_str(raw).ok().map(Value::Boolean),
        Kind::List => {
            let items: Vec<&RawValue> = serde_json::from_str(raw).ok()?;
            let items: Option<Vec<_>> = items.iter().map(|item| item_of(item.get())).collect();
            items.map(Value::List)
        }
        Kind::Decimal if !raw.starts_with('"') => raw.parse::<Decimal>().ok().map(Value::Decimal),
        kind => typed(&serde_json::from_str::<String>(raw).ok()?, kind),
    }
}

/// An item of a list: text, number, truth value, null or a list.
fn item_of(raw: &str) -> Option<Value> {
    match raw.as_bytes().first()? {
        b'"' => value_of(raw, Kind::Text),
        b'[' => value_of(raw, Kind::List),
        b't' | b'f' => value_of(raw, Kind::Boolean),
        _ => value_of(raw, Kind::Integer).or_else(|| value_of(raw, Kind::Decimal)),
    }
}

/// The value that a text stands for, as a CSV cell is one.
pub(super) fn typed(text: &str, kind: Kind) -> Option<Value> {
    match kind {
        Kind::Text => Some(Value::text(text)),
        Kind::Decimal => text.parse::<Decimal>().ok().map(Value::Decimal),
        Kind::Date if is_day_form(text) => text.parse::<NaiveDate>().ok().map(Value::Date),
        Kind::Instant => {
            let instant = DateTime::parse_from_rfc3339(text).ok()?;
            Some(Value::Instant(instant.with_timezone(&Utc)))
        }
        Kind::Integer | Kind::Boolean | Kind::List => value_of(text, kind),
        _ => None,
    }
}

pub(super) const fn expected(kind: Kind) -> Words {
    match kind {
        Kind::Text => TEXT,
        Kind::Integer => INTEGER,
        Kind::Decimal => DECIMAL,
        Kind::Boolean => BOOLEAN,
        Kind::Date => DATE,
        Kind::Instant => INSTANT,
        _ => LIST,
    }
}

// Bytes: a record that is longer is no record about a person.
const LONGEST: u64 = 16 * 1024 * 1024;

const TEXT: Words = Words::new("on attend un texte", "a text is expected");
const INTEGER: Words = Words::new("on attend un entier", "a whole number is expected");
const DECIMAL: Words = Words::new(
    "on attend un nombre décimal sans exposant",
    "a decimal number without an exponent is expected",
);
const BOOLEAN: Words = Words::new(
    "on attend `true` ou `false`",
    "`true` or `false` is expected",
);
const DATE: Words = Words::new(
    "on attend un jour qui existe, AAAA-MM-JJ",
    "a day that exists is expected, YYYY-MM-DD",
);
const INSTANT: Words = Words::new(
    "on attend un instant RFC 3339, avec son décalage",
    "an RFC 3339 instant with its offset is expected",
);
const LIST: Words = Words::new("on attend une liste JSON", "a JSON list is expected");
const NOT_UTF8: Words = Words::new("ce n’est pas de l’UTF-8", "it is not UTF-8");
const NO_OBJECT: Words = Words::new("ce n’est pas un objet JSON", "it is no JSON object");
const UNKNOWN: Words = Words::new(
    "une clé n’est pas dans la description",
    "a key is not in the description",
);
const TWICE: Words = Words::new("une clé est donnée deux fois", "a key is given twice");
const TOO_LONG: Words = Words::new("la ligne dépasse 16 Mio", "the line is longer than 16 MiB");
