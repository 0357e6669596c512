//! What can go wrong. No variant holds a value of a document or of a record.

use greffe_calendar::CalendarError;
use greffe_document::{DocumentError, Report};
use greffe_terms::Lang;

use crate::Event;

/// Why there is no rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RuleError {
    /// The text is no document at all.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The rule is wrong: unknown keys, wrong types, contradictions, each with its place.
    #[error(transparent)]
    Rule(#[from] Report),
    /// Nobody of that name sets a period in this rule.
    #[error("the rule has no period that is set by this party")]
    NotSettable,
    /// The period lies outside the bounds of the rule.
    #[error("the period lies outside the bounds of the rule")]
    OutOfBounds,
}

/// Why a line is no record with facts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// The line is no JSON at all.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// What is wrong in it, each with its place.
    #[error(transparent)]
    Record(#[from] Report),
}

impl RecordError {
    /// The message for a person, one fault a line.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        match self {
            Self::Document(error) => error.in_language(lang),
            Self::Record(report) => report.in_language(lang),
        }
    }
}

/// Why there is no policy, or no further version of one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// The text is no document at all.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The policy is wrong: unknown keys, wrong types, contradictions, each with its place.
    #[error(transparent)]
    Policy(#[from] Report),
    /// A version is said to be ordered by law, and its rule cites none.
    #[error("what the law orders is cited in the rule's `law`")]
    NoLaw,
    /// It takes effect no later than the version before it.
    #[error("a version takes effect after the one before it")]
    OutOfOrder,
}

/// Why purposes cannot share a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PurposesError {
    /// Their rules end differently.
    #[error("purposes that share a record end in one way")]
    FateDiffers,
}

/// Why a rule has no cutoff. Evaluate row by row then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CutoffError {
    /// The newest records of each key are kept: whether one goes depends on the others.
    #[error("a rule that keeps the latest records of each key has no cutoff")]
    KeepsLatest,
    /// No length is stated.
    #[error("a rule without a stated length has no cutoff")]
    Unstated,
    /// Somebody sets the period: fix it first with `with_period` or `with_defaults`.
    #[error("a rule whose period is set elsewhere has one cutoff for each period")]
    PeriodIsSet,
    /// The stages can contradict each other from record to record.
    #[error("the stages bind each other, so that no single day decides")]
    StagesConflict,
    /// The due day is not monotone in the day of the event, so that no single day decides.
    #[error("the due day does not rise with the day of `{event}`")]
    NotMonotone {
        /// The event.
        event: Event,
    },
    /// The end of something counts as contact, so that there is contact as long as it runs: the day of the last contact alone does not decide.
    #[error(
        "`{event}` counts as contact, and the day of the last contact does not tell what still runs"
    )]
    ContactRuns {
        /// The end that counts.
        event: Event,
    },
    /// A date that no calendar counts.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
}

impl PolicyError {
    /// The message for a person, one fault a line.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Document(error), _) => error.in_language(lang),
            (Self::Policy(report), _) => report.in_language(lang),
            (_, Lang::En) => self.to_string(),
            (Self::NoLaw, Lang::Fr) => {
                "ce que la loi ordonne se cite dans le `law` de la règle".to_owned()
            }
            (Self::OutOfOrder, Lang::Fr) => {
                "une version prend effet après celle qui la précède".to_owned()
            }
        }
    }
}

/// Why columns do not serve a cutoff.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ColumnError {
    /// The rule looks at an event that has no column.
    #[error("the column of `{event}` is missing")]
    Missing {
        /// The event.
        event: Event,
    },
    /// The rule applies only where a setting is on, and nothing says whether it is.
    #[error("the column of the setting `{setting}` is missing")]
    Setting {
        /// The setting, as the rule names it.
        setting: Box<str>,
    },
    /// The rule allows extensions, and nothing says which records have one.
    #[error("the column of extensions is missing")]
    Extension,
    /// Nothing says which records wait: give the column, or say that holds are checked elsewhere.
    #[error("nothing is said about holds")]
    Holds,
    /// Columns have as many rows as answers are asked for.
    #[error("the columns differ in length")]
    Length,
}

/// Why a plan, a journal or a certificate could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// A text is no digest.
    #[error("not a digest of 64 lower case hexadecimal digits")]
    NotADigest,
    /// The plan is of a format that this version does not know.
    #[error("not a plan of a known format")]
    UnknownFormat,
    /// The digest does not match the plan: it was altered.
    #[error("the plan was altered after it was made")]
    Altered,
}

/// Why nothing was done, or why a purge stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PurgeError<E> {
    /// The rule is not the one for which the plan was made. Where a part of the plan was executed before, that part is certified, and the rest undone.
    #[error("the rule changed after the plan was made")]
    PolicyChanged,
    /// The plan is for the rows of another table than the store's.
    #[error("the plan is for another table")]
    OtherTable,
    /// The plan was executed, and its rows are there again: a backup brought them back. Replay the tombstones, then make a new plan.
    #[error("{rows} rows of an executed plan are there again")]
    CameBack {
        /// How many.
        rows: u64,
    },
    /// The plan is for a day that has not come.
    #[error("the plan is for a later day")]
    TooEarly,
    /// Rows changed or are held since the plan was made, and nothing was begun: make a new plan.
    #[error("{rows} rows changed after the plan was made")]
    RowsChanged {
        /// How many.
        rows: u64,
    },
    /// The data are to be made anonymous, and no test that they resist is given.
    #[error("no passed test of singling out, linkage and inference is given")]
    NotAnonymous,
    /// The rule says how long backups live, and there is no secret to make tombstones with: give one, or say that none are wanted.
    #[error("no secret is given for the tombstones that backups call for")]
    NoDigestKey,
    /// All tombstones were made with another secret, so that no row can be found among them.
    #[error("the tombstones were made with another secret")]
    ForeignTombstones,
    /// The store did not answer for every row that it was asked for.
    #[error("the store answered for another number of rows than asked")]
    WrongAnswer,
    /// A date that no calendar counts.
    #[error("a date lies outside the calendar")]
    Calendar,
    /// The store failed; what was committed stays, and executing again resumes.
    #[error("the store failed")]
    Store(#[source] E),
}

/// The first certificate of a chain that does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the chain of certificates is broken at link {link}")]
pub struct BrokenLink {
    pub(crate) link: usize,
}

impl BrokenLink {
    /// Its place in the list that was verified, from 1.
    #[must_use]
    pub const fn link(&self) -> usize {
        self.link
    }
}
