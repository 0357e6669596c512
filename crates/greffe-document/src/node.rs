//! A value with its place, and typed access to it.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate};

use greffe_terms::is_day_form;

use crate::{Faults, Words};

/// A value of a document.
#[derive(Clone, PartialEq)]
pub struct Node {
    id: u32,
    offset: u32,
    value: Value,
}

/// What a value is.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// JSON `null`. TOML has none.
    Null,
    /// A truth value.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// A text.
    String(String),
    /// A bare TOML date.
    Date(NaiveDate),
    /// A bare TOML date and time with its offset.
    Instant(DateTime<FixedOffset>),
    /// A bare TOML time that names no instant: without a date or without an offset.
    LocalTime,
    /// A list.
    List(Vec<Node>),
    /// A table, in the order of the document.
    Table(Vec<Entry>),
}

/// A key of a table with its value.
#[derive(Clone, PartialEq)]
pub struct Entry {
    pub(crate) key: String,
    pub(crate) key_offset: u32,
    pub(crate) node: Node,
}

impl Entry {
    /// The key.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The value.
    #[must_use]
    pub const fn node(&self) -> &Node {
        &self.node
    }
}

impl Node {
    pub(crate) const fn new(offset: u32, value: Value) -> Self {
        Self {
            id: 0,
            offset,
            value,
        }
    }

    /// What the value is.
    #[must_use]
    pub const fn value(&self) -> &Value {
        &self.value
    }

    pub(crate) const fn id(&self) -> u32 {
        self.id
    }

    pub(crate) const fn offset(&self) -> u32 {
        self.offset
    }

    /// Gives every node its number, parents before children, so that a fault can name one.
    pub(crate) fn numbered(mut self) -> Self {
        fn number(node: &mut Node, next: &mut u32) {
            node.id = *next;
            *next = next.saturating_add(1);
            match &mut node.value {
                Value::List(items) => items.iter_mut().for_each(|item| number(item, next)),
                Value::Table(entries) => entries.iter_mut().for_each(|e| number(&mut e.node, next)),
                _ => {}
            }
        }
        number(&mut self, &mut 0);
        self
    }

    /// The value of `key` where this is a table that has it.
    #[must_use]
    pub fn child(&self, key: &str) -> Option<&Self> {
        self.entries()?
            .iter()
            .find(|entry| entry.key == key)
            .map(|entry| &entry.node)
    }

    /// The text where this is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The items where this is a list.
    #[must_use]
    pub fn items(&self) -> Option<&[Self]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The entries where this is a table.
    #[must_use]
    pub fn entries(&self) -> Option<&[Entry]> {
        match &self.value {
            Value::Table(entries) => Some(entries),
            _ => None,
        }
    }

    /// The text; a fault where it is something else.
    pub fn text(&self, faults: &mut Faults) -> Option<&str> {
        self.as_text().or_else(|| faults.wrong_type(self, TEXT))
    }

    /// The whole number; a fault where it is something else.
    pub fn integer(&self, faults: &mut Faults) -> Option<i64> {
        match self.value {
            Value::Integer(number) => Some(number),
            _ => faults.wrong_type(self, INTEGER),
        }
    }

    /// The whole number, if `T` can hold it.
    pub fn number<T: TryFrom<i64>>(&self, faults: &mut Faults) -> Option<T> {
        let number = self.integer(faults)?;
        T::try_from(number)
            .ok()
            .or_else(|| faults.invalid(self, IN_RANGE))
    }

    /// The truth value; a fault where it is something else.
    pub fn boolean(&self, faults: &mut Faults) -> Option<bool> {
        match self.value {
            Value::Boolean(truth) => Some(truth),
            _ => faults.wrong_type(self, BOOLEAN),
        }
    }

    /// The day: a bare TOML date, or a text `YYYY-MM-DD`.
    pub fn date(&self, faults: &mut Faults) -> Option<NaiveDate> {
        match &self.value {
            Value::Date(date) => Some(*date),
            Value::String(text) if is_day_form(text) => {
                text.parse().ok().or_else(|| faults.invalid(self, DATE))
            }
            Value::String(_) => faults.invalid(self, DATE),
            _ => faults.wrong_type(self, DATE),
        }
    }

    /// The instant: a date and time with an offset. A time without one is a fault, for it could be two instants.
    pub fn instant(&self, faults: &mut Faults) -> Option<DateTime<FixedOffset>> {
        match &self.value {
            Value::Instant(instant) => Some(*instant),
            Value::String(text) => DateTime::parse_from_rfc3339(text)
                .ok()
                .or_else(|| faults.invalid(self, INSTANT)),
            _ => faults.wrong_type(self, INSTANT),
        }
    }

    /// The items; a fault where it is no list.
    pub fn list(&self, faults: &mut Faults) -> Option<&[Self]> {
        self.items().or_else(|| faults.wrong_type(self, LIST))
    }

    /// The items, each read by `read`. Items that are faulty are left out, with their faults noted.
    pub fn list_of<'n, T>(
        &'n self,
        faults: &mut Faults,
        mut read: impl FnMut(&'n Self, &mut Faults) -> Option<T>,
    ) -> Vec<T> {
        let items = self.list(faults).unwrap_or_default();
        items.iter().filter_map(|item| read(item, faults)).collect()
    }

    /// The text, parsed; `expected` says in both languages what it should have been.
    pub fn parse<T: FromStr>(&self, expected: Words, faults: &mut Faults) -> Option<T> {
        self.text(faults)?
            .parse()
            .ok()
            .or_else(|| faults.invalid(self, expected))
    }
}

const TEXT: Words = Words::new("un texte", "a text");
const INTEGER: Words = Words::new("un entier", "an integer");
const IN_RANGE: Words = Words::new("un nombre dans les limites", "a number within the limits");
const BOOLEAN: Words = Words::new("true ou false", "true or false");
const DATE: Words = Words::new("une date AAAA-MM-JJ", "a date YYYY-MM-DD");
const INSTANT: Words = Words::new(
    "un instant RFC 3339 avec son décalage",
    "an RFC 3339 instant with its offset",
);
const LIST: Words = Words::new("une liste", "a list");

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// Shows the shape only: a document may hold personal data.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(_) => f.write_str("boolean"),
            Self::Integer(_) => f.write_str("integer"),
            Self::Float(_) => f.write_str("float"),
            Self::String(_) => f.write_str("string"),
            Self::Date(_) => f.write_str("date"),
            Self::Instant(_) => f.write_str("instant"),
            Self::LocalTime => f.write_str("local time"),
            Self::List(items) => write!(f, "list of {}", items.len()),
            Self::Table(entries) => write!(f, "table of {}", entries.len()),
        }
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.node.fmt(f)
    }
}
