//! To which key a column with UNIQUE is pinned.

use greffe_cipher::KeyId;

use super::error::RotationError;
use crate::{Backend, Name, Statement, StoreError, migrate};

const TABLE: &str = "greffe_pinned_keys";

/// The key to which a column with UNIQUE is pinned, as the database has it: what every writer makes its tokens with. Read it in the transaction that writes, or
/// write again where the database refuses a token: after a move it takes no token of the former key.
///
/// # Errors
/// [`StoreError::Database`], also where [`migrate`] never ran; [`StoreError::Unreadable`].
pub async fn pinned_key<C: Backend>(
    connection: &mut C,
    table: &Name,
    column: &Name,
) -> Result<Option<KeyId>, StoreError> {
    Ok(pin(connection, table, column).await?.map(|pin| pin.key))
}

/// Records the key to which a column with UNIQUE is pinned, once, where the column is made. Saying the same again does nothing.
///
/// # Errors
/// [`RotationError::PinnedTo`] where another key is recorded; [`RotationError::Store`].
pub async fn pin_key<C: Backend>(
    connection: &mut C,
    table: &Name,
    column: &Name,
    key: KeyId,
) -> Result<(), RotationError> {
    migrate(connection).await?;
    let insert = Statement::new(
        "INSERT INTO greffe_pinned_keys (host_table, host_column, key_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    );
    let insert = insert.bind(table.as_str()).bind(column.as_str());
    connection.execute(insert.bind(key.get())).await?;
    match pinned_key(connection, table, column).await? {
        Some(recorded) if recorded != key => Err(RotationError::PinnedTo(recorded)),
        _ => Ok(()),
    }
}

/// What is recorded of a column.
pub(super) struct Pin {
    pub(super) key: KeyId,
    /// The key of the second column, while there is one.
    pub(super) next: Option<KeyId>,
}

pub(super) async fn pin<C: Backend>(
    connection: &mut C,
    table: &Name,
    column: &Name,
) -> Result<Option<Pin>, StoreError> {
    let asked = Statement::new(
        "SELECT key_id, next_id FROM greffe_pinned_keys WHERE host_table = $1 AND host_column = $2",
    );
    let asked = asked.bind(table.as_str()).bind(column.as_str());
    let Some(row) = connection.row(asked).await? else {
        return Ok(None);
    };
    let unreadable = StoreError::Unreadable { table: TABLE };
    let next: Option<u32> = row.get("next_id")?;
    Ok(Some(Pin {
        key: KeyId::new(row.get("key_id")?).ok_or(unreadable)?,
        next: next
            .map(|id| KeyId::new(id).ok_or(unreadable))
            .transpose()?,
    }))
}

pub(super) async fn set_pin<C: Backend>(
    connection: &mut C,
    table: &Name,
    column: &Name,
    pin: &Pin,
) -> Result<(), StoreError> {
    let update = Statement::new(
        "UPDATE greffe_pinned_keys SET key_id = $3, next_id = $4 WHERE host_table = $1 AND host_column = $2",
    );
    let update = update.bind(table.as_str()).bind(column.as_str());
    let update = update.bind(pin.key.get()).bind(pin.next.map(KeyId::get));
    connection.execute(update).await?;
    Ok(())
}
