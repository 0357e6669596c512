//! Answers a request for access and portability: one pass over the tables, one bundle.

use std::fs::File;
use std::path::Path;

use chrono::{DateTime, Days, NaiveDate, Utc};
use greffe::RegisterExt as _;
use greffe::calendar::{Calendar, Place};
use greffe::export::{
    Evidence, Field, Kind, Package, Provenance, Record, Records, Redaction, Request, Right, Value,
};
use greffe::register::Register;
use greffe::terms::{Citation, DataCategory, PurposeId, Text};
use greffe_sqlx::SealedColumn;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, Row as _};

use crate::catalogue::{Stored, TABLES, Table};
use crate::ciphers::Ciphers;
use crate::error::DemoError;
use crate::fill::number;
use crate::page::{Page, say};

/// What the step needs to know.
pub(crate) struct Access<'a> {
    pub(crate) register: &'a Register,
    pub(crate) ciphers: &'a Ciphers,
    pub(crate) customer: u64,
    pub(crate) today: NaiveDate,
    pub(crate) out: &'a Path,
}

/// Receives the request, computes its deadline, writes `export.zip`.
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
        .map_err(|error| refused(&error))?;
    let due = request.due().ok_or(DemoError::Defect)?;
    say!(
        page,
        "Reçue le {received} ; réponse due au plus tard le {strict} (lecture stricte) ou le {lenient} (lecture large), art. 12(3) RGPD.",
        "Received on {received}; the answer is due by {strict} (strict reading) or {lenient} (lenient reading), Art. 12(3) GDPR.",
        received = received,
        strict = due.strict,
        lenient = due.lenient,
    );
    request
        .scope(access.today)
        .map_err(|error| refused(&error))?;
    request
        .collect(access.today)
        .map_err(|error| refused(&error))?;

    let references: Vec<&str> = access
        .register
        .processings()
        .iter()
        .map(|p| p.reference.as_str())
        .collect();
    let information = access
        .register
        .art15_information(&references)
        .map_err(|error| refused(&error))?;
    let mut package = Package::for_request(&request, information)
        .expected(labels(access.register))
        .redacted(card_hidden(access.today)?)
        .language(page.lang())
        .dated(access.today);
    for (label, name) in names(access.register) {
        package = package.label(label, name);
    }
    package = package.source(identity(connection, access).await?);
    for table in TABLES.iter().filter(|table| table.label != "customers") {
        if let Some(customer) = table.customer {
            package = package.source(rows_of(connection, table, customer, access).await?);
        }
    }
    // A half-written archive never gets the final name.
    let (partial, whole) = (
        access.out.join("export.zip.part"),
        access.out.join("export.zip"),
    );
    let file = File::create_new(&partial).map_err(DemoError::file(&partial))?;
    let done = package
        .write_zip_with(file, tempfile::tempfile)
        .map_err(|error| refused(&error))?;
    std::fs::rename(&partial, &whole).map_err(DemoError::file(&whole))?;
    let archive = File::open(&whole).map_err(DemoError::file(&whole))?;
    let intact = greffe::export::verify_zip(archive)
        .map_err(|error| refused(&error))?
        .is_intact();
    if !intact {
        return Err(DemoError::Defect);
    }
    request
        .review(access.today)
        .map_err(|error| refused(&error))?;
    for right in [Right::Access, Right::Portability] {
        request
            .grant(right, access.today)
            .map_err(|error| refused(&error))?;
    }

    let records: u64 = done
        .completeness()
        .sources()
        .iter()
        .map(|source| source.records())
        .sum();
    say!(
        page,
        "Paquet export.zip : {records} enregistrements de {sources} tables, {files} fichiers, en JSON et CSV, avec une page lisible \
         hors ligne et les informations de l'art. 15 tirées du registre ; empreintes vérifiées.",
        "Package export.zip: {records} records of {sources} tables, {files} files, as JSON and CSV, with a page that reads offline and \
         the information of Art. 15 taken from the register; checksums verified.",
        records = records,
        sources = done.completeness().sources().len(),
        files = done.payload_files(),
    );
    let gaps: Vec<&str> = done
        .completeness()
        .gaps()
        .map(|source| source.name())
        .collect();
    if gaps.is_empty() {
        say!(page, "Rien ne manque.", "Nothing is missing.");
    } else {
        say!(
            page,
            "Ce que le registre situe ailleurs que dans ce service est annoncé en première page comme manquant : {gaps}.",
            "What the register places elsewhere than in this service is announced as missing on the first page: {gaps}.",
            gaps = gaps.join(", "),
        );
    }
    Ok(())
}

