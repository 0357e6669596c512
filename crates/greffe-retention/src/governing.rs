//! What governs a record: a rule, a policy with its versions, or the rules of several purposes.

use chrono::NaiveDate;
use greffe_calendar::{CalendarError, FiscalYears};

use crate::{Digest, Explanation, Facts, Fate, Occurrence, Policy, Purposes, Rule, Verdict};

/// What plans, executions and comparisons are made for. Made from a reference: `Planner::new(address, &policy, …)`.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Governing<'a> {
    /// One rule.
    Rule(&'a Rule),
    /// A rule with its history.
    Policy(&'a Policy),
    /// The rules of all purposes that one record serves.
    Purposes(&'a Purposes),
}

impl<'a> Governing<'a> {
    /// The verdict on a record.
    pub fn evaluate(self, facts: &Facts, years: &FiscalYears, as_of: NaiveDate) -> Verdict {
        match self {
            Self::Rule(rule) => rule.evaluate(facts, years, as_of),
            Self::Policy(policy) => policy.evaluate(facts, years, as_of),
            Self::Purposes(purposes) => purposes.evaluate(facts, years, as_of),
        }
    }

    /// Why the verdict is what it is; `None` for purposes, which are explained one by one.
    #[must_use]
    pub fn explain(
        self,
        facts: &'a Facts,
        years: &'a FiscalYears,
        as_of: NaiveDate,
    ) -> Option<Explanation<'a>> {
        match self {
            Self::Rule(rule) => Some(rule.explain(facts, years, as_of)),
            Self::Policy(policy) => Some(policy.explain(facts, years, as_of)),
            Self::Purposes(_) => None,
        }
    }

    /// The first day on which a record may go: see [`Rule::disposable_from`].
    #[must_use]
    pub fn disposable_from(
        self,
        facts: &Facts,
        years: &FiscalYears,
        as_of: NaiveDate,
    ) -> Option<NaiveDate> {
        match self {
            Self::Rule(rule) => rule.disposable_from(facts, years, as_of),
            Self::Policy(policy) => policy.disposable_from(facts, years, as_of),
            Self::Purposes(purposes) => purposes.disposable_from(facts, years, as_of),
        }
    }

    /// The last day on which a backup may still hold what is disposed of on `disposed`: see [`Rule::in_backups_until`].
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`] beyond the calendar.
    pub fn in_backups_until(self, disposed: NaiveDate) -> Result<Option<NaiveDate>, CalendarError> {
        match self {
            Self::Rule(rule) => rule.in_backups_until(disposed),
            Self::Policy(policy) => policy.in_backups_until(disposed),
            Self::Purposes(purposes) => purposes.in_backups_until(disposed),
        }
    }

    /// The digest: whatever is changed in what governs changes it.
    #[must_use]
    pub fn digest(self) -> Digest {
        match self {
            Self::Rule(rule) => rule.digest(),
            Self::Policy(policy) => policy.digest(),
            Self::Purposes(purposes) => purposes.digest(),
        }
    }

    /// What happens in the end to what is disposed of on `as_of`.
    #[must_use]
    pub fn fate(self, as_of: NaiveDate) -> &'a Fate {
        match self {
            Self::Rule(rule) => rule.fate(),
            Self::Policy(policy) => policy.in_force(as_of).fate(),
            Self::Purposes(purposes) => purposes.fate(),
        }
    }

    /// The first day after `as_of` on which the verdict will be another one although nothing new becomes known: see [`Rule::next_change`].
    #[must_use]
    pub fn next_change(
        self,
        facts: &Facts,
        years: &FiscalYears,
        as_of: NaiveDate,
    ) -> Option<NaiveDate> {
        if let Self::Rule(rule) = self {
            return rule.next_change(facts, years, as_of);
        }
        let now = self.evaluate(facts, years, as_of);
        let mut day = as_of;
        loop {
            let changes = self.rules().into_iter();
            let changes = changes.filter_map(|rule| rule.next_change(facts, years, day));
            let next = changes.chain(self.days_of_its_own(facts, day)).min()?;
            if self.evaluate(facts, years, next) != now {
                return Some(next);
            }
            day = next;
        }
    }

    fn rules(self) -> Vec<&'a Rule> {
        match self {
            Self::Rule(rule) => vec![rule],
            Self::Policy(policy) => policy.versions().map(|(_, rule)| rule).collect(),
            Self::Purposes(purposes) => purposes.rules().map(|(_, rule)| rule).collect(),
        }
    }

    /// The days after `day` on which the whole may decide otherwise although no rule does by itself: a version takes effect, or a fact comes of age.
    ///
    /// A policy weighs by which day each version lets the record go, which a rule may learn while its own verdict stays: it is kept in its first stage
    /// when the anchor of its second one happens. So every fact is asked, whichever rule looks at it.
    fn days_of_its_own(self, facts: &Facts, day: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        let policy = match self {
            Self::Policy(policy) => Some(policy),
            Self::Rule(_) | Self::Purposes(_) => None,
        };
        let versions = policy.into_iter().flat_map(Policy::versions);
        let effects = versions.filter_map(|(effect, _)| effect);
        let facts = facts.occurrences().iter().filter_map(Occurrence::occurred);
        effects.chain(facts).filter(move |d| *d > day)
    }

    /// What happens in the end to this record, which an earlier version may decide.
    pub(crate) fn fate_of(self, facts: &Facts, years: &FiscalYears, as_of: NaiveDate) -> &'a Fate {
        match self {
            Self::Policy(policy) => policy.deciding(facts, years, as_of).fate(),
            other => other.fate(as_of),
        }
    }
}

impl<'a> From<&'a Rule> for Governing<'a> {
    fn from(rule: &'a Rule) -> Self {
        Self::Rule(rule)
    }
}

impl<'a> From<&'a Policy> for Governing<'a> {
    fn from(policy: &'a Policy) -> Self {
        Self::Policy(policy)
    }
}

impl<'a> From<&'a Purposes> for Governing<'a> {
    fn from(purposes: &'a Purposes) -> Self {
        Self::Purposes(purposes)
    }
}
