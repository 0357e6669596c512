//! Greffe over [sqlx]: sealed values as column types, the purge store for SQLite, and predicates from cutoffs.
//!
//! ```no_run
//! # async fn example(db: &mut sqlx::SqliteConnection, keyring: &greffe_cipher::Keyring) -> Result<(), Box<dyn std::error::Error>> {
//! use greffe_cipher::{Context, Iban};
//! use greffe_sqlx::SealedColumn;
//!
//! let ibans = keyring.cipher(Context::new("customers", "iban"))?.deterministic::<Iban>();
//! let iban: Iban = "FR14 2004 1010 0505 0001 3M02 606".parse()?;
//! sqlx::query("INSERT INTO customers (iban) VALUES (?)").bind(SealedColumn(ibans.seal(&iban))).execute(&mut *db).await?;
//! let stored: SealedColumn<Iban> = sqlx::query_scalar("SELECT iban FROM customers").fetch_one(db).await?;
//! println!("{}", ibans.open(&stored.0)?.mask()); // FR•• •••• 2606
//! # Ok(()) }
//! ```
//!
//! | module | what |
//! | --- | --- |
//! | `sealed_column` | `Sealed<T>` and `IndexToken` in binary columns, on every database of sqlx that has them |
//! | `purge_store` | executes a purge plan on SQLite (feature `sqlite`) |
//! | `purge_records` | journal, certificates and tombstones: their tables, what a restore needs, when they go (feature `sqlite`) |
//! | `backend` | one text of SQL for both databases, for Greffe's own stores and for hosts that serve both |
//! | `predicate` | WHERE clauses from cutoffs: which rows of the host's tables may be disposed of |
//! | `schema` | the schema of a real database, for the gate against drift (feature `drift`) |
//! | `error` | what went wrong, without the database's words |
#![forbid(unsafe_code)]

mod backend;
mod error;
mod predicate;
#[cfg(feature = "sqlite")]
mod purge_records;
#[cfg(feature = "sqlite")]
mod purge_store;
#[cfg(all(feature = "drift", any(feature = "postgres", feature = "sqlite")))]
mod schema;
mod sealed_column;

pub use backend::{Backend, Cell, Dialect, FromCell, Row, Statement};
pub use error::{DatabaseFailure, InvalidName, PredicateError, StoreError};
pub use predicate::{
    FactColumns, HoldsTable, Name, PostgresDay, QualifiedName, Restrictions, SetPeriods,
    SqlPredicate, SqliteDay, StoredDay,
};
#[cfg(feature = "sqlite")]
pub use purge_records::{Forgotten, certificates, forget_expired, restore_records, tombstones};
#[cfg(feature = "sqlite")]
pub use purge_store::{HostRows, SqlitePurgeStore};
#[cfg(all(feature = "drift", any(feature = "postgres", feature = "sqlite")))]
pub use schema::{ReadsSchema, schema_named, schema_of};
pub use sealed_column::{IndexColumn, SealedColumn, columns};

#[doc = include_str!("../README.md")]
#[cfg(doctest)]
pub struct ReadmeDoctests;
