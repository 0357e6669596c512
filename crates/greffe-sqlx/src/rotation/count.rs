//! What is left under other keys: what a proof is made of.

use greffe_cipher::{ColumnKind, DeclaredColumn, Field, KeyId, StaleCount, StaleRanges, StaleRows};

use super::Rotation;
use super::error::RotationError;
use super::wait::limit_wait;
use crate::backend::Opened;
use crate::{Backend, Dialect, Name, Statement, StoreError};

/// What was counted in one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnCount {
    /// The column.
    pub column: DeclaredColumn,
    /// What is left.
    pub rows: StaleRows,
    /// By which it was counted: they know of which keyring.
    ranges: StaleRanges,
}

impl ColumnCount {
    /// Tells it to the proof, as counted with the keyring of which the rotation was made.
    pub fn report(&self, proof: &mut StaleCount) {
        proof.count(self.column.clone(), &self.ranges, self.rows);
    }
}

/// Conditions over the tokens of a column.
pub(super) trait StaleOf: Sized {
    /// Outside the header of today. Never true of NULL.
    fn stale(self, column: &Name, ranges: &StaleRanges) -> Self;
    /// No token, though there is a value.
    fn missing(self, column: &Name, sealed: &Name) -> Self;
}

impl StaleOf for Statement {
    fn stale(self, column: &Name, ranges: &StaleRanges) -> Self {
        let before = self.push("(").name(column).push(" < ");
        let from = before.value(ranges.before().to_vec()).push(" OR ");
        let from = from.name(column).push(" >= ");
        from.value(ranges.from().to_vec()).push(")")
    }

    fn missing(self, column: &Name, sealed: &Name) -> Self {
        let missing = self.push("(").name(column).push(" IS NULL AND ");
        missing.name(sealed).push(" IS NOT NULL)")
    }
}

impl<T: Field> Rotation<T> {
    /// The columns as a retirement declares them.
    #[must_use]
    pub fn columns(&self) -> Vec<DeclaredColumn> {
        let of = |kind, name: &str| DeclaredColumn::new(&self.context, kind).named(name);
        let sealed = DeclaredColumn::new(&self.context, self.handle.kind());
        let indexes = self.indexes.iter();
        let indexes = indexes.map(|indexed| of(ColumnKind::EqualityIndex, &indexed.name));
        let unique = self.unique.iter();
        let unique = unique.map(|unique| of(ColumnKind::UniqueIndex, &unique.name));
        std::iter::once(sealed)
            .chain(indexes)
            .chain(unique)
            .collect()
    }

    /// Counts what is left, for the retirement of the key `retiring`, in the order of [`columns`](Self::columns). Called once every instance reports that it no
    /// longer seals with that key.
    ///
    /// Counted is whatever is not of today, on the safe side, and in the column with UNIQUE also every token while it is pinned to the key that
    /// retires.
    ///
    /// It waits until nobody writes the table, and whoever would write waits until it has counted: what an open transaction has written no
    /// count sees. In PostgreSQL that is `LOCK TABLE … IN SHARE MODE`, in SQLite the lock of the file; readers go on. So it is not called inside a transaction.
    ///
    /// Whoever would write stands behind it already while it waits for a transaction that is long open. So it gives up after five seconds, as SQLite does through sqlx,
    /// or after the session's own `lock_timeout`, where it has one: [`DatabaseFailure::Busy`](crate::DatabaseFailure::Busy). Call it again.
    ///
    /// # Errors
    /// [`RotationError::OlderKeyring`] where the key still seals in the keyring of which the rotation was made: what is under it would count as of today;
    /// [`RotationError::RowSecurity`]; [`RotationError::Store`].
    pub async fn count<C: Backend>(
        &self,
        connection: &mut C,
        retiring: KeyId,
    ) -> Result<Vec<ColumnCount>, RotationError> {
        self.seals_under_another_than(retiring)?;
        let mut opened = Opened::writing(connection).await?;
        let rows = self.rows_left(opened.connection(), retiring).await;
        let rows = opened.settle(rows).await?;
        let of_columns = self.columns().into_iter().zip(self.ranges()).zip(rows);
        let counts = of_columns.map(|((column, ranges), rows)| ColumnCount {
            column,
            rows,
            ranges,
        });
        Ok(counts.collect())
    }

    fn seals_under_another_than(&self, retiring: KeyId) -> Result<(), RotationError> {
        let indexes = self.indexes.iter();
        let indexes = indexes.map(|indexed| indexed.index.stale_ranges());
        let mut sealing = std::iter::once(self.handle.stale_ranges()).chain(indexes);
        if sealing.any(|ranges| ranges.key() == Some(retiring)) {
            return Err(RotationError::OlderKeyring(retiring));
        }
        Ok(())
    }

    /// In the order of [`columns`](Self::columns).
    fn ranges(&self) -> Vec<StaleRanges> {
        let indexes = self.indexes.iter();
        let indexes = indexes.map(|indexed| indexed.index.stale_ranges());
        let unique = self.unique.iter();
        let unique = unique.map(|unique| unique.index.stale_ranges());
        std::iter::once(self.handle.stale_ranges())
            .chain(indexes)
            .chain(unique)
            .collect()
    }

    /// In the order of [`columns`](Self::columns).
    async fn rows_left<C: Backend>(
        &self,
        connection: &mut C,
        retiring: KeyId,
    ) -> Result<Vec<StaleRows>, RotationError> {
        self.sees_every_row(connection).await?;
        self.waits_for_writers(connection).await?;
        let sealed = &self.place.column;
        let stale = self.counted().stale(sealed, &self.handle.stale_ranges());
        let mut counts = vec![StaleRows {
            stale: self.number(connection, stale).await?,
            missing: 0,
        }];
        for indexed in &self.indexes {
            let (column, ranges) = (&indexed.column, indexed.index.stale_ranges());
            let stale = self.counted().stale(column, &ranges);
            counts.push(self.tokens_left(connection, column, stale).await?);
        }
        if let Some(unique) = &self.unique {
            let column = &unique.place.column;
            let stale = if unique.index.key() == Some(retiring) {
                self.counted().name(column).push(" IS NOT NULL")
            } else {
                self.counted().stale(column, &unique.index.stale_ranges())
            };
            counts.push(self.tokens_left(connection, column, stale).await?);
        }
        Ok(counts)
    }

    async fn waits_for_writers<C: Backend>(&self, connection: &mut C) -> Result<(), StoreError> {
        if C::DIALECT == Dialect::Postgres {
            limit_wait(connection).await?;
            let lock = Statement::new("LOCK TABLE ").name(&self.place.table);
            connection.execute(lock.push(" IN SHARE MODE")).await?;
        }
        Ok(())
    }

    async fn tokens_left<C: Backend>(
        &self,
        connection: &mut C,
        column: &Name,
        stale: Statement,
    ) -> Result<StaleRows, StoreError> {
        let missing = self.counted().missing(column, &self.place.column);
        Ok(StaleRows {
            stale: self.number(connection, stale).await?,
            missing: self.number(connection, missing).await?,
        })
    }

    fn counted(&self) -> Statement {
        let count = Statement::new("SELECT count(*) FROM ").name(&self.place.table);
        self.of_the_job(count.push(" WHERE "))
    }

    async fn number<C: Backend>(
        &self,
        connection: &mut C,
        asked: Statement,
    ) -> Result<u64, StoreError> {
        let rows = self.every_row(connection, asked).await?;
        let row = rows.first();
        row.ok_or(StoreError::ColumnMissing { column: "count" })?
            .first()
    }
}
