//! The judgement of one field.

use std::fmt;

use serde::Serialize;
use serde::ser::Serializer;

use super::{PlannedField, PlannedIndex};
use crate::cipher::{IndexBits, IndexKind};
use crate::leakage::entropy::{Entropy, FRACTION, log2};

/// How a field stands, the more revealing the greater. Each is worded by [`Verdict::in_english`] and [`Verdict::in_french`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// No index: no equality is told, nothing is found.
    NotIndexed,
    /// More than √R rows share all tokens of a row: hidden well, found badly.
    TooManyFalseHits,
    /// 2 to √R rows share all tokens of a row by chance.
    Balanced,
    /// Fewer than two rows share all tokens of a row by chance: equal tokens suggest equal values.
    TooRevealing,
    /// There are hardly more values than tokens: rows share tokens because they are equal, and the most frequent values stand out.
    SeparatesValues,
    /// A deterministic column, a full or a unique index shows equality by itself: truncation beside it protects nothing.
    Revealed,
}

/// How many rows share all tokens of a row by chance, in thousandths, rounded down. In serde it is a number of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Coincidences(u64);

impl Coincidences {
    /// In thousandths of a row; saturates.
    #[must_use]
    pub const fn in_thousandths(self) -> u64 {
        self.0
    }

    /// In whole rows, rounded down.
    #[must_use]
    pub const fn whole(self) -> u64 {
        self.0 / 1000
    }

    /// R / 2^`summed`: the greatest number whose logarithm does not exceed the difference.
    fn of(rows: u64, summed: u64) -> Self {
        let Some(wanted) = (log2(rows) + log2(1000)).checked_sub(summed) else {
            return Self(0);
        };
        let (mut low, mut high) = (1, u64::MAX);
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            if log2(middle) <= wanted {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Self(low)
    }
}

impl fmt::Display for Coincidences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => f.write_str("0"),
            few @ ..10_000 => write!(f, "{}.{:03}", few / 1000, few % 1000),
            many => write!(f, "{}", many / 1000),
        }
    }
}

impl Serialize for Coincidences {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Whole rows where thousandths mean nothing; below that, few enough for a u32.
        match u32::try_from(self.0) {
            Ok(thousandths) => serializer.serialize_f64(f64::from(thousandths) / 1000.0),
            Err(_) => serializer.serialize_u64(self.whole()),
        }
    }
}

/// What is true at one number of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The rows.
    pub rows: u64,
    /// Rows that share all tokens of a row by chance.
    pub coincidences: Coincidences,
    /// The judgement.
    pub verdict: Verdict,
}

/// How many bits one more equality index of the field should have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Suggestion {
    /// So many: a search answers at most √R rows later, and at least two rows share all tokens of a row now.
    Bits {
        /// The fewest.
        least: u8,
        /// The most.
        most: u8,
    },
    /// No number does both.
    Conflict {
        /// From here on a search answers at most √R rows.
        least: u8,
        /// Up to here values stay hidden; nothing if four bits, the fewest there are, are too many already.
        most: Option<u8>,
    },
    /// Equality is known already: a full index tells nothing more, a truncated one only finds worse.
    Pointless,
}

/// One index of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IndexAssessment {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: IndexKind,
    /// Its bits.
    pub bits: u8,
    /// What it adds to the field's sum.
    pub adds: Entropy,
    /// About how many rows a search by it answers now.
    pub hits: Coincidences,
    /// And at the number of rows that is expected.
    pub hits_later: Coincidences,
    /// Whether it shows equality by itself.
    pub reveals: bool,
}

/// The assessment of one field over all indexes it stands in. [`in_english`](Self::in_english) and [`in_french`](Self::in_french)
/// word it for an impact assessment (*analyse d'impact*, GDPR art. 35); in serde it has the same numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FieldAssessment {
    /// The field's label.
    pub field: String,
    /// Its min-entropy.
    pub entropy: Entropy,
    /// Whether its column is deterministic.
    pub deterministic: bool,
    /// The indexes it stands in.
    pub indexes: Vec<IndexAssessment>,
    /// What they add up to: Σ min(bits, entropy), once for each token of a row.
    pub summed: Entropy,
    /// Today.
    pub now: Standing,
    /// At the number of rows that is expected.
    pub later: Standing,
    /// For one more index.
    pub suggestion: Suggestion,
}

