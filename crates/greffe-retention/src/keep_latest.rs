//! The newest records of each key, chosen in one pass.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::num::NonZeroU32;

/// Keeps the newest records of each key and hands out every other one as soon as it is known to be one.
///
/// The records may come in any order: the ones that remain are the same. Of records of the same instant the greater id is taken for
/// newer. Memory is one entry a kept record. An id comes once: of a record that comes again with a later instant, the earlier one is pushed out under the
/// same id.
///
/// ```
/// use std::num::NonZeroU32;
/// use greffe_retention::KeepLatest;
///
/// let mut calls = KeepLatest::new(NonZeroU32::new(2).unwrap());
/// assert_eq!(calls.push("key-a", 10, 1), None);
/// assert_eq!(calls.push("key-a", 30, 3), None);
/// assert_eq!(calls.push("key-a", 20, 2), Some(1), "two newer ones push the first out");
/// assert_eq!(calls.push("key-b", 5, 4), None);
/// ```
#[derive(Debug, Clone)]
pub struct KeepLatest<K, T, I> {
    count: NonZeroU32,
    newest: HashMap<K, BTreeSet<(T, I)>>,
}

impl<K: Eq + Hash, T: Ord, I: Ord> KeepLatest<K, T, I> {
    /// Keeps `count` records of each key.
    #[must_use]
    pub fn new(count: NonZeroU32) -> Self {
        Self {
            count,
            newest: HashMap::new(),
        }
    }

    /// Takes a record of `key` at `instant`, and returns the id of the one that is pushed out, if there is one: this or an older one.
    pub fn push(&mut self, key: K, instant: T, id: I) -> Option<I> {
        let kept = self.newest.entry(key).or_default();
        kept.insert((instant, id));
        let limit = usize::try_from(self.count.get()).unwrap_or(usize::MAX);
        if kept.len() > limit {
            kept.pop_first().map(|(_, id)| id)
        } else {
            None
        }
    }

    /// The ids of the records that are kept, in no particular order of keys.
    pub fn kept(&self) -> impl Iterator<Item = &I> {
        self.newest.values().flatten().map(|(_, id)| id)
    }
}
