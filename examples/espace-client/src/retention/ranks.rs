//! Rules that keep the newest records of each key: which records are not among them, and since when.

use std::collections::HashMap;
use std::num::NonZeroU32;

use chrono::{DateTime, NaiveDate, Utc};
use greffe::calendar::{Tz, zone};
use greffe::retention::{Facts, KeepLatest, Limit, Plan, Rule};
use greffe_sqlx::{Backend, Cell, Row, Statement};
use serde::{Deserialize, Serialize};

use super::facts::PAGE;
use super::jobs::Job;
use crate::catalogue::Table;
use crate::error::HostError;

/// For each rule of a table that keeps the newest records of a key: the day on which each of the others was pushed out.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Ranks(Vec<Option<HashMap<i64, NaiveDate>>>);

/// Where a record stands among the others: its key, its instant, its id.
type Rank = (i64, DateTime<Utc>, i64);

/// The records that are ranked.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Ranked<'k> {
    /// All of the table.
    All,
    /// Those of the keys that these rows have.
    Around(&'k [i64]),
}

impl Ranks {
    /// The ranks of the records of a job's table, for its own rule and then for the others of the table.
    pub(crate) async fn read<C: Backend>(
        db: &mut C,
        job: &Job<'_>,
        in_zone: Tz,
        ranked: Ranked<'_>,
    ) -> Result<Self, HostError> {
        let mut counts: Vec<_> = job.rules().map(newest_of).collect();
        let Some(column) = job
            .table
            .grouped_by
            .filter(|_| counts.iter().any(Option::is_some))
        else {
            return Ok(Self(counts.drain(..).map(|_| None).collect()));
        };
        let mut kept: Vec<_> = counts
            .into_iter()
            .map(|count| count.map(|count| (KeepLatest::new(count), HashMap::new())))
            .collect();
        let mut last: Option<Rank> = None;
        loop {
            let page = db.rows(after(job.table, column, last, ranked)).await?;
            for row in &page {
                let (key, instant, id) = rank(row, column)?;
                for (newest, out) in kept.iter_mut().flatten() {
                    let day = zone::date_of(in_zone, instant);
                    if let Some(pushed_out) = newest.push(key, instant, id) {
                        out.insert(pushed_out, day);
                    }
                }
                last = Some((key, instant, id));
            }
            if i64::try_from(page.len()).is_ok_and(|rows| rows < PAGE) {
                break;
            }
        }
        let ranks = kept.into_iter().map(|kept| kept.map(|(_, out)| out));
        Ok(Self(ranks.collect()))
    }

    /// The same of the rows of a plan alone.
    pub(super) fn of_selected(&self, plan: &Plan) -> Self {
        let selected = plan
            .selected()
            .iter()
            .filter_map(|row| row.key().as_integer());
        let selected: Vec<i64> = selected.collect();
        let of = |ranks: &HashMap<i64, NaiveDate>| {
            let days = selected
                .iter()
                .filter_map(|key| Some((*key, *ranks.get(key)?)));
            days.collect()
        };
        Self(self.0.iter().map(|ranks| ranks.as_ref().map(of)).collect())
    }

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

    /// The facts of a row with its rank under the rule of this place.
    pub(super) fn with_rank(&self, index: usize, facts: &Facts, key: i64) -> Facts {
        match self
            .0
            .get(index)
            .and_then(Option::as_ref)
            .map(|out| out.get(&key))
        {
            None => facts.clone(),
            Some(Some(day)) => facts.clone().outranked_on(*day),
            Some(None) => facts.clone().among_the_newest(),
        }
    }
}

/// How many records of each key a rule keeps, if it is such a rule.
pub(super) fn newest_of(rule: &Rule) -> Option<NonZeroU32> {
    rule.stages().iter().find_map(|stage| match stage.limit() {
        Limit::Latest { count, .. } => Some(*count),
        _ => None,
    })
}

/// The next records in the order of keys, instants and ids.
fn after(
    table: &'static Table,
    key: &'static str,
    last: Option<Rank>,
    ranked: Ranked<'_>,
) -> Statement {
    let mut asked = Statement::new("SELECT id, recorded, ")
        .push(key)
        .push(" FROM ")
        .push(table.label);
    let mut and = " WHERE ";
    if let Ranked::Around(rows) = ranked {
        asked = asked
            .push(and)
            .push(key)
            .push(" IN (SELECT ")
            .push(key)
            .push(" FROM ")
            .push(table.label);
        asked = asked
            .push(" WHERE id IN (")
            .list(rows.iter().copied())
            .push("))");
        and = " AND ";
    }
    if let Some(last) = last {
        asked = asked
            .push(and)
            .push("(")
            .push(key)
            .push(", recorded, id) > (");
        asked = asked
            .list([Cell::from(last.0), last.1.into(), last.2.into()])
            .push(")");
    }
    asked
        .push(" ORDER BY ")
        .push(key)
        .push(", recorded, id LIMIT ")
        .value(PAGE)
}

fn rank(row: &Row, key: &'static str) -> Result<Rank, HostError> {
    Ok((row.get(key)?, row.get("recorded")?, row.get("id")?))
}
