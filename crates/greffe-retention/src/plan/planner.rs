//! Makes a plan row by row.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use greffe_calendar::FiscalYears;

use super::{Contents, Counts, FORMAT, Plan, RowKey, Selected};
use crate::{Facts, Governing, HoldReason, Missing, Verdict, VerdictKind};

/// Makes a [`Plan`] out of rows and their facts.
///
/// The rows may be all there are, or only those that a [`Cutoff`](crate::Cutoff) selected: each is evaluated in full.
///
/// ```
/// use chrono::NaiveDate;
/// use greffe_calendar::FiscalYears;
/// use greffe_retention::{Event, Facts, Planner, Rule, VerdictKind};
/// use greffe_terms::Lang;
///
/// let rule = Rule::from_toml("keep = \"P1Y\"\nafter = \"recorded\"")?;
/// let years = FiscalYears::regular("12-31".parse()?);
/// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
/// let mut planner = Planner::new("LOG-01/connection", &rule, &years, day(2026, 11, 23));
/// let _ = planner.row(1, &Facts::new().on(Event::Recorded, day(2025, 11, 22)));
/// let _ = planner.row(2, &Facts::new().on(Event::Recorded, day(2025, 11, 23)));
/// let plan = planner.finish();
/// assert_eq!(plan.selected().len(), 1);
/// assert_eq!(plan.counts().of(VerdictKind::Keep), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Planner<'a> {
    address: Box<str>,
    table: Box<str>,
    governing: Governing<'a>,
    years: &'a FiscalYears,
    as_of: NaiveDate,
    batch: u32,
    rows: u64,
    verdicts: BTreeMap<VerdictKind, u64>,
    held: BTreeMap<HoldReason, u64>,
    missing: BTreeMap<Missing, u64>,
    other_fate: u64,
    selected: Vec<Selected>,
    /// The rows that stay, so that none of them is selected should it come again with other facts.
    spared: Vec<RowKey>,
}

/// So many rows are disposed of in one transaction: enough to be fast, few enough not to lock a table for long.
const BATCH: u32 = 500;

impl<'a> Planner<'a> {
    /// A plan for the rule, the policy or the purposes at `address` in the register, for the local day `as_of`.
    #[must_use]
    pub fn new(
        address: &str,
        governing: impl Into<Governing<'a>>,
        years: &'a FiscalYears,
        as_of: NaiveDate,
    ) -> Self {
        Self {
            address: address.into(),
            table: Box::default(),
            governing: governing.into(),
            years,
            as_of,
            batch: BATCH,
            rows: 0,
            verdicts: BTreeMap::new(),
            held: BTreeMap::new(),
            missing: BTreeMap::new(),
            other_fate: 0,
            selected: Vec::new(),
            spared: Vec::new(),
        }
    }

    /// The table, or whatever holds the rows. A plan is executed over that table only: rows of several tables may have the same keys.
    #[must_use]
    pub fn over(mut self, table: &str) -> Self {
        self.table = table.into();
        self
    }

    /// How many rows are disposed of in one transaction, at least 1; 500 unless told.
    #[must_use]
    pub fn batches_of(mut self, rows: u32) -> Self {
        self.batch = rows.max(1);
        self
    }

    /// Looks at one row.
    ///
    /// A row must come once. Where it comes again, the most cautious verdict decides: it is selected only if every verdict may dispose, and since
    /// the latest of their days. The counts count each time that it came.
    pub fn row(&mut self, key: impl Into<RowKey>, facts: &Facts) -> Verdict {
        let verdict = self.governing.evaluate(facts, self.years, self.as_of);
        self.rows += 1;
        *self.verdicts.entry(verdict.kind()).or_default() += 1;
        let key = key.into();
        match &verdict {
            Verdict::Due { since, .. }
            | Verdict::DisposeBy { from: since, .. }
            | Verdict::Overdue { since }
                if self.has_the_plans_fate(facts) =>
            {
                self.selected.push(Selected {
                    key,
                    reason: verdict.kind(),
                    since: *since,
                });
                return verdict;
            }
            // An earlier version of the policy decides, and ends otherwise: a plan does one thing.
            Verdict::Due { .. } | Verdict::DisposeBy { .. } | Verdict::Overdue { .. } => {
                self.other_fate += 1;
            }
            Verdict::Held { by } => {
                for reason in by {
                    *self.held.entry(*reason).or_default() += 1;
                }
            }
            Verdict::Undetermined { missing } => {
                *self.missing.entry(missing.clone()).or_default() += 1;
            }
            Verdict::Keep { .. }
            | Verdict::Open { .. }
            | Verdict::Archive { .. }
            | Verdict::Conflict { .. } => {}
        }
        self.spared.push(key);
        verdict
    }

    /// A row of which something is wrong, so that it cannot be looked at: it is never selected, whatever else is said of it.
    pub fn spare(&mut self, key: impl Into<RowKey>) {
        self.spared.push(key.into());
    }

    fn has_the_plans_fate(&self, facts: &Facts) -> bool {
        let own = self.governing.fate_of(facts, self.years, self.as_of);
        own == self.governing.fate(self.as_of)
    }

    /// The plan.
    #[must_use]
    pub fn finish(self) -> Plan {
        let mut selected = self.selected;
        // The latest day of each key comes first, and stays.
        selected.sort_unstable_by(|a, b| {
            let latest = (b.since, a.reason).cmp(&(a.since, b.reason));
            a.key.cmp(&b.key).then(latest)
        });
        selected.dedup_by(|a, b| a.key == b.key);
        let contradicted: BTreeSet<RowKey> = self
            .spared
            .into_iter()
            .filter(|key| selected.binary_search_by(|row| row.key.cmp(key)).is_ok())
            .collect();
        selected.retain(|row| !contradicted.contains(&row.key));
        Plan::new(Contents {
            format: FORMAT.into(),
            rule: self.address,
            table: self.table,
            policy: self.governing.digest(),
            as_of: self.as_of,
            fate: self.governing.fate(self.as_of).code().into(),
            in_backups_until: self.governing.in_backups_until(self.as_of).ok().flatten(),
            batch: self.batch,
            counts: Counts {
                rows: self.rows,
                verdicts: self.verdicts.into_iter().collect(),
                held: self.held.into_iter().collect(),
                missing: self.missing.into_iter().collect(),
                other_fate: self.other_fate,
            },
            selected,
        })
    }
}
