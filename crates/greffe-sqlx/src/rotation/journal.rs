//! How far a rotation is.

use greffe_cipher::Field;
use greffe_retention::RowKey;

use super::Rotation;
use crate::purge_records::{read, write};
use crate::{Backend, Statement, StoreError};

const TABLE: &str = "greffe_rotations";

/// What the journal says of one rotation.
#[derive(Default)]
pub(super) struct Journal {
    /// The last key of the last batch, while a pass is not at its end.
    pub(super) after: Option<RowKey>,
    /// Rows that were re-sealed in all.
    pub(super) converted: u64,
}

impl<T: Field> Rotation<T> {
    /// What this rotation is called: its columns with the headers that they come to. Another key or form is another rotation.
    pub(super) fn journal_name(&self) -> String {
        let sealed = (&self.place.column, self.handle.stale_ranges());
        let indexes = self.indexes.iter();
        let indexes = indexes.map(|indexed| (&indexed.column, indexed.index.stale_ranges()));
        let mut name = self.place.table.to_string();
        for (column, ranges) in std::iter::once(sealed).chain(indexes) {
            name.push_str(&format!(" {column}={}", hex(&ranges.before())));
        }
        if let Some((_, _, only)) = &self.only {
            name.push_str(&format!(" {only}"));
        }
        name
    }
}

pub(super) fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

pub(super) async fn journal<C: Backend>(
    connection: &mut C,
    name: &str,
) -> Result<Journal, StoreError> {
    let asked = Statement::new("SELECT place, converted FROM greffe_rotations WHERE rotation = $1");
    let Some(row) = connection.row(asked.bind(name)).await? else {
        return Ok(Journal::default());
    };
    let place: Option<String> = row.get("place")?;
    Ok(Journal {
        after: place.map(|text| read(TABLE, &text)).transpose()?,
        converted: row.get("converted")?,
    })
}

/// In the transaction of a batch, at its end: of two jobs one waits for the other no longer than that takes.
pub(super) async fn record<C: Backend>(
    connection: &mut C,
    name: &str,
    after: Option<&RowKey>,
    converted: u64,
) -> Result<(), StoreError> {
    let converted = i64::try_from(converted).map_err(|_| StoreError::Unwritable)?;
    let insert = Statement::new(
        "INSERT INTO greffe_rotations (rotation, place, converted) VALUES ($1, $2, $3)
         ON CONFLICT (rotation) DO UPDATE SET place = excluded.place, converted = greffe_rotations.converted + excluded.converted",
    );
    let insert = insert.bind(name).bind(after.map(write).transpose()?);
    connection.execute(insert.bind(converted)).await?;
    Ok(())
}
