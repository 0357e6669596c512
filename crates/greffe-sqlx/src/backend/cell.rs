//! Values as both databases hold them.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use greffe_cipher::{Field, IndexToken, Sealed};
use greffe_retention::RowKey;

use crate::{IndexColumn, SealedColumn};

/// A value to bind, or one that was read. Without a value it is NULL, and still has its type.
///
/// | cell | SQLite | PostgreSQL |
/// | --- | --- | --- |
/// | `Integer` | `INTEGER` | `bigint`; `integer` and `smallint` are read |
/// | `Text` | `TEXT` | `text`, `varchar` |
/// | `Bytes` | `BLOB` | `bytea` |
/// | `Truth` | `INTEGER`, 0 or 1 | `boolean` |
/// | `Day` | `TEXT`, `2024-01-31` | `date` |
/// | `Instant` | `TEXT`, `2024-01-31T12:00:00.000000+00:00` | `timestamptz` |
///
/// `Debug` shows what it is and not what it says.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cell {
    /// A whole number.
    Integer(Option<i64>),
    /// A text.
    Text(Option<String>),
    /// Octets.
    Bytes(Option<Vec<u8>>),
    /// True or false.
    Truth(Option<bool>),
    /// A day.
    Day(Option<NaiveDate>),
    /// An instant in UTC, to the microsecond: what is finer is cut off.
    Instant(Option<DateTime<Utc>>),
}

impl Cell {
    /// Whether there is no value.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        match self {
            Self::Integer(value) => value.is_none(),
            Self::Text(value) => value.is_none(),
            Self::Bytes(value) => value.is_none(),
            Self::Truth(value) => value.is_none(),
            Self::Day(value) => value.is_none(),
            Self::Instant(value) => value.is_none(),
        }
    }
}

impl fmt::Debug for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Self::Integer(_) => "Integer",
            Self::Text(_) => "Text",
            Self::Bytes(_) => "Bytes",
            Self::Truth(_) => "Truth",
            Self::Day(_) => "Day",
            Self::Instant(_) => "Instant",
        };
        f.write_str(kind)?;
        f.write_str(if self.is_null() { "(NULL)" } else { "(..)" })
    }
}

/// An instant as a text that sorts by time: 32 characters.
#[cfg(feature = "sqlite")]
pub(super) fn instant_as_text(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(chrono::SecondsFormat::Micros, false)
}

/// What a cell can be read as. Nothing is converted but what SQLite has no type for: a text that is a day or an instant, a number that is 0 or 1.
pub trait FromCell: Sized {
    /// The value, if the cell holds one of this type.
    fn from_cell(cell: &Cell) -> Option<Self>;
}

/// As it is.
impl FromCell for Cell {
    fn from_cell(cell: &Cell) -> Option<Self> {
        Some(cell.clone())
    }
}

/// NULL, which has a type of its own only in PostgreSQL, is the absence of whatever is asked for.
impl<T: FromCell> FromCell for Option<T> {
    fn from_cell(cell: &Cell) -> Option<Self> {
        if cell.is_null() {
            return Some(None);
        }
        T::from_cell(cell).map(Some)
    }
}

macro_rules! integers {
    ($($type:ty),*) => {$(
        impl FromCell for $type {
            fn from_cell(cell: &Cell) -> Option<Self> {
                match cell {
                    Cell::Integer(Some(number)) => (*number).try_into().ok(),
                    _ => None,
                }
            }
        }
    )*};
}
integers!(i64, i32, u64, u32);

impl FromCell for String {
    fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Text(Some(text)) => Some(text.clone()),
            _ => None,
        }
    }
}

impl FromCell for Vec<u8> {
    fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Bytes(Some(octets)) => Some(octets.clone()),
            _ => None,
        }
    }
}

impl FromCell for bool {
    fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Truth(Some(truth)) => Some(*truth),
            Cell::Integer(Some(0)) => Some(false),
            Cell::Integer(Some(1)) => Some(true),
            _ => None,
        }
    }
}

impl FromCell for NaiveDate {
    fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Day(day) => *day,
            // One form only: `2024-1-5` was written by something else.
            Cell::Text(Some(text)) => text
                .parse()
                .ok()
                .filter(|day: &Self| day.to_string() == *text),
            _ => None,
        }
    }
}

impl FromCell for DateTime<Utc> {
    fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Instant(instant) => *instant,
            Cell::Text(Some(text)) => {
                let instant = DateTime::parse_from_rfc3339(text).ok()?;
                (instant.offset().local_minus_utc() == 0).then(|| instant.to_utc())
            }
            _ => None,
        }
    }
}

impl<T: Field> FromCell for SealedColumn<T> {
    fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Bytes(Some(octets)) => Sealed::from_bytes(octets).ok().map(Self),
            _ => None,
        }
    }
}

impl FromCell for IndexColumn {
    fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Bytes(Some(octets)) => IndexToken::from_bytes(octets).ok().map(Self),
            _ => None,
        }
    }
}

impl FromCell for RowKey {
    fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Integer(Some(number)) => Some((*number).into()),
            Cell::Text(Some(text)) => Some(text.as_str().into()),
            Cell::Bytes(Some(octets)) => Some(octets.clone().into()),
            _ => None,
        }
    }
}

impl From<&RowKey> for Cell {
    fn from(key: &RowKey) -> Self {
        match key {
            RowKey::Integer(number) => (*number).into(),
            RowKey::Text(text) => text.as_ref().into(),
            RowKey::Bytes(octets) => octets.as_ref().into(),
        }
    }
}

macro_rules! cells {
    ($($type:ty => $kind:ident: $convert:expr),* $(,)?) => {$(
        impl From<$type> for Cell {
            fn from(value: $type) -> Self {
                Self::from(Some(value))
            }
        }
        impl From<Option<$type>> for Cell {
            fn from(value: Option<$type>) -> Self {
                Self::$kind(value.map($convert))
            }
        }
    )*};
}
cells! {
    i64 => Integer: std::convert::identity,
    i32 => Integer: i64::from,
    u32 => Integer: i64::from,
    String => Text: std::convert::identity,
    &str => Text: str::to_owned,
    Vec<u8> => Bytes: std::convert::identity,
    &[u8] => Bytes: <[u8]>::to_vec,
    bool => Truth: std::convert::identity,
    NaiveDate => Day: std::convert::identity,
    DateTime<Utc> => Instant: std::convert::identity,
}

impl<T: Field> From<SealedColumn<T>> for Cell {
    fn from(column: SealedColumn<T>) -> Self {
        Self::Bytes(Some(column.0.as_bytes().to_vec()))
    }
}

impl<T: Field> From<Option<SealedColumn<T>>> for Cell {
    fn from(column: Option<SealedColumn<T>>) -> Self {
        Self::Bytes(column.map(|column| column.0.as_bytes().to_vec()))
    }
}

impl From<IndexColumn> for Cell {
    fn from(column: IndexColumn) -> Self {
        Self::Bytes(Some(column.0.as_bytes().to_vec()))
    }
}

impl From<Option<IndexColumn>> for Cell {
    fn from(column: Option<IndexColumn>) -> Self {
        Self::Bytes(column.map(|column| column.0.as_bytes().to_vec()))
    }
}
