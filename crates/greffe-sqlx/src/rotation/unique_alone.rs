//! Whether a column with UNIQUE carries nothing that would go with it.

use greffe_cipher::Field;

use super::Rotation;
use super::definition::holds_another_check;
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

/// What SQLite drops with the column, or leaves without it, and says nothing. NOT NULL goes too: a column cannot be added with it. Something else that
/// names the column keeps it from being dropped.
const ATTACHED_IN_SQLITE: &str = "SELECT 'a foreign key of ' || t.name AS attached
        FROM sqlite_schema AS t JOIN pragma_foreign_key_list(t.name) AS k
        WHERE t.type = 'table' AND k.\"table\" = $1 COLLATE NOCASE AND k.\"to\" = $2 COLLATE NOCASE
    UNION
    SELECT 'a foreign key of the column' FROM pragma_foreign_key_list($1) WHERE \"from\" = $2 COLLATE NOCASE
    UNION
    SELECT 'a default' FROM pragma_table_xinfo($1) WHERE name = $2 COLLATE NOCASE AND upper(dflt_value) <> 'NULL'
    ORDER BY attached";

/// The table as SQLite has it in words.
const DEFINED: &str =
    "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = $1 COLLATE NOCASE";

/// What else depends on the column, and column grants: PostgreSQL drops most of it with the column and says nothing. NOT NULL, which later versions count as a
/// constraint, is taken over; the check that an earlier move made is made anew.
const ATTACHED_IN_POSTGRES: &str = "WITH place AS (
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
        let attached = match C::DIALECT {
            Dialect::Sqlite => self.attached_in_sqlite(connection, unique).await?,
            Dialect::Postgres => self.attached_in_postgres(connection, unique).await?,
        };
        if attached.is_empty() {
            return Ok(());
        }
        Err(RotationError::Attached {
            table: table.clone(),
            column: place.column.clone(),
            what: attached.join(", ").into(),
        })
    }

    async fn attached_in_postgres<C: Backend>(
        &self,
        connection: &mut C,
        unique: &Pinned<T>,
    ) -> Result<Vec<String>, StoreError> {
        // As the check that an earlier move made is written out.
        connection
            .execute(Statement::new("SET LOCAL bytea_output = 'hex'"))
            .await?;
        let header = unique.index.stale_ranges().before();
        let own = format!(", 1, {}) = '\\x{}'::bytea", header.len(), hex(&header));
        let attached = Statement::new(ATTACHED_IN_POSTGRES).bind(named::<C>(&unique.place.index));
        let attached = attached.bind(named::<C>(&self.place.table));
        let attached = attached.bind(unique.place.column.as_str()).bind(own);
        let attached = connection.rows(attached).await?;
        attached.iter().map(crate::Row::first).collect()
    }

    async fn attached_in_sqlite<C: Backend>(
        &self,
        connection: &mut C,
        unique: &Pinned<T>,
    ) -> Result<Vec<String>, StoreError> {
        let (table, column) = (self.place.table.as_str(), unique.place.column.as_str());
        let attached = Statement::new(ATTACHED_IN_SQLITE).bind(table).bind(column);
        let attached = connection.rows(attached).await?;
        let attached: Result<Vec<String>, _> = attached.iter().map(crate::Row::first).collect();
        let mut attached = attached?;
        let defined = connection.row(Statement::new(DEFINED).bind(table)).await?;
        let defined: Option<String> = defined.map(|row| row.first()).transpose()?;
        let header = unique.index.stale_ranges().before();
        let (length, header) = (header.len(), hex(&header));
        let own = format!("CHECK (substr(`{column}`, 1, {length}) = x'{header}')");
        let check = defined.and_then(|defined| holds_another_check(&defined, column, &own));
        // Where the definition is not understood nobody can say that there is none.
        if check != Some(false) {
            attached.push("a check of the column".to_owned());
        }
        Ok(attached)
    }
}

/// As a value: quoted where the database reads it as a name.
fn named<C: Backend>(name: &Name) -> String {
    match C::DIALECT {
        Dialect::Sqlite => name.as_str().to_owned(),
        Dialect::Postgres => Statement::new("").name(name).sql(C::DIALECT),
    }
}
