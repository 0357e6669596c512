//! Rotates the key while lookups go on: standby, promote, re-seal in batches, prove that nothing is stale, retire.
//!
//! Stopped anywhere and run again, it goes on: a standby key that is there is taken, a key that is primary stays, rows that are current
//! are left alone, and every active key under which nothing is left is retired.

use greffe::cipher::{
    ColumnKind, Context, Decided, DeclaredColumn, Deterministic, Field, Iban, KeyId, KeyState,
    Keyring, Leakage, NoStaleRows, StaleRows,
};
use greffe_keys::FileKeys;
use greffe_sqlx::{IndexColumn, SealedColumn};
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection as _};

use crate::ciphers::{Ciphers, Pinned};
use crate::error::DemoError;
use crate::page::{Page, say};
use crate::people::Person;
use crate::seal_step::{by_iban, parse};

/// Rows that are re-sealed in one transaction.
const BATCH: i64 = 1_000;

/// The sealed columns: what the step does, it does to each of them.
macro_rules! for_each_column {
    ($ciphers:expr, |$table:ident, $column:ident, $cipher:ident| $body:expr) => {{
        let mut sum = 0;
        {
            let ($table, $column, $cipher) = ("customers", "name", &$ciphers.name);
            sum += $body;
        }
        {
            let ($table, $column, $cipher) = ("customers", "iban", &$ciphers.iban);
            sum += $body;
        }
        {
            let ($table, $column, $cipher) = ("customers", "email", &$ciphers.email);
            sum += $body;
        }
        {
            let ($table, $column, $cipher) = ("customers", "phone", &$ciphers.phone);
            sum += $body;
        }
        {
            let ($table, $column, $cipher) = ("customers", "card", &$ciphers.card);
            sum += $body;
        }
        {
            let ($table, $column, $cipher) = ("prospects", "email", &$ciphers.email);
            sum += $body;
        }
        sum
    }};
}

/// Rotates to a new key, looking some customers up after each step.
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
    let sample = sample(connection).await?;

    if in_state(keyring, KeyState::Standby).is_empty() {
        *keyring = keys
            .change(|keyring, rng| keyring.add(now, rng).map(drop))
            .map_err(refused)?;
    }
    check(connection, keyring, &sample).await?;
    if let Some(next) = in_state(keyring, KeyState::Standby).first().copied() {
        *keyring = keys
            .change(|keyring, _| keyring.promote(next))
            .map_err(refused)?;
    }
    check(connection, keyring, &sample).await?;
    let twice = refuses_a_second_time(connection, keyring, &sample).await?;

    let ciphers = ciphers(connection, keyring).await?;
    let moved = for_each_column!(ciphers, |table, column, cipher| reseal(
        connection, table, column, cipher
    )
    .await?);
    check(connection, keyring, &sample).await?;
    move_unique(connection, keyring).await?;
    check(connection, keyring, &sample).await?;

    let ciphers = self::ciphers(connection, keyring).await?;
    let mut counted = Vec::new();
    let stale = for_each_column!(ciphers, |table, column, cipher| {
        let rows = count_stale(connection, table, column, cipher).await?;
        counted.push((table, column, ColumnKind::Deterministic, rows));
        rows
    });
    let stale_unique = count_stale_unique(connection, keyring).await?;
    counted.push(("customers", "iban", ColumnKind::UniqueIndex, stale_unique));
    if stale != 0 || stale_unique != 0 || !twice {
        return Err(DemoError::Defect);
    }
    for old in in_state(keyring, KeyState::Active) {
        let proof = free_of(keyring, old, &counted)?;
        *keyring = keys
            .change(|keyring, _| keyring.retire(proof))
            .map_err(refused)?;
    }
    check(connection, keyring, &sample).await?;
    // The former tokens must not linger in the log either.
    crate::database::empty_log(connection).await?;
    say!(
        page,
        "{moved} valeurs rescellées sous la nouvelle clé ; {checked} clients retrouvés par IBAN après chaque étape (clé ajoutée, promue, \
         colonnes converties, unicité déplacée, ancienne clé retirée) ; valeurs restées sous l'ancienne clé : {stale}.",
        "{moved} values re-sealed under the new key; {checked} customers found by IBAN after each step (key added, promoted, columns \
         converted, uniqueness moved, old key retired); values left under the old key: {stale}.",
        moved = moved,
        checked = sample.len(),
        stale = stale,
    );
    say!(
        page,
        "L'unicité de l'IBAN a tenu tout du long : un doublon présenté en pleine rotation a été refusé. La colonne reste attachée à sa clé \
         jusqu'à ce que la suivante soit remplie et contrainte ; les deux changent alors ensemble. L'ancienne clé n'est détruite qu'à \
         l'expiration de la dernière sauvegarde qui en dépend.",
        "Uniqueness of the IBAN held all along: a duplicate presented in the middle of the rotation was refused. The column stays pinned to \
         its key until the next one is filled and constrained; then both change at once. The old key is destroyed only once the last \
         backup that needs it has expired.",
    );
    Ok(())
}

