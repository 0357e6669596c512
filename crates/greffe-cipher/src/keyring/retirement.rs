//! The proof that nothing is left under a key, before it opens nothing any more.

use std::collections::BTreeMap;
use std::fmt;

use super::{DeclaredColumn, KeyId, KeyState, Keyring};
use crate::cipher::StaleRanges;
use crate::error::KeyringError;

/// What is needed to retire a key: which columns hold anything under master keys, for which tenants, and that no instance seals with the old key.
///
/// A proof is as good as what is declared: an index that is forgotten here is not found by its rows any more, silently.
///
/// ```
/// use greffe_cipher::{ColumnKind, Context, DeclaredColumn, Iban, KeyId, Keyring, MasterKey, StaleRows};
/// # let mut keyring = Keyring::single(KeyId::new(7).unwrap(), 1_750_000_000, MasterKey::from_bytes([1; 32]));
/// # let (old, next) = (KeyId::new(7).unwrap(), KeyId::new(8).unwrap());
/// # keyring.import(next, 1_760_000_000, MasterKey::from_bytes([2; 32]))?;
/// # keyring.promote(next)?;
/// let iban = Context::new("customers", "iban");
/// let cipher = keyring.cipher(iban.clone())?; // of the keyring of now: an older one takes the old key for the current one
/// let ranges = cipher.deterministic::<Iban>().stale_ranges();
/// let unique_ranges = cipher.unique::<Iban>("unique", next)?.stale_ranges();
/// let sealed = DeclaredColumn::new(&iban, ColumnKind::Deterministic);
/// let unique = DeclaredColumn::new(&iban, ColumnKind::UniqueIndex).named("unique");
/// let retirement = keyring.retirement(old)?.column(sealed.clone()).column(unique.clone());
/// // Asked of every instance, the lowest answer:
/// let mut counting = retirement.every_instance_reports(3)?;
/// // Only now: SELECT count(*) … by the stale ranges of each column, and of rows whose token is NULL though there is a value.
/// counting.count(sealed, &ranges, StaleRows { stale: 0, missing: 0 });
/// assert_eq!(
///     counting.clone().prove().unwrap_err().to_string(),
///     "not shown to be free of the key: not counted: customers.iban unique (unique index), 1 tenant"
/// );
/// counting.count(unique, &unique_ranges, StaleRows { stale: 0, missing: 0 });
/// keyring.retire(counting.prove()?)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Retirement {
    key: KeyId,
    check_value: [u8; 16],
    generation: u64,
    columns: Vec<DeclaredColumn>,
}

/// What was found in one column of one tenant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct StaleRows {
    /// Rows whose token is under the key that retires. To count all that are under any key but the primary one, as the stale ranges do, is on
    /// the safe side; only a unique index that is pinned to a third key needs the narrower question.
    pub stale: u64,
    /// Rows whose token is NULL though the row has a value that it should stand for.
    pub missing: u64,
}

impl StaleRows {
    /// Both together.
    const fn and(self, other: Self) -> Self {
        Self {
            stale: self.stale.saturating_add(other.stale),
            missing: self.missing.saturating_add(other.missing),
        }
    }
}

impl Keyring {
    /// Begins the retirement of an active key.
    ///
    /// # Errors
    /// [`KeyringError::UnknownKey`]; [`KeyringError::State`] unless the key is active.
    pub fn retirement(&self, id: KeyId) -> Result<Retirement, KeyringError> {
        self.expect(id, &[KeyState::Active])?;
        let key = self.find(id).ok_or(KeyringError::UnknownKey(id))?;
        Ok(Retirement {
            key: id,
            check_value: key.master().check_value(id),
            generation: self.generation(),
            columns: Vec::new(),
        })
    }

    /// Makes an active key retired: from then on it opens nothing, and searches ask for none of its tokens.
    ///
    /// The proof is of this very keyring: whatever changed it since, the rows may be others, such as those of a backup for which a key was made active again.
    /// Of several keys each has a count of its own, after the one before it has retired.
    ///
    /// # Errors
    /// [`KeyringError::Proof`] for a proof about another key, or at another generation of the keyring; [`KeyringError::UnknownKey`];
    /// [`KeyringError::State`] unless the key is active.
    pub fn retire(&mut self, proof: NoStaleRows) -> Result<(), KeyringError> {
        let NoStaleRows(about) = proof;
        let key = self
            .find(about.key)
            .ok_or(KeyringError::UnknownKey(about.key))?;
        let same = key.master().check_value(about.key) == about.check_value;
        if !same || self.generation() != about.generation {
            return Err(KeyringError::Proof);
        }
        self.retire_without_proof(about.key)
    }
}

