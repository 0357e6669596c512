//! Plans: which rows a purge would dispose of, and why. Nothing is deleted here.

mod key;
mod planner;
mod summary;

use chrono::NaiveDate;
use greffe_terms::quiet;
use serde::{Deserialize, Deserializer, Serialize};

pub use key::RowKey;
pub use planner::Planner;

use crate::{Digest, HoldReason, Missing, PlanError, Rule, VerdictKind};

/// What a purge will do: one rule, one day, the rows with their reasons. A plan that exists is intact: its digest was checked.
///
/// With serde it is written to a file and read back; a plan that was altered by hand is refused then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Plan {
    #[serde(flatten)]
    form: Contents,
    digest: Digest,
}

/// A row to dispose of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Selected {
    key: RowKey,
    reason: VerdictKind,
    since: NaiveDate,
}

/// How many rows were looked at, and what became of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    rows: u64,
    verdicts: Vec<(VerdictKind, u64)>,
    held: Vec<(HoldReason, u64)>,
    missing: Vec<(Missing, u64)>,
    #[serde(skip_serializing_if = "is_zero")]
    other_fate: u64,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_zero(count: &u64) -> bool {
    *count == 0
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Contents {
    format: Box<str>,
    rule: Box<str>,
    #[serde(default, skip_serializing_if = "str::is_empty")]
    table: Box<str>,
    policy: Digest,
    as_of: NaiveDate,
    fate: Box<str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    in_backups_until: Option<NaiveDate>,
    batch: u32,
    counts: Counts,
    selected: Vec<Selected>,
}

/// A row as it is read.
#[derive(Deserialize)]
#[serde(remote = "Selected", deny_unknown_fields)]
struct SelectedForm {
    key: RowKey,
    reason: VerdictKind,
    since: NaiveDate,
}

impl<'de> Deserialize<'de> for Selected {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        quiet::read(deserializer, "a row of a plan", SelectedForm::deserialize)
    }
}

/// Counts as they are read.
#[derive(Deserialize)]
#[serde(remote = "Counts", deny_unknown_fields)]
struct CountsForm {
    rows: u64,
    verdicts: Vec<(VerdictKind, u64)>,
    held: Vec<(HoldReason, u64)>,
    missing: Vec<(Missing, u64)>,
    #[serde(default)]
    other_fate: u64,
}

impl<'de> Deserialize<'de> for Counts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        quiet::read(
            deserializer,
            "the counts of a plan",
            CountsForm::deserialize,
        )
    }
}

/// A plan as it is read, before its digest is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    format: Box<str>,
    rule: Box<str>,
    #[serde(default)]
    table: Box<str>,
    policy: Digest,
    as_of: NaiveDate,
    fate: Box<str>,
    #[serde(default)]
    in_backups_until: Option<NaiveDate>,
    batch: u32,
    counts: Counts,
    selected: Vec<Selected>,
    digest: Digest,
}

const FORMAT: &str = "greffe-plan/1";

impl Plan {
    fn new(form: Contents) -> Self {
        let digest = form.digest();
        Self { form, digest }
    }

    /// The address of the rule in the register, such as `FAC-01/economic`.
    #[must_use]
    pub fn rule(&self) -> &str {
        &self.form.rule
    }

    /// The table, or whatever holds the rows: the same key may stand in several. Empty where it was not named.
    #[must_use]
    pub fn table(&self) -> &str {
        &self.form.table
    }

    /// The digest of the rule for which the plan was made.
    #[must_use]
    pub const fn policy(&self) -> &Digest {
        &self.form.policy
    }

    /// The day for which it was made.
    #[must_use]
    pub const fn as_of(&self) -> NaiveDate {
        self.form.as_of
    }

    /// The code of what happens to the rows, such as `erase`.
    #[must_use]
    pub fn fate(&self) -> &str {
        &self.form.fate
    }

    /// The last day on which a backup may still hold the rows, if they are disposed of on the day of the plan: they have disappeared completely on the day
    /// after. `None` where the rule does not say how long backups live. The certificate has the day that counts from the execution.
    #[must_use]
    pub const fn in_backups_until(&self) -> Option<NaiveDate> {
        self.form.in_backups_until
    }

    /// The rows to dispose of, in the order of their keys.
    #[must_use]
    pub fn selected(&self) -> &[Selected] {
        &self.form.selected
    }

    /// How many rows were looked at, and what became of them.
    #[must_use]
    pub const fn counts(&self) -> &Counts {
        &self.form.counts
    }

    /// The digest of everything in the plan.
    #[must_use]
    pub const fn digest(&self) -> &Digest {
        &self.digest
    }

    /// The rows in the portions in which they are disposed of, one transaction each.
    pub(crate) fn batches(&self) -> impl Iterator<Item = &[Selected]> {
        let size = usize::try_from(self.form.batch).unwrap_or(usize::MAX);
        self.form.selected.chunks(size.max(1))
    }
}

impl Selected {
    /// The row.
    #[must_use]
    pub const fn key(&self) -> &RowKey {
        &self.key
    }

    /// Why: due, to be done by a day, or overdue.
    #[must_use]
    pub const fn reason(&self) -> VerdictKind {
        self.reason
    }

    /// The first day on which it could go or, where it is overdue, on which it should have been gone.
    #[must_use]
    pub const fn since(&self) -> NaiveDate {
        self.since
    }
}

impl Counts {
    /// How many rows were looked at.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// How many got a verdict of this kind.
    #[must_use]
    pub fn of(&self, kind: VerdictKind) -> u64 {
        self.verdicts
            .iter()
            .find(|(of, _)| *of == kind)
            .map_or(0, |(_, count)| *count)
    }

    /// How many rows wait for each reason. A row may wait for several.
    #[must_use]
    pub fn held(&self) -> &[(HoldReason, u64)] {
        &self.held
    }

    /// How many rows may go under an earlier version of the policy, which ends otherwise: they are not in the plan. Plan them with that version.
    #[must_use]
    pub const fn other_fate(&self) -> u64 {
        self.other_fate
    }

    /// How many rows are undetermined for want of what.
    #[must_use]
    pub fn missing(&self) -> &[(Missing, u64)] {
        &self.missing
    }
}

impl Rule {
    /// The digest of the rule as it is written: another rule has another one.
    #[must_use]
    pub fn digest(&self) -> Digest {
        crate::digest::of_written("greffe-rule/1", self)
    }
}

impl Contents {
    fn digest(&self) -> Digest {
        crate::digest::of_written(FORMAT, self)
    }
}

impl TryFrom<Form> for Plan {
    type Error = PlanError;

    fn try_from(read: Form) -> Result<Self, Self::Error> {
        if &*read.format != FORMAT {
            return Err(PlanError::UnknownFormat);
        }
        let digest = read.digest;
        let form = Contents {
            format: read.format,
            rule: read.rule,
            table: read.table,
            policy: read.policy,
            as_of: read.as_of,
            fate: read.fate,
            in_backups_until: read.in_backups_until,
            batch: read.batch,
            counts: read.counts,
            selected: read.selected,
        };
        // Each row once, in order: so a planner leaves them.
        if form.digest() != digest || !form.selected.is_sorted_by(|a, b| a.key < b.key) {
            return Err(PlanError::Altered);
        }
        Ok(Self::new(form))
    }
}

/// A plan that was altered by hand is refused; the message says nothing of what stands in it, for it names rows of persons.
impl<'de> Deserialize<'de> for Plan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let form: Form = crate::quiet::read(deserializer, "not a plan")?;
        Self::try_from(form).map_err(serde::de::Error::custom)
    }
}
