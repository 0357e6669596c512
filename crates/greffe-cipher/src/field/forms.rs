//! Versions of forms: what changes when a type learns to write its values otherwise, and what a search then still finds.
//!
//! A new version never replaces an old one at once: rows keep tokens of the old form until they are sealed or indexed anew. Until then a
//! search computes the token of every form that a row may have, out of the value that it is given. Whether that finds all rows depends on how the
//! two forms stand to each other, which every new form declares.

/// How today's form of a type stands to an older one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// Today's form tells more values apart: what is equal today was equal before. An old token finds too many rows, never too few.
    Finer,
    /// Today's form makes more values equal: an old token finds the rows of one spelling only.
    Coarser,
    /// Both: some values became equal, others became different.
    Crossing,
}

/// A form that is no longer written, and that rows may still have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OlderForm {
    /// Its version, below today's.
    pub version: u8,
    /// How today's form stands to it.
    pub relation: Relation,
}

/// What a search by the tokens of a column finds.
///
/// It speaks of versions of forms. One thing it cannot know: a French overseas number that was typed nationally stood under +33 until 2026-11, in the same version. To it
/// that is another value, and [`Phone::under_33`](crate::Phone::under_33) is searched beside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Coverage {
    /// The rows of equal values, and no others.
    Exact,
    /// The rows of equal values, and perhaps others: open each and compare.
    Compare,
    /// Perhaps not all rows of equal values: fill the column with tokens of today's form first, then say so with `backfilled()`.
    NeedsBackfill,
}

impl Coverage {
    /// Over rows that may have these older forms.
    pub(crate) fn over(older: &[OlderForm]) -> Self {
        older
            .iter()
            .map(|form| match form.relation {
                Relation::Finer => Self::Compare,
                Relation::Coarser | Relation::Crossing => Self::NeedsBackfill,
            })
            .max()
            .unwrap_or(Self::Exact)
    }
}
