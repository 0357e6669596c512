//! A plan of all indexes of a table: how much equality each field gives away, and what a search then costs.

mod assess;
mod wording;

pub(in crate::leakage) use self::wording::decimal;

pub use self::assess::{
    Coincidences, FieldAssessment, IndexAssessment, Standing, Suggestion, Verdict,
};

use super::entropy::Entropy;
use crate::cipher::{IndexBits, IndexKind};
use crate::error::PlanError;

/// How many words a name has in an index of words, unless told otherwise.
const WORDS: u8 = 2;

/// All indexed fields of one table, with all their indexes.
///
/// A truncated index hides a value among those that share its token. Several indexes of one field undo that together: rows that share the tokens
/// of all of them are few. So the plan adds up, for each field, the bits of every index that it stands in, at most its entropy each, and asks how
/// many rows then share all tokens of a row by chance: C = R / 2^Σ min(bits, entropy). Below 2, equal tokens suggest equal values; above √R, a search answers
/// too much to be worth it. (The bounds are those of CipherSweet's `docs/SECURITY.md`, "Blind Index Information Leaks".)
///
/// Four things are judged here that such a formula misses:
/// - *Few values.* If a field has no more values than there are tokens, rows coincide because they are equal, however large C is. C is
///   therefore trusted only while the bits stay one below the field's min-entropy: then the commonest value makes its heap at most half
///   as large again as others.
/// - *Deterministic columns, full and unique indexes* show equality by themselves; truncation beside them protects nothing.
/// - *Compounds* count in each of their fields, *words and prefixes* once for each word of a name.
/// - *Growth.* Few rows leak more, many rows cost more: both ends are judged.
///
/// ```
/// use greffe_cipher::{Entropy, IndexBits, LeakagePlan, PlannedField, PlannedIndex, Verdict};
/// let eight = IndexBits::new(8).unwrap();
/// let plan = LeakagePlan::new(100_000)
///     .growing_to(1_000_000)
///     .field(PlannedField::new("phone", Entropy::bits(26)))
///     .index(PlannedIndex::equality("by_phone", "phone", IndexBits::new(12).unwrap()));
/// let assessed = plan.assess()?;
/// assert_eq!(assessed[0].now.verdict, Verdict::Balanced);
/// assert_eq!(assessed[0].now.coincidences.whole(), 24);
/// // A second index tips it over: 12 + 8 bits leave no two rows together by chance.
/// let assessed = plan.index(PlannedIndex::equality("by_phone_too", "phone", eight)).assess()?;
/// assert_eq!(assessed[0].now.verdict, Verdict::TooRevealing);
/// assert!(assessed[0].in_french().contains("en révèle trop"));
/// # Ok::<(), greffe_cipher::PlanError>(())
/// ```
#[derive(Clone, Debug)]
pub struct LeakagePlan {
    rows: u64,
    later: u64,
    fields: Vec<PlannedField>,
    indexes: Vec<PlannedIndex>,
}

/// A field, as it is planned.
#[derive(Clone, Debug)]
pub struct PlannedField {
    label: String,
    entropy: Entropy,
    deterministic: bool,
}

/// An index, as it is planned.
#[derive(Clone, Debug)]
pub struct PlannedIndex {
    name: String,
    kind: IndexKind,
    bits: IndexBits,
    over: Vec<String>,
    entropy: Option<Entropy>,
    /// Tokens of one row.
    per_row: u8,
}

impl LeakagePlan {
    /// A table of so many rows today.
    #[must_use]
    pub const fn new(rows: u64) -> Self {
        Self {
            rows,
            later: rows,
            fields: Vec::new(),
            indexes: Vec::new(),
        }
    }

    /// As many rows as you expect while these indexes last: to change an index's bits means to fill another column.
    #[must_use]
    pub const fn growing_to(mut self, rows: u64) -> Self {
        self.later = rows;
        self
    }

    /// Adds a field.
    #[must_use]
    pub fn field(mut self, field: PlannedField) -> Self {
        self.fields.push(field);
        self
    }

    /// Adds an index.
    #[must_use]
    pub fn index(mut self, index: PlannedIndex) -> Self {
        self.indexes.push(index);
        self
    }

