//! Fills the database: each field is sealed before it is stored, and a customer is found again by IBAN.

use std::time::Instant;

use chrono::NaiveDate;
use greffe::cipher::{Iban, Keyring};
use greffe::register::{Register, SealedType};
use greffe_sqlx::{Backend, Statement};

use super::page::{Page, say};
use crate::customers::{Ciphers, Pinned, find_by_iban};
use crate::error::HostError;
use crate::fill::{Filled, Person, fill};
use crate::rows::CustomerRow;

/// Fills everything in one transaction and shows a row as it is stored.
pub(super) async fn run<C: Backend>(
    db: &mut C,
    keyring: &Keyring,
    register: &Register,
    people: i64,
    today: NaiveDate,
    page: &mut Page,
) -> Result<Ciphers, HostError> {
    let started = Instant::now();
    let pinned = Pinned::record(db, keyring).await?;
    let ciphers =
        Ciphers::new(keyring, pinned).map_err(|error| HostError::refused("keys", &error))?;
    let Filled {
        customers,
        prospects,
    } = fill(db, &ciphers, people, today, |_| {}).await?;

    page.step(
        "Les données, scellées avant d’être écrites",
        "The data, sealed before they are written",
    );
    say!(
        page,
        "{people} clients et {prospects} prospects fictifs, écrits en {time}\u{a0}: nom, IBAN, e-mail, téléphone et carte sont chiffrés \
         champ par champ (AES-256-GCM-SIV, nonce synthétique).",
        "{people} fictional customers and {prospects} prospects, written in {time}: name, IBAN, e-mail, phone and card are encrypted \
         field by field (AES-256-GCM-SIV, synthetic nonce).",
        people = customers,
        prospects = prospects,
        time = in_seconds(started),
    );
    show_promises(register, page);
    show_row(db, &ciphers, page).await?;
    Ok(ciphers)
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
            "Le registre ne promet aucun champ chiffré\u{a0}; le service chiffre quand même.",
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

async fn show_row<C: Backend>(
    db: &mut C,
    ciphers: &Ciphers,
    page: &mut Page,
) -> Result<(), HostError> {
    let first = db
        .row(Statement::new(CustomerRow::SELECT).push(" ORDER BY id LIMIT 1"))
        .await?;
    let row = CustomerRow::read(&first.ok_or(HostError::Defect)?)?;
    let opened = ciphers
        .iban
        .open(&row.iban.0)
        .map_err(|error| HostError::refused("seal", &error))?;
    say!(
        page,
        "Telle qu’elle est stockée, la ligne {id}\u{a0}: nom {name}, IBAN {iban}. Avec la clé, masqué\u{a0}: {mask}.",
        "As it is stored, row {id}: name {name}, IBAN {iban}. With the key, masked: {mask}.",
        id = row.id,
        name = shortened(&row.name.0.to_text()),
        iban = shortened(&row.iban.0.to_text()),
        mask = opened.mask(),
    );
    Ok(())
}

/// Finds one customer by the IBAN as a person would type it, and says how.
pub(super) async fn find<C: Backend>(
    db: &mut C,
    ciphers: &Ciphers,
    customer: i64,
    page: &mut Page,
) -> Result<(), HostError> {
    page.step(
        "Retrouver un client par son IBAN",
        "Finding a customer by IBAN",
    );
    let typed = in_groups(&Person::number(customer).iban.to_lowercase());
    let iban: Iban = parse(&typed)?;
    let found = find_by_iban(db, ciphers, &iban).await?;
    if found != Some(customer) {
        return Err(HostError::Defect);
    }
    say!(
        page,
        "Tapé en minuscules et par groupes de quatre, l’IBAN {mask} mène au client {customer}\u{a0}: le service compare des jetons \
         chiffrés, avec un index, sans rien déchiffrer.",
        "Typed in lower case and in groups of four, the IBAN {mask} leads to customer {customer}: the service compares encrypted \
         tokens, with an index, and decrypts nothing.",
        mask = iban.mask(),
        customer = customer,
    );
    let refused = match "FR00 9999".parse::<Iban>() {
        Ok(_) => return Err(HostError::Defect),
        Err(error) => page.lang().pick(error.in_french(), error.to_string()),
    };
    say!(
        page,
        "Un IBAN mal recopié est refusé, sans être répété\u{a0}: «\u{a0}{refused}\u{a0}».",
        "An IBAN copied wrongly is refused, and not repeated: \"{refused}\".",
        refused = refused,
    );
    Ok(())
}

/// Parses one of the synthetic values; a refusal is a defect of the generator.
pub(super) fn parse<T: std::str::FromStr>(text: &str) -> Result<T, HostError> {
    text.parse().map_err(|_| HostError::Defect)
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

pub(super) fn in_seconds(started: Instant) -> String {
    format!("{:.1} s", started.elapsed().as_secs_f64())
}
