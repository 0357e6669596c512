//! A consent ledger in the host's database: one chain for each name, a row for each entry.
//!
//! The entry is stored as its JSON line, from which alone its digest is taken (`FORMAT.md` of greffe-consent); the other columns say again what the
//! line says, for rows to be found by, and [`ConsentStore::verify`] holds them against it.

mod append;
mod call;
mod error;
mod follow;
mod forget;
mod head;
mod history;
mod lines;
mod name;
mod row;
mod verify;

use greffe_consent::Link;

use crate::Backend;

pub use append::Appended;
pub use error::{ChainFault, ChainFinding, ConsentStoreError};
pub use follow::Followed;
pub use forget::ForgottenRows;
pub use name::{InvalidLedgerName, LedgerName};
pub use row::StoredEntry;
pub use verify::ChainReport;

/// A ledger in a database whose tables [`migrate`](crate::migrate) made.
///
/// Each call is a transaction of its own, and writers wait for one another at the head of the chain: any number of programs may append to one
/// ledger. A call that is dropped in the middle, by a timeout or a client that hung up, keeps nothing, and the connection may go back to its pool.
/// [`ConsentStore::within`] takes part in a transaction of the host's instead, such as the one that stores a form with the consent on it.
///
/// ```
/// # #[cfg(feature = "sqlite")]
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use greffe_consent::*;
/// use greffe_sqlx::{ConsentStore, migrate};
/// use sqlx::Connection as _;
///
/// let mut db = sqlx::SqliteConnection::connect("sqlite::memory:").await?;
/// migrate(&mut db).await?;
/// let mut ledger = ConsentStore::new(&mut db, "shop".parse()?);
///
/// let (person, at) = (PersonKey::from_bytes([7; 16]), "2026-03-01T10:00:00Z".parse()?);
/// let refused = Kind::Refused { purposes: Scope::All };
/// let event = Event::new(EventId::from_bytes([1; 16]), person, (at, at), Provenance::Person, refused)?;
/// let appended = ledger.append(&event).await?;
/// assert_eq!((appended.position, appended.is_new), (1, true));
/// assert!(!ledger.append(&event).await?.is_new);                          // delivered once more
///
/// assert_eq!(ledger.history_of(person).await?, [event]);
/// let erasure = Erasure::new("2026-11-26T10:00:00Z".parse()?, "requests/2026-014".parse()?)?;
/// assert_eq!(ledger.forget_account(person, &erasure).await?.events(), 1);
/// assert!(ledger.history_of(person).await?.is_empty());
/// assert!(ledger.verify().await?.is_sound());
/// # Ok(()) }
/// # #[cfg(feature = "sqlite")]
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(example()).unwrap();
/// ```
#[derive(Debug)]
pub struct ConsentStore<'c, C> {
    connection: &'c mut C,
    name: LedgerName,
    is_within: bool,
}

impl<'c, C: Backend> ConsentStore<'c, C> {
    /// The ledger of that name, which is empty until something is appended.
    pub const fn new(connection: &'c mut C, name: LedgerName) -> Self {
        Self {
            connection,
            name,
            is_within: false,
        }
    }

    /// The same inside a transaction that the caller has begun ([`Backend::begin_writing`]) and ends. After an error the caller rolls back.
    pub const fn within(connection: &'c mut C, name: LedgerName) -> Self {
        Self {
            connection,
            name,
            is_within: true,
        }
    }

    /// The name.
    #[must_use]
    pub const fn name(&self) -> &LedgerName {
        &self.name
    }

    /// Whether to try once more: where another writer was in the way, of a transaction of the store's own.
    const fn again<T>(&self, done: &Result<T, ConsentStoreError>, attempts: &mut u8) -> bool {
        *attempts += 1;
        match done {
            Err(error) => error.is_busy() && !self.is_within && *attempts < ATTEMPTS,
            Ok(_) => false,
        }
    }
}

/// How often a writer tries that others keep out.
const ATTEMPTS: u8 = 5;

/// How many rows are read or written at a time.
const PAGE: usize = 256;

/// Where a ledger ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainHead {
    /// How many entries there are.
    pub length: u64,
    /// The last link: keep it where nobody who can write the database can write too.
    pub link: Link,
}
