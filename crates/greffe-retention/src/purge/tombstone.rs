//! What remains of a disposed row so that a restored backup does not bring it back: a keyed digest, for as long as backups live.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize};

use crate::digest::Hasher;
use crate::{Digest, FateKind, RowKey};

/// The trace of one disposed row. Only who has the key for digests can tell which row it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Tombstone {
    row: Digest,
    /// Tells tombstones that were made with another secret from rows that have none.
    secret: Digest,
    fate: FateKind,
    disposed: NaiveDate,
    until: NaiveDate,
}

/// A tombstone as it is read.
#[derive(Deserialize)]
#[serde(remote = "Tombstone", deny_unknown_fields)]
struct Form {
    row: Digest,
    secret: Digest,
    fate: FateKind,
    disposed: NaiveDate,
    until: NaiveDate,
}

impl<'de> Deserialize<'de> for Tombstone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::quiet::read_with(deserializer, "not a tombstone", Form::deserialize)
    }
}

/// A row, by the rule that disposed of it, the table that holds it, and its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowOf<'a> {
    /// The address of the rule, or of all rules of the purposes, as in the plan.
    pub address: &'a str,
    /// The table, as in the plan.
    pub table: &'a str,
    /// The key.
    pub key: &'a RowKey,
}

impl RowOf<'_> {
    fn digest(self, secret: &[u8]) -> Digest {
        let hasher = Hasher::new("greffe-tombstone/1", Some(secret));
        let hasher = hasher.text(self.address).text(self.table);
        self.key.hash_into(hasher).finish()
    }
}

/// Tombstones to replay after a restore.
///
/// ```
/// use chrono::NaiveDate;
/// use greffe_retention::{FateKind, RowOf, Tombstone, Tombstones};
///
/// let (secret, day) = (b"a secret of the service", |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap());
/// let (seven, eight) = (7.into(), 8.into());
/// let row = |key| RowOf { address: "FAC-01/economic", table: "invoices", key };
/// let grave = Tombstone::new(secret, row(&seven), FateKind::Erase, day(3, 1), day(3, 8));
/// let graves: Tombstones = [grave].into_iter().collect();
/// assert!(graves.condemn(secret, row(&seven)), "row 7 came back with the backup");
/// assert!(!graves.condemn(secret, row(&eight)));
/// assert_eq!(graves.expired(day(3, 9)).count(), 1, "the last backup that had it is gone");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tombstones(BTreeMap<Digest, Tombstone>);

impl Tombstone {
    /// The tombstone of `row`, made with the secret `key`: what was done to it, on `disposed`; needed through `until`, the last day on which a
    /// backup may hold the row.
    #[must_use]
    pub fn new(
        key: &[u8],
        row: RowOf<'_>,
        fate: FateKind,
        disposed: NaiveDate,
        until: NaiveDate,
    ) -> Self {
        Self {
            row: row.digest(key),
            secret: check_of(key),
            fate,
            disposed,
            until,
        }
    }

    /// The keyed digest of the row.
    #[must_use]
    pub const fn row(&self) -> &Digest {
        &self.row
    }

    /// What was done to it.
    #[must_use]
    pub const fn fate(&self) -> FateKind {
        self.fate
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
    pub fn condemn(&self, key: &[u8], row: RowOf<'_>) -> bool {
        self.of(key, row).is_some()
    }

    /// The tombstone of the row, if it was disposed of before.
    #[must_use]
    pub fn of(&self, key: &[u8], row: RowOf<'_>) -> Option<&Tombstone> {
        self.0.get(&row.digest(key))
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
            // The same row may have been disposed of twice: what was done last counts, of one day the erasure, and the longer need.
            let kept = all.entry(stone.row).or_insert(stone);
            let is_last = (stone.disposed, kept.fate) > (kept.disposed, stone.fate);
            if is_last {
                kept.fate = stone.fate;
            }
            kept.until = kept.until.max(stone.until);
            kept.disposed = kept.disposed.max(stone.disposed);
        }
        Self(all)
    }
}

fn check_of(key: &[u8]) -> Digest {
    Hasher::new("greffe-tombstone-secret/1", Some(key)).finish()
}
