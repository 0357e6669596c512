//! Greffe over [sqlx]: sealed values as column types, the purge store, the rotation job, and predicates from cutoffs.
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
//! | `purge_store` | executes a purge plan |
//! | `purge_lock` | who waits for whom while rows are disposed of |
//! | `purge_records` | journal, certificates and tombstones: what a restore needs, when they go |
//! | `rotation` | the job that brings a sealed column under the primary key |
//! | `let_go` | what is deleted and still there |
//! | `pages` | reading a table page by page |
//! | `backend` | one text of SQL for both databases, for Greffe's own stores and for hosts that serve both |
//! | `consent_store` | a consent ledger in the host's database (feature `consent`) |
//! | `migrations` | the scripts that make and change Greffe's own tables |
//! | `overwrite` | what SQLite is told so that what is erased is gone |
//! | `predicate` | WHERE clauses from cutoffs: which rows of the host's tables may be disposed of |
//! | `schema` | the schema of a real database, for the gate against drift (feature `drift`) |
//! | `request_store` | requests of data subjects in the host's database (feature `export`) |
//! | `error` | what went wrong, without the database's words |
#![forbid(unsafe_code)]

mod backend;
#[cfg(feature = "consent")]
mod consent_store;
mod error;
mod let_go;
mod migrations;
mod overwrite;
mod pages;
mod predicate;
mod purge_lock;
mod purge_records;
mod purge_store;
#[cfg(feature = "export")]
mod request_store;
mod rotation;
#[cfg(all(feature = "drift", any(feature = "postgres", feature = "sqlite")))]
mod schema;
mod sealed_column;

pub use backend::{Backend, Cell, Dialect, FromCell, Row, Statement};
#[cfg(feature = "consent")]
pub use consent_store::{
    Appended, ChainFault, ChainFinding, ChainHead, ChainReport, ConsentStore, ConsentStoreError,
    Followed, ForgottenRows, InvalidLedgerName, LedgerName, StoredEntry,
};
pub use error::{DatabaseFailure, InvalidName, PredicateError, StoreError};
pub use let_go::{Thoroughness, let_go};
pub use migrations::{Migration, migrate, migrations};
pub use pages::Pages;
pub use predicate::{
    FactColumns, HoldsTable, Name, PostgresDay, QualifiedName, Restrictions, SetPeriods,
    SqlPredicate, SqliteDay, StoredDay,
};
pub use purge_lock::lock_table_of_purge;
pub use purge_records::{Forgotten, certificates, forget_expired, restore_records, tombstones};
pub use purge_store::{HostRows, SqlPurgeStore};
#[cfg(feature = "export")]
pub use request_store::{
    DamagedRequest, ErasedRequests, OpenPlace, RequestFault, RequestPage, RequestSeal,
    RequestStore, RequestStoreError, StoredRequest, SubjectKey,
};
pub use rotation::{
    Checked, ColumnCount, ColumnPlace, Faults, Rotated, Rotation, RotationError, RotationFault,
    RowPlace, UniquePlace, pin_key, pinned_key,
};
#[cfg(all(feature = "drift", any(feature = "postgres", feature = "sqlite")))]
pub use schema::{ReadsSchema, schema_named, schema_of};
pub use sealed_column::{IndexColumn, SealedColumn, columns};

#[doc = include_str!("../README.md")]
#[cfg(doctest)]
pub struct ReadmeDoctests;
