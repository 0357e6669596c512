//! One column.

use std::collections::BTreeMap;

use serde::Serialize;

use super::counts::{Counts, Distribution};
use super::stored::{HeaderCount, StoredHeader, octets_of};
use crate::cipher::StaleRanges;
use crate::error::{AuditError, TokenError};
use crate::token::Suite;

/// Reads a stored column, value after value in any order, and counts. It needs no key, and its report holds no value and no token.
///
/// It sees what a thief of the database sees: run it on the production columns, or on a copy. Of a side table of name tokens or prefixes
/// give it every row: its numbers are then of words, not of names.
///
/// # Memory
/// 24 octets for each distinct value, up to 36 while it sorts and reports: 230 to 340 MiB for ten million (measured), which take about five
/// seconds. Values themselves are not kept: the first 16 octets of their SHA-256 are. [`ColumnAudit::up_to`] sets the limit, which otherwise is [`ColumnAudit::MOST`].
///
/// ```
/// use greffe_cipher::{ColumnAudit, Nature};
/// # use greffe_cipher::{Context, Iban, KeyId, Keyring, MasterKey};
/// # let keyring = Keyring::single(KeyId::new(7).unwrap(), 1_750_000_000, MasterKey::from_bytes([1; 32]));
/// # let column = keyring.cipher(Context::new("customers", "iban"))?.deterministic::<Iban>();
/// # let stored = column.seal(&"FR1420041010050500013M02606".parse()?);
/// let mut audit = ColumnAudit::new();
/// for value in [Some(&stored), Some(&stored), None] { // SELECT iban FROM customers
///     match value {
///         Some(sealed) => audit.add(sealed.as_bytes())?,
///         None => audit.add_null(),
///     }
/// }
/// let report = audit.report()?;
/// assert_eq!((report.rows, report.nulls, report.values.distinct), (3, 1, 1));
/// assert_eq!(report.nature(), Nature::Deterministic);
/// assert!(report.in_french().contains("La valeur la plus fréquente est dans 2 lignes"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ColumnAudit {
    nulls: u64,
    not_tokens: u64,
    malformed: u64,
    headers: BTreeMap<StoredHeader, u64>,
    lengths: BTreeMap<usize, u64>,
    counts: Counts,
}

impl ColumnAudit {
    /// The most distinct values of an audit without another limit: 2^25, 33 million, for which about 1.2 GiB are wanted.
    pub const MOST: usize = 1 << 25;

    /// Nothing read yet.
    #[must_use]
    pub const fn new() -> Self {
        Self::up_to(Self::MOST)
    }

    /// For at most so many distinct values.
    #[must_use]
    pub const fn up_to(values: usize) -> Self {
        Self {
            nulls: 0,
            not_tokens: 0,
            malformed: 0,
            headers: BTreeMap::new(),
            lengths: BTreeMap::new(),
            counts: Counts::up_to(values),
        }
    }

    /// A row without a value.
    pub const fn add_null(&mut self) {
        self.nulls += 1;
    }

    /// A row of a binary column. Whatever is not a token is counted as that.
    ///
    /// # Errors
    /// [`AuditError::TooManyValues`] beyond the limit; the audit is then of no use.
    pub fn add(&mut self, octets: &[u8]) -> Result<(), AuditError> {
        match StoredHeader::read(octets) {
            Ok(header) => *self.headers.entry(header).or_default() += 1,
            Err(TokenError::NotAToken) => self.not_tokens += 1,
            Err(_) => self.malformed += 1,
        }
        *self.lengths.entry(octets.len()).or_default() += 1;
        self.counts.add(&[octets])
    }

