//! Which table executes which rule, and what a purge would do: evaluated row by row, without touching any.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use greffe::calendar::{Tz, zone};
use greffe::register::{Register, RuleAddress};
use greffe::retention::{Facts, Hold, HoldReason, KeepLatest, Limit, Plan, Planner, Rule};

use crate::catalogue::{Table, table_of};
use crate::facts::Record;

/// A rule that a table of the service executes.
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

/// What a job found, without touching a row.
pub(crate) struct DryRun<'r> {
    /// The job.
    pub(crate) job: Job<'r>,
    /// What would be done.
    pub(crate) plan: Plan,
    /// The ranks of the rows as of the plan.
    pub(crate) ranks: Ranks,
}

/// For each rule of a table that keeps the newest records of a key: the day on which each of the others was pushed out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ranks(Vec<Option<HashMap<i64, NaiveDate>>>);

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
    fn rules(&self) -> impl Iterator<Item = &'r Rule> {
        std::iter::once(self.rule).chain(self.others.iter().copied())
    }

    /// Whether all rules of the table end in the same way. Where they do not, a person must decide.
    pub(crate) fn is_of_one_mind(&self) -> bool {
        self.others
            .iter()
            .all(|other| other.fate() == self.rule.fate())
    }

    /// The ranks of these rows, which must be whole groups.
    pub(crate) fn ranks(&self, rows: &[Record], zone: Tz) -> Ranks {
        Ranks(
            self.rules()
                .map(|rule| outranked(rule, rows, zone))
                .collect(),
        )
    }

    /// The facts of a row, with what only the whole table tells: its rank among the newest, and whether another rule still keeps it.
    pub(crate) fn complete(
        &self,
        record: &Record,
        register: &Register,
        today: NaiveDate,
        ranks: &Ranks,
    ) -> Facts {
        let ranked = |index: usize| {
            with_rank(
                &record.facts,
                record.key,
                ranks.0.get(index).and_then(Option::as_ref),
            )
        };
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

    /// Evaluates every row. Nothing is deleted.
    pub(crate) fn dry_run(
        self,
        rows: &[Record],
        register: &Register,
        today: NaiveDate,
    ) -> DryRun<'r> {
        let address = self.address.to_string();
        let planner = Planner::new(&address, self.rule, register.fiscal_years(), today);
        let mut planner = planner.over(self.table.label);
        let ranks = self.ranks(rows, register.zone());
        for record in rows {
            let _ = planner.row(record.key, &self.complete(record, register, today, &ranks));
        }
        DryRun {
            plan: planner.finish(),
            job: self,
            ranks,
        }
    }
}

impl Ranks {
    /// Which records are not among the newest now, each with the day of the plan: that day depends on records which an earlier portion
    /// of the same plan has taken away, so that it cannot be found a second time.
    pub(crate) fn dated_as_in(mut self, plan: &Self) -> Self {
        for (now, planned) in self.0.iter_mut().zip(&plan.0) {
            if let (Some(now), Some(planned)) = (now, planned) {
                for (key, day) in now {
                    *day = planned.get(key).copied().unwrap_or(*day);
                }
            }
        }
        self
    }
}

fn with_rank(facts: &Facts, key: i64, ranks: Option<&HashMap<i64, NaiveDate>>) -> Facts {
    match ranks.map(|ranks| ranks.get(&key)) {
        None => facts.clone(),
        Some(Some(day)) => facts.clone().outranked_on(*day),
        Some(None) => facts.clone().among_the_newest(),
    }
}

/// For a rule that keeps the newest records of each key: the others, with the day on which newer ones pushed each of them out.
fn outranked(rule: &Rule, rows: &[Record], zone: Tz) -> Option<HashMap<i64, NaiveDate>> {
    let count = rule.stages().iter().find_map(|stage| match stage.limit() {
        Limit::Latest { count, .. } => Some(*count),
        _ => None,
    })?;
    let mut in_order: Vec<_> = rows
        .iter()
        .filter_map(|row| row.group.map(|(key, instant)| (instant, row.key, key)))
        .collect();
    in_order.sort_unstable();
    let mut newest = KeepLatest::new(count);
    let mut out = HashMap::new();
    for (instant, id, key) in in_order {
        let day =
            DateTime::<Utc>::from_timestamp(instant, 0).map(|instant| zone::date_of(zone, instant));
        if let Some((pushed_out, day)) = newest.push(key, instant, id).zip(day) {
            out.insert(pushed_out, day);
        }
    }
    Some(out)
}
