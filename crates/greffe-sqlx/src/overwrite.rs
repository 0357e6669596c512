//! So that what is erased is not readable in the file any more.

use crate::{Backend, Dialect, StoreError};

/// Tells SQLite to overwrite what goes, before anything is written: not only what is deleted stays readable in the file without it, but also what
/// was copied when a full page was split in two, of whatever was inserted. PostgreSQL has nothing of the kind.
pub(crate) async fn overwrite_what_goes<C: Backend>(connection: &mut C) -> Result<(), StoreError> {
    match C::DIALECT {
        Dialect::Sqlite => connection.script("PRAGMA secure_delete = ON").await,
        Dialect::Postgres => Ok(()),
    }
}
