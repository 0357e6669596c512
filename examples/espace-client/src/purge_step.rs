//! Plans become deletions: holds are read again, each portion is a transaction, a certificate remains.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use chrono::NaiveDate;
use greffe::calendar::date_in_words;
use greffe::register::Register;
use greffe::retention::{
    AnonymityTest, Certificate, Execution, Facts, Fate, HoldReason, PurgeError, RowKey,
};
use greffe_sqlx::{DatabaseFailure, HostRows, SqlPurgeStore, StoreError, certificates};
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, Column as _, Row as _, TypeInfo as _, ValueRef as _};

use crate::error::DemoError;
use crate::facts::{list, records, records_around};
use crate::jobs::DryRun;
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
    let runs = refuse_one(connection, purge, one_a_table(dry_runs, page), page).await?;
    let plans: Vec<_> = runs.iter().map(|run| &run.plan).collect();
    write_json(&purge.out.join("plan.json"), &plans)?;
    let selected: usize = runs.iter().map(|run| run.plan.selected().len()).sum();
    say!(
        page,
        "plan.json : {plans} plans, un par table, {selected} lignes choisies, chacun avec son empreinte ; jusqu'ici rien n'est effacé. \
         Une ligne que visent plusieurs règles attend la dernière d'entre elles.",
        "plan.json: {plans} plans, one a table, {selected} rows selected, each with its digest; so far nothing is deleted. A row of which \
         several rules speak waits for the last of them.",
        plans = plans.len(),
        selected = selected,
    );

    let (mut total, mut unlimited) = (0, false);
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
                format!(
                    ", dans les sauvegardes jusqu'au {}",
                    date_in_words(day, lang)
                ),
                format!(", in backups until {}", date_in_words(day, lang)),
            ),
            None => {
                unlimited = true;
                String::new()
            }
        };
        page.line(&format!(
            "{} → {} {} {}{backups}",
            run.job.table.label,
            certificate.disposed(),
            lang.pick("lignes", "rows"),
            fate(run.job.rule.fate(), lang),
        ));
        // Running again is harmless: the same certificate comes back.
        if execute(connection, purge, run).await? != certificate {
            return Err(DemoError::Defect);
        }
    }
    if unlimited {
        say!(
            page,
            "Pour les lignes sans date ci-dessus, le registre ne dit pas combien de temps vivent les sauvegardes : le jour de la disparition \
             complète n'est pas connu.",
            "For the lines without a date above, the register does not say how long backups live: the day of complete disappearance is not \
             known.",
        );
    }
    let chain = certificates(connection)
        .await
        .map_err(|error| DemoError::refused("purge", &error))?;
    Certificate::verify_chain(&chain).map_err(|error| DemoError::refused("purge", &error))?;
    write_lines(&purge.out.join("certificates.jsonl"), &chain)?;
    crate::database::empty_log(connection).await?;
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

/// Plans of one table choose the same rows, for each waits for the other rules: one of them executes. Rules of one table that end in
/// different ways need a person's decision.
fn one_a_table<'r>(dry_runs: Vec<DryRun<'r>>, page: &mut Page) -> Vec<DryRun<'r>> {
    let mut seen = HashSet::new();
    let mut chosen = Vec::new();
    for run in dry_runs
        .into_iter()
        .filter(|run| !run.plan.selected().is_empty())
    {
        if !seen.insert(run.job.table.label) {
            continue;
        }
        if run.job.is_of_one_mind() {
            chosen.push(run);
        } else {
            say!(
                page,
                "{table} : les règles de cette table ne finissent pas de la même façon ; rien n'est exécuté sans décision.",
                "{table}: the rules of this table do not end in the same way; nothing is executed without a decision.",
                table = run.job.table.label,
            );
        }
    }
    chosen
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
        again.push(run.job.dry_run(&rows, purge.register, purge.today));
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
    let mut store = SqlPurgeStore::open(connection, rows)
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

/// The recorded test of what the service makes anonymous: the answers are added up over all surveys, so that what remains is a number
/// for each answer of a closed list, without person, date or order.
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

