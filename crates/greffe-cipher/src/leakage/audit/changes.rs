//! Two snapshots of one column: what repeated copies add.

use serde::Serialize;

use super::column::ColumnAudit;
use super::counts::Counts;
use super::stored::{StoredHeader, octets_of};
use crate::error::AuditError;
use crate::token::Suite;

/// Reads two snapshots of one column, row by row as your database joins them by their key (`FULL OUTER JOIN`): what somebody learns who copies
/// the table again, a backup for instance.
///
/// One copy tells which rows are equal. A second one tells which rows were written in between, and thereby whose: of few written rows
/// each is known. Randomised columns hide equality, not that a row was written: sealing an unchanged value anew changes its token, so writing all
/// rows of a batch anew hides which of them changed.
///
/// Memory is that of two [`ColumnAudit`]s: one of the first snapshot, one of the tokens that came.
///
/// ```
/// use greffe_cipher::ChangeAudit;
/// let mut audit = ChangeAudit::new();
/// audit.row(Some(Some(b"a")), Some(Some(b"a")))?; // in truth: tokens
/// audit.row(Some(Some(b"b")), Some(None))?; // the value became NULL
/// audit.row(None, Some(Some(b"b")))?; // a new row, whose value an earlier one had
/// let report = audit.report()?;
/// assert_eq!((report.unchanged, report.cleared, report.added, report.came_known), (1, 1, 1, 1));
/// # Ok::<(), greffe_cipher::AuditError>(())
/// ```
#[derive(Clone, Debug)]
pub struct ChangeAudit {
    report: ChangeReport,
    before: Counts,
    came: Counts,
}

/// What two snapshots tell together. Numbers of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ChangeReport {
    /// Rows of the first snapshot.
    pub before: u64,
    /// Rows of the second.
    pub after: u64,
    /// Rows that came.
    pub added: u64,
    /// Rows that went.
    pub removed: u64,
    /// Rows that both have, with the same octets or with NULL in both.
    pub unchanged: u64,
    /// Rows whose token changed, its header with it (another key, form, suite or padding, or plaintext that was sealed): a rotation or a
    /// migration, and perhaps another value. In deterministic columns both tokens of a row link all rows that had the one with the other.
    pub converted: u64,
    /// Rows whose token changed under the same header: in deterministic and index columns another value.
    pub rewritten: u64,
    /// Of the rewritten rows those whose tokens are randomised: the value may be the same.
    pub resealed: u64,
    /// Rows that had no value and have one.
    pub filled: u64,
    /// Rows that had a value and have none.
    pub cleared: u64,
    /// Values that came with added, filled, rewritten or converted rows.
    pub came: u64,
    /// Of those the ones whose token stood in the first snapshot: the row has now what another row had, or has.
    pub came_known: u64,
}

impl ChangeAudit {
    /// Nothing read yet.
    #[must_use]
    pub fn new() -> Self {
        Self::up_to(ColumnAudit::MOST)
    }

    /// For at most so many distinct values of the first snapshot, and as many that came.
    #[must_use]
    pub fn up_to(values: usize) -> Self {
        Self {
            report: ChangeReport::default(),
            before: Counts::up_to(values),
            came: Counts::up_to(values),
        }
    }

    /// A row of either snapshot, or of both: outside, whether the snapshot has the row; inside, whether the row has a value.
    ///
    /// # Errors
    /// [`AuditError::TooManyValues`] beyond the limit; the audit is then of no use.
    pub fn row(
        &mut self,
        before: Option<Option<&[u8]>>,
        after: Option<Option<&[u8]>>,
    ) -> Result<(), AuditError> {
        let report = &mut self.report;
        report.before += u64::from(before.is_some());
        report.after += u64::from(after.is_some());
        match (before, after) {
            (None, None) => {}
            (None, Some(_)) => report.added += 1,
            (Some(_), None) => report.removed += 1,
            (Some(old), Some(new)) if old == new => report.unchanged += 1,
            (Some(None), Some(_)) => report.filled += 1,
            (Some(_), Some(None)) => report.cleared += 1,
            (Some(Some(old)), Some(Some(new))) => {
                let (old, new) = (StoredHeader::read(old), StoredHeader::read(new));
                if old == new {
                    report.rewritten += 1;
                    report.resealed += u64::from(is_randomised(new.ok()));
                } else {
                    report.converted += 1;
                }
            }
        }
        if let Some(Some(old)) = before {
            self.before.add(&[old])?;
        }
        match after {
            Some(Some(new)) if before != after => self.came.add(&[new]),
            _ => Ok(()),
        }
    }

    /// A row of text columns. A token's text counts as the token's octets.
    ///
    /// # Errors
    /// As [`row`](Self::row).
    pub fn row_text(
        &mut self,
        before: Option<Option<&str>>,
        after: Option<Option<&str>>,
    ) -> Result<(), AuditError> {
        let octets = |row: Option<Option<&'_ str>>| {
            row.map(|value| value.map(|text| octets_of(text).into_owned()))
        };
        let (before, after) = (octets(before), octets(after));
        self.row(
            before.as_ref().map(Option::as_deref),
            after.as_ref().map(Option::as_deref),
        )
    }

    /// This and other rows of the same snapshots, read apart.
    ///
    /// # Errors
    /// As [`row`](Self::row).
    pub fn merge(self, other: Self) -> Result<Self, AuditError> {
        let (a, b) = (self.report, other.report);
        Ok(Self {
            report: ChangeReport {
                before: a.before + b.before,
                after: a.after + b.after,
                added: a.added + b.added,
                removed: a.removed + b.removed,
                unchanged: a.unchanged + b.unchanged,
                converted: a.converted + b.converted,
                rewritten: a.rewritten + b.rewritten,
                resealed: a.resealed + b.resealed,
                filled: a.filled + b.filled,
                cleared: a.cleared + b.cleared,
                came: 0,
                came_known: 0,
            },
            before: self.before.merge(other.before)?,
            came: self.came.merge(other.came)?,
        })
    }

    /// What was found. The same rows in any order give the same report.
    ///
    /// # Errors
    /// As [`row`](Self::row).
    pub fn report(mut self) -> Result<ChangeReport, AuditError> {
        let came = self.came.settled()?.iter().map(|(_, count)| count).sum();
        let came_known = self.came.known_to(&mut self.before)?;
        Ok(ChangeReport {
            came,
            came_known,
            ..self.report
        })
    }
}

impl Default for ChangeAudit {
    fn default() -> Self {
        Self::new()
    }
}

fn is_randomised(header: Option<StoredHeader>) -> bool {
    matches!(
        header,
        Some(StoredHeader::Sealed {
            suite: Suite::Random | Suite::Subject,
            ..
        })
    )
}
