//! Answers a request for access and portability: one pass over everything that the service holds about the person, one bundle.

use std::path::Path;

use chrono::{Days, NaiveDate};
use greffe::RegisterExt as _;
use greffe::calendar::{Calendar, Place, date_in_words};
use greffe::consent::Ledger;
use greffe::export::{
    Art15Information, Evidence, Package, PurposeInformation, Redaction, Request, Right,
};
use greffe::register::Register;
use greffe::retention::HoldReason;
use greffe::terms::{Citation, Role, Text};
use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection as _, Row as _};

use crate::catalogue::{TABLES, table_of};
use crate::ciphers::Ciphers;
use crate::error::DemoError;
use crate::feed::while_fed;
use crate::fill::number;
use crate::page::{Page, say};
use crate::purge_step::persist;
use crate::sources::{NO_PURPOSE, Sources, record};

/// What the step needs to know.
pub(crate) struct Access<'a> {
    pub(crate) register: &'a Register,
    pub(crate) ciphers: &'a Ciphers,
    pub(crate) ledger: &'a Ledger,
    pub(crate) customer: u64,
    pub(crate) today: NaiveDate,
    pub(crate) out: &'a Path,
}

/// Receives the request, holds the purge, computes the deadline, writes `export.zip`. Whoever is owed more stays under the hold.
pub(crate) async fn run(
    connection: &mut SqliteConnection,
    access: &Access<'_>,
    page: &mut Page,
) -> Result<(), DemoError> {
    let refused = |error: &dyn std::error::Error| DemoError::refused("export", error);
    page.step(
        "Une personne demande ses données",
        "A person asks for their data",
    );
    let mut request = receive(connection, access, page).await?;
    request
        .scope(access.today)
        .map_err(|error| refused(&error))?;
    request
        .collect(access.today)
        .map_err(|error| refused(&error))?;

    // One snapshot: what is read in several statements must belong together.
    let mut snapshot = connection.begin().await?;
    let sources = Sources {
        register: access.register,
        ciphers: access.ciphers,
        customer: access.customer,
    };
    let mut package = Package::for_request(&request, information(access)?)
        .expected(labels(access.register))
        .redacted(card_hidden(access.today)?)
        .language(page.lang())
        .dated(access.today);
    for (label, name) in names(access.register) {
        package = package.label(label, name);
    }
    package = package.source(sources.identity(&mut snapshot).await?);
    let mut feeders = Vec::new();
    for table in TABLES.iter().filter(|table| table.label != "customers") {
        if let Some(customer) = table.customer {
            let (rows, feeder) = sources.rows(table, customer)?;
            package = package.source(rows);
            feeders.push(feeder);
        }
    }
    package = package.source(sources.prospect(&mut snapshot).await?);
    package = package.source(sources.holds(&mut snapshot).await?);
    package = package.source(sources.consents(
        access.ledger,
        pseudonym(&mut snapshot, access.customer).await?,
    )?);

    // Beside, verified, and only then under its name: nobody finds half an export, or one that does not verify.
    let mut file =
        tempfile::NamedTempFile::new_in(access.out).map_err(DemoError::file(access.out))?;
    let reading = (&mut *snapshot, access.customer);
    let done = while_fed(feeders, reading, record, || {
        package.write_zip_with(file.as_file_mut(), tempfile::tempfile)
    });
    let done = done.map_err(|error| refused(&error))?;
    snapshot.rollback().await?;
    let whole = file.reopen().map_err(DemoError::file(access.out))?;
    if !greffe::export::verify_zip(whole)
        .map_err(|error| refused(&error))?
        .is_intact()
    {
        return Err(DemoError::Defect);
    }
    persist(file, &access.out.join("export.zip"))?;

    let records: u64 = done
        .completeness()
        .sources()
        .iter()
        .map(|source| source.records())
        .sum();
    say!(
        page,
        "Paquet export.zip : {records} enregistrements, {files} fichiers, en JSON et CSV, avec une page lisible hors ligne et les \
         informations de l'art. 15 tirées du registre ; empreintes vérifiées.",
        "Package export.zip: {records} records, {files} files, as JSON and CSV, with a page that reads offline and the information of \
         Art. 15 taken from the register; checksums verified.",
        records = records,
        files = done.payload_files(),
    );
    request
        .review(access.today)
        .map_err(|error| refused(&error))?;
    let gaps: Vec<String> = done
        .completeness()
        .gaps()
        .map(|source| named(access.register, source.name(), page))
        .collect();
    if done.completeness().is_complete() {
        for right in [Right::Access, Right::Portability] {
            request
                .grant(right, access.today)
                .map_err(|error| refused(&error))?;
        }
        lift(connection, access).await?;
        say!(
            page,
            "Rien ne manque : la demande est close.",
            "Nothing is missing: the request is closed."
        );
    } else {
        if !gaps.is_empty() {
            say!(
                page,
                "Le registre situe d'autres données hors de ce service, et la première page le dit : {gaps}.",
                "The register places other data outside this service, and the first page says so: {gaps}.",
                gaps = gaps.join(", "),
            );
        }
        if done.completeness().undecided().next().is_some() {
            say!(
                page,
                "Le registre ne dit pas sur quelle base reposent certaines données : leur portabilité ne peut être décidée, et la première \
                 page le dit aussi.",
                "The register does not say on what basis some data rest: whether they are portable cannot be decided, and the first page \
                 says that too.",
            );
        }
        say!(
            page,
            "La demande reste ouverte, et retient d'ici là la purge des données de la personne.",
            "The request stays open, and until then holds the purge of the person's data.",
        );
    }
    Ok(())
}

