//! Plans become deletions: holds are read again, each portion is a transaction, a certificate remains.

use std::collections::{HashMap, HashSet};
use std::io::Write as _;
use std::path::Path;

use chrono::NaiveDate;
use greffe::register::Register;
use greffe::retention::{
    AnonymityTest, Certificate, Execution, Facts, Fate, HoldReason, PurgeError, RowKey,
};
use greffe_sqlx::{HostRows, SqlitePurgeStore, StoreError, certificates};
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Column as _, Row as _, TypeInfo as _};

use crate::error::DemoError;
use crate::facts::{Record, records, records_of};
use crate::jobs::{DryRun, complete, dry_run, outranked};
use crate::page::{Page, say};

/// What the step needs to know.
pub(crate) struct Purge<'a> {
    pub(crate) register: &'a Register,
    pub(crate) today: NaiveDate,
    pub(crate) digest_key: &'a [u8],
    pub(crate) out: &'a Path,
}

/// Executes the plans, one a table, and shows what stops one.
pub(crate) async fn run(
    connection: &mut SqliteConnection,
    purge: &Purge<'_>,
    dry_runs: Vec<DryRun<'_>>,
    page: &mut Page,
) -> Result<(), DemoError> {
    page.step("La purge, avec preuve", "The purge, with proof");
    let plans: Vec<_> = dry_runs.iter().map(|run| &run.plan).collect();
    write_json(&purge.out.join("plan.json"), &plans)?;
    let selected: usize = dry_runs.iter().map(|run| run.plan.selected().len()).sum();
    say!(
        page,
        "plan.json : {plans} plans, {selected} lignes choisies, chacun avec son empreinte ; jusqu'ici rien n'est effacé.",
        "plan.json: {plans} plans, {selected} rows selected, each with its digest; so far nothing is deleted.",
        plans = plans.len(),
        selected = selected,
    );
    let runs = refuse_one(connection, purge, one_a_table(dry_runs), page).await?;

    let mut total = 0;
    for run in &runs {
        let certificate = execute(connection, purge, run).await?;
        let planned = u64::try_from(run.plan.selected().len()).unwrap_or(u64::MAX);
        if certificate.disposed() != planned {
            return Err(DemoError::Defect);
        }
        total += certificate.disposed();
        let lang = page.lang();
        let backups = match certificate.in_backups_until() {
            Some(day) => lang.pick(
                format!(", dans les sauvegardes jusqu'au {day}"),
                format!(", in backups until {day}"),
            ),
            None => String::new(),
        };
        page.line(&format!(
            "{} → {} : {} {}{backups}",
            run.job.table.label,
            fate(run.job.rule.fate(), lang),
            certificate.disposed(),
            lang.pick("lignes", "rows"),
        ));
        // Running again is harmless: the same certificate comes back.
        if execute(connection, purge, run).await? != certificate {
            return Err(DemoError::Defect);
        }
    }
    let chain = certificates(connection)
        .await
        .map_err(|error| DemoError::refused("purge", &error))?;
    Certificate::verify_chain(&chain).map_err(|error| DemoError::refused("purge", &error))?;
    write_lines(&purge.out.join("certificates.jsonl"), &chain)?;
    say!(
        page,
        "{total} lignes traitées, {count} attestations sans donnée personnelle, enchaînées par empreinte et vérifiées (certificates.jsonl) ; \
         relancée, la purge ne fait rien deux fois.",
        "{total} rows disposed of, {count} certificates without personal data, chained by hash and verified (certificates.jsonl); run \
         again, the purge does nothing twice.",
        total = total,
        count = chain.len(),
    );
    Ok(())
}

