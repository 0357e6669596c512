//! A transaction that is undone where nobody ends it.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Waker};

use super::Backend;
use crate::StoreError;

/// A transaction that a future has begun. Where the future is dropped in the middle, by a timeout or a client that hung up, the connection undoes it
/// before it does anything else, for whoever has it next: a pool does not look.
#[derive(Debug)]
pub(crate) struct Opened<'c, C: Backend> {
    connection: &'c mut C,
    is_open: bool,
}

impl<'c, C: Backend> Opened<'c, C> {
    /// [`Backend::begin_writing`].
    pub(crate) async fn writing(connection: &'c mut C) -> Result<Self, StoreError> {
        let mut opened = Self::lent(connection);
        opened.begin_writing().await?;
        Ok(opened)
    }

    /// [`Backend::begin_snapshot`].
    pub(crate) async fn reading(connection: &'c mut C) -> Result<Self, StoreError> {
        let mut opened = Self::lent(connection);
        opened.is_open = true;
        let begun = opened.connection.begin_snapshot().await;
        opened.is_open = begun.is_ok();
        begun.map(|()| opened)
    }

    /// Of this connection, which has none yet.
    pub(crate) const fn lent(connection: &'c mut C) -> Self {
        Self {
            connection,
            is_open: false,
        }
    }

    /// The connection.
    pub(crate) const fn connection(&mut self) -> &mut C {
        self.connection
    }

    /// [`Backend::begin_writing`].
    pub(crate) async fn begin_writing(&mut self) -> Result<(), StoreError> {
        // From the first word on: whether the database has read it, nobody knows who does not wait for the answer.
        self.is_open = true;
        let begun = self.connection.begin_writing().await;
        self.is_open = begun.is_ok();
        begun
    }

    /// [`Backend::commit`].
    pub(crate) async fn commit(&mut self) -> Result<(), StoreError> {
        let committed = self.connection.commit().await;
        self.is_open = false;
        committed
    }

    /// [`Backend::rollback`].
    pub(crate) async fn rollback(&mut self) -> Result<(), StoreError> {
        let undone = self.connection.rollback().await;
        self.is_open = false;
        undone
    }

    /// Ends the transaction: what went wrong is undone, and its reason counts more than a failure to undo it.
    pub(crate) async fn settle<T, E: From<StoreError>>(
        mut self,
        result: Result<T, E>,
    ) -> Result<T, E> {
        match result {
            Ok(value) => self.commit().await.map(|()| value).map_err(E::from),
            Err(error) => {
                // Nobody asked to keep it: without an answer the connection is gone, and the transaction with it.
                let _undone = self.rollback().await;
                Err(error)
            }
        }
    }
}

impl<C: Backend> Drop for Opened<'_, C> {
    fn drop(&mut self) {
        if self.is_open {
            undo_first(self.connection);
        }
    }
}

/// Puts a ROLLBACK before everything that the connection will do, after what it does now. Where there is nothing to undo, it is refused or ignored.
pub(super) fn undo_first<C: Backend>(connection: &mut C) {
    // sqlx sends a transaction's first statement when it is first asked for, and then waits: in PostgreSQL as what stands before the next
    // statement, in SQLite as the next command of the thread that has the file. Its own transactions are undone the same way. That what it sent
    // began none is an error, which nobody waits for.
    let undone = pin!(connection.begin_with("ROLLBACK"));
    let _ = undone.poll(&mut Context::from_waker(Waker::noop()));
}
