//! Plans become deletions: holds are read again, each portion is a transaction, a certificate remains.

use greffe::calendar::date_in_words;
use greffe::retention::{Fate, HoldReason, PurgeError};
use greffe_sqlx::{Backend, Statement};

use super::page::{Page, say};
use crate::error::HostError;
use crate::files;
use crate::retention::{
    DryRun, Look, Purge, dry_run, execute, hold, keep_outside, one_a_table, refused,
};

/// Executes the plans, one a table, and shows what stops one.
pub(super) async fn run<'r, C: Backend>(
    db: &mut C,
    purge: Purge<'r>,
    dry_runs: Vec<DryRun<'r>>,
    page: &mut Page,
) -> Result<(), HostError> {
    page.step("La purge, avec preuve", "The purge, with proof");
    let planned = one_a_table(dry_runs);
    for table in planned.undecided {
        say!(
            page,
            "{table}\u{a0}: les règles de cette table ne finissent pas de la même façon\u{a0}; rien n’est exécuté sans décision.",
            "{table}: the rules of this table do not end in the same way; nothing is executed without a decision.",
            table = table,
        );
    }
    let runs = refuse_one(db, purge, planned.runs, page).await?;
    let plans: Vec<_> = runs.iter().map(|run| &run.plan).collect();
    files::write_json(&purge.home.file("plan.json"), &plans)?;
    let selected: usize = runs.iter().map(|run| run.plan.selected().len()).sum();
    say!(
        page,
        "plan.json\u{a0}: {plans} plans, un par table, {selected} lignes choisies, chacun avec son empreinte\u{a0}; jusqu’ici rien n’est effacé. \
         Une ligne que visent plusieurs règles attend la dernière d’entre elles.",
        "plan.json: {plans} plans, one a table, {selected} rows selected, each with its digest; so far nothing is deleted. A row of which \
         several rules speak waits for the last of them.",
        plans = plans.len(),
        selected = selected,
    );

    let (mut total, mut unlimited) = (0, false);
    for run in &runs {
        let certificate = execute(db, purge, run).await.map_err(refused)?;
        let planned = u64::try_from(run.plan.selected().len()).unwrap_or(u64::MAX);
        if certificate.disposed() != planned {
            return Err(HostError::Defect);
        }
        total += certificate.disposed();
        let lang = page.lang();
        let backups = match certificate.in_backups_until() {
            Some(day) => lang.pick(
                format!(
                    ", dans les sauvegardes jusqu’au {}",
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
        if execute(db, purge, run).await.map_err(refused)? != certificate {
            return Err(HostError::Defect);
        }
    }
    if unlimited {
        say!(
            page,
            "Pour les lignes sans date ci-dessus, le registre ne dit pas combien de temps vivent les sauvegardes\u{a0}: le jour de la disparition \
             complète n’est pas connu.",
            "For the lines without a date above, the register does not say how long backups live: the day of complete disappearance is not \
             known.",
        );
    }
    let chain = keep_outside(db, purge.home).await?;
    let tables: Vec<_> = runs.iter().map(|run| run.job.table.label).collect();
    crate::database::let_go(db, &tables).await?;
    say!(
        page,
        "{total} lignes traitées, {count} attestations sans donnée personnelle, enchaînées par empreinte et vérifiées (certificates.jsonl)\u{a0}; \
         relancée, la purge ne fait rien deux fois.",
        "{total} rows disposed of, {count} certificates without personal data, chained by hash and verified (certificates.jsonl); run \
         again, the purge does nothing twice.",
        total = total,
        count = chain,
    );
    Ok(())
}

/// Adds a hold after the plan was made: execution refuses the whole plan, and a new one spares the rows.
async fn refuse_one<'r, C: Backend>(
    db: &mut C,
    purge: Purge<'r>,
    runs: Vec<DryRun<'r>>,
    page: &mut Page,
) -> Result<Vec<DryRun<'r>>, HostError> {
    let Some(run) = runs.iter().find(|run| run.job.table.customer.is_some()) else {
        return Ok(runs);
    };
    let (table, column) = (run.job.table.label, run.job.table.customer.unwrap_or("id"));
    let Some(row) = run
        .plan
        .selected()
        .first()
        .and_then(|row| row.key().as_integer())
    else {
        return Ok(runs);
    };
    let asked = Statement::new("SELECT ")
        .push(column)
        .push(" AS customer FROM ")
        .push(table);
    let asked = asked.push(" WHERE id = ").value(row);
    let found = db.row(asked).await?.ok_or(HostError::Defect)?;
    let customer: i64 = found.get("customer")?;
    hold(db, customer, HoldReason::Dispute, purge.today).await?;

    match execute(db, purge, run).await {
        Err(PurgeError::RowsChanged { .. }) => {}
        Ok(_) | Err(_) => return Err(HostError::Defect),
    }
    let before = run.plan.selected().len();
    // The customer may have rows in every table, so every plan is made again.
    let mut again = Vec::with_capacity(runs.len());
    for run in runs {
        let look = Look::AtCandidates;
        again.push(
            dry_run(
                db,
                purge.register,
                run.job,
                purge.today,
                look,
                |_, _, _, _| {},
            )
            .await?,
        );
    }
    let same = again.iter().find(|run| run.job.table.label == table);
    let after = same.map_or(before, |run| run.plan.selected().len());
    if after >= before {
        return Err(HostError::Defect);
    }
    say!(
        page,
        "Un litige s’ouvre après le plan\u{a0}: l’exécution sur {table} est refusée tout entière, rien n’est touché\u{a0}; refait, le plan passe de \
         {before} à {after} lignes.",
        "A dispute opens after the plan: execution on {table} is refused whole, nothing is touched; made again, the plan goes from \
         {before} to {after} rows.",
        table = table,
        before = before,
        after = after,
    );
    Ok(again)
}

fn fate(fate: &Fate, lang: greffe::terms::Lang) -> &'static str {
    match fate {
        Fate::Erase => lang.pick("effacées", "erased"),
        Fate::Anonymise => lang.pick("anonymisées", "made anonymous"),
        Fate::MoveTo { .. } => lang.pick("déplacées sur disque", "moved to disk"),
        _ => lang.pick("traitées", "disposed of"),
    }
}