impl Retirement {
    /// A column that holds something under master keys: sealed values, an index, wrapped keys. Once for each tenant. Two columns of one context,
    /// such as the mailboxes of customers and of prospects that are sealed alike, are declared twice and must be counted twice.
    #[must_use]
    pub fn column(mut self, column: DeclaredColumn) -> Self {
        self.columns.push(column);
        self
    }

    /// States that every instance works with this generation of the keyring or a later one, so that none seals with the old key any more.
    /// `generation` is the lowest one that any instance reports. Rows are counted after this, not before.
    ///
    /// To have loaded a keyring is not enough: an instance reports a generation once all work that it began with older ciphers has ended, values that
    /// were sealed and wait in memory or in a queue and transactions that are still open among it. What such a transaction wrote, no count sees.
    ///
    /// # Errors
    /// [`KeyringError::NotSeenEverywhere`] for a generation before the one in which the retirement began.
    pub fn every_instance_reports(self, generation: u64) -> Result<StaleCount, KeyringError> {
        seen_everywhere(generation, self.generation)?;
        let mut counted = BTreeMap::<_, Counted>::new();
        for column in &self.columns {
            counted.entry(column.clone()).or_default().declared += 1;
        }
        Ok(StaleCount {
            counted,
            about: self,
        })
    }
}

pub(super) const fn seen_everywhere(reported: u64, wanted: u64) -> Result<(), KeyringError> {
    if reported < wanted {
        Err(KeyringError::NotSeenEverywhere { reported, wanted })
    } else {
        Ok(())
    }
}

/// The counts of a retirement.
#[derive(Clone, Debug)]
pub struct StaleCount {
    about: Retirement,
    counted: BTreeMap<DeclaredColumn, Counted>,
}

/// What is known of a column, of one tenant.
#[derive(Clone, Copy, Debug, Default)]
struct Counted {
    /// How often it was declared: two columns of the database may be of one context.
    declared: usize,
    /// How many counts there are of a keyring of this generation or a later one.
    counts: usize,
    /// How many there are of an earlier one: made by an instance that could still seal with the old key.
    early: usize,
    /// How many there are that took the key that retires for the current one, and found nothing beside it.
    pinned: usize,
    /// All that the counts found.
    rows: StaleRows,
}

impl Counted {
    /// How many counts are wanting: a column that was counted without having been declared needs one.
    fn lacking(&self) -> usize {
        self.declared.max(1).saturating_sub(self.counts)
    }
}

impl StaleCount {
    /// Takes what was counted in a column, of one tenant, outside these ranges' header. A column that was not declared is from now on.
    ///
    /// The ranges are those by which was counted, of a handle of the column: they know their keyring. Of an earlier one than that in which the
    /// retirement began they prove nothing, for what such a handle finds to be current may be under the key that retires. Nor do those of a unique index
    /// that is pinned to that key: it moves first.
    ///
    /// Counts of one column add up, and each declaration of it needs a count of its own: what one column still has is not hidden by another one of
    /// the same context that has nothing, and a count that proves nothing keeps the key, whatever else was counted. Whoever counts anew begins with the
    /// [`Retirement`] anew.
    pub fn count(&mut self, column: DeclaredColumn, ranges: &StaleRanges, rows: StaleRows) {
        let counted = self.counted.entry(column).or_default();
        if ranges.generation() < self.about.generation {
            counted.early += 1;
            return;
        }
        // Whoever counted every token of a pinned column, and found some, says more than that it is pinned.
        if ranges.key() == Some(self.about.key) && rows == StaleRows::default() {
            counted.pinned += 1;
            return;
        }
        counted.counts += 1;
        counted.rows = counted.rows.and(rows);
    }

    /// The proof: every declared column was counted as often as it was declared, each time with a keyring that proves something, and nothing was found.
    ///
    /// # Errors
    /// [`NotProven`], which lists what is missing and what is left.
    pub fn prove(self) -> Result<NoStaleRows, NotProven> {
        let mut lacks = NotProven::default();
        for (column, counted) in &self.counted {
            let column = column.of_any_tenant();
            if counted.early > 0 {
                *lacks.early.entry(column.clone()).or_default() += 1;
            } else if counted.pinned > 0 {
                *lacks.pinned.entry(column.clone()).or_default() += 1;
            } else if counted.lacking() > 0 {
                *lacks.unreported.entry(column.clone()).or_default() += 1;
            }
            if counted.rows != StaleRows::default() {
                let (tenants, all) = lacks.left.entry(column).or_default();
                *tenants += 1;
                *all = all.and(counted.rows);
            }
        }
        if !self.counted.is_empty() && lacks == NotProven::default() {
            Ok(NoStaleRows(self.about))
        } else {
            Err(lacks)
        }
    }
}

