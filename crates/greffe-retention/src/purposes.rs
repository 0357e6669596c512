//! One record that serves several purposes, each with its own rule.

use chrono::NaiveDate;
use greffe_calendar::{CalendarError, FiscalYears};
use serde::ser::{Serialize, SerializeSeq, Serializer};

use crate::{Digest, Facts, Fate, PurposesError, Rule, Verdict};

/// The rules of all purposes that one record serves.
///
/// The use for each purpose ends on its own day; the record goes when the last of them lets it go, and is in the archive in between, closed to the
/// purposes that ended. That is no conflict: each purpose's limit is kept.
///
/// ```
/// use chrono::NaiveDate;
/// use greffe_calendar::FiscalYears;
/// use greffe_retention::{Event, Facts, Purposes, Rule, Verdict};
///
/// let prospects = Rule::from_toml("keep = \"P3Y\"\nafter = \"collected\"")?;
/// let billing = Rule::from_toml("keep = \"P10Y\"\nafter = { fiscal_close = \"last_operation\" }")?;
/// let purposes = Purposes::new("PRO-01/identity", prospects).and("FAC-01/identity", billing)?;
/// let years = FiscalYears::regular("12-31".parse()?);
/// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
/// let facts = Facts::new().on(Event::Collected, day(2022, 5, 10)).on(Event::LastOperation, day(2024, 2, 1));
/// let verdict = purposes.evaluate(&facts, &years, day(2026, 11, 23));
/// assert_eq!(verdict, Verdict::Archive { since: day(2025, 5, 11), until: day(2034, 12, 31) });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purposes {
    /// Never empty, all with one fate.
    rules: Vec<(Box<str>, Rule)>,
}

impl Purposes {
    /// The purpose whose rule stands at `address` in the register.
    #[must_use]
    pub fn new(address: &str, rule: Rule) -> Self {
        Self {
            rules: vec![(address.into(), rule)],
        }
    }

    /// The same, and a further purpose.
    ///
    /// # Errors
    /// [`PurposesError::FateDiffers`]: a record that one purpose erases and another makes anonymous has no one end.
    pub fn and(mut self, address: &str, rule: Rule) -> Result<Self, PurposesError> {
        if rule.fate() != self.fate() {
            return Err(PurposesError::FateDiffers);
        }
        self.rules.push((address.into(), rule));
        // In one order, so that plans and tombstones do not depend on who named which first.
        self.rules.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok(self)
    }

    /// The rules with their addresses.
    pub fn rules(&self) -> impl Iterator<Item = (&str, &Rule)> {
        self.rules.iter().map(|(address, rule)| (&**address, rule))
    }

    /// All addresses in order, for plans and certificates: `FAC-01/identity + PRO-01/identity`.
    #[must_use]
    pub fn address(&self) -> String {
        let addresses: Vec<_> = self.rules().map(|(address, _)| address).collect();
        addresses.join(" + ")
    }

    /// The verdict of each purpose by itself: until when it may use the record.
    pub fn each<'a>(
        &'a self,
        facts: &'a Facts,
        years: &'a FiscalYears,
        as_of: NaiveDate,
    ) -> impl Iterator<Item = (&'a str, Verdict)> {
        self.rules()
            .map(move |(address, rule)| (address, rule.evaluate(facts, years, as_of)))
    }

    /// What becomes of the record. A purpose of which no day is known keeps it, and its verdict is the answer.
    pub fn evaluate(&self, facts: &Facts, years: &FiscalYears, as_of: NaiveDate) -> Verdict {
        let mut ended: Option<NaiveDate> = None;
        let mut waiting: Option<(Option<NaiveDate>, NaiveDate)> = None;
        let mut last: Option<(NaiveDate, Verdict)> = None;
        for (_, rule) in &self.rules {
            let verdict = rule.evaluate(facts, years, as_of);
            match verdict {
                Verdict::Keep { until } => waiting = later(waiting, (None, until)),
                Verdict::Archive { since, until } => waiting = later(waiting, (Some(since), until)),
                Verdict::Due { .. }
                | Verdict::DisposeBy { .. }
                | Verdict::Overdue { .. }
                | Verdict::Held { .. } => {
                    let Some(from) = rule.disposable_from(facts, years, as_of) else {
                        return verdict;
                    };
                    ended = Some(ended.map_or(from, |day| day.min(from)));
                    if last.as_ref().is_none_or(|(day, _)| *day < from) {
                        last = Some((from, verdict));
                    }
                }
                Verdict::Open { .. } | Verdict::Conflict { .. } | Verdict::Undetermined { .. } => {
                    return verdict;
                }
            }
        }
        match (waiting, ended, last) {
            (Some((_, until)), Some(since), _) => Verdict::Archive { since, until },
            (Some((Some(since), until)), None, _) => Verdict::Archive { since, until },
            (Some((None, until)), None, _) => Verdict::Keep { until },
            (None, _, Some((_, verdict))) => verdict,
            // There is at least one rule.
            (None, _, None) => Verdict::Undetermined {
                missing: crate::Missing::Anchor,
            },
        }
    }

    /// As [`Rule::next_change`].
    #[must_use]
    pub fn next_change(
        &self,
        facts: &Facts,
        years: &FiscalYears,
        as_of: NaiveDate,
    ) -> Option<NaiveDate> {
        crate::Governing::Purposes(self).next_change(facts, years, as_of)
    }

    /// The first day on which the record may go; `None` where no day is known for one of the purposes.
    #[must_use]
    pub fn disposable_from(
        &self,
        facts: &Facts,
        years: &FiscalYears,
        as_of: NaiveDate,
    ) -> Option<NaiveDate> {
        let days = self.rules.iter();
        days.map(|(_, rule)| rule.disposable_from(facts, years, as_of))
            .try_fold(NaiveDate::MIN, |latest, day| Some(latest.max(day?)))
    }

    /// The last day on which a backup may still hold what is disposed of on `disposed`; `None` where no rule says how long backups live.
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`] beyond the calendar.
    pub fn in_backups_until(
        &self,
        disposed: NaiveDate,
    ) -> Result<Option<NaiveDate>, CalendarError> {
        let mut last = None;
        for (_, rule) in &self.rules {
            last = last.max(rule.in_backups_until(disposed)?);
        }
        Ok(last)
    }

    /// What happens in the end.
    #[must_use]
    pub fn fate(&self) -> &Fate {
        const ERASE: &Fate = &Fate::Erase;
        self.rules.first().map_or(ERASE, |(_, rule)| rule.fate())
    }

    /// The digest of all rules as they are written; of one alone that of its rule.
    #[must_use]
    pub fn digest(&self) -> Digest {
        if let [(_, only)] = self.rules.as_slice() {
            return only.digest();
        }
        crate::digest::of_written("greffe-purposes/1", self)
    }
}

/// The longer wait; the archive begins with the first purpose that is in it.
fn later(
    a: Option<(Option<NaiveDate>, NaiveDate)>,
    b: (Option<NaiveDate>, NaiveDate),
) -> Option<(Option<NaiveDate>, NaiveDate)> {
    let Some(a) = a else { return Some(b) };
    let since = match (a.0, b.0) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, other) => one.or(other),
    };
    Some((since, a.1.max(b.1)))
}

impl Serialize for Purposes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.rules.len()))?;
        for (address, rule) in &self.rules {
            list.serialize_element(&(address, rule))?;
        }
        list.end()
    }
}
