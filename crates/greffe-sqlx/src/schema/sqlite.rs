//! SQLite's catalogue, by its pragmas.

use greffe_register::drift::{ColumnIndex, Schema, SchemaColumn, Stored};
use sqlx::{Sqlite, SqliteConnection};

use super::{CatalogueRow, ReadsSchema, schema_out_of};
use crate::StoreError;

/// Virtual tables hold what their shadow tables do, which are left to them. Hidden columns of virtual tables are no columns, generated ones are.
/// The catalogue itself is no table of it. The collation is the one of an index: SQLite tells no other.
const CATALOGUE: &str = r#"
SELECT t.name, t.name LIKE 'sqlite\_%' ESCAPE '\', c.name, c.type, c."notnull", c.pk,
    (SELECT max(1 + l."unique") FROM pragma_index_list(t.name, t.schema) AS l, pragma_index_xinfo(l.name, t.schema) AS k
        WHERE k.key = 1 AND k.name = c.name),
    (SELECT min(k.coll) FROM pragma_index_list(t.name, t.schema) AS l, pragma_index_xinfo(l.name, t.schema) AS k
        WHERE k.key = 1 AND k.name = c.name)
FROM pragma_table_list AS t LEFT JOIN pragma_table_xinfo(t.name, t.schema) AS c ON c.hidden <> 1
WHERE t.schema = ? AND t.type IN ('table', 'virtual') AND t.name NOT IN ('sqlite_schema', 'sqlite_temp_schema')
ORDER BY t.name, c.cid"#;

type Row = (
    String,
    bool,
    Option<String>,
    Option<String>,
    Option<bool>,
    Option<i64>,
    Option<i64>,
    Option<String>,
);

impl ReadsSchema for Sqlite {
    async fn read(
        connection: &mut SqliteConnection,
        name: Option<&str>,
    ) -> Result<Schema, StoreError> {
        let rows = sqlx::query_as::<_, Row>(CATALOGUE).bind(name.unwrap_or("main"));
        let rows = rows.fetch_all(connection).await?;
        Ok(schema_out_of(rows.into_iter().map(of_the_catalogue)))
    }
}

fn of_the_catalogue(row: Row) -> CatalogueRow {
    let (table, is_of_the_database, name, declared, not_null, key, index, collation) = row;
    let column = name.map(|name| {
        let mut column = SchemaColumn::new(name, stored(&declared.unwrap_or_default()));
        let is_key = key.is_some_and(|key| key > 0);
        if not_null == Some(true) || is_key {
            column = column.not_null();
        }
        // The key of rows has no index of its own.
        let index = match index {
            _ if is_key => ColumnIndex::Unique,
            Some(2..) => ColumnIndex::Unique,
            Some(_) => ColumnIndex::Ordinary,
            None => ColumnIndex::None,
        };
        column = column.indexed(index);
        match collation {
            Some(collation) if column.stored == Stored::Text => column.collated(collation),
            _ => column,
        }
    });
    CatalogueRow {
        table,
        is_of_the_database,
        column,
    }
}

/// How a column of this declared type stores, by the rules of affinity in their order (SQLite, *Datatypes*, 3.1). A column that takes whatever
/// comes, and one whose numbers are dates or truths, is neither text nor number.
fn stored(declared: &str) -> Stored {
    let declared = declared.to_ascii_uppercase();
    let has = |words: &[&str]| words.iter().any(|word| declared.contains(word));
    if has(&["INT"]) {
        Stored::Number
    } else if has(&["CHAR", "CLOB", "TEXT"]) {
        Stored::Text
    } else if has(&["BLOB"]) {
        Stored::Binary
    } else if has(&["REAL", "FLOA", "DOUB", "NUM", "DEC"]) {
        Stored::Number
    } else {
        Stored::Other
    }
}
