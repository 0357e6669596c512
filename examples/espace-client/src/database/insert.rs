//! Many rows in few statements.

use greffe_sqlx::{Backend, Cell, Statement, StoreError};

/// SQLite takes 32,766 variables in a statement, PostgreSQL 65,535; longer statements are no faster.
const MAX_VARIABLES: usize = 6_000;

/// Inserts rows. `head` is `INSERT INTO table (columns)`, written in the program.
pub(crate) async fn insert<C: Backend>(
    db: &mut C,
    head: &'static str,
    rows: Vec<Vec<Cell>>,
) -> Result<(), StoreError> {
    let columns = rows.first().map_or(1, Vec::len).max(1);
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let mut statement = Statement::new(head).push(" VALUES ");
        let mut separator = "(";
        for row in rows.by_ref().take(MAX_VARIABLES / columns) {
            statement = statement.push(separator).list(row).push(")");
            separator = ", (";
        }
        db.execute(statement).await?;
    }
    Ok(())
}