/// Plans of one table choose the same rows, for each waits for the other rules: one of them executes.
fn one_a_table(dry_runs: Vec<DryRun<'_>>) -> Vec<DryRun<'_>> {
    let mut seen = HashSet::new();
    let chosen = dry_runs
        .into_iter()
        .filter(|run| !run.plan.selected().is_empty());
    chosen
        .filter(|run| seen.insert(run.job.table.label))
        .collect()
}

/// Adds a hold after the plan was made: execution refuses the whole plan, and a new one spares the rows.
async fn refuse_one<'r>(
    connection: &mut SqliteConnection,
    purge: &Purge<'_>,
    runs: Vec<DryRun<'r>>,
    page: &mut Page,
) -> Result<Vec<DryRun<'r>>, DemoError> {
    let Some(run) = runs.iter().find(|run| run.job.table.customer.is_some()) else {
        return Ok(runs);
    };
    let (table, column) = (run.job.table.label, run.job.table.customer.unwrap_or("id"));
    let Some(RowKey::Integer(row)) = run.plan.selected().first().map(|selected| selected.key())
    else {
        return Ok(runs);
    };
    let query = AssertSqlSafe(format!("SELECT {column} FROM {table} WHERE id = ?"));
    let customer: i64 = sqlx::query_scalar(query)
        .bind(row)
        .fetch_one(&mut *connection)
        .await?;
    hold(connection, customer, HoldReason::Dispute, purge.today).await?;

    match execute(connection, purge, run).await {
        Err(DemoError::Refused { .. }) => {}
        Ok(_) | Err(_) => return Err(DemoError::Defect),
    }
    let before = run.plan.selected().len();
    // The customer may have rows in every table, so every plan is made again.
    let mut again = Vec::with_capacity(runs.len());
    for run in runs {
        let rows = records(connection, run.job.table, purge.register.zone()).await?;
        again.push(dry_run(run.job, &rows, purge.register, purge.today));
    }
    let same = again.iter().find(|run| run.job.table.label == table);
    let after = same.map_or(before, |run| run.plan.selected().len());
    if after >= before {
        return Err(DemoError::Defect);
    }
    say!(
        page,
        "Un litige s'ouvre après le plan : l'exécution sur {table} est refusée tout entière, rien n'est touché ; refait, le plan passe de \
         {before} à {after} lignes.",
        "A dispute opens after the plan: execution on {table} is refused whole, nothing is touched; made again, the plan goes from \
         {before} to {after} rows.",
        table = table,
        before = before,
        after = after,
    );
    Ok(again)
}

/// Keeps everything of a customer until the hold is lifted.
pub(crate) async fn hold(
    connection: &mut SqliteConnection,
    customer: i64,
    reason: HoldReason,
    since: NaiveDate,
) -> Result<(), DemoError> {
    sqlx::query("INSERT INTO holds (customer, reason, since) VALUES (?, ?, ?)")
        .bind(customer)
        .bind(reason.code())
        .bind(since.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

async fn execute(
    connection: &mut SqliteConnection,
    purge: &Purge<'_>,
    run: &DryRun<'_>,
) -> Result<Certificate, DemoError> {
    let rows = TableRows {
        run,
        register: purge.register,
        today: purge.today,
        out: purge.out,
    };
    let failed = |error: &dyn std::error::Error| DemoError::refused("purge", error);
    let mut store = SqlitePurgeStore::open(connection, rows)
        .await
        .map_err(|error| failed(&error))?;
    let mut execution = Execution::new(
        &run.plan,
        run.job.rule,
        purge.register.fiscal_years(),
        purge.today,
    )
    .digest_key(purge.digest_key);
    if *run.job.rule.fate() == Fate::Anonymise {
        execution = execution.anonymity(anonymity_of_surveys());
    }
    match execution.run(&mut store).await {
        Ok(certificate) => Ok(certificate),
        Err(PurgeError::Store(error)) => Err(DemoError::Store(error)),
        Err(refusal) => Err(failed(&refusal)),
    }
}

/// The recorded test of what the service makes anonymous: an answer out of a closed list, without the customer and without a date of
/// its own, of which every survey has hundreds alike.
fn anonymity_of_surveys() -> AnonymityTest {
    let tested = NaiveDate::from_ymd_opt(2026, 11, 2).unwrap_or_default();
    AnonymityTest::new(tested, "espace-client/anonymity/surveys-1")
        .resists_singling_out()
        .resists_linkage()
        .resists_inference()
}

/// What the service knows of the rows of one job.
struct TableRows<'a> {
    run: &'a DryRun<'a>,
    register: &'a Register,
    today: NaiveDate,
    out: &'a Path,
}

impl HostRows for TableRows<'_> {
    async fn facts(
        &mut self,
        connection: &mut SqliteConnection,
        keys: &[RowKey],
    ) -> Result<Vec<Option<Facts>>, StoreError> {
        let table = self.run.job.table;
        let unreadable = |_| StoreError::HostRow { table: table.label };
        let (zone, numbers) = (self.register.zone(), numbers(table.label, keys)?);
        // The rank of a record among the newest depends on the whole table.
        let found = if table.grouped_by.is_some() {
            records(connection, table, zone).await.map_err(unreadable)?
        } else {
            records_of(connection, table, zone, &numbers)
                .await
                .map_err(unreadable)?
        };
        let ranks = self.ranks(&found);
        let facts: HashMap<i64, Facts> = found
            .iter()
            .map(|record| {
                (
                    record.key,
                    complete(
                        &self.run.job,
                        record,
                        self.register,
                        self.today,
                        ranks.as_ref(),
                    ),
                )
            })
            .collect();
        Ok(numbers
            .iter()
            .map(|number| facts.get(number).cloned())
            .collect())
    }

    async fn dispose(
        &mut self,
        connection: &mut SqliteConnection,
        keys: &[RowKey],
        fate: &Fate,
    ) -> Result<(), StoreError> {
        let table = self.run.job.table.label;
        let list = list(&numbers(table, keys)?);
        let delete = format!("DELETE FROM {table} WHERE id IN ({list})");
        let statement = match (fate, table) {
            (Fate::Erase, _) => delete,
            (Fate::Anonymise, "surveys") => {
                format!("UPDATE surveys SET customer = NULL, anonymised = 1 WHERE id IN ({list})")
            }
            (Fate::MoveTo { .. }, _) => {
                self.move_out(connection, &list).await?;
                delete
            }
            // Sorting, reassigning and handing over need a person's decision, which this service does not take.
            _ => return Err(StoreError::HostFate { table }),
        };
        sqlx::raw_sql(AssertSqlSafe(statement))
            .execute(connection)
            .await?;
        Ok(())
    }
}

