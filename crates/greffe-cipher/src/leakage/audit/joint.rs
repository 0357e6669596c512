//! Two columns of the same rows.

use serde::Serialize;

use super::column::ColumnAudit;
use super::counts::{Counts, Distribution};
use super::stored::octets_of;
use crate::error::AuditError;
use crate::leakage::entropy::Entropy;

/// Reads two columns of the same rows: what one tells about the other. Indexes that are harmless each may be harmful together.
///
/// Memory is that of three [`ColumnAudit`]s: one of each column, one of the pairs.
///
/// ```
/// use greffe_cipher::JointAudit;
/// let mut audit = JointAudit::new();
/// for (name, town) in [("n1", "t1"), ("n1", "t1"), ("n2", "t2"), ("n3", "t2")] {
///     audit.add(Some(name.as_bytes()), Some(town.as_bytes()))?; // in truth: tokens
/// }
/// let report = audit.report()?;
/// assert_eq!(report.mutual_information.to_string(), "1.000"); // a name tells the town
/// assert_eq!(report.first_given_second.to_string(), "0.500"); // half a bit of name is left to who knows the town
/// assert_eq!(report.second_given_first.to_string(), "0.000");
/// # Ok::<(), greffe_cipher::AuditError>(())
/// ```
#[derive(Clone, Debug)]
pub struct JointAudit {
    nulls: Nulls,
    first: Counts,
    second: Counts,
    pairs: Counts,
}

/// Rows that are no pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Nulls {
    /// The first column has no value, the second has.
    pub first_only: u64,
    /// The second column has no value, the first has.
    pub second_only: u64,
    /// Neither has.
    pub both: u64,
}

impl JointAudit {
    /// Nothing read yet.
    #[must_use]
    pub const fn new() -> Self {
        Self::up_to(ColumnAudit::MOST)
    }

    /// For at most so many distinct values of either column, and as many distinct pairs.
    #[must_use]
    pub const fn up_to(values: usize) -> Self {
        Self {
            nulls: Nulls {
                first_only: 0,
                second_only: 0,
                both: 0,
            },
            first: Counts::up_to(values),
            second: Counts::up_to(values),
            pairs: Counts::up_to(values),
        }
    }

    /// A row of two binary columns.
    ///
    /// # Errors
    /// [`AuditError::TooManyValues`] beyond the limit; the audit is then of no use.
    pub fn add(&mut self, first: Option<&[u8]>, second: Option<&[u8]>) -> Result<(), AuditError> {
        match (first, second) {
            (Some(first), Some(second)) => {
                self.first.add(&[first])?;
                self.second.add(&[second])?;
                // The length keeps the two apart.
                let length = u64::try_from(first.len()).unwrap_or(u64::MAX).to_be_bytes();
                self.pairs.add(&[&length, first, second])?;
            }
            (None, Some(_)) => self.nulls.first_only += 1,
            (Some(_), None) => self.nulls.second_only += 1,
            (None, None) => self.nulls.both += 1,
        }
        Ok(())
    }

    /// A row of two text columns. A token's text counts as the token's octets.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn add_text(
        &mut self,
        first: Option<&str>,
        second: Option<&str>,
    ) -> Result<(), AuditError> {
        let (first, second) = (first.map(octets_of), second.map(octets_of));
        self.add(first.as_deref(), second.as_deref())
    }

    /// This and another part of the same rows, read apart.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn merge(self, other: Self) -> Result<Self, AuditError> {
        Ok(Self {
            nulls: Nulls {
                first_only: self.nulls.first_only + other.nulls.first_only,
                second_only: self.nulls.second_only + other.nulls.second_only,
                both: self.nulls.both + other.nulls.both,
            },
            first: self.first.merge(other.first)?,
            second: self.second.merge(other.second)?,
            pairs: self.pairs.merge(other.pairs)?,
        })
    }

    /// What was found. The same rows in any order give the same report.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn report(mut self) -> Result<JointReport, AuditError> {
        let first = self.first.distribution()?;
        let second = self.second.distribution()?;
        let pairs = self.pairs.distribution()?;
        let [one, other, both] =
            [&first, &second, &pairs].map(|of| of.shannon_entropy.in_thousandths());
        let bits = Entropy::thousandths;
        Ok(JointReport {
            nulls: self.nulls,
            mutual_information: bits((one + other).saturating_sub(both)),
            first_given_second: bits(both.saturating_sub(other)),
            second_given_first: bits(both.saturating_sub(one)),
            first,
            second,
            pairs,
        })
    }
}

impl Default for JointAudit {
    fn default() -> Self {
        Self::new()
    }
}

/// What two columns tell together, over the rows in which both have a value.
///
/// Where nearly all values occur once, the mutual information is nearly log₂ of the rows, whatever the columns are: that says that each row is
/// known by either column, not that one follows from the other. Look at values that repeat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct JointReport {
    /// Rows that are no pair.
    pub nulls: Nulls,
    /// The first column.
    pub first: Distribution,
    /// The second column.
    pub second: Distribution,
    /// The pairs. As many distinct pairs as distinct values of the first column: each of those has one value of the second.
    pub pairs: Distribution,
    /// H(first) + H(second) − H(both): how many bits of one column the other tells.
    pub mutual_information: Entropy,
    /// H(first | second): what is left of the first to who knows the second.
    pub first_given_second: Entropy,
    /// H(second | first): what is left of the second to who knows the first.
    pub second_given_first: Entropy,
}