/// Assesses a field; the plan's names are checked already.
pub(super) fn field(
    field: &PlannedField,
    indexes: &[PlannedIndex],
    rows: u64,
    later: u64,
) -> FieldAssessment {
    let own: Vec<_> = indexes
        .iter()
        .filter(|index| index.over.contains(&field.label))
        .collect();
    let entropy_of = |index: &PlannedIndex| fixed(index.entropy.unwrap_or(field.entropy));
    let bits_of = |index: &PlannedIndex| u64::from(index.bits.get()) << FRACTION;
    let adds =
        |index: &PlannedIndex| bits_of(index).min(entropy_of(index)) * u64::from(index.per_row);
    let summed = own.iter().map(|index| adds(index)).sum();
    let raw: u64 = own
        .iter()
        .map(|index| bits_of(index) * u64::from(index.per_row))
        .sum();
    let revealed = field.deterministic || own.iter().any(|index| reveals(index));
    let separates = !fits(raw, fixed(field.entropy))
        || own
            .iter()
            .any(|index| !fits(bits_of(index), entropy_of(index)));
    let standing = |rows| Standing {
        rows,
        coincidences: Coincidences::of(rows, summed),
        verdict: if revealed {
            Verdict::Revealed
        } else if own.is_empty() {
            Verdict::NotIndexed
        } else if separates {
            Verdict::SeparatesValues
        } else if !fits(summed, log2(rows)) {
            Verdict::TooRevealing
        } else if !is_searchable(summed, rows) {
            Verdict::TooManyFalseHits
        } else {
            Verdict::Balanced
        },
    };
    let hits = |index: &PlannedIndex, rows: u64| {
        let tokens = rows.saturating_mul(u64::from(index.per_row));
        Coincidences::of(tokens, bits_of(index).min(entropy_of(index)))
    };
    let of_index = |index: &&PlannedIndex| IndexAssessment {
        name: index.name.clone(),
        kind: index.kind,
        bits: index.bits.get(),
        adds: Entropy::of_fixed(adds(index)),
        hits: hits(index, rows),
        hits_later: hits(index, later),
        reveals: reveals(index),
    };
    FieldAssessment {
        field: field.label.clone(),
        entropy: field.entropy,
        deterministic: field.deterministic,
        indexes: own.iter().map(of_index).collect(),
        summed: Entropy::of_fixed(summed),
        now: standing(rows),
        later: standing(later),
        suggestion: if revealed {
            Suggestion::Pointless
        } else {
            suggest(raw, summed, fixed(field.entropy), rows, later)
        },
    }
}

/// One more equality index: by itself it must find, together with the others it must hide.
fn suggest(raw: u64, summed: u64, entropy: u64, rows: u64, later: u64) -> Suggestion {
    let all = 4..IndexBits::FULL.get();
    let with = |sum: u64, bits: u8| sum + (u64::from(bits) << FRACTION);
    let least = all
        .clone()
        .find(|bits| is_searchable(with(0, *bits), later));
    let most = all
        .rev()
        .find(|bits| fits(with(raw, *bits), entropy) && fits(with(summed, *bits), log2(rows)));
    // √R of 64-bit rows is at most 2^32: 32 bits always do.
    let least = least.unwrap_or(32);
    match most {
        Some(most) if least <= most => Suggestion::Bits { least, most },
        most => Suggestion::Conflict { least, most },
    }
}

/// Whether one bit is left: at least two rows, or two values, for each combination of tokens.
fn fits(bits: u64, within: u64) -> bool {
    bits + (1 << FRACTION) <= within
}

/// R / 2^bits ≤ √R, exactly for whole bits.
fn is_searchable(bits: u64, rows: u64) -> bool {
    let rounded_up = log2(rows) + u64::from(!rows.is_power_of_two());
    2 * bits >= rounded_up
}

fn reveals(index: &PlannedIndex) -> bool {
    match index.kind {
        IndexKind::Unique => true,
        IndexKind::Equality | IndexKind::NameToken => index.bits == IndexBits::FULL,
        // Equal compounds and prefixes say less than equal values.
        IndexKind::Compound | IndexKind::NamePrefix => false,
    }
}

fn fixed(entropy: Entropy) -> u64 {
    (u64::from(entropy.in_thousandths()) << FRACTION) / 1000
}