    /// A row of a text column. A token's text counts as the token's octets.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn add_text(&mut self, text: &str) -> Result<(), AuditError> {
        self.add(&octets_of(text))
    }

    /// This and another part of the same column, read apart: the same as if one audit had read both.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn merge(mut self, other: Self) -> Result<Self, AuditError> {
        for (header, rows) in other.headers {
            *self.headers.entry(header).or_default() += rows;
        }
        for (octets, rows) in other.lengths {
            *self.lengths.entry(octets).or_default() += rows;
        }
        Ok(Self {
            nulls: self.nulls + other.nulls,
            not_tokens: self.not_tokens + other.not_tokens,
            malformed: self.malformed + other.malformed,
            counts: self.counts.merge(other.counts)?,
            ..self
        })
    }

    /// What was found. The same rows in any order give the same report.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn report(mut self) -> Result<ColumnReport, AuditError> {
        let values = self.counts.distribution()?;
        let headers = self.headers.into_iter();
        let lengths = self.lengths.into_iter();
        Ok(ColumnReport {
            rows: self.nulls + values.rows,
            nulls: self.nulls,
            not_tokens: self.not_tokens,
            malformed: self.malformed,
            headers: headers
                .map(|(header, rows)| HeaderCount { header, rows })
                .collect(),
            lengths: lengths
                .map(|(octets, rows)| LengthCount { octets, rows })
                .collect(),
            values,
        })
    }
}

impl Default for ColumnAudit {
    fn default() -> Self {
        Self::new()
    }
}

/// What a column tells without a key. [`in_english`](Self::in_english) and [`in_french`](Self::in_french) word it for an impact
/// assessment (*analyse d'impact*, GDPR art. 35); in serde it has the same numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ColumnReport {
    /// All rows.
    pub rows: u64,
    /// Rows without a value.
    pub nulls: u64,
    /// Values that do not begin like a token: probably plaintext.
    pub not_tokens: u64,
    /// Values that begin like a token and are none.
    pub malformed: u64,
    /// Rows by suite or kind, padding, form and key; sorted.
    pub headers: Vec<HeaderCount>,
    /// Rows by the length of their value, the shortest first. Of a text column the lengths of the tokens, not of their texts.
    pub lengths: Vec<LengthCount>,
    /// How the values are spread. Tokens of one value under two keys, forms or padding classes count as two.
    pub values: Distribution,
}

/// How many rows have values of a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LengthCount {
    /// The length in octets.
    pub octets: usize,
    /// The rows.
    pub rows: u64,
}

/// What a column is, as its values say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nature {
    /// No row has a value.
    Empty,
    /// Suites 3 and 4 only: every token differs, and equality is hidden.
    Randomised,
    /// Suites 1 and 2 only: equal tokens are equal values.
    Deterministic,
    /// Index tokens only.
    Index,
    /// Several of these, or something that is no token.
    Mixed,
}

impl ColumnReport {
    /// What the column is.
    #[must_use]
    pub fn nature(&self) -> Nature {
        let of = |count: &HeaderCount| match count.header {
            StoredHeader::Index { .. } => Nature::Index,
            StoredHeader::Sealed { suite, .. } => match suite {
                Suite::Det | Suite::DetCommit => Nature::Deterministic,
                Suite::Random | Suite::Subject => Nature::Randomised,
            },
        };
        let mut natures: Vec<_> = self.headers.iter().map(of).collect();
        natures.dedup();
        match *natures {
            [] if self.values.rows == 0 => Nature::Empty,
            [nature] if self.not_tokens + self.malformed == 0 => nature,
            _ => Nature::Mixed,
        }
    }

    /// How many rows lie in the stale ranges of a column or an index: what a rotation must still convert, without a key.
    #[must_use]
    pub fn stale(&self, ranges: &StaleRanges) -> u64 {
        let stale = self
            .headers
            .iter()
            .filter(|count| ranges.contains(&count.header.octets()));
        stale.map(|count| count.rows).sum()
    }

    /// Rows of a randomised column whose token stands in another row too, each but the first: copied rows, or a generator that repeated
    /// itself. 0 for columns of another nature.
    #[must_use]
    pub fn copies(&self) -> u64 {
        match self.nature() {
            Nature::Randomised => self.values.rows - self.values.distinct,
            _ => 0,
        }
    }
}
