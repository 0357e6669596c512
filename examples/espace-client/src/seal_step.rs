//! Fills the database: each field is sealed before it is stored, and a customer is found again by IBAN.

use std::time::Instant;

use chrono::NaiveDate;
use greffe::cipher::Iban;
use greffe::register::{Register, SealedType};
use greffe_sqlx::{SealedColumn, columns};
use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection as _, QueryBuilder, Row as _, Sqlite};

use crate::bulk::{Cell, insert};
use crate::ciphers::Ciphers;
use crate::error::DemoError;
use crate::fill::{History, fill, number};
use crate::page::{Page, say};
use crate::people::Person;

/// Fills everything in one transaction and shows a row as it is stored.
pub(crate) async fn run(
    connection: &mut SqliteConnection,
    ciphers: &Ciphers,
    register: &Register,
    people: u64,
    today: NaiveDate,
    page: &mut Page,
) -> Result<Vec<History>, DemoError> {
    let started = Instant::now();
    let histories: Vec<History> = (1..=people)
        .map(|customer| History::of(customer, today))
        .collect();
    let mut transaction = connection.begin().await?;
    customers(&mut transaction, ciphers, &histories).await?;
    prospects(&mut transaction, ciphers, people, today).await?;
    fill(&mut transaction, &histories, today).await?;
    transaction.commit().await?;

    page.step(
        "Les données, scellées avant d'être écrites",
        "The data, sealed before they are written",
    );
    say!(
        page,
        "{people} clients et {prospects} prospects fictifs, écrits en {time} : nom, IBAN, e-mail, téléphone et carte sont chiffrés \
         champ par champ (AES-256-GCM-SIV, nonce synthétique).",
        "{people} fictional customers and {prospects} prospects, written in {time}: name, IBAN, e-mail, phone and card are encrypted \
         field by field (AES-256-GCM-SIV, synthetic nonce).",
        people = people,
        prospects = people / 5,
        time = in_seconds(started),
    );
    show_promises(register, page);
    show_row(connection, ciphers, page).await?;
    Ok(histories)
}

/// What the register promises to seal, beside the columns that do.
fn show_promises(register: &Register, page: &mut Page) {
    let mut promised: Vec<(SealedType, Vec<String>)> = Vec::new();
    for sealed in register.sealed_fields() {
        let place = format!("{}/{}", sealed.processing.reference, sealed.entry.id);
        match promised
            .iter_mut()
            .find(|(kind, _)| *kind == sealed.sealed.kind)
        {
            Some((_, places)) if places.contains(&place) => {}
            Some((_, places)) => places.push(place),
            None => promised.push((sealed.sealed.kind, vec![place])),
        }
    }
    if promised.is_empty() {
        say!(
            page,
            "Le registre ne promet aucun champ chiffré ; le service chiffre quand même.",
            "The register promises no encrypted field; the service encrypts all the same.",
        );
    }
    for (kind, places) in promised {
        let column = match kind {
            SealedType::Iban => Some("customers.iban"),
            SealedType::Email => Some("customers.email, prospects.email"),
            SealedType::Phone => Some("customers.phone"),
            SealedType::Name => Some("customers.name"),
            SealedType::Card => Some("customers.card"),
            _ => None,
        };
        let lang = page.lang();
        let held =
            column.unwrap_or(lang.pick("non détenu par ce service", "not held by this service"));
        page.line(&format!(
            "{} ({}) → {held}",
            kind.label(lang),
            places.join(", ")
        ));
    }
}

async fn customers(
    connection: &mut SqliteConnection,
    ciphers: &Ciphers,
    histories: &[History],
) -> Result<(), DemoError> {
    let mut rows = Vec::with_capacity(histories.len());
    for history in histories {
        let person = Person::number(history.customer);
        let iban: Iban = parse(&person.iban)?;
        rows.push(vec![
            Cell::Number(number(history.customer)),
            Cell::Bytes(ciphers.pseudonym(history.customer)?.to_vec()),
            ciphers
                .name
                .seal(&parse(&person.name)?)
                .as_bytes()
                .to_vec()
                .into(),
            ciphers.iban.seal(&iban).as_bytes().to_vec().into(),
            ciphers
                .iban_unique
                .unique_token(&iban)
                .as_bytes()
                .to_vec()
                .into(),
            ciphers
                .email
                .seal(&parse(&person.email)?)
                .as_bytes()
                .to_vec()
                .into(),
            ciphers
                .phone
                .seal(&parse(&person.phone)?)
                .as_bytes()
                .to_vec()
                .into(),
            ciphers
                .card
                .seal(&parse(&person.card)?)
                .as_bytes()
                .to_vec()
                .into(),
            history.collected.to_string().into(),
            Some(history.last_use.to_string()).into(),
            Some(history.last_use.to_string()).into(),
            history.ended.map(|day| day.to_string()).into(),
            history.ended.map(|day| day.to_string()).into(),
            Some(history.operations[0].to_string()).into(),
            history.withdrawal.map(|day| day.to_string()).into(),
        ]);
    }
    let head = "INSERT INTO customers (id, person, name, iban, iban_unique, email, phone, card, collected, last_use, \
                last_contact, contract_end, relation_end, last_operation, withdrawal)";
    Ok(insert(connection, head, rows).await?)
}