/// A recorded decision, without which nothing is left out: the whole card number would be a risk in a file that travels.
fn card_hidden(today: NaiveDate) -> Result<Redaction<'static>, DemoError> {
    let reason = Text::new(
        Some("Le numéro complet de la carte figure sur la carte ; l'envoyer exposerait au paiement frauduleux.".to_owned()),
        Some("The whole card number stands on the card; sending it would expose to fraudulent payments.".to_owned()),
    );
    let reason = reason.ok_or(DemoError::Defect)?;
    Ok(Redaction::new(
        "card-1",
        "customers",
        "card",
        reason,
        today,
        "data protection officer",
    )
    .citing(Citation::from_static("GDPR 32")))
}

/// Every store that the register names: each must be accounted for.
fn labels(register: &Register) -> Vec<String> {
    let mut labels: Vec<String> = register
        .rules()
        .flat_map(|(_, _, entry, _)| entry.held_in.labels().to_vec())
        .collect();
    labels.push("customers".to_owned());
    labels.sort();
    labels.dedup();
    labels.retain(|label| label != "prospects" && !is_not_personal(label));
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

/// Stores that hold nothing about this customer: prospects are other people, API calls are named by keys of machines.
fn is_not_personal(label: &str) -> bool {
    crate::catalogue::table_of(label).is_some_and(|table| table.customer.is_none())
}

/// The purposes that the register gives a store; without one, the service itself.
fn purposes(register: &Register, label: &str) -> Result<Vec<PurposeId>, DemoError> {
    let mut purposes: Vec<PurposeId> = Vec::new();
    for processing in register.processings() {
        let holds = |entry: &greffe::register::DataEntry| {
            entry.held_in.labels().iter().any(|held| held == label)
        };
        if processing.data.iter().any(holds) {
            purposes.extend(processing.purposes.iter().map(|purpose| purpose.id.clone()));
        }
    }
    if purposes.is_empty() {
        purposes.push("service".parse().map_err(|_| DemoError::Defect)?);
    }
    Ok(purposes)
}

/// A field that serves these purposes.
fn field(
    name: &str,
    title: (&str, &str),
    category: DataCategory,
    provenance: Provenance,
    purposes: &[PurposeId],
) -> Result<Field, DemoError> {
    let (first, others) = purposes.split_first().ok_or(DemoError::Defect)?;
    let field = Field::new(name, category, provenance, first.clone()).labelled(title.0, title.1);
    Ok(others
        .iter()
        .fold(field, |field, purpose| field.also_for(purpose.clone())))
}

/// The customer's own row, opened.
async fn identity(
    connection: &mut SqliteConnection,
    access: &Access<'_>,
) -> Result<Records<std::vec::IntoIter<Result<Record, greffe::export::SourceFailure>>>, DemoError> {
    let row = sqlx::query(
        "SELECT name, email, phone, iban, card, collected, last_use FROM customers WHERE id = ?",
    )
    .bind(number(access.customer))
    .fetch_one(connection)
    .await?;
    let refused = |error: greffe::cipher::OpenError| DemoError::refused("export", &error);
    let ciphers = access.ciphers;
    let name: SealedColumn<greffe::cipher::PersonName> = row.try_get("name")?;
    let email: SealedColumn<greffe::cipher::Email> = row.try_get("email")?;
    let phone: SealedColumn<greffe::cipher::Phone> = row.try_get("phone")?;
    let iban: SealedColumn<greffe::cipher::Iban> = row.try_get("iban")?;
    let card: SealedColumn<greffe::cipher::CardNumber> = row.try_get("card")?;
    let record: Record = vec![
        ciphers.name.open(&name.0).map_err(refused)?.expose().into(),
        ciphers
            .email
            .open(&email.0)
            .map_err(refused)?
            .expose()
            .into(),
        ciphers
            .phone
            .open(&phone.0)
            .map_err(refused)?
            .expose()
            .into(),
        ciphers.iban.open(&iban.0).map_err(refused)?.expose().into(),
        ciphers.card.open(&card.0).map_err(refused)?.expose().into(),
        date(&row, "collected")?,
        date(&row, "last_use")?,
    ];
    let purposes = purposes(access.register, "customers")?;
    let provided =
        |name, title, category| field(name, title, category, Provenance::Provided, &purposes);
    let observed = |name, title| {
        field(
            name,
            title,
            DataCategory::Connection,
            Provenance::Observed,
            &purposes,
        )
    };
    let fields = vec![
        provided("name", ("Nom", "Name"), DataCategory::Identity)?,
        provided(
            "email",
            ("Adresse électronique", "E-mail address"),
            DataCategory::Identity,
        )?,
        provided("phone", ("Téléphone", "Phone"), DataCategory::Identity)?,
        provided("iban", ("IBAN", "IBAN"), DataCategory::Economic)?,
        provided(
            "card",
            ("Numéro de carte", "Card number"),
            DataCategory::Economic,
        )?,
        observed("collected", ("Client depuis", "Customer since"))?.of_kind(Kind::Date),
        observed("last_use", ("Dernière utilisation", "Last use"))?.of_kind(Kind::Date),
    ];
    Ok(Records::new("customers", fields, vec![Ok(record)])
        .labelled("Fiche client", "Customer file"))
}

/// The customer's rows of a table.
async fn rows_of(
    connection: &mut SqliteConnection,
    table: &'static Table,
    customer: &'static str,
    access: &Access<'_>,
) -> Result<Records<std::vec::IntoIter<Result<Record, greffe::export::SourceFailure>>>, DemoError> {
    let purposes = purposes(access.register, table.label)?;
    let mut fields = Vec::new();
    for detail in table.details {
        let kind = if detail.is_number {
            Kind::Integer
        } else {
            Kind::Text
        };
        let category = if detail.is_number {
            DataCategory::Economic
        } else {
            DataCategory::Other
        };
        fields.push(
            field(
                detail.column,
                detail.title,
                category,
                Provenance::Provided,
                &purposes,
            )?
            .of_kind(kind),
        );
    }
    for column in table.events {
        let kind = match column.stored {
            Stored::Day => Kind::Date,
            Stored::Instant => Kind::Instant,
        };
        let event: greffe::retention::Event = column.kind.parse().map_err(|_| DemoError::Defect)?;
        let (fr, en) = (
            event.label(greffe::terms::Lang::Fr),
            event.label(greffe::terms::Lang::En),
        );
        let observed = field(
            column.kind,
            (&fr, &en),
            DataCategory::Connection,
            Provenance::Observed,
            &purposes,
        )?;
        fields.push(observed.of_kind(kind));
    }
    // Names come out of the catalogue, which is written in the program.
    let query = format!(
        "SELECT * FROM {} WHERE {customer} = ? ORDER BY id",
        table.label
    );
    let rows = sqlx::query(AssertSqlSafe(query))
        .bind(number(access.customer))
        .fetch_all(connection)
        .await?;
    let mut records = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut record = Record::new();
        for detail in table.details {
            record.push(if detail.is_number {
                row.try_get::<i64, _>(detail.column)?.into()
            } else {
                row.try_get::<String, _>(detail.column)?.into()
            });
        }
        for column in table.events {
            record.push(match column.stored {
                Stored::Day => date(row, column.kind)?,
                Stored::Instant => instant(row, column.kind)?,
            });
        }
        records.push(Ok(record));
    }
    Ok(Records::new(table.label, fields, records).labelled(table.title.0, table.title.1))
}

fn date(row: &SqliteRow, column: &str) -> Result<Value, DemoError> {
    let text: Option<String> = row.try_get(column)?;
    let day: Option<NaiveDate> = text
        .map(|text| text.parse())
        .transpose()
        .map_err(|_| DemoError::BadDay)?;
    Ok(day.map_or(Value::Null, Value::Date))
}

fn instant(row: &SqliteRow, column: &str) -> Result<Value, DemoError> {
    let seconds: Option<i64> = row.try_get(column)?;
    Ok(seconds
        .and_then(|seconds| DateTime::<Utc>::from_timestamp(seconds, 0))
        .map_or(Value::Null, Value::Instant))
}
