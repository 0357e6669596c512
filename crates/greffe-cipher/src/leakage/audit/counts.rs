//! How often each stored value occurs, in little memory, without keeping the values.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::error::AuditError;
use crate::leakage::entropy::{Entropy, log2};

/// How many of the most frequent values a report counts.
const TOP: usize = 10;
/// Digests that wait before they are counted in.
const WAITING: usize = 65_536;

/// The first 16 octets of SHA-256 of a stored value. Two of 2^32 values collide with a chance of 2^-64.
type Mark = [u8; 16];

/// The counts, by mark: sorted, and the marks that came since, which are counted in whenever they are a quarter as many.
///
/// Sorted lists rather than a hash table: half the memory, no random state, and nothing that crafted values could slow down.
#[derive(Clone, Debug)]
pub(super) struct Counts {
    sorted: Vec<(Mark, u64)>,
    waiting: Vec<Mark>,
    /// The most distinct values.
    limit: usize,
}

impl Counts {
    pub(super) const fn up_to(limit: usize) -> Self {
        Self {
            sorted: Vec::new(),
            waiting: Vec::new(),
            limit,
        }
    }

    pub(super) fn add(&mut self, parts: &[&[u8]]) -> Result<(), AuditError> {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update(part);
        }
        let digest: [u8; 32] = digest.finalize().into();
        let [mark, _] = digest.as_chunks::<16>().0 else {
            return Ok(()); // 32 octets are two marks.
        };
        self.waiting.push(*mark);
        if self.waiting.len() >= WAITING.max(self.sorted.len() / 4) {
            self.settle()?;
        }
        Ok(())
    }

    /// Both together: the limit is the greater one.
    pub(super) fn merge(mut self, mut other: Self) -> Result<Self, AuditError> {
        self.limit = self.limit.max(other.limit);
        self.settle()?;
        other.settle()?;
        self.join(other.sorted);
        self.judged()?;
        Ok(self)
    }

    /// All marks with their counts, sorted.
    pub(super) fn settled(&mut self) -> Result<&[(Mark, u64)], AuditError> {
        self.settle()?;
        Ok(&self.sorted)
    }

    /// How many occurrences of these are of marks of the other counts too.
    pub(super) fn known_to(&mut self, other: &mut Self) -> Result<u64, AuditError> {
        let known = other.settled()?;
        let mut rest = known.iter().peekable();
        let mut occurrences = 0;
        for (mark, count) in self.settled()? {
            while rest.next_if(|(other, _)| other < mark).is_some() {}
            if rest.peek().is_some_and(|(other, _)| other == mark) {
                occurrences += count;
            }
        }
        Ok(occurrences)
    }

    fn settle(&mut self) -> Result<(), AuditError> {
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.sort_unstable();
        let runs = waiting.chunk_by(|a, b| a == b);
        let counted = runs.filter_map(|run| Some((*run.first()?, u64::try_from(run.len()).ok()?)));
        self.join(counted.collect());
        waiting.clear();
        self.waiting = waiting;
        self.judged()
    }

    /// Adds counts that are sorted themselves.
    fn join(&mut self, counted: Vec<(Mark, u64)>) {
        let mut own = self.sorted.iter_mut().peekable();
        let mut fresh = Vec::new();
        for (mark, count) in counted {
            while own.next_if(|(known, _)| *known < mark).is_some() {}
            match own.peek_mut() {
                Some((known, total)) if *known == mark => *total += count,
                _ => fresh.push((mark, count)),
            }
        }
        if !fresh.is_empty() {
            self.sorted.reserve_exact(fresh.len());
            self.sorted.append(&mut fresh);
            self.sorted.sort_unstable();
        }
    }

    fn judged(&self) -> Result<(), AuditError> {
        if self.sorted.len() > self.limit {
            return Err(AuditError::TooManyValues(self.limit));
        }
        Ok(())
    }

    pub(super) fn distribution(&mut self) -> Result<Distribution, AuditError> {
        let mut counts: Vec<u64> = self.settled()?.iter().map(|(_, count)| *count).collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        Ok(Distribution::of(&counts))
    }
}

/// How the values of a column are spread: numbers only, nothing of a value or a token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Distribution {
    /// Rows that have a value.
    pub rows: u64,
    /// Different values among them.
    pub distinct: u64,
    /// Values that occur in one row only.
    pub once: u64,
    /// Pairs of rows that have the same value; saturates.
    pub equal_pairs: u64,
    /// How many rows have the most frequent value, the next, and so on: at most ten.
    pub most_frequent: Vec<u64>,
    /// −log₂ of the share of the most frequent value: what one guess is worth.
    pub min_entropy: Entropy,
    /// Σ p·log₂(1/p): what the column tells of a row on average. At most log₂ of the rows, which a small table cannot exceed.
    pub shannon_entropy: Entropy,
}

impl Distribution {
    /// The share of rows that have one of the `k` most frequent values, in parts per million, rounded down; of ten at most.
    #[must_use]
    pub fn top_share(&self, k: usize) -> u32 {
        let top: u64 = self.most_frequent.iter().take(k).sum();
        let share = u128::from(top) * 1_000_000 / u128::from(self.rows.max(1));
        u32::try_from(share).unwrap_or(1_000_000)
    }

    /// Of counts that are sorted, the greatest first.
    fn of(counts: &[u64]) -> Self {
        let rows: u64 = counts.iter().sum();
        let number = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        let pairs: u128 = counts
            .iter()
            .map(|count| u128::from(*count) * u128::from(count.saturating_sub(1)) / 2)
            .sum();
        let greatest = counts.first().copied().unwrap_or(0);
        Self {
            rows,
            distinct: number(counts.len()),
            once: number(counts.iter().rev().take_while(|count| **count == 1).count()),
            equal_pairs: u64::try_from(pairs).unwrap_or(u64::MAX),
            most_frequent: counts.iter().take(TOP).copied().collect(),
            min_entropy: Entropy::of_fixed(log2(rows).saturating_sub(log2(greatest))),
            shannon_entropy: Entropy::of_fixed(shannon(counts, rows)),
        }
    }
}

/// log₂ n − (Σ c·log₂ c) / n, in fixed point.
fn shannon(counts: &[u64], rows: u64) -> u64 {
    let weighted = |count: &u64| u128::from(*count) * u128::from(log2(*count));
    let sum: u128 = counts.iter().map(weighted).sum();
    let known = sum.checked_div(u128::from(rows)).unwrap_or(0);
    log2(rows).saturating_sub(u64::try_from(known).unwrap_or(u64::MAX))
}
