//! Rows that cannot be converted.

use std::fmt;

use greffe_cipher::{OpenError, TokenError};
use greffe_retention::RowKey;

/// Why a row cannot be converted. It stays as it is, stale, and keeps its key from being retired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum RotationFault {
    /// The token is damaged, or of another type.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The token does not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// There is no binding for this row.
    #[error("the row has no binding")]
    NoBinding,
    /// The generator has no randomness.
    #[error("the generator has no randomness")]
    Randomness,
    /// An index token stands in a row without a value.
    #[error("an index token stands in a row without a value")]
    NoValue,
    /// An index token is not that of the row's value, or there is none.
    #[error("an index token is not that of the row's value")]
    OtherToken,
}

/// Rows that somebody must look at: how many there are, and the first thousand of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Faults {
    rows: u64,
    first: Vec<(RowKey, RotationFault)>,
}

/// Where every row is a fault, such as with the wrong keyring, nobody wants them all in memory.
const LISTED: usize = 1_000;

impl Faults {
    /// How many rows.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// The keys of the first thousand, with the reason, by ascending key.
    #[must_use]
    pub fn first(&self) -> &[(RowKey, RotationFault)] {
        &self.first
    }

    pub(super) fn add(&mut self, key: RowKey, fault: RotationFault) {
        self.rows += 1;
        if self.first.len() < LISTED {
            self.first.push((key, fault));
        }
    }
}

impl fmt::Display for Faults {
    /// Without keys: they may name persons.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rows that cannot be converted: {}", self.rows)?;
        match self.first.first() {
            Some((_, fault)) => write!(f, ", the first because {fault}"),
            None => Ok(()),
        }
    }
}
