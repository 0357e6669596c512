//! How long a job waits for the lock of a whole table.

use crate::{Backend, Dialect, Statement, StoreError};

/// As long as SQLite waits through sqlx unless it is told otherwise: a transaction that somebody forgot may stay open for hours.
const PATIENCE: &str = "5s";

/// For the rest of the transaction: who comes after stands in line behind a lock of a whole table from the moment on that it is asked for. A session that has a
/// `lock_timeout` of its own keeps it.
pub(super) async fn limit_wait<C: Backend>(connection: &mut C) -> Result<(), StoreError> {
    if C::DIALECT == Dialect::Postgres {
        let limit = Statement::new(
            "SELECT set_config('lock_timeout', $1, TRUE) WHERE current_setting('lock_timeout') = '0'",
        );
        connection.execute(limit.bind(PATIENCE)).await?;
    }
    Ok(())
}
