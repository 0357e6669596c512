//! The recorded test of an anonymised copy: singling out, linkage, inference (WP29, Opinion 05/2014), measured on what the copy holds.

mod groups;
mod record;

use chrono::NaiveDate;
use greffe_terms::Lang;

pub(crate) use groups::{Groups, Heads};

/// A share in ten-thousandths, rounded up: a risk is never shown smaller than it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct InTenThousand(pub u32);

impl InTenThousand {
    pub(crate) fn of(part: u128, whole: u128) -> Self {
        let share = if whole == 0 {
            0
        } else {
            part.saturating_mul(10_000).div_ceil(whole)
        };
        Self(u32::try_from(share).unwrap_or(u32::MAX))
    }
}

/// What a copy must keep to be called anonymised.
///
/// No law gives numbers: recital 26 GDPR asks for all the means reasonably likely to be used. These are a policy of the controller's, and the
/// defaults are cautious. Weakening one is said in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// How many persons every combination of quasi-identifiers has at least (*k*-anonymity). 11 by default.
    pub persons: u64,
    /// How many values of a sensitive field every such group has at least (*l*-diversity). 2 by default.
    pub values: u64,
    /// How many fields of the copy someone may know of a person, sensitive ones too. 3 by default.
    pub known_fields: usize,
    /// The share of persons whom so many known fields may single out. None by default.
    pub singled_out: InTenThousand,
    /// The chance with which someone who knows all quasi-identifiers of a person may take the right record for theirs. A tenth by default.
    pub linked: InTenThousand,
    /// The share of records whose quasi-identifiers may give a sensitive value away: their group has one value only, or one that nobody in it is without, as where
    /// ten of its persons have one record each and the eleventh two. None by default.
    pub determined: InTenThousand,
    /// How far the values of a group may lie from those of all, as total variation distance (*t*-closeness). A half by default.
    pub distance: InTenThousand,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            persons: 11,
            values: 2,
            known_fields: 3,
            singled_out: InTenThousand(0),
            linked: InTenThousand(1_000),
            determined: InTenThousand(0),
            distance: InTenThousand(5_000),
        }
    }
}

/// A criterion of Opinion 05/2014.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Criterion {
    /// Isolating the record of a person (*individualisation*).
    SinglingOut,
    /// Linking records about the same person (*corrélation*).
    Linkage,
    /// Deducing a value of a person (*inférence*).
    Inference,
}

impl Criterion {
    /// All three.
    pub const ALL: [Self; 3] = [Self::SinglingOut, Self::Linkage, Self::Inference];

    /// The stable code, as written in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SinglingOut => "singling_out",
            Self::Linkage => "linkage",
            Self::Inference => "inference",
        }
    }

    /// The words that a person reads.
    #[must_use]
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::SinglingOut => lang.pick("individualisation", "singling out"),
            Self::Linkage => lang.pick("corrélation", "linkage"),
            Self::Inference => lang.pick("inférence", "inference"),
        }
    }
}

/// What was measured, at which thresholds, on which day, and where it fails.
///
/// The sizes of groups and who is singled out are counted in persons, not records: a person with many records hides nobody. Values are counted
/// in records, but for one that every person of a group has, which is told of all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnonymityTest {
    pub(crate) source: String,
    pub(crate) day: NaiveDate,
    pub(crate) thresholds: Thresholds,
    pub(crate) read: u64,
    pub(crate) suppressed: u64,
    pub(crate) records: u64,
    pub(crate) groups: u64,
    pub(crate) smallest_before: u64,
    pub(crate) smallest: u64,
    pub(crate) singled_out: Vec<InTenThousand>,
    pub(crate) linked: InTenThousand,
    pub(crate) linked_in_the_mean: InTenThousand,
    pub(crate) inferences: Vec<Inference>,
}

/// What the copy gives away of one sensitive field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Inference {
    pub(crate) field: String,
    pub(crate) values: u64,
    pub(crate) determined: InTenThousand,
    pub(crate) most_likely: InTenThousand,
    pub(crate) distance: InTenThousand,
}

impl AnonymityTest {
    /// Whether the copy may be called anonymised. A copy of which nothing is left may not: it says nothing.
    #[must_use]
    pub fn is_passed(&self) -> bool {
        self.records > 0 && Criterion::ALL.iter().all(|one| !self.fails(*one))
    }

    /// Whether a criterion is not met.
    #[must_use]
    pub fn fails(&self, criterion: Criterion) -> bool {
        let limits = &self.thresholds;
        match criterion {
            Criterion::SinglingOut => {
                self.smallest < limits.persons
                    || self
                        .singled_out
                        .iter()
                        .any(|share| *share > limits.singled_out)
            }
            Criterion::Linkage => self.linked > limits.linked,
            Criterion::Inference => self.inferences.iter().any(|one| {
                one.values < limits.values
                    || one.determined > limits.determined
                    || one.distance > limits.distance
            }),
        }
    }

    /// How many records were read.
    #[must_use]
    pub const fn read(&self) -> u64 {
        self.read
    }

    /// How many of them were left out, because too few persons share their quasi-identifiers.
    #[must_use]
    pub const fn suppressed(&self) -> u64 {
        self.suppressed
    }

    /// How many records the copy has.
    #[must_use]
    pub const fn records(&self) -> u64 {
        self.records
    }

    /// How many persons the smallest group has (*k*), after suppression; 0 in an empty copy.
    #[must_use]
    pub const fn smallest_group(&self) -> u64 {
        self.smallest
    }

    /// The same before suppression.
    #[must_use]
    pub const fn smallest_group_before(&self) -> u64 {
        self.smallest_before
    }

    /// The share of persons whom the worst choice of 1, 2, 3… known fields singles out.
    #[must_use]
    pub fn singled_out(&self) -> &[InTenThousand] {
        &self.singled_out
    }

    /// The chance of a right link in the smallest group.
    #[must_use]
    pub const fn linked(&self) -> InTenThousand {
        self.linked
    }

    /// For a sensitive field: how many values the poorest group has (*l*), the share of records that are determined, and the distance of the
    /// farthest group (*t*).
    #[must_use]
    pub fn inference(&self, field: &str) -> Option<(u64, InTenThousand, InTenThousand)> {
        let found = self.inferences.iter().find(|one| one.field == field)?;
        Some((found.values, found.determined, found.distance))
    }

    /// The verdict in one sentence without a full stop.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        if self.is_passed() {
            return lang.pick(
                format!("copie anonymisée, éprouvée le {}", self.day),
                format!("anonymised copy, tested on {}", self.day),
            );
        }
        let failed = Criterion::ALL
            .into_iter()
            .filter(|criterion| self.records > 0 && self.fails(*criterion));
        let failed: Vec<_> = failed.map(|criterion| criterion.label(lang)).collect();
        if failed.is_empty() {
            return lang
                .pick(
                    "la copie n’est pas anonymisée\u{a0}: il n’en reste aucun enregistrement",
                    "not an anonymised copy: no record is left of it",
                )
                .to_owned();
        }
        let failed = failed.join(", ");
        lang.pick(
            format!("la copie n’est pas anonymisée\u{a0}: {failed}"),
            format!("not an anonymised copy: {failed}"),
        )
    }
}
