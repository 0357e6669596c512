//! One call of a store, which is a transaction of its own.

use super::{ConsentStore, ConsentStoreError};
use crate::overwrite::overwrite_what_goes;
use crate::{Backend, StoreError};

/// A transaction that a call has begun: undone where the call is dropped in the middle. Inside a transaction of the caller's there is none.
pub(super) struct Call<'s, 'c, C: Backend> {
    pub(super) store: &'s mut ConsentStore<'c, C>,
    is_open: bool,
}

impl<'s, 'c, C: Backend> Call<'s, 'c, C> {
    /// Of a call that writes.
    pub(super) async fn writing(store: &'s mut ConsentStore<'c, C>) -> Result<Self, StoreError> {
        overwrite_what_goes(store.connection).await?;
        let mut call = Self::of(store);
        if call.is_open {
            let begun = call.store.connection.begin_writing().await;
            call.is_open = begun.is_ok();
            begun?;
        }
        Ok(call)
    }

    /// Of a call that reads one state.
    pub(super) async fn reading(store: &'s mut ConsentStore<'c, C>) -> Result<Self, StoreError> {
        let mut call = Self::of(store);
        if call.is_open {
            let begun = call.store.connection.begin_snapshot().await;
            call.is_open = begun.is_ok();
            begun?;
        }
        Ok(call)
    }

    /// Whether the database has read the first word is known to nobody who does not wait for the answer.
    fn of(store: &'s mut ConsentStore<'c, C>) -> Self {
        let is_open = !store.is_within;
        Self { store, is_open }
    }

    /// Commits what went well and undoes the rest.
    pub(super) async fn end<T>(
        mut self,
        done: Result<T, ConsentStoreError>,
    ) -> Result<T, ConsentStoreError> {
        if !self.is_open {
            return done;
        }
        let done = match done {
            Ok(done) => {
                let committed = self.store.connection.commit().await;
                committed.map(|()| done).map_err(Into::into)
            }
            Err(error) => {
                // Where this fails the connection is gone, and the transaction with it: the first error says why.
                let _undone = self.store.connection.rollback().await;
                Err(error)
            }
        };
        self.is_open = false;
        done
    }
}

impl<C: Backend> Drop for Call<'_, '_, C> {
    fn drop(&mut self) {
        if self.is_open {
            self.store.connection.undo_first();
        }
    }
}

/// Does `$work` in a transaction that writes, anew where another writer was in the way.
macro_rules! writing {
    ($store:expr, |$own:ident| $work:expr) => {{
        let mut attempts = 0;
        loop {
            // Begun at once or not at all: SQLite has waited for its lock as long as the connection was told to.
            let done = match $crate::consent_store::call::Call::writing($store).await {
                Ok(call) => {
                    let $own = &mut *call.store;
                    let done = $work.await;
                    call.end(done).await
                }
                Err(error) => Err(error.into()),
            };
            if !$store.again(&done, &mut attempts) {
                break done;
            }
        }
    }};
}

/// Does `$work` on one state of the database.
macro_rules! reading {
    ($store:expr, |$own:ident| $work:expr) => {{
        let call = $crate::consent_store::call::Call::reading($store).await?;
        let $own = &mut *call.store;
        let done = $work.await;
        call.end(done).await
    }};
}

pub(super) use {reading, writing};
