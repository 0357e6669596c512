//! The end of a transaction.

use super::Backend;
use crate::StoreError;

/// Ends the transaction: what went wrong is undone, and its reason counts more than a failure to undo it.
pub(crate) async fn settle<C: Backend, T, E: From<StoreError>>(
    connection: &mut C,
    result: Result<T, E>,
) -> Result<T, E> {
    let result = match result {
        Ok(value) => connection.commit().await.map(|()| value).map_err(E::from),
        Err(error) => Err(error),
    };
    if result.is_err() {
        // A commit that failed may have left it open; without an answer the connection is gone, and the transaction with it.
        let _undone = connection.rollback().await;
    }
    result
}
