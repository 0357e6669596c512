//! Reading a table page by page, by ascending key.

use greffe_retention::RowKey;

use crate::{Backend, QualifiedName, Row, Statement, StoreError};

/// A query that is read a page at a time: each page begins after the last key of the one before it, so that an index on the key serves every page,
/// and no page is slower than the first. Memory is that of a page.
///
/// The key is unique and never NULL, such as a primary key, and is **the first column** of the query. What a reader sees:
///
/// - *as it goes*: each page sees what was committed before it. No row comes twice. A row that was written meanwhile behind the last key, or
///   one that no longer matches, does not come. For passes that are run again.
/// - *in one snapshot*: between [`Backend::begin_snapshot`] and [`Backend::commit`] on the same connection, all pages show one state. As long as it is open,
///   SQLite's log cannot be emptied and PostgreSQL vacuums nothing that was deleted since: for reads of minutes, not of hours.
///
/// ```
/// # async fn example<C: greffe_sqlx::Backend>(db: &mut C, due: &greffe_sqlx::SqlPredicate<C::Day>) -> Result<(), Box<dyn std::error::Error>> {
/// use greffe_sqlx::{Pages, Statement};
///
/// let due = Statement::new("SELECT id, written FROM logs WHERE ").matching(due);
/// let mut pages = Pages::of(due, "logs.id".parse()?, 1_000);
/// while let Some(rows) = pages.next(db).await? {
///     for row in &rows {
///         let written: String = row.get("written")?;
///     }
/// }
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct Pages {
    query: Statement,
    key: QualifiedName,
    size: u32,
    after: Option<RowKey>,
}

impl Pages {
    /// Pages of `size` rows, at least one. `query` ends within its condition: ` AND key > … ORDER BY key LIMIT …` is put after it, so that one without a condition ends
    /// in `WHERE TRUE`, and one with alternatives has brackets around them.
    #[must_use]
    pub fn of(query: Statement, key: QualifiedName, size: u32) -> Self {
        Self {
            query,
            key,
            size: size.max(1),
            after: None,
        }
    }

    /// Begins after this key: where an earlier reader stopped.
    #[must_use]
    pub fn after(mut self, key: Option<RowKey>) -> Self {
        self.after = key;
        self
    }

    /// The last key that was read: where to go on.
    #[must_use]
    pub const fn last(&self) -> Option<&RowKey> {
        self.after.as_ref()
    }

    /// The next page; `None` once there are no more rows.
    ///
    /// # Errors
    /// As [`Backend::rows`]; [`StoreError::ColumnType`] where the first column is no key. The same page is read again after an error.
    pub async fn next<C: Backend>(
        &mut self,
        connection: &mut C,
    ) -> Result<Option<Vec<Row>>, StoreError> {
        let rows = connection.rows(self.statement("")).await?;
        self.passed(&rows)?;
        Ok((!rows.is_empty()).then_some(rows))
    }

    /// The query of the next page, with `ending` after it.
    pub(crate) fn statement(&self, ending: &'static str) -> Statement {
        let mut page = self.query.clone();
        if let Some(key) = &self.after {
            page = page
                .push(" AND ")
                .qualified(&self.key)
                .push(" > ")
                .value(key);
        }
        let page = page.push(" ORDER BY ").qualified(&self.key);
        page.push(" LIMIT ").value(self.size).push(ending)
    }

    /// Goes on after these rows.
    pub(crate) fn passed(&mut self, rows: &[Row]) -> Result<(), StoreError> {
        // Where NULL sorts first or last differs: without a key a row stands at one end of the first page.
        for row in rows.first().into_iter().chain(rows.last()) {
            self.after = Some(row.first()?);
        }
        Ok(())
    }
}
