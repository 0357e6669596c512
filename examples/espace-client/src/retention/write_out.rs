//! Rows that a rule moves out of the database.

use std::path::Path;

use greffe_sqlx::{Backend, Cell, Row, Statement, StoreError};
use sha2::{Digest as _, Sha256};

/// Writes rows to a file of their own before they leave the table. The file is named after what is in it: written again after a crash
/// or a rollback, it replaces itself, and no other portion ever does.
pub(super) async fn write_out<C: Backend>(
    db: &mut C,
    table: &'static str,
    rows: &[i64],
    disk: &Path,
) -> Result<(), StoreError> {
    let failed = |_| StoreError::HostFate { table };
    let asked = Statement::new("SELECT * FROM ")
        .push(table)
        .push(" WHERE id IN (")
        .list(rows.iter().copied())
        .push(") ORDER BY id");
    let found = db.rows(asked).await?;
    let mut text = String::new();
    for row in &found {
        text.push_str(&as_json(row, table)?.to_string());
        text.push('\n');
    }
    let folder = disk.join(table);
    std::fs::create_dir_all(&folder).map_err(failed)?;
    let digest = Sha256::digest(text.as_bytes());
    let name: String = digest.iter().map(|octet| format!("{octet:02x}")).collect();
    let path = folder.join(format!("{name}.jsonl"));
    crate::files::write(&path, &text).map_err(|_| StoreError::HostFate { table })
}

/// A whole row. A column of a type that cannot be written is an error: a row never loses a part on the way out.
fn as_json(row: &Row, table: &'static str) -> Result<serde_json::Value, StoreError> {
    let mut object = serde_json::Map::new();
    for (name, cell) in row.columns() {
        let value = match cell {
            cell if cell.is_null() => serde_json::Value::Null,
            Cell::Integer(Some(number)) => (*number).into(),
            Cell::Text(Some(text)) => text.as_str().into(),
            Cell::Day(Some(day)) => day.to_string().into(),
            Cell::Instant(Some(instant)) => instant.to_rfc3339().into(),
            Cell::Bytes(Some(octets)) => {
                let hex = octets.iter().map(|octet| format!("{octet:02x}"));
                hex.collect::<String>().into()
            }
            _ => return Err(StoreError::HostRow { table }),
        };
        object.insert(name.to_owned(), value);
    }
    Ok(object.into())
}
