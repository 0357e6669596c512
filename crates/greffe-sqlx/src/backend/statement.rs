//! A statement and its values.

use std::fmt::Write as _;

use super::Cell;
use crate::{Name, QualifiedName};

/// A statement with its values. Text comes from the program alone and names are checked ([`Name`]): nothing of a value can become SQL.
///
/// ```
/// use greffe_sqlx::Statement;
///
/// let found = Statement::new("SELECT id FROM customers WHERE iban IN (").list([vec![1_u8], vec![2]]).push(") AND id > ").value(41);
/// assert_eq!(found.sql(), "SELECT id FROM customers WHERE iban IN ($1, $2) AND id > $3");
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Statement {
    sql: String,
    cells: Vec<Cell>,
}

impl Statement {
    /// A statement, or the beginning of one. Placeholders are `$1`, `$2`, …
    pub fn new(sql: &'static str) -> Self {
        Self {
            sql: sql.to_owned(),
            cells: Vec::new(),
        }
    }

    /// The value of the next placeholder in the text.
    pub fn bind(mut self, value: impl Into<Cell>) -> Self {
        self.cells.push(value.into());
        self
    }

    /// More text.
    pub fn push(mut self, sql: &'static str) -> Self {
        self.sql.push_str(sql);
        self
    }

    /// A placeholder, and its value.
    pub fn value(mut self, value: impl Into<Cell>) -> Self {
        self.cells.push(value.into());
        // Writing to a String cannot fail.
        let _ = write!(self.sql, "${}", self.cells.len());
        self
    }

    /// Placeholders with commas between them, and their values: what stands in `IN ( )` or `VALUES ( )`. Without any value it is NULL, so that
    /// `IN (NULL)` finds nothing.
    pub fn list<V: Into<Cell>>(mut self, values: impl IntoIterator<Item = V>) -> Self {
        let mut separator = "";
        for value in values {
            self.sql.push_str(separator);
            self = self.value(value);
            separator = ", ";
        }
        if separator.is_empty() {
            self.sql.push_str("NULL");
        }
        self
    }

    /// The name of a table or column, quoted.
    pub fn name(self, name: &Name) -> Self {
        self.qualified(&name.clone().into())
    }

    /// A name of one part or of two, quoted.
    pub fn qualified(mut self, name: &QualifiedName) -> Self {
        let mut separator = "";
        for part in name.parts() {
            // A checked name holds no quote.
            let _ = write!(self.sql, "{separator}\"{}\"", part.as_str());
            separator = ".";
        }
        self
    }

    /// Text of this crate that was put together at run time, and of which each part was checked.
    pub(crate) fn checked(mut self, sql: &str) -> Self {
        self.sql.push_str(sql);
        self
    }

    /// The text as it goes to the database.
    #[must_use]
    pub fn sql(&self) -> &str {
        &self.sql
    }

    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    pub(super) fn into_parts(self) -> (String, Vec<Cell>) {
        (self.sql, self.cells)
    }
}
