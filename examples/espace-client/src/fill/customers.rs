//! Customers and prospects: each field is sealed before it is stored.

use chrono::NaiveDate;
use greffe::cipher::Iban;
use greffe_sqlx::{Backend, Cell, IndexColumn, SealedColumn};

use super::history::History;
use super::people::Person;
use crate::customers::Ciphers;
use crate::database::insert;
use crate::error::HostError;
use crate::rows::{CustomerRow, ProspectRow};

/// The rows of these customers.
pub(super) async fn customers<C: Backend>(
    db: &mut C,
    ciphers: &Ciphers,
    histories: &[History],
) -> Result<(), HostError> {
    let rows = histories.iter().map(|history| row(ciphers, history));
    let rows: Vec<Vec<Cell>> = rows.collect::<Result<_, _>>()?;
    Ok(insert(db, CustomerRow::INSERT, rows).await?)
}

fn row(ciphers: &Ciphers, history: &History) -> Result<Vec<Cell>, HostError> {
    let person = Person::number(history.customer);
    let iban: Iban = parse(&person.iban)?;
    let row = CustomerRow {
        id: history.customer,
        person: ciphers.pseudonym(history.customer)?.to_vec(),
        name: SealedColumn(ciphers.name.seal(&parse(&person.name)?)),
        iban: SealedColumn(ciphers.iban.seal(&iban)),
        iban_unique: IndexColumn(ciphers.iban_unique.unique_token(&iban)),
        email: SealedColumn(ciphers.email.seal(&parse(&person.email)?)),
        phone: SealedColumn(ciphers.phone.seal(&parse(&person.phone)?)),
        card: SealedColumn(ciphers.card.seal(&parse(&person.card)?)),
        collected: history.collected,
        last_use: Some(history.last_use),
        last_contact: Some(history.last_use),
        contract_end: history.ended,
        relation_end: history.ended,
        last_operation: history.operations.first().copied(),
        withdrawal: history.withdrawal,
    };
    Ok(row.into_cells())
}

/// Prospects, a fifth as many as customers; as people they have the numbers after the customers'. Some clicked a link, some only opened a letter,
/// which is no contact. How many they are.
pub(super) async fn prospects<C: Backend>(
    db: &mut C,
    ciphers: &Ciphers,
    people: i64,
    today: NaiveDate,
) -> Result<i64, HostError> {
    const KINDS: [&str; 3] = ["link_clicked", "document_requested", "email_opened"];
    let count = people / 5;
    let numbers: Vec<i64> = (1..=count).collect();
    for chunk in numbers.chunks(1_000) {
        let (mut rows, mut interactions) = (Vec::new(), Vec::new());
        for id in chunk.iter().copied() {
            let history = History::of(people + id, today);
            let email = ciphers
                .email
                .seal(&parse(&Person::number(people + id).email)?);
            let row = ProspectRow {
                id,
                email: SealedColumn(email),
                collected: history.collected,
            };
            rows.push(row.into_cells());
            let days = [Some(history.last_use), history.withdrawal, Some(today)];
            for (kind, day) in KINDS.iter().zip(days) {
                if let Some(day) = day.filter(|_| id % 3 != 0 || *kind == "email_opened") {
                    interactions.push(vec![id.into(), (*kind).into(), day.into()]);
                }
            }
        }
        insert(db, ProspectRow::INSERT, rows).await?;
        insert(
            db,
            "INSERT INTO interactions (prospect, kind, day)",
            interactions,
        )
        .await?;
    }
    Ok(count)
}

/// Parses one of the synthetic values; a refusal is a defect of the generator.
fn parse<T: std::str::FromStr>(text: &str) -> Result<T, HostError> {
    text.parse().map_err(|_| HostError::Defect)
}
