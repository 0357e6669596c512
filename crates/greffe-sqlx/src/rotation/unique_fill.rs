//! Rows get the token of their value in the second column, whoever held it before.

use std::collections::HashSet;

use greffe_cipher::Field;
use greffe_retention::RowKey;

use super::Rotation;
use super::batch::Change;
use super::error::RotationError;
use super::fault::{Faults, RotationFault};
use super::index::{Index, Pinned};
use crate::{Backend, Cell, DatabaseFailure, Name, Row, StoreError};

impl<T: Field> Rotation<T> {
    /// Gives rows the token of their value where they have another one or none.
    pub(super) async fn fill_rows<C: Backend>(
        &self,
        connection: &mut C,
        unique: &Pinned<T>,
        to: &dyn Index<T>,
        rows: &[Row],
        faults: &mut Faults,
    ) -> Result<(), RotationError> {
        let column = &unique.place.next_column;
        let mut changes = Vec::new();
        for row in rows {
            let (key, sealed, stored) = self.row_of(row, column)?;
            match self.opened(&key, sealed)? {
                Ok((octets, value)) => {
                    let token = Some(to.token(&value).as_bytes().to_vec());
                    if stored != token {
                        let same = Some(octets);
                        let columns = vec![(same.clone(), same), (stored, token)];
                        changes.push(Change { key, columns });
                    }
                }
                // The value went after its token was made.
                Err(RotationFault::NoValue) if stored.is_some() => {
                    changes.push(Change {
                        key,
                        columns: vec![(None, None), (stored, None)],
                    });
                }
                Err(RotationFault::NoValue) => {}
                Err(fault) => faults.add(key, fault),
            }
        }
        if changes.is_empty() {
            return Ok(());
        }
        let columns = [&self.place.column, column];
        if self.fits(connection, &columns, changes.clone()).await? {
            return Ok(());
        }
        // Writers know the first column alone: a token in the second one may be of the value that its row had.
        self.give_up_outdated(connection, unique, to, &mut changes)
            .await?;
        if self.fits(connection, &columns, changes.clone()).await? {
            return Ok(());
        }
        // Which of them is it?
        for change in changes {
            let key = change.key.clone();
            if !self.fits(connection, &columns, vec![change]).await? {
                return Err(RotationError::EqualRows(self.at(column, key)));
            }
        }
        Ok(())
    }

    /// Writes these rows, or none of them where UNIQUE does not take them: whether it does.
    async fn fits<C: Backend>(
        &self,
        connection: &mut C,
        columns: &[&Name],
        changes: Vec<Change>,
    ) -> Result<bool, RotationError> {
        connection.script("SAVEPOINT greffe_batch").await?;
        let fits = match self.write(connection, columns, changes).await {
            Ok(_) => true,
            Err(RotationError::Store(StoreError::Database(DatabaseFailure::Unique))) => {
                connection.script("ROLLBACK TO greffe_batch").await?;
                false
            }
            // The transaction ends.
            Err(error) => return Err(error),
        };
        // Those of a whole table would lie in one another.
        connection.script("RELEASE greffe_batch").await?;
        Ok(fits)
    }

    /// Rows that hold a token which `changes` write elsewhere, and whose value is another by now, are without one until they are filled. A row
    /// that does not open is too: that its token is still the one of its value nobody can say, and the last step finds the row.
    async fn give_up_outdated<C: Backend>(
        &self,
        connection: &mut C,
        unique: &Pinned<T>,
        to: &dyn Index<T>,
        changes: &mut [Change],
    ) -> Result<(), RotationError> {
        let column = &unique.place.next_column;
        let columns = [&self.place.column, column];
        let wanted = changes.iter().filter_map(token);
        let holders = self.select(&columns).name(column).push(" IN (");
        let holders = holders.list(wanted).push(") ORDER BY ");
        let holders = holders.name(&self.place.key);
        let holders = holders.push(C::DIALECT.for_update());
        let holders = self.every_row(connection, holders).await?;
        let (mut outdated, mut without) = (Vec::new(), HashSet::new());
        for row in &holders {
            let (key, sealed, stored) = self.row_of(row, column)?;
            let opened = self.opened(&key, sealed)?;
            let of_value = opened.map(|(_, value)| to.token(&value).as_bytes().to_vec());
            if of_value.ok() != stored {
                let same = self.octets(&self.place.column, &key, sealed)?;
                without.insert(key.clone());
                outdated.push(Change {
                    key,
                    columns: vec![(same.clone(), same), (stored, None)],
                });
            }
        }
        self.write(connection, &columns, outdated).await?;
        for change in changes {
            if without.contains(&change.key)
                && let Some((old, _)) = change.columns.get_mut(1)
            {
                *old = None;
            }
        }
        Ok(())
    }

    /// Key, sealed value and token of a row that was selected with these two columns.
    fn row_of<'r>(
        &self,
        row: &'r Row,
        column: &Name,
    ) -> Result<(RowKey, &'r Cell, Option<Vec<u8>>), RotationError> {
        let key: RowKey = row.first()?;
        let [_, sealed, token, ..] = row.cells() else {
            return Err(StoreError::ColumnMissing { column: "the key" }.into());
        };
        let token = self.octets(column, &key, token)?;
        Ok((key, sealed, token))
    }
}

/// The token that a row is to have.
fn token(change: &Change) -> Option<Vec<u8>> {
    change.columns.get(1).and_then(|(_, new)| new.clone())
}
