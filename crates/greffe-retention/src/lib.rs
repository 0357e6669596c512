//! Retention rules that run: dates, verdicts, cutoffs and purge plans.
#![forbid(unsafe_code)]

mod cutoff;
mod error;
mod evaluate;
mod event;
mod explain;
mod facts;
mod hold;
mod rule;
mod verdict;

pub use cutoff::{Cutoff, Days, Test};
pub use error::{CutoffError, RuleError};
pub use event::{Event, OwnEvent};
pub use explain::Explanation;
pub use facts::{Facts, Occurrence, OccurrenceId};
pub use hold::{Hold, HoldReason};
pub use rule::{
    Absence, Anchor, Close, Condition, Effect, Fate, Length, Limit, Rule, SetLength, Stage,
};
pub use verdict::{Missing, Verdict, VerdictKind};