/// The request with its deadline. From its receipt on, what was asked for must not vanish before the answer.
async fn receive(
    connection: &mut SqliteConnection,
    access: &Access<'_>,
    page: &mut Page,
) -> Result<Request, DemoError> {
    let received = access
        .today
        .checked_sub_days(Days::new(3))
        .unwrap_or(access.today);
    let id = "DEMO-1".parse().map_err(|_| DemoError::Defect)?;
    let mut request = Request::received(id, Right::Access, received)
        .also(Right::Portability)
        .with_evidence(Evidence::Form);
    request
        .reckon(&Calendar::of(Place::France))
        .map_err(|error| DemoError::refused("export", &error))?;
    let due = request.due().ok_or(DemoError::Defect)?;
    crate::purge_step::hold(
        connection,
        number(access.customer),
        HoldReason::AccessRequest,
        received,
    )
    .await?;
    let lang = page.lang();
    let (strict, lenient) = (
        date_in_words(due.strict, lang),
        date_in_words(due.lenient, lang),
    );
    let both = if strict == lenient {
        strict
    } else {
        lang.pick(
            format!("{strict} (lecture large : {lenient})"),
            format!("{strict} (lenient reading: {lenient})"),
        )
    };
    say!(
        page,
        "Reçue le {received} ; réponse due au plus tard le {both} (art. 12(3) RGPD).",
        "Received on {received}; the answer is due by {both} (Art. 12(3) GDPR).",
        received = date_in_words(received, lang),
        both = both,
    );
    Ok(request)
}

/// The answer is given: the hold ends with today.
async fn lift(connection: &mut SqliteConnection, access: &Access<'_>) -> Result<(), DemoError> {
    sqlx::query("UPDATE holds SET until = ? WHERE customer = ? AND reason = ?")
        .bind(access.today.to_string())
        .bind(number(access.customer))
        .bind(HoldReason::AccessRequest.code())
        .execute(connection)
        .await?;
    Ok(())
}

/// What Art. 15(1) and (2) have the controller say: of the processings of which this service holds something, and in which the
/// organisation is not a processor. There the controller answers, to whom the request is forwarded (Art. 28(3)(e)).
fn information(access: &Access<'_>) -> Result<Art15Information, DemoError> {
    let held = |label: &String| table_of(label).is_some_and(|table| table.customer.is_some());
    let references: Vec<&str> = access
        .register
        .processings()
        .iter()
        .filter(|processing| processing.role != Some(Role::Processor))
        .filter(|processing| {
            processing
                .data
                .iter()
                .any(|entry| entry.held_in.labels().iter().any(held))
        })
        .map(|processing| processing.reference.as_str())
        .collect();
    let information = access.register.art15_information(&references);
    let mut information = information.map_err(|error| DemoError::refused("export", &error))?;
    // Tables of which the register says nothing are in the package all the same, and their purpose is told as what it is.
    let none = Text::new(
        Some("aucune finalité au registre".to_owned()),
        Some("no purpose in the register".to_owned()),
    );
    let id = NO_PURPOSE.parse().map_err(|_| DemoError::Defect)?;
    information.purposes.push(PurposeInformation::new(
        id,
        none.ok_or(DemoError::Defect)?,
        None,
    ));
    Ok(information)
}

/// A recorded decision, without which nothing is left out: the whole card number would be a risk in a file that travels.
fn card_hidden(today: NaiveDate) -> Result<Redaction<'static>, DemoError> {
    let reason = Text::new(
        Some(
            "Le numéro complet figure sur la carte ; l'envoyer exposerait au paiement frauduleux."
                .to_owned(),
        ),
        Some(
            "The whole number stands on the card; sending it would expose to fraudulent payments."
                .to_owned(),
        ),
    );
    let reason = reason.ok_or(DemoError::Defect)?;
    Ok(
        Redaction::new("card-1", "customers", "card", reason, today, "DPO")
            .citing(Citation::from_static("GDPR 32")),
    )
}

/// Every store that the register names and that may hold something about this customer: each must be accounted for. Calls of programs
/// are grouped by keys of machines and name nobody.
fn labels(register: &Register) -> Vec<String> {
    let mut labels: Vec<String> = register
        .rules()
        .flat_map(|(_, _, entry, _)| entry.held_in.labels().to_vec())
        .collect();
    labels.sort();
    labels.dedup();
    labels.retain(|label| {
        label == "prospects" || table_of(label).is_none_or(|table| table.customer.is_some())
    });
    labels
}

/// What people call a store: the processing that the register says it serves.
fn names(register: &Register) -> Vec<(String, Text)> {
    let mut names: Vec<(String, Text)> = Vec::new();
    for (_, processing, entry, _) in register.rules() {
        for label in entry.held_in.labels() {
            if !names.iter().any(|(known, _)| known == label) {
                names.push((label.clone(), processing.name.clone()));
            }
        }
    }
    names
}

fn named(register: &Register, label: &str, page: &Page) -> String {
    let names = names(register);
    let name = names.iter().find(|(known, _)| known == label);
    name.map_or_else(
        || label.to_owned(),
        |(_, name)| format!("{} ({label})", name.in_language(page.lang())),
    )
}

async fn pseudonym(
    connection: &mut SqliteConnection,
    customer: u64,
) -> Result<[u8; 16], DemoError> {
    let row = sqlx::query("SELECT person FROM customers WHERE id = ?")
        .bind(number(customer))
        .fetch_one(connection)
        .await?;
    let octets: Vec<u8> = row.try_get("person")?;
    octets
        .try_into()
        .map_err(|_| DemoError::BadRow { table: "customers" })
}