fn in_state(keyring: &Keyring, state: KeyState) -> Vec<KeyId> {
    keyring
        .keys()
        .filter(|key| key.state() == state)
        .map(|key| key.id())
        .collect()
}

async fn ciphers(
    connection: &mut SqliteConnection,
    keyring: &Keyring,
) -> Result<Ciphers, DemoError> {
    let pinned = Pinned::read(connection).await?;
    Ciphers::new(keyring, pinned).map_err(|error| DemoError::refused("rotation", &error))
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
    let ciphers = ciphers(connection, keyring).await?;
    for customer in sample {
        if by_iban(connection, &ciphers, &iban_of(*customer)?).await? != Some(*customer) {
            return Err(DemoError::Defect);
        }
    }
    Ok(())
}

fn iban_of(customer: i64) -> Result<Iban, DemoError> {
    let number = u64::try_from(customer).map_err(|_| DemoError::Defect)?;
    parse(&Person::number(number).iban)
}

/// Presents the IBAN of a customer for a second one, and says whether the database refused. Nothing of the attempt is kept.
async fn refuses_a_second_time(
    connection: &mut SqliteConnection,
    keyring: &Keyring,
    sample: &[i64],
) -> Result<bool, DemoError> {
    let Some(customer) = sample.first().copied() else {
        return Ok(true);
    };
    let ciphers = ciphers(connection, keyring).await?;
    let token = ciphers.iban_unique.unique_token(&iban_of(customer)?);
    let mut transaction = connection.begin().await?;
    let second = sqlx::query(
        "INSERT INTO customers (id, person, name, iban, iban_unique, email, phone, card, collected)
         SELECT max(id) + 1, randomblob(16), name, iban, ?, email, phone, card, collected FROM customers",
    )
    .bind(IndexColumn(token))
    .execute(&mut *transaction)
    .await;
    transaction.rollback().await?;
    Ok(matches!(second, Err(sqlx::Error::Database(error)) if error.is_unique_violation()))
}

/// Re-seals the stale rows of one column, a batch a transaction.
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
        // IMMEDIATE: what is read here cannot change before it is written.
        let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
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

/// The proof that nothing is left under a key. This process is the only instance: what it holds is what every instance holds.
fn free_of(
    keyring: &Keyring,
    old: KeyId,
    counted: &[(&str, &str, ColumnKind, i64)],
) -> Result<NoStaleRows, DemoError> {
    let refused = |error: &dyn std::error::Error| DemoError::refused("rotation", error);
    let retirement = keyring.retirement(old).map_err(|error| refused(&error))?;
    let mut counts = retirement
        .every_instance_reports(keyring.generation())
        .map_err(|error| refused(&error))?;
    for (table, column, kind, rows) in counted {
        let column = DeclaredColumn::new(&Context::new(table, column), *kind);
        let stale = u64::try_from(*rows).map_err(|_| DemoError::Defect)?;
        // No column is NULL where there is a value: the schema says so.
        counts.count(
            column,
            keyring.generation(),
            StaleRows { stale, missing: 0 },
        );
    }
    counts.prove().map_err(|error| refused(&error))
}

/// Unique tokens that are not of the key to which the column is pinned, or that no longer are the token of their row.
async fn count_stale_unique(
    connection: &mut SqliteConnection,
    keyring: &Keyring,
) -> Result<i64, DemoError> {
    let ciphers = ciphers(connection, keyring).await?;
    let rows: Vec<(SealedColumn<Iban>, IndexColumn)> =
        sqlx::query_as("SELECT iban, iban_unique FROM customers")
            .fetch_all(connection)
            .await?;
    let mut stale = 0;
    for (iban, token) in rows {
        let iban = ciphers
            .iban
            .open(&iban.0)
            .map_err(|error| DemoError::refused("rotation", &error))?;
        stale += i64::from(ciphers.iban_unique.unique_token(&iban) != token.0);
    }
    Ok(stale)
}

/// Moves the UNIQUE constraint to the primary key: second column, filled, constrained; only then is the first dropped, and the pin moves
/// in the same transaction.
async fn move_unique(
    connection: &mut SqliteConnection,
    keyring: &Keyring,
) -> Result<(), DemoError> {
    let pinned = Pinned(keyring.primary());
    let next =
        Ciphers::new(keyring, pinned).map_err(|error| DemoError::refused("rotation", &error))?;
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::raw_sql("ALTER TABLE customers ADD COLUMN iban_unique_next BLOB")
        .execute(&mut *transaction)
        .await?;
    let rows: Vec<(i64, SealedColumn<Iban>)> = sqlx::query_as("SELECT id, iban FROM customers")
        .fetch_all(&mut *transaction)
        .await?;
    for (id, stored) in rows {
        let iban = next
            .iban
            .open(&stored.0)
            .map_err(|error| DemoError::refused("rotation", &error))?;
        sqlx::query("UPDATE customers SET iban_unique_next = ? WHERE id = ?")
            .bind(IndexColumn(next.iban_unique.unique_token(&iban)))
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
    pinned.write(&mut transaction).await?;
    transaction.commit().await?;
    Ok(())
}
