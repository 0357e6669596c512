//! Every retention rule of the register beside the table that executes it, with the dates that come out.

use chrono::NaiveDate;
use greffe::register::Register;
use greffe::retention::{Facts, Plan, Verdict, VerdictKind};
use greffe::terms::Lang;
use greffe_sqlx::{Backend, Statement};

use super::page::{Page, say};
use crate::catalogue::TABLES;
use crate::error::HostError;
use crate::retention::{DryRun, Job, Look, Record, dry_run, jobs};

/// Prints every rule with its table, evaluates every row, explains one of each kind of outcome.
pub(super) async fn run<'r, C: Backend>(
    db: &mut C,
    register: &'r Register,
    today: NaiveDate,
    page: &mut Page,
) -> Result<Vec<DryRun<'r>>, HostError> {
    let lang = page.lang();
    page.step(
        "Chaque durée promise, calculée ligne par ligne",
        "Each promised period, computed row by row",
    );
    let mut found = Vec::new();
    let mut explained: Vec<(VerdictKind, Vec<String>)> = Vec::new();
    let mut lines = Lines::default();
    let (mut executed, mut elsewhere, mut unstated_count) = (0_usize, 0_usize, 0_usize);
    let mut jobs = jobs(register).into_iter().peekable();
    for (address, _, entry, rule) in register.rules() {
        let address_text = address.to_string();
        let Some(rule) = rule else {
            let unstated = lang.pick(
                "le registre ne fixe pas de durée → indéterminé, rien n’est jamais effacé",
                "the register states no period → undetermined, nothing is ever deleted",
            );
            lines.add(&address_text, unstated.to_owned());
            unstated_count += 1;
            continue;
        };
        let words = rule.in_words(lang);
        if jobs.peek().is_none_or(|job| job.address != address) {
            elsewhere += 1;
            let held = lang.pick(
                "hors des tables que cette purge parcourt",
                "not among the tables that this purge goes through",
            );
            let labels = entry.held_in.labels().join(", ");
            let stated = if labels.is_empty() {
                labels
            } else {
                format!(" ({labels})")
            };
            lines.add(&address_text, format!("{words} → {held}{stated}"));
        }
        executed += usize::from(jobs.peek().is_some_and(|job| job.address == address));
        while let Some(job) = jobs.next_if(|job| job.address == address) {
            let label = job.table.label;
            let watch = |job: &Job<'_>, record: &Record, facts: &Facts, verdict: &Verdict| {
                explain(
                    job,
                    record,
                    facts,
                    verdict,
                    (register, today, lang),
                    &mut explained,
                );
            };
            let run = dry_run(db, register, job, today, Look::AtEveryRow, watch).await?;
            let colon = lang.pick("\u{a0}: ", ": ");
            lines.add(
                &address_text,
                format!("{words} → table {label}{colon}{}", counts(&run.plan, lang)),
            );
            found.push(run);
        }
    }
    for (addresses, text) in lines.0 {
        page.line(&format!(
            "{}{}{text}",
            addresses.join(", "),
            lang.pick("\u{a0}: ", ": ")
        ));
    }
    say!(
        page,
        "En tout\u{a0}: {executed} règle(s) exécutée(s) sur les lignes de ce service, {elsewhere} hors de ce service, {unstated} sans durée.",
        "In all: {executed} rules executed on rows of this service, {elsewhere} not held by it, {unstated} without a period.",
        executed = executed,
        elsewhere = elsewhere,
        unstated = unstated_count,
    );
    without_rule(db, register, page).await?;
    page.line("");
    say!(
        page,
        "Pourquoi\u{a0}? Une ligne de chaque sorte, expliquée\u{a0}:",
        "Why? One row of each kind, explained:"
    );
    for (_, lines) in &explained {
        for line in lines {
            page.line(line);
        }
    }
    Ok(found)
}

/// Tables of which the register says nothing: what stands there is kept for ever, and nobody promised it.
async fn without_rule<C: Backend>(
    db: &mut C,
    register: &Register,
    page: &mut Page,
) -> Result<(), HostError> {
    let ruled = |label: &str| {
        register.rules().any(|(_, _, entry, rule)| {
            rule.is_some() && entry.held_in.labels().iter().any(|held| held == label)
        })
    };
    let mut found = Vec::new();
    for table in TABLES.iter().filter(|table| !ruled(table.label)) {
        let count = Statement::new("SELECT count(*) AS rows FROM ").push(table.label);
        let row = db.row(count).await?.ok_or(HostError::Defect)?;
        let rows: i64 = row.get("rows")?;
        found.push(format!("{} ({rows})", table.label));
    }
    if !found.is_empty() {
        say!(
            page,
            "Tables de ce service sans règle au registre, avec leurs lignes\u{a0}; rien n’y est effacé\u{a0}: {tables}.",
            "Tables of this service without a rule in the register, with their rows; nothing is erased there: {tables}.",
            tables = found.join(", "),
        );
    }
    Ok(())
}

/// Lines of rules; those that say the same become one.
#[derive(Default)]
struct Lines(Vec<(Vec<String>, String)>);

impl Lines {
    fn add(&mut self, address: &str, text: String) {
        match self.0.iter_mut().find(|(_, said)| *said == text) {
            Some((addresses, _)) => addresses.push(address.to_owned()),
            None => self.0.push((vec![address.to_owned()], text)),
        }
    }
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
    record: &Record,
    facts: &Facts,
    verdict: &Verdict,
    (register, today, lang): (&Register, NaiveDate, Lang),
    explained: &mut Vec<(VerdictKind, Vec<String>)>,
) {
    let kind = verdict.kind();
    if explained.iter().any(|(seen, _)| *seen == kind) {
        return;
    }
    let row = lang.pick("ligne", "row");
    let mut lines = vec![format!(
        "• {}, table {} {row} {}",
        job.address, job.table.label, record.key
    )];
    let explanation = job.rule.explain(facts, register.fiscal_years(), today);
    let explanation = explanation.lines(lang);
    lines.extend(explanation.iter().map(|line| format!("    {line}")));
    explained.push((kind, lines));
}
