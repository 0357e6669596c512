//! Rotates the key while lookups go on: standby, promote, re-seal in batches, prove that nothing is stale, retire.

use greffe::cipher::{Decided, Deterministic, Field, Iban, KeyState, Keyring, Leakage};
use greffe_keys::FileKeys;
use greffe_sqlx::{IndexColumn, SealedColumn};
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection as _};

use crate::ciphers::Ciphers;
use crate::error::DemoError;
use crate::page::{Page, say};
use crate::people::Person;
use crate::seal_step::{by_iban, parse};

/// Rows that are re-sealed in one transaction.
const BATCH: i64 = 1_000;

/// Rotates to a new key. `people` customers are there, less those that were purged; `sample` are looked up at each step.
pub(crate) async fn run(
    connection: &mut SqliteConnection,
    keys: &FileKeys,
    keyring: &mut Keyring,
    now: u64,
    page: &mut Page,
) -> Result<(), DemoError> {
    page.step(
        "La clé change, les recherches continuent",
        "The key changes, lookups go on",
    );
    let refused = |error: greffe_keys::KeysError| DemoError::refused("rotation", &error);
    let old = keyring.primary();
    let sample = sample(connection).await?;

    *keyring = keys
        .change(|keyring, rng| keyring.add(now, rng).map(drop))
        .map_err(refused)?;
    check(connection, keyring, &sample).await?;
    let standby = keyring
        .keys()
        .find(|key| key.state() == KeyState::Standby)
        .map(|key| key.id());
    let next = standby.ok_or(DemoError::Defect)?;
    *keyring = keys
        .change(|keyring, _| keyring.promote(next))
        .map_err(refused)?;
    check(connection, keyring, &sample).await?;
    let ciphers = Ciphers::new(keyring).map_err(|error| DemoError::refused("rotation", &error))?;

    let mut moved = 0;
    moved += reseal(connection, "customers", "name", &ciphers.name).await?;
    moved += reseal(connection, "customers", "iban", &ciphers.iban).await?;
    check(connection, keyring, &sample).await?;
    moved += reseal(connection, "customers", "email", &ciphers.email).await?;
    moved += reseal(connection, "customers", "phone", &ciphers.phone).await?;
    moved += reseal(connection, "customers", "card", &ciphers.card).await?;
    moved += reseal(connection, "prospects", "email", &ciphers.email).await?;
    move_unique(connection, &ciphers).await?;

    let mut stale = 0;
    stale += count_stale(connection, "customers", "name", &ciphers.name).await?;
    stale += count_stale(connection, "customers", "iban", &ciphers.iban).await?;
    stale += count_stale(connection, "customers", "email", &ciphers.email).await?;
    stale += count_stale(connection, "customers", "phone", &ciphers.phone).await?;
    stale += count_stale(connection, "customers", "card", &ciphers.card).await?;
    stale += count_stale(connection, "prospects", "email", &ciphers.email).await?;
    if stale != 0 {
        return Err(DemoError::Defect);
    }
    *keyring = keys
        .change(|keyring, _| keyring.retire(old))
        .map_err(refused)?;
    check(connection, keyring, &sample).await?;
    if keyring.state(old) != Some(KeyState::Retired) {
        return Err(DemoError::Defect);
    }
    say!(
        page,
        "{moved} valeurs rescellées sous la nouvelle clé ; {checked} clients retrouvés par IBAN à chacune des cinq étapes (clé ajoutée, \
         promue, colonnes converties, ancienne clé retirée) ; valeurs restées sous l'ancienne clé : {stale}.",
        "{moved} values re-sealed under the new key; {checked} customers found by IBAN at each of the steps (key added, promoted, \
         columns converted, old key retired); values left under the old key: {stale}.",
        moved = moved,
        checked = sample.len(),
        stale = stale,
    );
    say!(
        page,
        "L'unicité de l'IBAN a tenu : une seconde colonne a été remplie sous la nouvelle clé, contrainte, puis la première supprimée. \
         L'ancienne clé n'est détruite qu'à l'expiration de la dernière sauvegarde qui en dépend.",
        "Uniqueness of the IBAN held: a second column was filled under the new key and constrained before the first was dropped. \
         The old key is destroyed only once the last backup that needs it has expired.",
    );
    Ok(())
}

