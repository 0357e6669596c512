//! What the commonest rule comes to: one period of whole days from one event. Found when the rule is made, so that a row by itself costs little.

use chrono::{Days, Months, NaiveDate};

use super::{Anchor, Length, Limit, Stage};
use crate::Event;

/// One period of months and days from one event, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plain {
    pub(crate) event: Event,
    months: Months,
    days: Days,
}

impl Plain {
    pub(super) fn of(stages: &[Stage]) -> Option<Self> {
        let [stage] = stages else {
            return None;
        };
        let (Limit::Keep(Length::Fixed(period)), Some(Anchor::Event { event, .. })) =
            (&stage.limit, &stage.after)
        else {
            return None;
        };
        let is_plain = stage.when.is_none() && stage.ceiling.is_none();
        // What counts as contact takes a closer look.
        if !is_plain || *event == Event::LastContact {
            return None;
        }
        let (months, days) = period.in_months_and_days()?;
        Some(Self {
            event: event.clone(),
            months,
            days,
        })
    }

    /// The last day that the record is kept.
    #[inline]
    pub(crate) fn kept_through(&self, anchor: NaiveDate) -> Option<NaiveDate> {
        let day = anchor.checked_add_months(self.months)?;
        if self.days == Days::new(0) {
            return Some(day);
        }
        day.checked_add_days(self.days)
    }
}
