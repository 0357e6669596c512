//! The validity that the policy gives to consents, seen from the instant asked about. The calendar is asked only where the answer is not plain.

use chrono::{DateTime, TimeDelta, Utc};

use super::view::View;
use crate::event::Instant;
use crate::policy::Rules;

/// Consents given after one instant hold, those given before another have run out.
#[derive(Clone, Copy)]
pub(super) struct Term {
    holds_after: Instant,
    over_before: Instant,
}

/// The days of either end may differ by the zone, and zones have skipped a day.
const ZONES: TimeDelta = TimeDelta::days(3);

impl Term {
    /// `None` where the policy sets no end.
    pub(super) fn of(rules: &Rules, at: DateTime<Utc>) -> Option<Self> {
        let validity = rules.purpose.validity_of_consent()?;
        let bounds = validity.bounds_in_days();
        let days = |days: u64| i64::try_from(days).ok().and_then(TimeDelta::try_days);
        let before = |days| at.checked_sub_signed(days);
        let holds_after = bounds.and_then(|(fewest, _)| before(days(fewest)? - ZONES));
        let over_before = bounds.and_then(|(_, most)| before(days(most)? + ZONES));
        Some(Self {
            holds_after: holds_after.map_or(Instant::MAX, Instant::of),
            over_before: over_before.map_or(Instant::MIN, Instant::of),
        })
    }

    /// Whether a consent that was given then has run out at the instant asked about.
    pub(super) fn is_over(self, view: View<'_>, given: Instant) -> bool {
        if given > self.holds_after {
            return false;
        }
        let validity = view.rules.purpose.validity_of_consent();
        let has_ended = |validity| view.policy.end_of(validity, given.utc()) <= view.at;
        given < self.over_before || validity.is_some_and(has_ended)
    }
}
