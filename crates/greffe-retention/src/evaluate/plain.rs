//! The commonest rule over the commonest record, without detours: one period of whole days from one event, and facts that say no more
//! than days. Rows by the million are of this kind. The long way gives the same answer, which a law in the tests holds it to.

use chrono::NaiveDate;

use super::{Evaluation, next_day};
use crate::{Fate, Verdict};

impl Evaluation<'_> {
    /// The verdict; `None` sends the record the long way.
    #[inline]
    pub(super) fn plain(&self) -> Option<Verdict> {
        let plain = self.rule.plain()?;
        if !self.facts.say_days_only() {
            return None;
        }
        let mut latest: Option<NaiveDate> = None;
        for occurrence in self.facts.occurrences() {
            if *occurrence.event() == plain.event {
                let day = occurrence.occurred()?;
                if day > self.as_of {
                    return None;
                }
                latest = latest.max(Some(day));
            }
        }
        let until = plain.kept_through(latest?)?;
        Some(if self.as_of <= until {
            Verdict::Keep { until }
        } else {
            Verdict::Due {
                since: next_day(until),
                fate: match self.rule.fate() {
                    // Spares most rows the call.
                    Fate::Erase => Fate::Erase,
                    other => other.clone(),
                },
            }
        })
    }
}
