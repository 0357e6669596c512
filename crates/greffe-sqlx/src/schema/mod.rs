//! The schema of a real database, for the gate against drift.
//!
//! What is not judged is said by the schema, never silently left out: Greffe's own tables (`greffe_…`), the list of migrations, and what belongs to the database
//! or to an extension. Views and partitions hold no rows of their own. An index over an expression is no index of a column.

mod apart;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
mod sqlite;

use greffe_register::drift::{Schema, SchemaColumn, SchemaTable};
use sqlx::{Acquire, Database};

use crate::StoreError;

/// The tables of the database with their columns, as its catalogue has them: of PostgreSQL those of the schema that comes first in `search_path`, of SQLite those of
/// the main database.
///
/// ```
/// # #[cfg(feature = "sqlite")]
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use greffe_register::drift::Stored;
/// use sqlx::Connection as _;
///
/// let mut db = sqlx::SqliteConnection::connect("sqlite::memory:").await?;
/// sqlx::raw_sql("CREATE TABLE customers (iban BLOB NOT NULL)").execute(&mut db).await?;
/// let schema = greffe_sqlx::schema_of(&mut db).await?;
/// let columns = schema.table("customers").unwrap().columns();
/// assert_eq!((columns[0].name.as_str(), columns[0].stored, columns[0].nullable), ("iban", Stored::Binary, false));
/// # Ok(()) }
/// # #[cfg(feature = "sqlite")]
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(example()).unwrap();
/// ```
///
/// # Errors
/// [`StoreError::Database`] if the database does not answer.
pub async fn schema_of<'c, A>(db: A) -> Result<Schema, StoreError>
where
    A: Acquire<'c>,
    A::Database: ReadsSchema,
{
    let mut connection = db.acquire().await?;
    A::Database::read(&mut *connection, None).await
}

/// The same of another schema of PostgreSQL, or of another database that SQLite has attached. Tables of two schemas are told apart by their names alone:
/// [`Schema::and`] puts schemas together of which no table has the same name.
///
/// # Errors
/// As [`schema_of`]. A schema that is not there has no tables.
pub async fn schema_named<'c, A>(db: A, name: &str) -> Result<Schema, StoreError>
where
    A: Acquire<'c>,
    A::Database: ReadsSchema,
{
    let mut connection = db.acquire().await?;
    A::Database::read(&mut *connection, Some(name)).await
}

/// A database whose catalogue can be read: SQLite with the feature `sqlite`, PostgreSQL with `postgres`.
pub trait ReadsSchema: Database + private::Sealed {
    /// Its tables; of the schema that is meant where none is named.
    #[doc(hidden)]
    fn read(
        connection: &mut Self::Connection,
        name: Option<&str>,
    ) -> impl Future<Output = Result<Schema, StoreError>> + Send;
}

mod private {
    pub trait Sealed {}

    #[cfg(feature = "postgres")]
    impl Sealed for sqlx::Postgres {}
    #[cfg(feature = "sqlite")]
    impl Sealed for sqlx::Sqlite {}
}

/// A row of the catalogue: a table, with one of its columns if it has any.
struct CatalogueRow {
    table: String,
    /// Whether the database or an extension of it owns the table.
    is_of_the_database: bool,
    column: Option<SchemaColumn>,
}

/// The schema out of rows that come table by table.
fn schema_out_of(rows: impl IntoIterator<Item = CatalogueRow>) -> Schema {
    let mut tables: Vec<(SchemaTable, bool)> = Vec::new();
    for row in rows {
        let (table, is_of_the_database) = match tables.pop_if(|(last, _)| last.name() == row.table)
        {
            Some(last) => last,
            None => (SchemaTable::new(row.table), row.is_of_the_database),
        };
        let table = match row.column {
            Some(column) => table.column(column),
            None => table,
        };
        tables.push((table, is_of_the_database));
    }
    let reason = |(table, is_of_the_database): &(SchemaTable, bool)| {
        apart::reason(table.name(), *is_of_the_database)
    };
    let (apart, judged): (Vec<_>, Vec<_>) =
        tables.into_iter().partition(|one| reason(one).is_some());
    let schema = Schema::new(judged.into_iter().map(|(table, _)| table));
    apart
        .into_iter()
        .fold(schema, |schema, one| match reason(&one) {
            Some(reason) => schema.setting_apart(one.0.name(), reason),
            None => schema,
        })
}
