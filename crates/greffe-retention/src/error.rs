//! What can go wrong. No variant holds a value of a document or of a record.

use greffe_calendar::CalendarError;
use greffe_document::{DocumentError, Report};

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
    /// A date that no calendar counts.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
}
