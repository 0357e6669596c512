//! Rules whose period somebody else sets: one cutoff for each period that is there.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use greffe_calendar::{FiscalYears, Period};
use greffe_retention::{Length, Limit, Rule, RuleError};

use super::SqlPredicate;
use super::compile;
use super::fact_columns::FactColumns;
use super::name::QualifiedName;
use super::stored_day::StoredDay;
use super::tree::Test;
use crate::PredicateError;

/// The column in which somebody's period stands, and what stands in it.
///
/// ```
/// use greffe_sqlx::SetPeriods;
///
/// // SELECT DISTINCT keep_for FROM clients
/// let found = [None, Some("P30D".to_owned()), Some("P90D".to_owned())];
/// let periods = SetPeriods {
///     by: "customer",
///     column: "clients.keep_for".parse()?,
///     found: found.into_iter().collect(),
/// };
/// # let _ = periods;
/// # Ok::<(), greffe_sqlx::InvalidName>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct SetPeriods<'a> {
    /// Who sets it: the rule's `set_by`.
    pub by: &'a str,
    /// A column of text with ISO 8601 periods; NULL where the rule's default runs.
    pub column: QualifiedName,
    /// What stands in the column: its distinct values. A row with another value is not selected.
    pub found: BTreeSet<Option<String>>,
}

impl std::fmt::Debug for SetPeriods<'_> {
    /// What was found stays unsaid: it is what somebody wrote.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SetPeriods")
            .field("by", &self.by)
            .field("column", &self.column)
            .field("found", &self.found.len())
            .finish()
    }
}

impl<S: StoredDay> FactColumns<S> {
    /// The rows of which a rule with a period that is set elsewhere says on `as_of` that they may be disposed of: for each period that is there, those
    /// that have it and that its cutoff selects. A period outside of the rule's bounds, or one that cannot be read, selects nothing.
    ///
    /// # Errors
    /// [`PredicateError::OtherPeriod`] where somebody else sets a period in the rule; [`PredicateError::NotSettable`] where nobody does;
    /// [`PredicateError::Cutoff`]; the errors of [`Self::predicate`].
    pub fn predicate_by_period(
        &self,
        rule: &Rule,
        periods: &SetPeriods<'_>,
        years: &FiscalYears,
        as_of: NaiveDate,
    ) -> Result<SqlPredicate<S>, PredicateError> {
        must_be_set_by(rule, periods.by)?;
        let mut tests = Vec::new();
        for found in &periods.found {
            let (rule, has_it) = match found {
                None => (rule.with_defaults(), Test::of(&periods.column, " IS NULL")),
                Some(text) => {
                    let Ok(period) = text.parse::<Period>() else {
                        continue;
                    };
                    match rule.with_period(periods.by, period) {
                        Ok(rule) => (rule, S::is_text(&periods.column, text)),
                        Err(RuleError::OutOfBounds) => continue,
                        Err(_) => return Err(PredicateError::NotSettable),
                    }
                }
            };
            let cutoff = rule.cutoff(years, as_of)?;
            tests.push(Test::all([has_it, compile::cutoff(self, &cutoff)?]));
        }
        Ok(SqlPredicate::new(Test::any(tests)))
    }
}

/// A second party's period would stand in a column of its own, and the default is no answer for it.
fn must_be_set_by(rule: &Rule, by: &str) -> Result<(), PredicateError> {
    let mut found = false;
    for stage in rule.stages() {
        if let Limit::Keep(Length::Set(set)) = stage.limit() {
            if set.set_by() != by {
                return Err(PredicateError::OtherPeriod {
                    set_by: set.set_by().into(),
                });
            }
            found = true;
        }
    }
    if found {
        Ok(())
    } else {
        Err(PredicateError::NotSettable)
    }
}
