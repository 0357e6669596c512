//! PostgreSQL's catalogue. `information_schema` would leave out what the role may not read.

use greffe_register::drift::{ColumnIndex, Schema, SchemaColumn, Stored};
use sqlx::{PgConnection, Postgres};

use super::{CatalogueRow, ReadsSchema, schema_out_of};
use crate::StoreError;

/// Tables, partitioned tables without their partitions, materialised views, foreign tables. The type of a domain is the one under it, of an array that of its items.
/// Columns that an index only includes are not ordered by it.
const CATALOGUE: &str = r"
WITH RECURSIVE base (type, base) AS (
    SELECT t.oid, t.oid FROM pg_catalog.pg_type AS t WHERE t.typtype <> 'd' AND t.typcategory <> 'A'
    UNION ALL
    SELECT t.oid, b.base FROM pg_catalog.pg_type AS t JOIN base AS b
        ON b.type = CASE WHEN t.typtype = 'd' THEN t.typbasetype WHEN t.typcategory = 'A' THEN t.typelem END
)
SELECT c.relname::text,
    EXISTS (SELECT FROM pg_catalog.pg_depend AS d
        WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'),
    a.attname::text, t.typname::text, t.typcategory::text, a.attnotnull OR own.typnotnull,
    (SELECT max(CASE WHEN i.indisunique THEN 2 ELSE 1 END) FROM pg_catalog.pg_index AS i
        WHERE i.indrelid = c.oid
            AND EXISTS (SELECT FROM generate_series(0, i.indnkeyatts - 1) AS k WHERE i.indkey[k] = a.attnum)),
    l.collname::text
FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_catalog.pg_type AS own ON own.oid = a.atttypid
    LEFT JOIN base ON base.type = a.atttypid
    LEFT JOIN pg_catalog.pg_type AS t ON t.oid = base.base
    LEFT JOIN pg_catalog.pg_collation AS l ON l.oid = a.attcollation
WHERE n.nspname = coalesce($1, current_schema()) AND c.relkind IN ('r', 'p', 'm', 'f') AND NOT c.relispartition
ORDER BY c.relname, a.attnum";

type Row = (
    String,
    bool,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<bool>,
    Option<i32>,
    Option<String>,
);

impl ReadsSchema for Postgres {
    async fn read(connection: &mut PgConnection, name: Option<&str>) -> Result<Schema, StoreError> {
        let rows = sqlx::query_as::<_, Row>(CATALOGUE).bind(name);
        let rows = rows.fetch_all(connection).await?;
        Ok(schema_out_of(rows.into_iter().map(of_the_catalogue)))
    }
}

fn of_the_catalogue(row: Row) -> CatalogueRow {
    let (table, is_of_the_database, name, base, category, not_null, index, collation) = row;
    let column = name.map(|name| {
        let stored = stored(base.as_deref(), category.as_deref());
        let index = match index {
            Some(2..) => ColumnIndex::Unique,
            Some(_) => ColumnIndex::Ordinary,
            None => ColumnIndex::None,
        };
        let mut column = SchemaColumn::new(name, stored).indexed(index);
        if not_null == Some(true) {
            column = column.not_null();
        }
        match collation {
            Some(collation) => column.collated(collation),
            None => column,
        }
    });
    CatalogueRow {
        table,
        is_of_the_database,
        column,
    }
}

/// How a type stores, by its name and by its category in `pg_type`: strings are `S`, numbers `N`.
fn stored(base: Option<&str>, category: Option<&str>) -> Stored {
    match (base, category) {
        (Some("bytea"), _) => Stored::Binary,
        (_, Some("S")) => Stored::Text,
        (_, Some("N")) => Stored::Number,
        _ => Stored::Other,
    }
}
