//! What remains of a disposed row so that a restored backup does not bring it back: a keyed digest, for as long as backups live.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::digest::Hasher;
use crate::{Digest, RowKey};

/// The trace of one disposed row. Only who has the key for digests can tell which row it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tombstone {
    row: Digest,
    /// Tells tombstones that were made with another secret from rows that have none.
    secret: Digest,
    disposed: NaiveDate,
    until: NaiveDate,
}

/// Tombstones to replay after a restore.
///
/// ```
/// use chrono::NaiveDate;
/// use greffe_retention::{Tombstone, Tombstones};
///
/// let (key, day) = (b"a secret of the service", |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap());
/// let grave = Tombstone::new(key, "FAC-01/economic", &7.into(), day(3, 1), day(3, 8));
/// let graves: Tombstones = [grave].into_iter().collect();
/// assert!(graves.condemn(key, "FAC-01/economic", &7.into()), "row 7 came back with the backup");
/// assert!(!graves.condemn(key, "FAC-01/economic", &8.into()));
/// assert_eq!(graves.expired(day(3, 9)).count(), 1, "the last backup that had it is gone");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tombstones(BTreeMap<Digest, Tombstone>);

impl Tombstone {
    /// The tombstone of the row `row` of the rule at `address`, disposed of on `disposed`; needed through `until`, the last day on which a
    /// backup may hold the row.
    #[must_use]
    pub fn new(
        key: &[u8],
        address: &str,
        row: &RowKey,
        disposed: NaiveDate,
        until: NaiveDate,
    ) -> Self {
        Self {
            row: digest(key, address, row),
            secret: check_of(key),
            disposed,
            until,
        }
    }

    /// The keyed digest of the row.
    #[must_use]
    pub const fn row(&self) -> &Digest {
        &self.row
    }

    /// The day of the disposal.
    #[must_use]
    pub const fn disposed(&self) -> NaiveDate {
        self.disposed
    }

    /// The last day on which it is needed.
    #[must_use]
    pub const fn until(&self) -> NaiveDate {
        self.until
    }
}

impl Tombstones {
    /// Whether the row was disposed of before: found after a restore, it must go again.
    #[must_use]
    pub fn condemn(&self, key: &[u8], address: &str, row: &RowKey) -> bool {
        self.of(key, address, row).is_some()
    }

    /// The tombstone of the row, if it was disposed of before.
    #[must_use]
    pub fn of(&self, key: &[u8], address: &str, row: &RowKey) -> Option<&Tombstone> {
        self.0.get(&digest(key, address, row))
    }

    /// Whether any of them was made with the secret `key`. Where none was, none can be found with it.
    #[must_use]
    pub fn know(&self, key: &[u8]) -> bool {
        let check = check_of(key);
        self.0.values().any(|stone| stone.secret == check)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every one of them, for safekeeping outside the database.
    pub fn iter(&self) -> impl Iterator<Item = &Tombstone> {
        self.0.values()
    }

    /// Those that are no longer needed on `today`, and so must go themselves.
    pub fn expired(&self, today: NaiveDate) -> impl Iterator<Item = &Tombstone> {
        self.0.values().filter(move |stone| stone.until < today)
    }
}

impl FromIterator<Tombstone> for Tombstones {
    fn from_iter<I: IntoIterator<Item = Tombstone>>(stones: I) -> Self {
        let mut all = BTreeMap::new();
        for stone in stones {
            // The same row may have been disposed of twice: the longer need counts.
            let kept = all.entry(stone.row).or_insert(stone);
            kept.until = kept.until.max(stone.until);
            kept.disposed = kept.disposed.max(stone.disposed);
        }
        Self(all)
    }
}

fn digest(key: &[u8], address: &str, row: &RowKey) -> Digest {
    let hasher = Hasher::new("greffe-tombstone/1", Some(key)).text(address);
    row.hash_into(hasher).finish()
}

fn check_of(key: &[u8]) -> Digest {
    Hasher::new("greffe-tombstone-secret/1", Some(key)).finish()
}