    /// Assesses every field, in their order.
    ///
    /// # Errors
    /// [`PlanError`] for a plan without rows, one that shrinks, and names that stand twice or nowhere.
    pub fn assess(&self) -> Result<Vec<FieldAssessment>, PlanError> {
        if self.rows == 0 {
            return Err(PlanError::NoRows);
        }
        if self.later < self.rows {
            return Err(PlanError::Shrinks);
        }
        let labels: Vec<_> = self.fields.iter().map(|field| &field.label).collect();
        if let Some(label) = repeated(&labels) {
            return Err(PlanError::RepeatedField(label.to_string()));
        }
        let names: Vec<_> = self.indexes.iter().map(|index| &index.name).collect();
        if let Some(name) = repeated(&names) {
            return Err(PlanError::RepeatedIndex(name.to_string()));
        }
        for index in &self.indexes {
            if let Some(label) = index.over.iter().find(|label| !labels.contains(label)) {
                return Err(PlanError::UnknownField(label.clone()));
            }
            if index.over.is_empty() || repeated(&index.over).is_some() {
                return Err(PlanError::Components(index.name.clone()));
            }
        }
        let assess = |field| assess::field(field, &self.indexes, self.rows, self.later);
        Ok(self.fields.iter().map(assess).collect())
    }
}

fn repeated<T: PartialEq>(names: &[T]) -> Option<&T> {
    let mut rest = names.iter();
    while let Some(name) = rest.next() {
        if rest.as_slice().contains(name) {
            return Some(name);
        }
    }
    None
}

impl PlannedField {
    /// A field of that min-entropy: told by you, measured by [`ColumnAudit`](crate::ColumnAudit), or
    /// [of its type](Entropy::of_type).
    #[must_use]
    pub fn new(label: &str, entropy: Entropy) -> Self {
        Self {
            label: label.to_owned(),
            entropy,
            deterministic: false,
        }
    }

    /// Its column is sealed deterministically (suites 1 and 2).
    #[must_use]
    pub const fn deterministic(mut self) -> Self {
        self.deterministic = true;
        self
    }
}

impl PlannedIndex {
    /// An equality index over a field.
    #[must_use]
    pub fn equality(name: &str, field: &str, bits: IndexBits) -> Self {
        Self::of(name, IndexKind::Equality, bits, &[field], 1)
    }

    /// A unique index over a field: always full.
    #[must_use]
    pub fn unique(name: &str, field: &str) -> Self {
        Self::of(name, IndexKind::Unique, IndexBits::FULL, &[field], 1)
    }

    /// A compound index over several fields.
    #[must_use]
    pub fn compound(name: &str, fields: &[&str], bits: IndexBits) -> Self {
        Self::of(name, IndexKind::Compound, bits, fields, 1)
    }

    /// An index of the words of a name: two words a name, unless told otherwise.
    #[must_use]
    pub fn name_tokens(name: &str, field: &str, bits: IndexBits) -> Self {
        Self::of(name, IndexKind::NameToken, bits, &[field], WORDS)
    }

    /// An index of the prefixes of a name's words: two words a name, unless told otherwise.
    #[must_use]
    pub fn name_prefixes(name: &str, field: &str, bits: IndexBits) -> Self {
        Self::of(name, IndexKind::NamePrefix, bits, &[field], WORDS)
    }

    /// The min-entropy of what is indexed, where it is not the field's: of single words, of prefixes, of the whole compound.
    #[must_use]
    pub const fn entropy(mut self, entropy: Entropy) -> Self {
        self.entropy = Some(entropy);
        self
    }

    /// How many tokens a row has on average, rounded up; at least 1. For indexes of words and prefixes.
    #[must_use]
    pub fn tokens_per_row(mut self, tokens: u8) -> Self {
        self.per_row = tokens.max(1);
        self
    }

    fn of(name: &str, kind: IndexKind, bits: IndexBits, over: &[&str], per_row: u8) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            bits,
            over: over.iter().map(|&label| label.to_owned()).collect(),
            entropy: None,
            per_row,
        }
    }
}
