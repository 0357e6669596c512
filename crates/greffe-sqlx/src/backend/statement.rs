//! A statement and its values.

use std::fmt::Write as _;

use super::{Cell, Dialect};
use crate::{Name, QualifiedName};

/// A statement with its values. Text comes from the program alone and names are checked ([`Name`]): nothing of a value can become SQL.
///
/// ```
/// use greffe_sqlx::{Dialect, Statement};
///
/// let found = Statement::new("SELECT id FROM ").name(&"customers".parse()?).push(" WHERE iban IN (").list([vec![1_u8], vec![2]]);
/// let found = found.push(") AND id > ").value(41);
/// assert_eq!(found.sql(Dialect::Postgres), r#"SELECT id FROM "customers" WHERE iban IN ($1, $2) AND id > $3"#);
/// assert_eq!(found.sql(Dialect::Sqlite), "SELECT id FROM `customers` WHERE iban IN ($1, $2) AND id > $3");
/// # Ok::<(), greffe_sqlx::InvalidName>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Statement {
    /// The text without the quotes of names.
    sql: String,
    /// Where quotes come into it, ascending.
    quotes: Vec<usize>,
    cells: Vec<Cell>,
}

impl Statement {
    /// A statement, or the beginning of one. Placeholders are `$1`, `$2`, …
    pub fn new(sql: &'static str) -> Self {
        Self {
            sql: sql.to_owned(),
            quotes: Vec::new(),
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

    /// The name of a table or column, in the quotes of the database that it goes to: one that the database does not know is an error there.
    pub fn name(self, name: &Name) -> Self {
        self.qualified(&name.clone().into())
    }

    /// A name of one part or of two, each in quotes.
    pub fn qualified(mut self, name: &QualifiedName) -> Self {
        let mut separator = "";
        for part in name.parts() {
            self.sql.push_str(separator);
            self.quotes.push(self.sql.len());
            self.sql.push_str(part.as_str());
            self.quotes.push(self.sql.len());
            separator = ".";
        }
        self
    }

    /// Text of this crate that was put together at run time, and of which each part was checked.
    pub(crate) fn checked(mut self, sql: &str) -> Self {
        self.sql.push_str(sql);
        self
    }

    /// The text as it goes to that database.
    #[must_use]
    pub fn sql(&self, dialect: Dialect) -> String {
        let quote = match dialect {
            // In double quotes SQLite takes a name that it does not know for a text, and a misspelled column would go unnoticed.
            Dialect::Sqlite => '`',
            Dialect::Postgres => '"',
        };
        let mut sql = String::with_capacity(self.sql.len() + self.quotes.len());
        let mut rest = self.sql.as_str();
        let mut written = 0;
        for place in &self.quotes {
            // Places of this text, in order: where it could not be cut nothing would be written.
            let (before, after) = rest.split_at_checked(place - written).unwrap_or((rest, ""));
            sql.push_str(before);
            // A checked name holds no quote.
            sql.push(quote);
            (rest, written) = (after, *place);
        }
        sql.push_str(rest);
        sql
    }

    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    pub(super) fn into_parts(self, dialect: Dialect) -> (String, Vec<Cell>) {
        if self.quotes.is_empty() {
            return (self.sql, self.cells);
        }
        (self.sql(dialect), self.cells)
    }
}