impl HostRows<SqliteConnection> for TableRows<'_> {
    fn table(&self) -> &str {
        self.run.job.table.label
    }

    async fn facts(
        &mut self,
        connection: &mut SqliteConnection,
        keys: &[RowKey],
    ) -> Result<Vec<Option<Facts>>, StoreError> {
        let job = &self.run.job;
        let unreadable = |error| match error {
            DemoError::Database(_) => StoreError::Database(DatabaseFailure::Unreachable),
            _ => StoreError::HostRow {
                table: job.table.label,
            },
        };
        let (zone, numbers) = (self.register.zone(), numbers(job.table.label, keys)?);
        let found = records_around(connection, job.table, zone, &numbers)
            .await
            .map_err(unreadable)?;
        let ranks = job.ranks(&found, zone).dated_as_in(&self.run.ranks);
        let facts: HashMap<i64, Facts> = found
            .iter()
            .map(|record| {
                (
                    record.key,
                    job.complete(record, self.register, self.today, &ranks),
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
        let rows = list(&numbers(table, keys)?);
        let delete = format!("DELETE FROM {table} WHERE id IN ({rows})");
        let statement = match (fate, table) {
            (Fate::Erase, _) => delete,
            (Fate::Anonymise, "surveys") => format!(
                "INSERT INTO survey_results (answer, answers)
                     SELECT answer, count(*) FROM surveys WHERE id IN ({rows}) GROUP BY answer
                     ON CONFLICT (answer) DO UPDATE SET answers = answers + excluded.answers;
                 {delete}"
            ),
            (Fate::MoveTo { .. }, _) => {
                self.move_out(connection, &rows).await?;
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
    /// Writes rows to a file of their own before they leave the table. The file is named after its rows: written again after a crash or
    /// a rollback, it replaces itself, so that a row stands in one file once, and never nowhere.
    async fn move_out(
        &self,
        connection: &mut SqliteConnection,
        rows: &str,
    ) -> Result<(), StoreError> {
        let table = self.run.job.table.label;
        let failed = |_| StoreError::HostFate { table };
        let query = AssertSqlSafe(format!(
            "SELECT * FROM {table} WHERE id IN ({rows}) ORDER BY id"
        ));
        let rows = sqlx::query(query).fetch_all(connection).await?;
        let mut text = String::new();
        for row in &rows {
            text.push_str(&as_json(row, table)?.to_string());
            text.push('\n');
        }
        let first: i64 = rows.first().map_or(Ok(0), |row| row.try_get("id"))?;
        let folder = self.out.join("disk").join(table);
        std::fs::create_dir_all(&folder).map_err(failed)?;
        write(&folder.join(format!("from-{first}.jsonl")), &text)
            .map_err(|_| StoreError::HostFate { table })
    }
}

/// A whole row. A column of a type that cannot be written is an error: a row never loses a part on the way out.
fn as_json(row: &SqliteRow, table: &'static str) -> Result<serde_json::Value, StoreError> {
    let mut object = serde_json::Map::new();
    for column in row.columns() {
        let name = column.name();
        let value = match row.try_get_raw(name)?.type_info().name() {
            "NULL" => serde_json::Value::Null,
            "INTEGER" => row.try_get::<i64, _>(name)?.into(),
            "TEXT" => row.try_get::<String, _>(name)?.into(),
            "BLOB" => {
                let octets: Vec<u8> = row.try_get(name)?;
                octets
                    .iter()
                    .map(|octet| format!("{octet:02x}"))
                    .collect::<String>()
                    .into()
            }
            _ => return Err(StoreError::HostRow { table }),
        };
        object.insert(name.to_owned(), value);
    }
    Ok(object.into())
}

fn numbers(table: &'static str, keys: &[RowKey]) -> Result<Vec<i64>, StoreError> {
    let number = |key: &RowKey| match key {
        RowKey::Integer(number) => Ok(*number),
        _ => Err(StoreError::HostRow { table }),
    };
    keys.iter().map(number).collect()
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

/// Writes a file that only its owner reads, beside and then under its name: there is never half a file of that name.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), DemoError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(DemoError::file(folder))?;
    file.write_all(text.as_bytes())
        .map_err(DemoError::file(path))?;
    persist(file, path)
}

/// Gives a finished file its name, once its bytes are on the disk.
pub(crate) fn persist(file: tempfile::NamedTempFile, path: &Path) -> Result<(), DemoError> {
    file.as_file().sync_all().map_err(DemoError::file(path))?;
    file.persist(path)
        .map_err(|error| DemoError::file(path)(error.error))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(DemoError::file(folder))
}
