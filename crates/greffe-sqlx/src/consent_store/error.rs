//! What can go wrong with a stored ledger. Rows are named by their position, and nothing that they say is repeated.

use std::fmt;
use std::io;

use greffe_consent::receipt::ReceiptError;
use greffe_consent::{AppendError, InvalidErasure, LedgerError};

use crate::{DatabaseFailure, StoreError};

/// Why a ledger in a database did not do what was asked. Nothing of what was asked was done then, but where the connection failed
/// ([`DatabaseFailure::Unreachable`]): the answer alone may have been lost. Ask again: an event is appended once, what was forgotten stays so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConsentStoreError {
    /// The database, or a row of it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The ledger does not take the event.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// The row at this position holds no entry of a ledger, or not the one that its other columns speak of.
    #[error("the entry at position {position} of the ledger cannot be read")]
    Damaged {
        /// The position, from 1.
        position: u64,
    },
    /// The chain does not hold.
    #[error(transparent)]
    Chain(#[from] ChainFinding),
    /// The whole ledger cannot be read, or a line of a file.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A line of a file is no chained line as Greffe writes it.
    #[error("line {0} is no chained line as Greffe writes it")]
    Line(u64),
    /// A file is read into an empty ledger only.
    #[error("the ledger is not empty")]
    NotEmpty,
    /// The ledger is no beginning of the chain that it is to follow.
    #[error("the ledger is no beginning of the chain that was kept elsewhere")]
    OtherChain,
    /// There is no receipt of the event.
    #[error(transparent)]
    Receipt(#[from] ReceiptError),
    /// The erasure cannot be recorded.
    #[error(transparent)]
    Erasure(#[from] InvalidErasure),
    /// The file could not be written or read.
    #[error("the file cannot be written or read: {0}")]
    File(io::ErrorKind),
}

impl ConsentStoreError {
    /// Whether another writer was in the way and trying again may do.
    pub(super) const fn is_busy(&self) -> bool {
        matches!(
            self,
            Self::Store(StoreError::Database(DatabaseFailure::Busy))
        )
    }
}

impl From<io::Error> for ConsentStoreError {
    fn from(error: io::Error) -> Self {
        Self::File(error.kind())
    }
}

/// What is wrong at a position of a stored chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ChainFault {
    /// No row has this position.
    Missing,
    /// The row holds no entry.
    Unreadable,
    /// The link does not follow from the one before: this row, or what stood before it, was changed or moved.
    BrokenLink,
    /// The columns by which the row is found say something else than its entry.
    ColumnsDiffer,
    /// The event was forgotten on an earlier row, and stands here again.
    Forgotten,
    /// The content was taken out, and no later record of an erasure names the row.
    NoErasureRecord,
    /// A later record says that the row was erased, and its content stands there: somebody wrote it back.
    NotErased,
    /// The record of an erasure names a row that it cannot have erased.
    ErasureOfNoEvent,
    /// The chain ends elsewhere than its head says: rows at the end were taken out or added.
    WrongHead,
}

impl ChainFault {
    const fn words(self) -> &'static str {
        match self {
            Self::Missing => "no row has this position",
            Self::Unreadable => "the row holds no entry",
            Self::BrokenLink => "the link does not follow from the one before",
            Self::ColumnsDiffer => "the columns say something else than the entry",
            Self::Forgotten => "the event was forgotten on an earlier row",
            Self::NoErasureRecord => "the content was taken out without the record of an erasure",
            Self::NotErased => {
                "a later record says that the row was erased, and its content is there"
            }
            Self::ErasureOfNoEvent => {
                "the record of an erasure names a row that it cannot have erased"
            }
            Self::WrongHead => "the chain does not end where its head says",
        }
    }
}

/// A fault and where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ChainFinding {
    /// The position, from 1; of a wrong head, that of the last entry.
    pub position: u64,
    /// What is wrong.
    pub fault: ChainFault,
}

impl fmt::Display for ChainFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "position {}: {}", self.position, self.fault.words())
    }
}

impl std::error::Error for ChainFinding {}
