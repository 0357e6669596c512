//! Greffe's own records in the caller's SQLite database: journal, certificates, tombstones. They outlive a restore, and have limits of their own.

use chrono::NaiveDate;
use greffe_calendar::FiscalYears;
use greffe_retention::{Certificate, OwnRecord, Tombstone, Tombstones};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;

pub(crate) const SETUP: &str = "
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS greffe_purge_journal (
    plan  TEXT NOT NULL,
    batch INTEGER NOT NULL,
    entry TEXT NOT NULL,
    PRIMARY KEY (plan, batch)
) STRICT;
CREATE TABLE IF NOT EXISTS greffe_certificates (
    number      INTEGER PRIMARY KEY,
    plan        TEXT NOT NULL UNIQUE,
    certificate TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS greffe_tombstones (
    row       TEXT PRIMARY KEY,
    until     TEXT NOT NULL,
    tombstone TEXT NOT NULL
) STRICT;
";

/// Every certificate of the database, in the order of the chain. Verify with [`Certificate::verify_chain`].
///
/// # Errors
/// [`StoreError::Database`]; [`StoreError::Unreadable`] for a row that is no certificate.
pub async fn certificates(
    connection: &mut SqliteConnection,
) -> Result<Vec<Certificate>, StoreError> {
    let rows: Vec<String> =
        sqlx::query_scalar("SELECT certificate FROM greffe_certificates ORDER BY number")
            .fetch_all(connection)
            .await?;
    rows.iter()
        .map(|text| read("greffe_certificates", text))
        .collect()
}

/// Every tombstone of the database. Keep them outside it after each execution: a restored database has lost those that were made after its backup.
///
/// # Errors
/// As [`certificates`].
pub async fn tombstones(connection: &mut SqliteConnection) -> Result<Tombstones, StoreError> {
    let rows: Vec<String> = sqlx::query_scalar("SELECT tombstone FROM greffe_tombstones")
        .fetch_all(connection)
        .await?;
    rows.iter()
        .map(|text| read::<Tombstone>("greffe_tombstones", text))
        .collect()
}

/// Puts back into a restored database what was kept outside it: tombstones, and the certificates that it lost, so that the chain goes on where it was.
///
/// # Errors
/// [`StoreError::Database`]; [`StoreError::OtherHistory`] where the certificates are not a sound continuation of those that the database has; then
/// nothing is written.
pub async fn restore_records(
    connection: &mut SqliteConnection,
    chain: &[Certificate],
    stones: &Tombstones,
) -> Result<(), StoreError> {
    sqlx::raw_sql(SETUP).execute(&mut *connection).await?;
    let present = certificates(connection).await?;
    let is_continuation = Certificate::verify_chain(chain).is_ok()
        && present.iter().all(|certificate| {
            let first = chain.first().map_or(u64::MAX, Certificate::number);
            certificate.number() < first || chain.contains(certificate)
        });
    if !is_continuation {
        return Err(StoreError::OtherHistory);
    }
    let mut transaction = sqlx::Connection::begin(connection).await?;
    for certificate in chain.iter().filter(|c| !present.contains(c)) {
        insert(&mut transaction, certificate).await?;
    }
    for tombstone in stones.iter() {
        entomb(&mut transaction, tombstone).await?;
    }
    transaction.commit().await?;
    Ok(())
}

/// What went of Greffe's own records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Forgotten {
    /// Tombstones of which the last backup is gone.
    pub tombstones: u64,
    /// Certificates, with the journals of their plans. The newest one stays, for the chain goes on from it.
    pub certificates: u64,
}

/// Erases Greffe's own records whose time has come: tombstones, certificates and journals ([`OwnRecord`]).
///
/// # Errors
/// [`StoreError::Database`]; [`StoreError::Unreadable`] for a row that is no certificate.
pub async fn forget_expired(
    connection: &mut SqliteConnection,
    today: NaiveDate,
) -> Result<Forgotten, StoreError> {
    let no_years = FiscalYears::from_table([]).map_err(|_| StoreError::Calendar)?;
    let rule = OwnRecord::Certificate
        .rule(today)
        .map_err(|_| StoreError::Calendar)?;
    let mut transaction = sqlx::Connection::begin(connection).await?;
    let tombstones = sqlx::query("DELETE FROM greffe_tombstones WHERE until < ?")
        .bind(today.to_string())
        .execute(&mut *transaction)
        .await?
        .rows_affected();
    let mut certificates = 0;
    let chain = self::certificates(&mut transaction).await?;
    let older = chain.split_last().map_or(&[][..], |(_, older)| older);
    for certificate in older {
        // In the order of the chain, so that what remains is one chain.
        let verdict = rule.evaluate(&certificate.facts(), &no_years, today);
        if !verdict.may_dispose() {
            break;
        }
        let plan = certificate.plan().to_string();
        for statement in [
            "DELETE FROM greffe_purge_journal WHERE plan = ?",
            "DELETE FROM greffe_certificates WHERE plan = ?",
        ] {
            sqlx::query(statement)
                .bind(&plan)
                .execute(&mut *transaction)
                .await?;
        }
        certificates += 1;
    }
    transaction.commit().await?;
    Ok(Forgotten {
        tombstones,
        certificates,
    })
}

pub(crate) async fn insert(
    connection: &mut SqliteConnection,
    certificate: &Certificate,
) -> Result<(), StoreError> {
    let number = i64::try_from(certificate.number()).map_err(|_| StoreError::Unreadable {
        table: "greffe_certificates",
    })?;
    sqlx::query("INSERT INTO greffe_certificates (number, plan, certificate) VALUES (?, ?, ?)")
        .bind(number)
        .bind(certificate.plan().to_string())
        .bind(write(certificate)?)
        .execute(connection)
        .await?;
    Ok(())
}

pub(crate) async fn entomb(
    connection: &mut SqliteConnection,
    tombstone: &Tombstone,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO greffe_tombstones (row, until, tombstone) VALUES (?, ?, ?)
         ON CONFLICT (row) DO UPDATE SET until = excluded.until, tombstone = excluded.tombstone
         WHERE excluded.until > until",
    )
    .bind(tombstone.row().to_string())
    .bind(tombstone.until().to_string())
    .bind(write(tombstone)?)
    .execute(connection)
    .await?;
    Ok(())
}

pub(crate) fn write(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Unwritable)
}

pub(crate) fn read<T: DeserializeOwned>(table: &'static str, text: &str) -> Result<T, StoreError> {
    // serde's text may repeat the input: only the place is kept.
    serde_json::from_str(text).map_err(|_| StoreError::Unreadable { table })
}
