//! What a query found.

use std::sync::Arc;

use super::{Cell, FromCell};
use crate::StoreError;

/// A row. `Debug` shows the names of its columns and no value.
#[derive(Debug, Clone)]
pub struct Row {
    names: Arc<[Box<str>]>,
    cells: Vec<Cell>,
}

impl Row {
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    pub(super) fn new(names: Arc<[Box<str>]>, cells: Vec<Cell>) -> Self {
        Self { names, cells }
    }

    /// The value of this column.
    ///
    /// # Errors
    /// [`StoreError::ColumnMissing`]; [`StoreError::ColumnType`] where it holds something else, NULL included unless an `Option` is asked for.
    pub fn get<T: FromCell>(&self, column: &'static str) -> Result<T, StoreError> {
        let found = self.names.iter().position(|name| **name == *column);
        let cell = found
            .and_then(|place| self.cells.get(place))
            .ok_or(StoreError::ColumnMissing { column })?;
        T::from_cell(cell).ok_or(StoreError::ColumnType { column })
    }

    /// Every column with its value, in the order of the query: for whoever writes whole rows somewhere else.
    pub fn columns(&self) -> impl Iterator<Item = (&str, &Cell)> {
        self.names.iter().map(|name| &**name).zip(&self.cells)
    }

    /// All values, in the order of the query.
    pub(crate) fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The value of the only column of a query that has one.
    ///
    /// # Errors
    /// As [`Row::get`], of the column `the first one`.
    pub fn first<T: FromCell>(&self) -> Result<T, StoreError> {
        let column = "the first one";
        let cell = self
            .cells
            .first()
            .ok_or(StoreError::ColumnMissing { column })?;
        T::from_cell(cell).ok_or(StoreError::ColumnType { column })
    }
}
