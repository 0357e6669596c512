//! Many rows in few statements.

use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

/// A value of a column.
#[derive(Debug, Clone)]
pub(crate) enum Cell {
    /// A whole number.
    Number(i64),
    /// A text, or nothing.
    Text(Option<String>),
    /// Bytes, such as a token.
    Bytes(Vec<u8>),
    /// A whole number, or nothing.
    MaybeNumber(Option<i64>),
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}

impl From<Vec<u8>> for Cell {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

/// SQLite takes 32,766 variables in a statement.
const MAX_VARIABLES: usize = 32_000;

/// Inserts rows. `head` is `INSERT INTO table (columns)`, written in the program.
pub(crate) async fn insert(
    connection: &mut SqliteConnection,
    head: &'static str,
    rows: Vec<Vec<Cell>>,
) -> Result<(), sqlx::Error> {
    let columns = rows.first().map_or(1, Vec::len).max(1);
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let mut query = QueryBuilder::<Sqlite>::new(head);
        query.push(" ");
        query.push_values(
            rows.by_ref().take(MAX_VARIABLES / columns),
            |mut row, cells| {
                for cell in cells {
                    match cell {
                        Cell::Number(number) => row.push_bind(number),
                        Cell::MaybeNumber(number) => row.push_bind(number),
                        Cell::Text(text) => row.push_bind(text),
                        Cell::Bytes(bytes) => row.push_bind(bytes),
                    };
                }
            },
        );
        query.build().execute(&mut *connection).await?;
    }
    Ok(())
}
