//! Answers a request for access and portability: one pass over everything that the service holds about the person, one bundle.

use std::path::Path;

use chrono::{Days, NaiveDate};
use greffe::calendar::date_in_words;
use greffe::consent::Ledger;
use greffe::export::Request;
use greffe::register::Register;
use greffe_sqlx::Backend;

use super::page::{Page, say};
use crate::customers::Ciphers;
use crate::error::HostError;
use crate::exports::{Export, named};
use crate::requests;

/// What the step needs to know.
pub(super) struct Access<'a> {
    pub(super) register: &'a Register,
    pub(super) ciphers: &'a Ciphers,
    pub(super) ledger: &'a Ledger,
    pub(super) customer: i64,
    pub(super) today: NaiveDate,
    pub(super) out: &'a Path,
}

/// Receives the request, holds the purge, computes the deadline, writes `export.zip`. Whoever is owed more stays under the hold.
pub(super) async fn run<C: Backend>(
    db: &mut C,
    access: &Access<'_>,
    page: &mut Page,
) -> Result<(), HostError> {
    page.step(
        "Une personne demande ses données",
        "A person asks for their data",
    );
    let received = access.today.checked_sub_days(Days::new(3));
    let received = received.unwrap_or(access.today);
    let mut request = requests::receive(db, access.customer, "DEMO-1", received).await?;
    tell_deadline(request.request(), received, page)?;
    requests::advance(db, &mut request, |request| {
        request.scope(access.today)?;
        request.collect(access.today)
    })
    .await?;

    let export = Export {
        register: access.register,
        ciphers: access.ciphers,
        consents: access.ledger,
        customer: access.customer,
        request: request.request(),
        today: access.today,
        lang: page.lang(),
    };
    let done = export
        .write_file(db, &access.out.join("export.zip"))
        .await?;

    let records: u64 = done
        .completeness()
        .sources()
        .iter()
        .map(|source| source.records())
        .sum();
    say!(
        page,
        "Paquet export.zip\u{a0}: {records} enregistrements, {files} fichiers, en JSON et CSV, avec une page lisible hors ligne et les \
         informations de l’art. 15 tirées du registre\u{a0}; empreintes vérifiées.",
        "Package export.zip: {records} records, {files} files, as JSON and CSV, with a page that reads offline and the information of \
         Art. 15 taken from the register; checksums verified.",
        records = records,
        files = done.payload_files(),
    );
    requests::advance(db, &mut request, |request| request.review(access.today)).await?;
    let gaps: Vec<String> = done
        .completeness()
        .gaps()
        .map(|source| named(access.register, source.name(), page.lang()))
        .collect();
    if done.completeness().is_complete() {
        let days = (access.today, access.today);
        requests::close(db, access.customer, &mut request, days).await?;
        say!(
            page,
            "Rien ne manque\u{a0}: la demande est close.",
            "Nothing is missing: the request is closed."
        );
    } else {
        if !gaps.is_empty() {
            say!(
                page,
                "Le registre situe d’autres données hors de ce service, et la première page le dit\u{a0}: {gaps}.",
                "The register places other data outside this service, and the first page says so: {gaps}.",
                gaps = gaps.join(", "),
            );
        }
        if done.completeness().undecided().next().is_some() {
            say!(
                page,
                "Le registre ne dit pas sur quelle base reposent certaines données\u{a0}: leur portabilité ne peut être décidée, et la première \
                 page le dit aussi.",
                "The register does not say on what basis some data rest: whether they are portable cannot be decided, and the first page \
                 says that too.",
            );
        }
        say!(
            page,
            "La demande reste ouverte, et retient d’ici là la purge des données de la personne.",
            "The request stays open, and until then holds the purge of the person's data.",
        );
    }
    Ok(())
}

fn tell_deadline(request: &Request, received: NaiveDate, page: &mut Page) -> Result<(), HostError> {
    let due = request.due().ok_or(HostError::Defect)?;
    let lang = page.lang();
    let (strict, lenient) = (
        date_in_words(due.strict, lang),
        date_in_words(due.lenient, lang),
    );
    let both = if strict == lenient {
        strict
    } else {
        lang.pick(
            format!("{strict} (lecture large\u{a0}: {lenient})"),
            format!("{strict} (lenient reading: {lenient})"),
        )
    };
    say!(
        page,
        "Reçue le {received}\u{a0}; réponse due au plus tard le {both} (art. 12(3) RGPD).",
        "Received on {received}; the answer is due by {both} (Art. 12(3) GDPR).",
        received = date_in_words(received, lang),
        both = both,
    );
    Ok(())
}
