//! Index columns beside a sealed one.

use greffe_cipher::{
    Decided, EqualityIndex, Field, IndexToken, KeyId, Leakage, StaleRanges, UniqueIndex,
};

use super::place::UniquePlace;
use crate::Name;

/// An index of one value a row.
pub(super) trait Index<T: Field>: Send + Sync {
    fn stale_ranges(&self) -> StaleRanges;
    fn token(&self, value: &T) -> IndexToken;

    /// The key under which it makes tokens.
    fn key(&self) -> Option<KeyId> {
        self.stale_ranges().key()
    }
}

/// A column of an equality index.
pub(super) struct Indexed<T: Field> {
    pub(super) column: Name,
    pub(super) name: Box<str>,
    pub(super) index: Box<dyn Index<T>>,
}

/// The column with UNIQUE.
pub(super) struct Pinned<T: Field> {
    pub(super) place: UniquePlace,
    pub(super) name: Box<str>,
    pub(super) index: Box<dyn Index<T>>,
}

impl<T: Field, L: Leakage + Decided> Index<T> for EqualityIndex<T, L> {
    fn stale_ranges(&self) -> StaleRanges {
        EqualityIndex::stale_ranges(self)
    }

    fn token(&self, value: &T) -> IndexToken {
        EqualityIndex::token(self, value)
    }
}

impl<T: Field, L: Leakage + Decided> Index<T> for UniqueIndex<T, L> {
    fn stale_ranges(&self) -> StaleRanges {
        UniqueIndex::stale_ranges(self)
    }

    fn token(&self, value: &T) -> IndexToken {
        self.unique_token(value)
    }
}
