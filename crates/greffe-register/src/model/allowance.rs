//! Findings that the organisation accepts, each with its reason.

use chrono::NaiveDate;
use greffe_terms::Text;

use super::code::debug_without_values;
use crate::lint::Check;

/// A check whose findings are accepted, everywhere or in one part of the register.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Allowance {
    /// The check.
    pub check: &'static Check,
    /// The path of what is accepted, or its beginning; everywhere where `None`.
    pub at: Option<String>,
    /// Why it is accepted.
    pub reason: Text,
    /// The last day on which it counts; without end where `None`.
    pub until: Option<NaiveDate>,
}

impl Allowance {
    /// Whether it no longer counts on this day.
    #[must_use]
    pub fn has_lapsed(&self, today: NaiveDate) -> bool {
        self.until.is_some_and(|until| until < today)
    }

    /// Whether it speaks of this check at this path, or of a part around it: `processing[A]` is around `processing[A].role`, not `processing[AB]`.
    #[must_use]
    pub fn covers(&self, check: &Check, path: &str) -> bool {
        let is_around = |at: &str| {
            path.strip_prefix(at)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        self.check.id() == check.id() && self.at.as_deref().is_none_or(is_around)
    }
}

debug_without_values!(Allowance);
