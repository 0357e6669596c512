//! Greffe's own records in the caller's database: journal, certificates, tombstones. They outlive a restore, and have limits of their own.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use greffe_calendar::FiscalYears;
use greffe_retention::{Certificate, OwnRecord, Tombstone, Tombstones};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::backend::Opened;
use crate::overwrite::overwrite_what_goes;
use crate::purge_lock::lock_chain;
use crate::{Backend, Cell, Statement, StoreError, migrate};

pub(crate) const CERTIFICATES: &str = "greffe_certificates";
pub(crate) const JOURNAL: &str = "greffe_purge_journal";
const TOMBSTONES: &str = "greffe_tombstones";

/// Rows of one statement: SQLite takes 32766 values.
const TOMBSTONES_AT_ONCE: usize = 1_000;

/// Every certificate of the database, in the order of the chain. Verify with [`Certificate::verify_chain`].
///
/// # Errors
/// [`StoreError::Database`]; [`StoreError::Unreadable`] for a row that is no certificate.
pub async fn certificates<C: Backend>(connection: &mut C) -> Result<Vec<Certificate>, StoreError> {
    let asked = Statement::new("SELECT certificate FROM greffe_certificates ORDER BY number");
    let rows = connection.rows(asked).await?;
    rows.iter()
        .map(|row| read(CERTIFICATES, &row.first::<String>()?))
        .collect()
}

/// Every tombstone of the database. Keep them outside it after each execution: a restored database has lost those that were made after its backup.
///
/// # Errors
/// As [`certificates`].
pub async fn tombstones<C: Backend>(connection: &mut C) -> Result<Tombstones, StoreError> {
    let asked = Statement::new("SELECT tombstone FROM greffe_tombstones");
    let rows = connection.rows(asked).await?;
    rows.iter()
        .map(|row| read::<Tombstone>(TOMBSTONES, &row.first::<String>()?))
        .collect()
}

/// Puts back into a restored database what was kept outside it: tombstones, and the certificates that it lost, so that the chain goes on where it was.
///
/// # Errors
/// [`StoreError::Database`]; [`StoreError::OtherHistory`] where those and the database's own are not one sound chain, as with another history or a
/// certificate that is lost between them; then nothing is written.
pub async fn restore_records<C: Backend>(
    connection: &mut C,
    chain: &[Certificate],
    stones: &Tombstones,
) -> Result<(), StoreError> {
    overwrite_what_goes(connection).await?;
    migrate(connection).await?;
    let mut opened = Opened::writing(connection).await?;
    let restored = restore(opened.connection(), chain, stones).await;
    opened.settle(restored).await
}

async fn restore<C: Backend>(
    connection: &mut C,
    chain: &[Certificate],
    stones: &Tombstones,
) -> Result<(), StoreError> {
    lock_chain(connection).await?;
    let present = certificates(connection).await?;
    let missing = missing(&present, chain).ok_or(StoreError::OtherHistory)?;
    for certificate in missing {
        insert(connection, certificate).await?;
    }
    entomb(connection, stones.iter()).await
}

/// What of `chain` the database lacks; `None` where both together are not one chain: another history, or a gap that no later certificate closes.
fn missing<'c>(present: &[Certificate], chain: &'c [Certificate]) -> Option<Vec<&'c Certificate>> {
    let mut whole: BTreeMap<u64, &Certificate> = BTreeMap::new();
    whole.extend(present.iter().map(|known| (known.number(), known)));
    let mut missing = Vec::new();
    for kept in chain {
        match whole.get(&kept.number()) {
            Some(known) if *known == kept => {}
            Some(_) => return None,
            None => {
                whole.insert(kept.number(), kept);
                missing.push(kept);
            }
        }
    }
    let whole: Vec<Certificate> = whole.into_values().cloned().collect();
    Certificate::verify_chain(&whole).is_ok().then_some(missing)
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
pub async fn forget_expired<C: Backend>(
    connection: &mut C,
    today: NaiveDate,
) -> Result<Forgotten, StoreError> {
    overwrite_what_goes(connection).await?;
    let mut opened = Opened::writing(connection).await?;
    let forgotten = forget(opened.connection(), today).await;
    opened.settle(forgotten).await
}

