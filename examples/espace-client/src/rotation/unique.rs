//! The unique column, which is pinned to one key and moves as a whole.

use greffe::cipher::Keyring;
use greffe_sqlx::{Backend, IndexColumn, Row, SealedColumn, Statement};

use super::refused;
use crate::customers::{Ciphers, Pinned};
use crate::error::HostError;

/// Rows that are read at once.
const PAGE: i64 = 1_000;

async fn page<C: Backend>(db: &mut C, last: i64) -> Result<Vec<Row>, HostError> {
    let asked = Statement::new(
        "SELECT id, iban, iban_unique FROM customers WHERE id > $1 ORDER BY id LIMIT $2",
    );
    Ok(db.rows(asked.bind(last).bind(PAGE)).await?)
}

/// Unique tokens that are not of the key to which the column is pinned, or that no longer are the token of their row.
pub(super) async fn count_stale<C: Backend>(
    db: &mut C,
    ciphers: &Ciphers,
) -> Result<u64, HostError> {
    let (mut stale, mut last) = (0, i64::MIN);
    loop {
        let rows = page(db, last).await?;
        let Some(end) = rows.last() else {
            return Ok(stale);
        };
        last = end.get("id")?;
        for row in &rows {
            let iban: SealedColumn<greffe::cipher::Iban> = row.get("iban")?;
            let token: IndexColumn = row.get("iban_unique")?;
            let iban = ciphers
                .iban
                .open(&iban.0)
                .map_err(|error| refused(&error))?;
            stale += u64::from(ciphers.iban_unique.unique_token(&iban) != token.0);
        }
    }
}

/// Moves the UNIQUE constraint to the primary key: second column, filled, constrained; the first goes and the pin moves in the same
/// transaction.
pub(super) async fn move_to_primary<C: Backend>(
    db: &mut C,
    keyring: &Keyring,
) -> Result<(), HostError> {
    if Pinned::read(db, keyring).await?.0 == keyring.primary() {
        return Ok(());
    }
    db.begin_writing().await?;
    match switch(db, keyring).await {
        Ok(()) => Ok(db.commit().await?),
        Err(error) => {
            // The first error says more than one of the way back.
            let _ = db.rollback().await;
            Err(error)
        }
    }
}

async fn switch<C: Backend>(db: &mut C, keyring: &Keyring) -> Result<(), HostError> {
    let pinned = Pinned(keyring.primary());
    let next = Ciphers::new(keyring, pinned).map_err(|error| refused(&error))?;
    if C::DIALECT == greffe_sqlx::Dialect::Postgres {
        db.script("LOCK TABLE customers IN SHARE ROW EXCLUSIVE MODE")
            .await?;
    }
    db.script(match C::DIALECT {
        greffe_sqlx::Dialect::Sqlite => "ALTER TABLE customers ADD COLUMN iban_unique_next BLOB",
        _ => "ALTER TABLE customers ADD COLUMN iban_unique_next bytea",
    })
    .await?;
    let mut last = i64::MIN;
    loop {
        let rows = page(db, last).await?;
        let Some(end) = rows.last() else {
            break;
        };
        last = end.get("id")?;
        for row in &rows {
            let iban: SealedColumn<greffe::cipher::Iban> = row.get("iban")?;
            let iban = next.iban.open(&iban.0).map_err(|error| refused(&error))?;
            let update = Statement::new("UPDATE customers SET iban_unique_next = $1 WHERE id = $2")
                .bind(IndexColumn(next.iban_unique.unique_token(&iban)))
                .bind(row.get::<i64>("id")?);
            db.execute(update).await?;
        }
    }
    db.script(
        "DROP INDEX customers_iban_unique;
         ALTER TABLE customers DROP COLUMN iban_unique;
         ALTER TABLE customers RENAME COLUMN iban_unique_next TO iban_unique;
         CREATE UNIQUE INDEX customers_iban_unique ON customers (iban_unique);",
    )
    .await?;
    pinned.write(db).await
}