/// Some customers that are still there.
async fn sample(connection: &mut SqliteConnection) -> Result<Vec<i64>, DemoError> {
    Ok(
        sqlx::query_scalar("SELECT id FROM customers ORDER BY id % 97, id LIMIT 50")
            .fetch_all(connection)
            .await?,
    )
}

async fn check(
    connection: &mut SqliteConnection,
    keyring: &Keyring,
    sample: &[i64],
) -> Result<(), DemoError> {
    let ciphers = Ciphers::new(keyring).map_err(|error| DemoError::refused("rotation", &error))?;
    for customer in sample {
        let number = u64::try_from(*customer).map_err(|_| DemoError::Defect)?;
        let iban: Iban = parse(&Person::number(number).iban)?;
        if by_iban(connection, &ciphers, &iban).await? != Some(*customer) {
            return Err(DemoError::Defect);
        }
    }
    Ok(())
}

/// Re-seals the stale rows of one column, a batch a transaction: stopped anywhere, it goes on where it was.
async fn reseal<T: Field, L: Leakage + Decided>(
    connection: &mut SqliteConnection,
    table: &'static str,
    column: &'static str,
    cipher: &Deterministic<T, L>,
) -> Result<i64, DemoError> {
    let ranges = cipher.stale_ranges();
    let select = format!(
        "SELECT id, {column} FROM {table} WHERE {column} < ? OR {column} >= ? LIMIT {BATCH}"
    );
    let update = format!("UPDATE {table} SET {column} = ? WHERE id = ? AND {column} = ?");
    let mut moved = 0;
    loop {
        let mut transaction = connection.begin().await?;
        let rows: Vec<(i64, SealedColumn<T>)> = sqlx::query_as(AssertSqlSafe(select.as_str()))
            .bind(ranges.before().to_vec())
            .bind(ranges.from().to_vec())
            .fetch_all(&mut *transaction)
            .await?;
        if rows.is_empty() {
            return Ok(moved);
        }
        for (id, stored) in rows {
            let current = cipher
                .rotate(&stored.0)
                .map_err(|error| DemoError::refused("rotation", &error))?;
            sqlx::query(AssertSqlSafe(update.as_str()))
                .bind(SealedColumn(current))
                .bind(id)
                .bind(stored)
                .execute(&mut *transaction)
                .await?;
            moved += 1;
        }
        transaction.commit().await?;
    }
}

async fn count_stale<T: Field, L: Leakage>(
    connection: &mut SqliteConnection,
    table: &'static str,
    column: &'static str,
    cipher: &Deterministic<T, L>,
) -> Result<i64, DemoError> {
    let ranges = cipher.stale_ranges();
    let query = format!("SELECT count(*) FROM {table} WHERE {column} < ? OR {column} >= ?");
    let count = sqlx::query_scalar(AssertSqlSafe(query))
        .bind(ranges.before().to_vec())
        .bind(ranges.from().to_vec())
        .fetch_one(connection)
        .await?;
    Ok(count)
}

/// Moves the UNIQUE constraint to the new key: second column, filled, constrained; only then is the first dropped.
async fn move_unique(
    connection: &mut SqliteConnection,
    ciphers: &Ciphers,
) -> Result<(), DemoError> {
    let mut transaction = connection.begin().await?;
    sqlx::raw_sql("ALTER TABLE customers ADD COLUMN iban_unique_next BLOB")
        .execute(&mut *transaction)
        .await?;
    let rows: Vec<(i64, SealedColumn<Iban>)> = sqlx::query_as("SELECT id, iban FROM customers")
        .fetch_all(&mut *transaction)
        .await?;
    for (id, stored) in rows {
        let iban = ciphers
            .iban
            .open(&stored.0)
            .map_err(|error| DemoError::refused("rotation", &error))?;
        sqlx::query("UPDATE customers SET iban_unique_next = ? WHERE id = ?")
            .bind(IndexColumn(ciphers.iban_unique.unique_token(&iban)))
            .bind(id)
            .execute(&mut *transaction)
            .await?;
    }
    sqlx::raw_sql(
        "CREATE UNIQUE INDEX customers_iban_unique_next ON customers (iban_unique_next);
         DROP INDEX customers_iban_unique;
         ALTER TABLE customers DROP COLUMN iban_unique;
         ALTER TABLE customers RENAME COLUMN iban_unique_next TO iban_unique;",
    )
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(())
}