/// Nothing is left under a key in any declared column: what [`Keyring::retire`] takes. Used once.
#[derive(Debug)]
pub struct NoStaleRows(Retirement);

impl NoStaleRows {
    /// The key that may be retired.
    #[must_use]
    pub const fn key(&self) -> KeyId {
        self.0.key
    }
}

/// Something is missing in a proof. Names columns by their labels; tenants are counted, not named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotProven {
    unreported: BTreeMap<DeclaredColumn, usize>,
    early: BTreeMap<DeclaredColumn, usize>,
    pinned: BTreeMap<DeclaredColumn, usize>,
    left: BTreeMap<DeclaredColumn, (usize, StaleRows)>,
}

impl NotProven {
    /// Columns that were declared and not counted, with the number of tenants that lack a count.
    pub fn unreported(&self) -> impl Iterator<Item = (&DeclaredColumn, usize)> {
        self.unreported.iter().map(|(column, n)| (column, *n))
    }

    /// Columns that were counted with an older keyring, which proves nothing, with the number of tenants.
    pub fn counted_too_early(&self) -> impl Iterator<Item = (&DeclaredColumn, usize)> {
        self.early.iter().map(|(column, n)| (column, *n))
    }

    /// Columns that were counted as if the key that retires were the current one, such as a unique index that is pinned to it, with the number of tenants.
    pub fn still_pinned(&self) -> impl Iterator<Item = (&DeclaredColumn, usize)> {
        self.pinned.iter().map(|(column, n)| (column, *n))
    }

    /// Columns in which rows are left, with the number of tenants and all their rows.
    pub fn left(&self) -> impl Iterator<Item = (&DeclaredColumn, usize, StaleRows)> {
        self.left
            .iter()
            .map(|(column, (n, rows))| (column, *n, *rows))
    }

    /// The message in French; `Display` is in English.
    #[must_use]
    pub fn in_french(&self) -> String {
        let tenants = |n: usize| format!("{n} locataire{}", if n > 1 { "s" } else { "" });
        let mut parts: Vec<_> = self
            .unreported()
            .map(|(column, n)| format!("non comptée\u{a0}: {}, {}", column.in_french(), tenants(n)))
            .collect();
        parts.extend(self.counted_too_early().map(|(column, n)| {
            format!(
                "comptée trop tôt\u{a0}: {}, {}",
                column.in_french(),
                tenants(n)
            )
        }));
        parts.extend(self.still_pinned().map(|(column, n)| {
            format!(
                "encore attachée à la clé\u{a0}: {}, {}",
                column.in_french(),
                tenants(n)
            )
        }));
        parts.extend(self.left().map(|(column, n, rows)| {
            format!(
                "reste\u{a0}: {}, {} sous une autre clé et {} sans jeton, {}",
                column.in_french(),
                rows.stale,
                rows.missing,
                tenants(n)
            )
        }));
        if parts.is_empty() {
            parts.push("aucune colonne n’est déclarée".to_owned());
        }
        format!(
            "rien ne montre que la clé ne serve plus\u{a0}: {}",
            parts.join("\u{a0}; ")
        )
    }
}

impl fmt::Display for NotProven {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenants = |n: usize| format!("{n} tenant{}", if n > 1 { "s" } else { "" });
        let mut parts: Vec<_> = self
            .unreported()
            .map(|(column, n)| format!("not counted: {column}, {}", tenants(n)))
            .collect();
        parts.extend(
            self.counted_too_early()
                .map(|(column, n)| format!("counted too early: {column}, {}", tenants(n))),
        );
        parts.extend(
            self.still_pinned()
                .map(|(column, n)| format!("still pinned to the key: {column}, {}", tenants(n))),
        );
        parts.extend(self.left().map(|(column, n, rows)| {
            format!(
                "left: {column}, {} under another key and {} without a token, {}",
                rows.stale,
                rows.missing,
                tenants(n)
            )
        }));
        if parts.is_empty() {
            parts.push("no column is declared".to_owned());
        }
        write!(f, "not shown to be free of the key: {}", parts.join("; "))
    }
}

impl std::error::Error for NotProven {}
