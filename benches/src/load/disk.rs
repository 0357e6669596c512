//! What tables and indexes take on the disk.

use greffe_sqlx::{Backend, Dialect, Statement};
use serde_json::{Value, json};

use crate::compare::Failure;

/// Bytes of the sealed table, and of the one in plaintext.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// Of what.
    pub what: &'static str,
    /// Sealed.
    pub sealed: u32,
    /// In plaintext.
    pub plain: u32,
}

impl Taken {
    /// The one over the other.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        f64::from(self.sealed) / f64::from(self.plain)
    }

    pub(super) fn json(&self) -> Value {
        json!({ "name": self.what, "sealed": self.sealed, "plaintext": self.plain, "ratio": self.ratio() })
    }
}

pub(super) async fn taken<C: Backend>(db: &mut C) -> Result<Vec<Taken>, Failure> {
    let (table, indexes) = bytes(db, "people_sealed").await?;
    let (plain_table, plain_indexes) = bytes(db, "people_plain").await?;
    Ok(vec![
        Taken {
            what: "the table",
            sealed: table,
            plain: plain_table,
        },
        Taken {
            what: "its indexes",
            sealed: indexes,
            plain: plain_indexes,
        },
    ])
}

async fn bytes<C: Backend>(db: &mut C, table: &str) -> Result<(u32, u32), Failure> {
    let asked = Statement::new(match C::DIALECT {
        Dialect::Sqlite => {
            "SELECT sum(CASE WHEN name = $1 THEN pgsize ELSE 0 END) AS rows, sum(CASE WHEN name = $1 THEN 0 ELSE pgsize END) AS indexes
             FROM dbstat WHERE name = $1 OR name LIKE $1 || '!_%' ESCAPE '!'"
        }
        _ => "SELECT pg_table_size(to_regclass($1)) AS rows, pg_indexes_size(to_regclass($1)) AS indexes",
    });
    let row = db.row(asked.bind(table)).await?.ok_or("no sizes")?;
    Ok((row.get("rows")?, row.get("indexes")?))
}
