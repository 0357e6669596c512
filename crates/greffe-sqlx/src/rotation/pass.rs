//! A pass over the stale rows of a column.

use greffe_cipher::Field;

use super::Rotation;
use super::error::RotationError;
use super::fault::Faults;
use super::journal::{journal, record};
use crate::backend::Opened;
use crate::overwrite::overwrite_what_goes;
use crate::{Backend, Dialect, Pages, migrate};

/// What a rotation did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rotated {
    /// Rows that this run re-sealed.
    pub converted: u64,
    /// Rows that were re-sealed since this rotation began, by all its runs: each row once.
    pub in_all: u64,
    /// Rows that could not be converted. They stay as they are, and the key under which they are is not retired.
    pub faults: Faults,
}

/// How a pass treats rows that somebody else has locked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Locked {
    /// Another job works on them: it goes on with those behind them.
    Skip,
    /// It waits for them.
    Wait,
}

impl<T: Field> Rotation<T> {
    /// Re-seals every stale row, a transaction a batch, in the order of the key: once from where the last run stopped, passing over what another
    /// job has in hand, and once from the beginning, for what was written behind it. The column with UNIQUE is left alone.
    ///
    /// A row is written only while it still holds what was read. Each batch is recorded with its rows in the table `greffe_rotations`.
    ///
    /// # Errors
    /// [`RotationError::NotSealed`] at the first row that holds no token at all, such as a value in clear; [`RotationError::KeptBack`];
    /// [`RotationError::OlderKeyring`] at the first row that is under a key which was standby when the rotation was made: to re-seal it would take it back;
    /// [`RotationError::RowSecurity`]; [`RotationError::Store`]. Running again goes on.
    pub async fn run<C: Backend>(&mut self, connection: &mut C) -> Result<Rotated, RotationError> {
        overwrite_what_goes(connection).await?;
        migrate(connection).await?;
        let name = self.journal_name();
        let from = journal(connection, &name).await?.after;
        let mut rotated = Rotated::default();
        if from.is_some() || C::DIALECT == Dialect::Postgres {
            let pages = self.pages().after(from);
            self.pass(connection, &name, pages, Locked::Skip, &mut rotated)
                .await?;
            // They come again, and are counted then.
            rotated.faults = Faults::default();
        }
        let pages = self.pages();
        self.pass(connection, &name, pages, Locked::Wait, &mut rotated)
            .await?;
        record(connection, &name, None, 0).await?;
        rotated.in_all = journal(connection, &name).await?.converted;
        Ok(rotated)
    }

    fn pages(&self) -> Pages {
        let select = self.select(&self.all_columns());
        let key = self.place.key.clone().into();
        Pages::of(self.stale(select), key, self.batch)
    }

    async fn pass<C: Backend>(
        &mut self,
        connection: &mut C,
        name: &str,
        mut pages: Pages,
        locked: Locked,
        rotated: &mut Rotated,
    ) -> Result<(), RotationError> {
        loop {
            let mut opened = Opened::writing(connection).await?;
            let written = self.batch(opened.connection(), name, &mut pages, locked, rotated);
            let written = written.await;
            match opened.settle(written).await? {
                Some(rows) => rotated.converted += rows,
                None => return Ok(()),
            }
        }
    }

    /// One batch; how many rows it wrote, or nothing at the end.
    async fn batch<C: Backend>(
        &mut self,
        connection: &mut C,
        name: &str,
        pages: &mut Pages,
        locked: Locked,
        rotated: &mut Rotated,
    ) -> Result<Option<u64>, RotationError> {
        let claim = match (C::DIALECT, locked) {
            (Dialect::Sqlite, _) => "",
            (Dialect::Postgres, Locked::Skip) => " FOR UPDATE SKIP LOCKED",
            (Dialect::Postgres, Locked::Wait) => " FOR UPDATE",
        };
        self.sees_every_row(connection).await?;
        let rows = self.every_row(connection, pages.statement(claim)).await?;
        if rows.is_empty() {
            return Ok(None);
        }
        let mut changes = Vec::with_capacity(rows.len());
        for row in &rows {
            match self.convert(row)? {
                Ok(change) => changes.push(change),
                Err((key, fault)) => rotated.faults.add(key, fault),
            }
        }
        let written = self.write(connection, &self.all_columns(), changes).await?;
        pages.passed(&rows)?;
        record(connection, name, pages.last(), written).await?;
        Ok(Some(written))
    }
}