async fn forget<C: Backend>(connection: &mut C, today: NaiveDate) -> Result<Forgotten, StoreError> {
    let no_years = FiscalYears::from_table([]).map_err(|_| StoreError::Calendar)?;
    let rule = OwnRecord::Certificate
        .rule(today)
        .map_err(|_| StoreError::Calendar)?;
    lock_chain(connection).await?;
    let expired = Statement::new("DELETE FROM greffe_tombstones WHERE until < $1").bind(today);
    let tombstones = connection.execute(expired).await?;
    let mut certificates = 0;
    let chain = self::certificates(connection).await?;
    let older = chain.split_last().map_or(&[][..], |(_, older)| older);
    for certificate in older {
        // In the order of the chain, so that what remains is one chain.
        let verdict = rule.evaluate(&certificate.facts(), &no_years, today);
        if !verdict.may_dispose() {
            break;
        }
        for statement in [
            "DELETE FROM greffe_purge_journal WHERE plan = $1",
            "DELETE FROM greffe_certificates WHERE plan = $1",
        ] {
            let of_the_plan = Statement::new(statement).bind(certificate.plan().to_string());
            connection.execute(of_the_plan).await?;
        }
        certificates += 1;
    }
    Ok(Forgotten {
        tombstones,
        certificates,
    })
}

pub(crate) async fn insert<C: Backend>(
    connection: &mut C,
    certificate: &Certificate,
) -> Result<(), StoreError> {
    let unreadable = |_| StoreError::Unreadable {
        table: CERTIFICATES,
    };
    let number = i64::try_from(certificate.number()).map_err(unreadable)?;
    let insert = Statement::new(
        "INSERT INTO greffe_certificates (number, plan, certificate) VALUES ($1, $2, $3)",
    )
    .bind(number)
    .bind(certificate.plan().to_string())
    .bind(write(certificate)?);
    connection.execute(insert).await?;
    Ok(())
}

/// Of a row that has one already the later stays. Of several for one row in a single call too: PostgreSQL refuses to touch a row twice in one statement.
pub(crate) async fn entomb<C: Backend>(
    connection: &mut C,
    tombstones: impl IntoIterator<Item = &Tombstone>,
) -> Result<(), StoreError> {
    let mut latest: BTreeMap<String, &Tombstone> = BTreeMap::new();
    for tombstone in tombstones {
        let known = latest.entry(tombstone.row().to_string());
        let kept = known.or_insert(tombstone);
        if tombstone.until() > kept.until() {
            *kept = tombstone;
        }
    }
    let rows: Vec<_> = latest.into_iter().collect();
    for some in rows.chunks(TOMBSTONES_AT_ONCE) {
        let mut insert =
            Statement::new("INSERT INTO greffe_tombstones (row, until, tombstone) VALUES (");
        let mut separator = "";
        for (row, tombstone) in some {
            insert = insert.push(separator).list([
                Cell::from(row.as_str()),
                Cell::from(tombstone.until()),
                Cell::from(write(tombstone)?),
            ]);
            separator = "), (";
        }
        let insert = insert.push(
            ") ON CONFLICT (row) DO UPDATE SET until = excluded.until, tombstone = excluded.tombstone
             WHERE excluded.until > greffe_tombstones.until",
        );
        connection.execute(insert).await?;
    }
    Ok(())
}

pub(crate) fn write(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Unwritable)
}

pub(crate) fn read<T: DeserializeOwned>(table: &'static str, text: &str) -> Result<T, StoreError> {
    // serde's text may repeat the input: only the place is kept.
    serde_json::from_str(text).map_err(|_| StoreError::Unreadable { table })
}