impl TableRows<'_> {
    /// Which records are not among the newest now, each with the day of the plan: that day depends on records which an earlier portion of
    /// the same plan has taken away, so that it cannot be found a second time.
    fn ranks(&self, found: &[Record]) -> Option<HashMap<i64, NaiveDate>> {
        let mut now = outranked(self.run.job.rule, found, self.register.zone())?;
        let planned = self.run.ranks.as_ref()?;
        for (key, day) in &mut now {
            *day = planned.get(key).copied().unwrap_or(*day);
        }
        Some(now)
    }

    /// Appends rows to a file before they leave the table. After a crash in between, a row may stand in the file twice, never in neither.
    async fn move_out(
        &self,
        connection: &mut SqliteConnection,
        list: &str,
    ) -> Result<(), StoreError> {
        let table = self.run.job.table.label;
        let failed = |_| StoreError::HostFate { table };
        let query = AssertSqlSafe(format!(
            "SELECT * FROM {table} WHERE id IN ({list}) ORDER BY id"
        ));
        let rows = sqlx::query(query).fetch_all(connection).await?;
        let folder = self.out.join("disk");
        std::fs::create_dir_all(&folder).map_err(failed)?;
        let path = folder.join(format!("{table}.jsonl"));
        let mut file = std::fs::OpenOptions::new()
            .append(true)
            .create(true)
            .open(path)
            .map_err(failed)?;
        for row in rows {
            let mut object = serde_json::Map::new();
            for column in row.columns() {
                if column.type_info().name() == "INTEGER" {
                    object.insert(
                        column.name().to_owned(),
                        row.try_get::<i64, _>(column.name())?.into(),
                    );
                }
            }
            writeln!(file, "{}", serde_json::Value::Object(object)).map_err(failed)?;
        }
        file.sync_all().map_err(failed)
    }
}

fn numbers(table: &'static str, keys: &[RowKey]) -> Result<Vec<i64>, StoreError> {
    let number = |key: &RowKey| match key {
        RowKey::Integer(number) => Ok(*number),
        _ => Err(StoreError::HostRow { table }),
    };
    keys.iter().map(number).collect()
}

/// Numbers between commas: nothing in them can be anything but digits.
pub(crate) fn list(numbers: &[i64]) -> String {
    let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
    numbers.join(",")
}

fn fate(fate: &Fate, lang: greffe::terms::Lang) -> &'static str {
    match fate {
        Fate::Erase => lang.pick("effacées", "erased"),
        Fate::Anonymise => lang.pick("anonymisées", "made anonymous"),
        Fate::MoveTo { .. } => lang.pick("déplacées sur disque", "moved to disk"),
        _ => lang.pick("traitées", "disposed of"),
    }
}

fn write_json(path: &Path, value: &impl serde::Serialize) -> Result<(), DemoError> {
    let text = serde_json::to_string_pretty(value).map_err(|_| DemoError::Defect)?;
    write(path, &text)
}

fn write_lines<T: serde::Serialize>(path: &Path, values: &[T]) -> Result<(), DemoError> {
    let mut text = String::new();
    for value in values {
        text.push_str(&serde_json::to_string(value).map_err(|_| DemoError::Defect)?);
        text.push('\n');
    }
    write(path, &text)
}

/// Writes beside and renames, so that no half-written file has the name.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), DemoError> {
    let partial = path.with_extension("part");
    std::fs::write(&partial, text).map_err(DemoError::file(&partial))?;
    std::fs::rename(&partial, path).map_err(DemoError::file(path))
}
