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
    /// For a rule that keeps the newest records of each key: the day on which each of the others was pushed out, as of the plan.
    pub(crate) ranks: Option<HashMap<i64, NaiveDate>>,
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

/// Evaluates every row. Nothing is deleted.
pub(crate) fn dry_run<'r>(
    job: Job<'r>,
    rows: &[Record],
    register: &Register,
    today: NaiveDate,
) -> DryRun<'r> {
    let address = job.address.to_string();
    let mut planner = Planner::new(&address, job.rule, register.fiscal_years(), today);
    let ranks = outranked(job.rule, rows, register.zone());
    for record in rows {
        let facts = complete(&job, record, register, today, ranks.as_ref());
        let _ = planner.row(record.key, &facts);
    }
    let plan = planner.finish();
    DryRun { job, plan, ranks }
}

/// The facts of a row, with what only the whole table tells: its rank among the newest, and whether another rule still keeps it.
pub(crate) fn complete(
    job: &Job<'_>,
    record: &Record,
    register: &Register,
    today: NaiveDate,
    ranks: Option<&HashMap<i64, NaiveDate>>,
) -> Facts {
    let mut facts = record.facts.clone();
    if let Some(ranks) = ranks {
        facts = match ranks.get(&record.key) {
            Some(day) => facts.outranked_on(*day),
            None => facts.among_the_newest(),
        };
    }
    let years = register.fiscal_years();
    // Where its own rule keeps the row anyway, what other rules say changes nothing.
    if !job.rule.evaluate(&facts, years, today).may_dispose() {
        return facts;
    }
    let still_kept = job
        .others
        .iter()
        .any(|other| !other.evaluate(&record.facts, years, today).may_dispose());
    if still_kept {
        facts.hold(Hold::new(HoldReason::AnotherPurpose, today))
    } else {
        facts
    }
}

/// For a rule that keeps the newest records of each key: the others, with the day on which newer ones pushed each of them out.
pub(crate) fn outranked(rule: &Rule, rows: &[Record], zone: Tz) -> Option<HashMap<i64, NaiveDate>> {
    let count = rule.stages().iter().find_map(|stage| match stage.limit() {
        Limit::Latest { count, .. } => Some(*count),
        _ => None,
    })?;
    let mut in_order: Vec<_> = rows
        .iter()
        .filter_map(|r| r.group.map(|(key, instant)| (instant, r.key, key)))
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
