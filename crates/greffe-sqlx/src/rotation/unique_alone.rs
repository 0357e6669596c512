//! Whether a column with UNIQUE carries nothing that would go with it.

use greffe_cipher::Field;

use super::Rotation;
use super::error::RotationError;
use super::index::Pinned;
use super::journal::hex;
use crate::{Backend, Dialect, Name, Statement, StoreError};

/// The index: over that column and nothing else, of all rows, and UNIQUE as the one that takes its place.
const PLAIN_IN_POSTGRES: &str = "SELECT count(*) = 1 AS is_plain FROM pg_index i
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
    WHERE i.indexrelid = to_regclass($1) AND i.indrelid = to_regclass($2) AND a.attname = $3
        AND a.atttypid = 'bytea'::regtype AND i.indnatts = 1 AND i.indpred IS NULL AND i.indexprs IS NULL
        AND i.indisunique AND i.indimmediate AND i.indisvalid AND i.indisready AND NOT i.indisreplident
        AND to_jsonb(i)->>'indnullsnotdistinct' IS DISTINCT FROM 'true'";

const PLAIN_IN_SQLITE: &str = "SELECT count(*) = 1 AS is_plain FROM pragma_index_list($2) AS i
    WHERE i.name = $1 COLLATE NOCASE AND i.\"unique\" = 1 AND i.partial = 0
        AND (SELECT count(*) = 1 AND max(k.name) = $3 COLLATE NOCASE FROM pragma_index_info(i.name) AS k)";

/// What else depends on the column, and column grants: PostgreSQL drops most of it with the column and says nothing. NOT NULL, which later versions count as a
/// constraint, is taken over; the check that an earlier move made is made anew.
const ATTACHED: &str = "WITH place AS (
        SELECT attrelid, attnum, attacl FROM pg_attribute
        WHERE attrelid = to_regclass($2) AND attname = $3 AND NOT attisdropped
    )
    SELECT 'a grant on the column' AS attached FROM place WHERE attacl IS NOT NULL
    UNION
    SELECT object.type || ' ' || object.identity FROM place
    JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = attrelid AND d.refobjsubid = attnum
    CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, d.objsubid) AS object
    WHERE NOT (d.classid = 'pg_class'::regclass AND d.objid = to_regclass($1))
        AND NOT EXISTS (
            SELECT FROM pg_constraint k
            WHERE d.classid = 'pg_constraint'::regclass AND k.oid = d.objid AND k.conkey = ARRAY[attnum]
                AND (k.contype = 'n' OR k.contype = 'c' AND pg_get_constraintdef(k.oid) LIKE 'CHECK ((substr(%'
                    AND pg_get_constraintdef(k.oid) !~ ' (AND|OR) ' AND strpos(pg_get_constraintdef(k.oid), $4) > 0)
        )
    ORDER BY attached";

impl<T: Field> Rotation<T> {
    /// That nothing is lost with the first column: the second one gets its unique index, and nothing else that stands on it.
    pub(super) async fn stands_alone<C: Backend>(
        &self,
        connection: &mut C,
        unique: &Pinned<T>,
    ) -> Result<(), RotationError> {
        let (table, place) = (&self.place.table, &unique.place);
        let column = place.column.as_str();
        let (index_name, table_name) = (named::<C>(&place.index), named::<C>(table));
        let plain = Statement::new(match C::DIALECT {
            Dialect::Sqlite => PLAIN_IN_SQLITE,
            Dialect::Postgres => PLAIN_IN_POSTGRES,
        });
        let plain = plain.bind(index_name.as_str()).bind(table_name.as_str());
        let plain = connection.row(plain.bind(column)).await?;
        let plain = plain.ok_or(StoreError::ColumnMissing { column: "is_plain" })?;
        if !plain.get::<bool>("is_plain")? {
            return Err(RotationError::NotPlain {
                index: place.index.clone(),
            });
        }
        // SQLite drops no column that something else names.
        if C::DIALECT == Dialect::Sqlite {
            return Ok(());
        }
        // As the check that an earlier move made is written out.
        connection
            .execute(Statement::new("SET LOCAL bytea_output = 'hex'"))
            .await?;
        let header = unique.index.stale_ranges().before();
        let own = format!(", 1, {}) = '\\x{}'::bytea", header.len(), hex(&header));
        let attached = Statement::new(ATTACHED).bind(index_name).bind(table_name);
        let attached = connection.rows(attached.bind(column).bind(own)).await?;
        let attached: Result<Vec<String>, _> = attached.iter().map(crate::Row::first).collect();
        let attached = attached?;
        if attached.is_empty() {
            return Ok(());
        }
        Err(RotationError::Attached {
            table: table.clone(),
            column: place.column.clone(),
            what: attached.join(", ").into(),
        })
    }
}

/// As a value: quoted where the database reads it as a name.
fn named<C: Backend>(name: &Name) -> String {
    match C::DIALECT {
        Dialect::Sqlite => name.as_str().to_owned(),
        Dialect::Postgres => Statement::new("").name(name).sql(C::DIALECT),
    }
}
