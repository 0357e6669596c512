//! Nothing hides rows from a job.

use greffe_cipher::Field;

use super::Rotation;
use super::error::RotationError;
use crate::{Backend, Dialect, Statement, StoreError};

impl<T: Field> Rotation<T> {
    /// For the rest of the transaction a policy hides no row in silence: rows that a job does not see would count as converted. PostgreSQL then refuses
    /// to read a table of which it would hide some, and here it is asked first, so that the error has a name.
    pub(super) async fn sees_every_row<C: Backend>(
        &self,
        connection: &mut C,
    ) -> Result<(), RotationError> {
        if C::DIALECT == Dialect::Sqlite {
            return Ok(());
        }
        let asked = Statement::new(
            "SELECT coalesce(row_security_active(to_regclass($1)), FALSE) AS hides, set_config('row_security', 'off', TRUE) AS setting",
        );
        let table = Statement::new("").name(&self.place.table);
        let row = connection.row(asked.bind(table.sql(C::DIALECT))).await?;
        let row = row.ok_or(StoreError::ColumnMissing { column: "hides" })?;
        if row.get("hides")? {
            return Err(RotationError::RowSecurity {
                table: self.place.table.clone(),
            });
        }
        Ok(())
    }
}
