//! Every retention rule of the register beside the table that executes it, with the dates that come out.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use greffe::calendar::{Tz, zone};
use greffe::register::{Register, RuleAddress};
use greffe::retention::{
    Facts, Hold, HoldReason, KeepLatest, Limit, Plan, Planner, Rule, VerdictKind,
};
use greffe::terms::Lang;
use sqlx::sqlite::SqliteConnection;

use crate::catalogue::{Table, table_of};
use crate::error::DemoError;
use crate::facts::{Record, records};
use crate::page::{Page, say};

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

/// Prints every rule with its table, evaluates every row, explains one of each kind of outcome.
pub(crate) async fn run<'r>(
    connection: &mut SqliteConnection,
    register: &'r Register,
    today: NaiveDate,
    page: &mut Page,
) -> Result<Vec<DryRun<'r>>, DemoError> {
    let lang = page.lang();
    page.step(
        "Chaque durée promise, calculée ligne par ligne",
        "Each promised period, computed row by row",
    );
    let mut tables: BTreeMap<&str, Vec<Record>> = BTreeMap::new();
    let mut found = Vec::new();
    let mut explained: Vec<(VerdictKind, String)> = Vec::new();
    let mut jobs = jobs(register).into_iter().peekable();
    for (address, _, entry, rule) in register.rules() {
        let Some(rule) = rule else {
            say!(
                page,
                "{address} : durée non précisée par le document ; indéterminé, rien n'est jamais effacé",
                "{address}: the document states no period; undetermined, nothing is ever deleted",
                address = address,
            );
            continue;
        };
        let words = rule.in_words(lang);
        let label = entry.held_in.labels().join(", ");
        if jobs.peek().is_none_or(|job| job.address != address) {
            let held = lang.pick("non détenu par ce service", "not held by this service");
            let stated = if label.is_empty() {
                String::new()
            } else {
                format!(" ({label})")
            };
            page.line(&format!(
                "{address}{}{words} → {held}{stated}",
                lang.pick(" : ", ": ")
            ));
        }
        while let Some(job) = jobs.next_if(|job| job.address == address) {
            let label = job.table.label;
            if !tables.contains_key(label) {
                let read = records(connection, job.table, register.zone()).await?;
                tables.insert(label, read);
            }
            let rows = tables.get(label).map(Vec::as_slice).unwrap_or_default();
            let plan = dry_run(&job, rows, register, today);
            page.line(&format!(
                "{address}{}{words} → table {label}{}{}",
                lang.pick(" : ", ": "),
                lang.pick(" : ", ": "),
                counts(&plan, lang),
            ));
            explain(&job, rows, register, today, lang, &mut explained);
            found.push(DryRun { job, plan });
        }
    }
    page.line("");
    say!(
        page,
        "Pourquoi ? Une ligne de chaque sorte, expliquée :",
        "Why? One row of each kind, explained:"
    );
    for (_, text) in &explained {
        page.line(text);
    }
    Ok(found)
}

/// Evaluates every row. Nothing is deleted.
pub(crate) fn dry_run(
    job: &Job<'_>,
    rows: &[Record],
    register: &Register,
    today: NaiveDate,
) -> Plan {
    let address = job.address.to_string();
    let mut planner = Planner::new(&address, job.rule, register.fiscal_years(), today);
    let ranked = outranked(job.rule, rows, register.zone());
    for record in rows {
        let facts = complete(job, record, register, today, ranked.as_ref());
        let _ = planner.row(record.key, &facts);
    }
    planner.finish()
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
    let still_kept = job.others.iter().any(|other| {
        !other
            .evaluate(&record.facts, register.fiscal_years(), today)
            .may_dispose()
    });
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

/// The outcome of a dry run in a line.
fn counts(plan: &Plan, lang: Lang) -> String {
    const KINDS: [VerdictKind; 9] = [
        VerdictKind::Due,
        VerdictKind::DisposeBy,
        VerdictKind::Overdue,
        VerdictKind::Archive,
        VerdictKind::Held,
        VerdictKind::Keep,
        VerdictKind::Open,
        VerdictKind::Conflict,
        VerdictKind::Undetermined,
    ];
    let total = plan.counts().rows();
    let parts = KINDS
        .iter()
        .filter_map(|kind| match plan.counts().of(*kind) {
            0 => None,
            count => Some(format!("{count} {}", kind.label(lang))),
        });
    let parts: Vec<String> = parts.collect();
    lang.pick(
        format!("{total} lignes, dont {}", parts.join(", ")),
        format!("{total} rows: {}", parts.join(", ")),
    )
}

/// Keeps one explanation of each kind of verdict that is not there yet.
fn explain(
    job: &Job<'_>,
    rows: &[Record],
    register: &Register,
    today: NaiveDate,
    lang: Lang,
    explained: &mut Vec<(VerdictKind, String)>,
) {
    let ranks = outranked(job.rule, rows, register.zone());
    for record in rows {
        let facts = complete(job, record, register, today, ranks.as_ref());
        let kind = job
            .rule
            .evaluate(&facts, register.fiscal_years(), today)
            .kind();
        if explained.iter().any(|(seen, _)| *seen == kind) {
            continue;
        }
        let why = job
            .rule
            .explain(&facts, register.fiscal_years(), today)
            .lines(lang)
            .join(" · ");
        let row = lang.pick("ligne", "row");
        explained.push((
            kind,
            format!("[{}, {row} {}] {why}", job.address, record.key),
        ));
    }
}