/// Prospects have numbers after the customers'. Some clicked a link, some only opened a letter, which is no contact.
async fn prospects(
    connection: &mut SqliteConnection,
    ciphers: &Ciphers,
    people: u64,
    today: NaiveDate,
) -> Result<(), DemoError> {
    const KINDS: [&str; 3] = ["link_clicked", "document_requested", "email_opened"];
    let (mut rows, mut interactions) = (Vec::new(), Vec::new());
    for (id, number_of_person) in (1_u64..).zip(people + 1..=people + people / 5) {
        let history = History::of(number_of_person, today);
        let email = ciphers
            .email
            .seal(&parse(&Person::number(number_of_person).email)?);
        rows.push(vec![
            Cell::Number(number(id)),
            email.as_bytes().to_vec().into(),
            history.collected.to_string().into(),
        ]);
        for (kind, day) in
            KINDS
                .iter()
                .zip([Some(history.last_use), history.withdrawal, Some(today)])
        {
            if let Some(day) = day.filter(|_| id % 3 != 0 || *kind == "email_opened") {
                interactions.push(vec![
                    Cell::Number(number(id)),
                    (*kind).to_owned().into(),
                    day.to_string().into(),
                ]);
            }
        }
    }
    insert(
        connection,
        "INSERT INTO prospects (id, email, collected)",
        rows,
    )
    .await?;
    insert(
        connection,
        "INSERT INTO interactions (prospect, kind, day)",
        interactions,
    )
    .await?;
    Ok(())
}

async fn show_row(
    connection: &mut SqliteConnection,
    ciphers: &Ciphers,
    page: &mut Page,
) -> Result<(), DemoError> {
    let row = sqlx::query("SELECT id, name, iban FROM customers ORDER BY id LIMIT 1")
        .fetch_one(connection)
        .await?;
    let name: SealedColumn<greffe::cipher::PersonName> = row.try_get("name")?;
    let iban: SealedColumn<Iban> = row.try_get("iban")?;
    let opened = ciphers
        .iban
        .open(&iban.0)
        .map_err(|error| DemoError::refused("seal", &error))?;
    say!(
        page,
        "Telle qu'elle est stockée, la ligne {id} : nom {name}, IBAN {iban}. Avec la clé, masqué : {mask}.",
        "As it is stored, row {id}: name {name}, IBAN {iban}. With the key, masked: {mask}.",
        id = row.try_get::<i64, _>("id")?,
        name = shortened(&name.0.to_text()),
        iban = shortened(&iban.0.to_text()),
        mask = opened.mask(),
    );
    Ok(())
}

/// Finds one customer by the IBAN as a person would type it, and says how.
pub(crate) async fn find(
    connection: &mut SqliteConnection,
    ciphers: &Ciphers,
    customer: u64,
    page: &mut Page,
) -> Result<(), DemoError> {
    page.step(
        "Retrouver un client par son IBAN",
        "Finding a customer by IBAN",
    );
    let typed = in_groups(&Person::number(customer).iban.to_lowercase());
    let iban: Iban = parse(&typed)?;
    let found = by_iban(connection, ciphers, &iban).await?;
    if found != Some(number(customer)) {
        return Err(DemoError::Defect);
    }
    say!(
        page,
        "Tapé en minuscules et par groupes de quatre, l'IBAN {mask} mène au client {customer} : le service compare des jetons \
         chiffrés, avec un index, sans rien déchiffrer.",
        "Typed in lower case and in groups of four, the IBAN {mask} leads to customer {customer}: the service compares encrypted \
         tokens, with an index, and decrypts nothing.",
        mask = iban.mask(),
        customer = customer,
    );
    let refused = match "FR00 9999".parse::<Iban>() {
        Ok(_) => return Err(DemoError::Defect),
        Err(error) => page.lang().pick(error.in_french(), error.to_string()),
    };
    say!(
        page,
        "Un IBAN mal recopié est refusé, sans être répété : « {refused} ».",
        "An IBAN copied wrongly is refused, and not repeated: \"{refused}\".",
        refused = refused,
    );
    Ok(())
}

/// The customer of this IBAN, whatever live key its row is sealed under.
pub(crate) async fn by_iban(
    connection: &mut SqliteConnection,
    ciphers: &Ciphers,
    iban: &Iban,
) -> Result<Option<i64>, DemoError> {
    let mut query = QueryBuilder::<Sqlite>::new("SELECT id FROM customers WHERE iban IN (");
    let mut tokens = query.separated(", ");
    for token in columns(ciphers.iban.lookup(iban)) {
        tokens.push_bind(token);
    }
    query.push(")");
    Ok(query
        .build_query_scalar()
        .fetch_optional(connection)
        .await?)
}

/// Parses one of the synthetic values; a refusal is a defect of the generator.
pub(crate) fn parse<T: std::str::FromStr>(text: &str) -> Result<T, DemoError> {
    text.parse().map_err(|_| DemoError::Defect)
}

fn shortened(token: &str) -> String {
    let head: String = token.chars().take(34).collect();
    format!("{head}…")
}

fn in_groups(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let groups: Vec<String> = characters
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join(" ")
}

pub(crate) fn in_seconds(started: Instant) -> String {
    format!("{:.1} s", started.elapsed().as_secs_f64())
}
