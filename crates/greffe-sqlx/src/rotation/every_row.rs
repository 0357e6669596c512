//! Nothing hides rows from a job.

use greffe_cipher::Field;

use super::Rotation;
use super::error::RotationError;
use crate::{Backend, Dialect, Pages, Row, Statement, StoreError};

impl<T: Field> Rotation<T> {
    /// That no policy hides a row: rows that a job does not see would count as converted. Asked first in a transaction, so that the error has a name.
    pub(super) async fn sees_every_row<C: Backend>(
        &self,
        connection: &mut C,
    ) -> Result<(), RotationError> {
        if C::DIALECT == Dialect::Sqlite {
            return Ok(());
        }
        let asked =
            Statement::new("SELECT coalesce(row_security_active(to_regclass($1)), FALSE) AS hides");
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

    /// Rows of the table, of which a policy that came since hides none in silence: PostgreSQL refuses then. It does so for this query alone, for what the
    /// host's triggers read and write is the host's.
    pub(super) async fn every_row<C: Backend>(
        &self,
        connection: &mut C,
        asked: Statement,
    ) -> Result<Vec<Row>, StoreError> {
        if C::DIALECT == Dialect::Sqlite {
            return connection.rows(asked).await;
        }
        let off = Statement::new(
            "WITH host AS MATERIALIZED (SELECT current_setting('row_security') AS setting)
             SELECT setting, set_config('row_security', 'off', TRUE) AS now FROM host",
        );
        let host = connection.row(off).await?;
        let host = host.ok_or(StoreError::ColumnMissing { column: "setting" })?;
        let setting: String = host.get("setting")?;
        let rows = connection.rows(asked).await?;
        let back = Statement::new("SELECT set_config('row_security', $1, TRUE)");
        connection.execute(back.bind(setting)).await?;
        Ok(rows)
    }

    /// The next page of such rows; `None` once there are no more.
    pub(super) async fn next_page<C: Backend>(
        &self,
        connection: &mut C,
        pages: &mut Pages,
    ) -> Result<Option<Vec<Row>>, RotationError> {
        let rows = self.every_row(connection, pages.statement("")).await?;
        pages.passed(&rows)?;
        Ok((!rows.is_empty()).then_some(rows))
    }
}
