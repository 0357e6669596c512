//! Every row opened, and its tokens made again.

use greffe_cipher::{Field, Sealed};
use greffe_retention::RowKey;

use super::Rotation;
use super::error::RotationError;
use super::fault::{Faults, RotationFault};
use crate::backend::Opened;
use crate::{Backend, Cell, Name, Pages, Row, Statement};

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// Rows that have a value.
    pub rows: u64,
    /// Rows that do not open, or whose index tokens are not those of their value, and rows without a value that have a token.
    pub faults: Faults,
}

impl<T: Field> Rotation<T> {
    /// Opens every row that has a value and compares its index tokens, that of the column with UNIQUE among them, with those that the value has today. A
    /// token beside no value is a fault too ([`RotationFault::NoValue`]): it confirms whom the erased value named, and keeps others from having it.
    /// Counts say under which keys tokens are, and this says whether they are right. It reads the whole table, as it goes, a page at a time and each in a
    /// transaction of its own.
    ///
    /// # Errors
    /// [`RotationError::NotSealed`]; [`RotationError::RowSecurity`]; [`RotationError::Store`].
    pub async fn check<C: Backend>(&self, connection: &mut C) -> Result<Checked, RotationError> {
        let mut columns = self.all_columns();
        columns.extend(self.unique.iter().map(|unique| &unique.place.column));
        let key = self.place.key.clone().into();
        let mut pages = Pages::of(self.with_anything(&columns), key, self.batch);
        let mut checked = Checked::default();
        while let Some(rows) = self.page(connection, &mut pages).await? {
            for row in &rows {
                let key: RowKey = row.first()?;
                let cells = row.cells().get(1..).unwrap_or_default();
                let mut stored = Vec::with_capacity(cells.len());
                for (column, cell) in columns.iter().zip(cells) {
                    stored.push(self.octets(column, &key, cell)?);
                }
                checked.rows += u64::from(stored.first().is_some_and(Option::is_some));
                if let Err(fault) = self.judge(&key, &stored) {
                    checked.faults.add(key, fault);
                }
            }
        }
        Ok(checked)
    }

    /// Rows in which one of the columns has something: a token is somebody's data also where the value went.
    fn with_anything(&self, columns: &[&Name]) -> Statement {
        let mut rows = self.select(columns);
        let mut separator = "(";
        for column in columns {
            rows = rows.push(separator).name(column).push(" IS NOT NULL");
            separator = " OR ";
        }
        rows.push(")")
    }

    async fn page<C: Backend>(
        &self,
        connection: &mut C,
        pages: &mut Pages,
    ) -> Result<Option<Vec<Row>>, RotationError> {
        let mut opened = Opened::reading(connection).await?;
        let page = self.visible_page(opened.connection(), pages).await;
        opened.settle(page).await
    }

    async fn visible_page<C: Backend>(
        &self,
        connection: &mut C,
        pages: &mut Pages,
    ) -> Result<Option<Vec<Row>>, RotationError> {
        self.sees_every_row(connection).await?;
        self.next_page(connection, pages).await
    }

    fn judge(&self, key: &RowKey, stored: &[Option<Vec<u8>>]) -> Result<(), RotationFault> {
        let (sealed, tokens) = stored.split_first().ok_or(RotationFault::NoValue)?;
        let sealed = sealed.as_ref().ok_or(RotationFault::NoValue)?;
        let value = self.handle.open(key, &Sealed::<T>::from_bytes(sealed)?)?;
        let indexes = self.indexes.iter().map(|indexed| &indexed.index);
        let indexes = indexes.chain(self.unique.iter().map(|unique| &unique.index));
        for (stored, index) in tokens.iter().zip(indexes) {
            if stored.as_deref() != Some(index.token(&value).as_bytes()) {
                return Err(RotationFault::OtherToken);
            }
        }
        Ok(())
    }

    /// The value of a row, of which the first cell is the key and the second the sealed column.
    pub(super) fn opened(
        &self,
        key: &RowKey,
        cell: &Cell,
    ) -> Result<Result<(Vec<u8>, T), RotationFault>, RotationError> {
        let Some(stored) = self.octets(&self.place.column, key, cell)? else {
            return Ok(Err(RotationFault::NoValue));
        };
        let token = Sealed::<T>::from_bytes(&stored).map_err(RotationFault::from);
        if token == Err(RotationFault::Token(greffe_cipher::TokenError::NotAToken)) {
            return Err(RotationError::NotSealed(
                self.at(&self.place.column, key.clone()),
            ));
        }
        let value = token.and_then(|token| self.handle.open(key, &token));
        Ok(value.map(|value| (stored, value)))
    }
}
