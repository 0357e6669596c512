//! What is left under other keys: what a proof is made of.

use greffe_cipher::{ColumnKind, DeclaredColumn, Field, KeyId, StaleCount, StaleRanges, StaleRows};

use super::Rotation;
use super::error::RotationError;
use crate::{Backend, Name, Statement, StoreError};

/// What was counted in one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnCount {
    /// The column.
    pub column: DeclaredColumn,
    /// What is left.
    pub rows: StaleRows,
}

impl ColumnCount {
    /// Tells it to the proof, as counted with a keyring of this generation.
    pub fn report(&self, proof: &mut StaleCount, generation: u64) {
        proof.count(self.column.clone(), generation, self.rows);
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
    /// # Errors
    /// [`RotationError::Store`].
    pub async fn count<C: Backend>(
        &self,
        connection: &mut C,
        retiring: KeyId,
    ) -> Result<Vec<ColumnCount>, RotationError> {
        let sealed = &self.place.column;
        let mut counts = Vec::new();
        let stale = self.counted().stale(sealed, &self.handle.stale_ranges());
        counts.push(StaleRows {
            stale: number(connection, stale).await?,
            missing: 0,
        });
        for indexed in &self.indexes {
            let (column, ranges) = (&indexed.column, indexed.index.stale_ranges());
            let stale = self.counted().stale(column, &ranges);
            let missing = self.counted().missing(column, sealed);
            counts.push(StaleRows {
                stale: number(connection, stale).await?,
                missing: number(connection, missing).await?,
            });
        }
        if let Some(unique) = &self.unique {
            let column = &unique.place.column;
            let stale = if unique.index.key() == Some(retiring) {
                self.counted().name(column).push(" IS NOT NULL")
            } else {
                self.counted().stale(column, &unique.index.stale_ranges())
            };
            let missing = self.counted().missing(column, sealed);
            counts.push(StaleRows {
                stale: number(connection, stale).await?,
                missing: number(connection, missing).await?,
            });
        }
        let counted = self.columns().into_iter().zip(counts);
        let counted = counted.map(|(column, rows)| ColumnCount { column, rows });
        Ok(counted.collect())
    }

    fn counted(&self) -> Statement {
        let count = Statement::new("SELECT count(*) FROM ").name(&self.place.table);
        self.of_the_job(count.push(" WHERE "))
    }
}

async fn number<C: Backend>(connection: &mut C, asked: Statement) -> Result<u64, StoreError> {
    let row = connection.row(asked).await?;
    row.ok_or(StoreError::ColumnMissing { column: "count" })?
        .first()
}
