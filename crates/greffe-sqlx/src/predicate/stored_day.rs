//! How a database stores a day.

use std::fmt;

use greffe_calendar::{CalendarError, Tz};

use super::days::Days;
use super::name::QualifiedName;
use super::tree::{Test, Truth};
use crate::Cell;

/// How a column stores a day or the instant of an event: [`SqliteDay`](crate::SqliteDay) or [`PostgresDay`](crate::PostgresDay). No other type
/// can be one.
pub trait StoredDay: Dialect {}

/// What differs between the databases.
pub trait Dialect: Copy + Eq + fmt::Debug {
    /// What can be bound.
    type Value: Clone + PartialEq + fmt::Debug + Into<Cell>;

    /// What stands before and after a name.
    const QUOTE: char;
    /// What is always and never so.
    const TRUTH: Truth;

    /// The placeholder of the value `number`, counted from 1.
    fn placeholder(number: usize) -> String;

    /// A value that is a text.
    fn text(text: &str) -> Self::Value;

    /// Whether it stores days and no instants.
    fn is_of_days(self) -> bool;

    /// That the column holds one of `days` of `zone`, written exactly as it is said to be.
    fn within(
        self,
        column: &QualifiedName,
        days: Days,
        zone: Tz,
    ) -> Result<Test<Self::Value>, CalendarError>;

    /// That a boolean column is on or off; NULL is neither.
    fn flag(column: &QualifiedName, on: bool) -> Test<Self::Value>;

    /// That a column of text holds `text`, octet by octet.
    fn is_text(column: &QualifiedName, text: &str) -> Test<Self::Value>;
}
