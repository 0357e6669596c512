//! Which table executes which rule, and when a row of it may go.

use chrono::NaiveDate;
use greffe::register::{Register, RuleAddress};
use greffe::retention::{Facts, Hold, HoldReason, Rule};

use super::facts::Record;
use super::ranks::Ranks;
use crate::catalogue::{Table, table_of};

/// A rule that a table of the service executes.
#[derive(Debug, Clone)]
pub(crate) struct Job<'r> {
    /// Its address in the register.
    pub(crate) address: RuleAddress,
    /// The rule.
    pub(crate) rule: &'r Rule,
    /// The table.
    pub(crate) table: &'static Table,
    /// The other rules of the register that speak of the same table: a row goes only when the last of them lets it go.
    pub(crate) others: Vec<&'r Rule>,
}

/// The jobs of a register, in the order of its rules.
pub(crate) fn jobs(register: &Register) -> Vec<Job<'_>> {
    let mut jobs: Vec<Job<'_>> = Vec::new();
    for (address, _, entry, rule) in register.rules() {
        let tables = entry
            .held_in
            .labels()
            .iter()
            .filter_map(|label| table_of(label));
        for table in tables {
            if let Some(rule) = rule {
                jobs.push(Job {
                    address: address.clone(),
                    rule,
                    table,
                    others: Vec::new(),
                });
            }
        }
    }
    let all: Vec<_> = jobs
        .iter()
        .map(|job| (job.address.clone(), job.table.label, job.rule))
        .collect();
    for job in &mut jobs {
        let same_table = all
            .iter()
            .filter(|(address, label, _)| *label == job.table.label && *address != job.address);
        job.others = same_table.map(|(_, _, rule)| *rule).collect();
    }
    jobs
}

impl<'r> Job<'r> {
    /// Its own rule first, then the others of the table.
    pub(super) fn rules(&self) -> impl Iterator<Item = &'r Rule> {
        std::iter::once(self.rule).chain(self.others.iter().copied())
    }

    /// Whether all rules of the table end in the same way. Where they do not, a person must decide.
    pub(crate) fn is_of_one_mind(&self) -> bool {
        self.others
            .iter()
            .all(|other| other.fate() == self.rule.fate())
    }

    /// The facts of a row, with what only the whole table tells: its rank among the newest, and whether another rule still keeps it.
    pub(crate) fn complete(
        &self,
        record: &Record,
        register: &Register,
        today: NaiveDate,
        ranks: &Ranks,
    ) -> Facts {
        let ranked = |index| ranks.with_rank(index, &record.facts, record.key);
        let (facts, years) = (ranked(0), register.fiscal_years());
        // Where its own rule keeps the row anyway, what other rules say changes nothing.
        if !self.rule.evaluate(&facts, years, today).may_dispose() {
            return facts;
        }
        let mut others = self.others.iter().zip(1..);
        let still_kept = others
            .any(|(other, index)| !other.evaluate(&ranked(index), years, today).may_dispose());
        if still_kept {
            facts.hold(Hold::new(HoldReason::AnotherPurpose, today))
        } else {
            facts
        }
    }
}
