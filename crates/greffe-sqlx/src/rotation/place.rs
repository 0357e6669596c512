//! Where a column stands.

use crate::Name;

/// A sealed column, in a table of the connection's own schema.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ColumnPlace {
    /// The table.
    pub table: Name,
    /// Its key: unique, never NULL, never changed.
    pub key: Name,
    /// The sealed column, binary. NULL where a row has no value.
    pub column: Name,
}

/// A column with UNIQUE over a value's tokens, and what takes its place while it moves to another key.
///
/// UNIQUE is an index of its own (`CREATE UNIQUE INDEX index ON table (column)`), not a word in `CREATE TABLE`: SQLite drops no column that
/// was declared UNIQUE. It is over this column alone and all rows; nothing else stands on the column while it moves.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UniquePlace {
    /// The column of the tokens, binary.
    pub column: Name,
    /// Its unique index.
    pub index: Name,
    /// The name of the second column while there is one. No other column has it.
    pub next_column: Name,
    /// The name of the second column's index. No other index has it.
    pub next_index: Name,
}
