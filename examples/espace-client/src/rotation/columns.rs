//! The sealed columns: re-sealed a batch a transaction, counted before the old key goes.

use greffe::cipher::{ColumnKind, Decided, Deterministic, Field, Leakage};
use greffe_sqlx::{Backend, SealedColumn, Statement};

use super::refused;
use crate::customers::Ciphers;
use crate::error::HostError;

/// Rows that are re-sealed in one transaction.
const BATCH: i64 = 500;

/// How many values of a column are not under the primary key.
pub(super) type Counted = (&'static str, &'static str, ColumnKind, u64);

/// A column of a table.
type Place = (&'static str, &'static str);

/// Re-seals what is stale; how many values.
pub(super) async fn reseal_all<C: Backend>(
    db: &mut C,
    ciphers: &Ciphers,
) -> Result<u64, HostError> {
    Ok(reseal(db, ("customers", "name"), &ciphers.name).await?
        + reseal(db, ("customers", "iban"), &ciphers.iban).await?
        + reseal(db, ("customers", "email"), &ciphers.email).await?
        + reseal(db, ("customers", "phone"), &ciphers.phone).await?
        + reseal(db, ("customers", "card"), &ciphers.card).await?
        + reseal(db, ("prospects", "email"), &ciphers.email).await?)
}

/// How many values of each column are stale.
pub(super) async fn count_stale<C: Backend>(
    db: &mut C,
    ciphers: &Ciphers,
) -> Result<Vec<Counted>, HostError> {
    Ok(vec![
        count(db, ("customers", "name"), &ciphers.name).await?,
        count(db, ("customers", "iban"), &ciphers.iban).await?,
        count(db, ("customers", "email"), &ciphers.email).await?,
        count(db, ("customers", "phone"), &ciphers.phone).await?,
        count(db, ("customers", "card"), &ciphers.card).await?,
        count(db, ("prospects", "email"), &ciphers.email).await?,
    ])
}

fn stale<T: Field, L: Leakage>(
    head: &'static str,
    (table, column): Place,
    cipher: &Deterministic<T, L>,
) -> Statement {
    let ranges = cipher.stale_ranges();
    let asked = Statement::new(head).push(" FROM ").push(table);
    let asked = asked
        .push(" WHERE (")
        .push(column)
        .push(" < ")
        .value(ranges.before().to_vec());
    asked
        .push(" OR ")
        .push(column)
        .push(" >= ")
        .value(ranges.from().to_vec())
        .push(")")
}

async fn count<C: Backend, T: Field, L: Leakage>(
    db: &mut C,
    place: Place,
    cipher: &Deterministic<T, L>,
) -> Result<Counted, HostError> {
    let asked = stale("SELECT count(*) AS stale", place, cipher);
    let row = db.row(asked).await?.ok_or(HostError::Defect)?;
    Ok((
        place.0,
        place.1,
        ColumnKind::Deterministic,
        row.get("stale")?,
    ))
}

async fn reseal<C: Backend, T: Field, L: Leakage + Decided>(
    db: &mut C,
    place: Place,
    cipher: &Deterministic<T, L>,
) -> Result<u64, HostError> {
    let mut moved = 0;
    loop {
        // What is read here cannot change before it is written.
        db.begin_writing().await?;
        let batch = batch(db, place, cipher).await;
        match batch {
            Ok(0) => {
                db.commit().await?;
                return Ok(moved);
            }
            Ok(rows) => {
                db.commit().await?;
                moved += rows;
            }
            Err(error) => {
                // The first error says more than one of the way back.
                let _ = db.rollback().await;
                return Err(error);
            }
        }
    }
}

async fn batch<C: Backend, T: Field, L: Leakage + Decided>(
    db: &mut C,
    place: Place,
    cipher: &Deterministic<T, L>,
) -> Result<u64, HostError> {
    let (table, column) = place;
    let asked = stale("SELECT *", place, cipher)
        .push(" LIMIT ")
        .value(BATCH);
    let rows = db.rows(asked.push(C::DIALECT.for_update())).await?;
    let mut moved = 0;
    for row in rows {
        let stored: SealedColumn<T> = row.get(column)?;
        let current = cipher.rotate(&stored.0).map_err(|error| refused(&error))?;
        let update = Statement::new("UPDATE ")
            .push(table)
            .push(" SET ")
            .push(column)
            .push(" = ");
        let update = update.value(SealedColumn(current)).push(" WHERE id = ");
        db.execute(update.value(row.get::<i64>("id")?)).await?;
        moved += 1;
    }
    Ok(moved)
}
