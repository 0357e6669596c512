//! One batch: rows claimed, converted, written where they are still what they were.

use greffe_cipher::{Field, IndexToken, Sealed, TokenError};
use greffe_retention::RowKey;

use super::Rotation;
use super::count::StaleOf as _;
use super::error::{RotationError, RowPlace};
use super::fault::RotationFault;
use crate::{Backend, Cell, Name, Row, Statement};

/// A row as it is written: its key, and of each column what stands there and what comes there.
#[derive(Clone)]
pub(super) struct Change {
    pub(super) key: RowKey,
    pub(super) columns: Vec<OldAndNew>,
}

/// The octets of one column, before and after.
type OldAndNew = (Option<Vec<u8>>, Option<Vec<u8>>);

impl<T: Field> Rotation<T> {
    /// The sealed column and its indexes, in the order in which they are selected.
    pub(super) fn all_columns(&self) -> Vec<&Name> {
        let indexes = self.indexes.iter().map(|indexed| &indexed.column);
        std::iter::once(&self.place.column).chain(indexes).collect()
    }

    /// `SELECT key, columns… FROM table WHERE`, of the rows for which the job is.
    pub(super) fn select(&self, columns: &[&Name]) -> Statement {
        let mut select = Statement::new("SELECT ").name(&self.place.key);
        for column in columns {
            select = select.push(", ").name(column);
        }
        let select = select.push(" FROM ").name(&self.place.table);
        self.of_the_job(select.push(" WHERE "))
    }

    pub(super) fn of_the_job(&self, statement: Statement) -> Statement {
        match &self.only {
            Some((column, value, _)) => statement
                .name(column)
                .push(" = ")
                .value(value.clone())
                .push(" AND "),
            None => statement,
        }
    }

    /// What must be converted: whatever lies outside the header of today, and missing tokens of values that are there.
    pub(super) fn stale(&self, statement: Statement) -> Statement {
        let sealed = &self.place.column;
        let mut stale = statement
            .push("(")
            .stale(sealed, &self.handle.stale_ranges());
        for indexed in &self.indexes {
            stale = stale
                .push(" OR ")
                .stale(&indexed.column, &indexed.index.stale_ranges());
            stale = stale.push(" OR ").missing(&indexed.column, sealed);
        }
        stale.push(")")
    }

    /// What becomes of one row.
    pub(super) fn convert(
        &mut self,
        row: &Row,
    ) -> Result<Result<Change, (RowKey, RotationFault)>, RotationError> {
        let key: RowKey = row.first()?;
        let mut columns = Vec::with_capacity(1 + self.indexes.len());
        let cells = row.cells().get(1..).unwrap_or_default();
        for (column, cell) in self.all_columns().into_iter().zip(cells) {
            columns.push((self.octets(column, &key, cell)?, None));
        }
        self.is_not_ahead(&columns)?;
        match self.converted(&key, columns) {
            Ok(columns) => Ok(Ok(Change { key, columns })),
            Err(RotationFault::Token(TokenError::NotAToken)) => {
                Err(RotationError::NotSealed(self.at(&self.place.column, key)))
            }
            Err(fault) => Ok(Err((key, fault))),
        }
    }

    /// A row that another instance sealed with a newer keyring is not taken back.
    fn is_not_ahead(&self, columns: &[OldAndNew]) -> Result<(), RotationError> {
        let stored = columns.first().and_then(|(sealed, _)| sealed.as_ref());
        let token = stored.and_then(|stored| Sealed::<T>::from_bytes(stored).ok());
        let seals = self.handle.stale_ranges().key();
        match (token, seals) {
            (Some(token), Some(seals)) if self.handle.is_ahead(&token) => {
                Err(RotationError::OlderKeyring(seals))
            }
            _ => Ok(()),
        }
    }

    fn converted(
        &mut self,
        key: &RowKey,
        mut columns: Vec<OldAndNew>,
    ) -> Result<Vec<OldAndNew>, RotationFault> {
        let (sealed, indexes) = columns.split_first_mut().ok_or(RotationFault::NoValue)?;
        let stored = sealed.0.as_ref().ok_or(RotationFault::NoValue)?;
        let token = Sealed::<T>::from_bytes(stored)?;
        let value = self.handle.open(key, &token)?;
        sealed.1 = Some(if self.handle.stale_ranges().contains(stored) {
            self.handle.seal(key, &value)?.as_bytes().to_vec()
        } else {
            stored.clone()
        });
        for ((old, new), indexed) in indexes.iter_mut().zip(&self.indexes) {
            let ranges = indexed.index.stale_ranges();
            let current = old.as_ref().filter(|token| !ranges.contains(token));
            *new = Some(match current {
                Some(token) => token.clone(),
                None => indexed.index.token(&value).as_bytes().to_vec(),
            });
        }
        Ok(columns)
    }

    /// The octets of a column that holds tokens, or NULL.
    pub(super) fn octets(
        &self,
        column: &Name,
        key: &RowKey,
        cell: &Cell,
    ) -> Result<Option<Vec<u8>>, RotationError> {
        let is_index = *column != self.place.column;
        match cell {
            _ if cell.is_null() => Ok(None),
            // An index token of a key or form that is not known here is made anew; what is no token at all is somebody's data.
            Cell::Bytes(Some(octets))
                if !is_index || IndexToken::from_bytes(octets) != Err(TokenError::NotAToken) =>
            {
                Ok(Some(octets.clone()))
            }
            _ => Err(RotationError::NotSealed(self.at(column, key.clone()))),
        }
    }

    pub(super) fn at(&self, column: &Name, key: RowKey) -> RowPlace {
        RowPlace {
            table: self.place.table.clone(),
            column: column.clone(),
            key,
        }
    }

    /// Writes rows that were read in this transaction and still hold what was read; how many. Nobody else can have changed one since, so that what is
    /// not written then was kept back.
    pub(super) async fn write<C: Backend>(
        &self,
        connection: &mut C,
        columns: &[&Name],
        changes: Vec<Change>,
    ) -> Result<u64, RotationError> {
        if changes.is_empty() {
            return Ok(0);
        }
        let expected = u64::try_from(changes.len()).unwrap_or(u64::MAX);
        let mut update = Statement::new("WITH greffe_new(row_key");
        for place in 0..columns.len() {
            update = update.checked(&format!(", old_{place}, new_{place}"));
        }
        let mut separator = ") AS (VALUES (";
        for change in changes {
            update = update.push(separator).value(&change.key);
            for (old, new) in change.columns {
                update = update.push(", ").value(old).push(", ").value(new);
            }
            separator = "), (";
        }
        update = update
            .push(")) UPDATE ")
            .name(&self.place.table)
            .push(" AS greffe_row");
        let mut separator = " SET ";
        for (place, column) in columns.iter().enumerate() {
            update = update.push(separator).name(column);
            update = update.checked(&format!(" = greffe_new.new_{place}"));
            separator = ", ";
        }
        update = update
            .push(" FROM greffe_new WHERE greffe_row.")
            .name(&self.place.key);
        update = update.push(" = greffe_new.row_key");
        for (place, column) in columns.iter().enumerate() {
            update = update.push(" AND greffe_row.").name(column);
            update = update.checked(&format!(" IS NOT DISTINCT FROM greffe_new.old_{place}"));
        }
        let written = connection.execute(update).await?;
        if written != expected {
            return Err(RotationError::KeptBack {
                table: self.place.table.clone(),
            });
        }
        Ok(written)
    }
}
