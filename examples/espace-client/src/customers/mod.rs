//! Customers: found by what they tell, without anything being deciphered.

mod ciphers;

use greffe::cipher::{Email, Iban, Phone};
use greffe_sqlx::{Backend, Statement, columns};

pub(crate) use ciphers::{Ciphers, Pinned};

use crate::error::HostError;
use crate::home::Home;
use crate::rows::CustomerRow;

/// The customer of this IBAN, whatever live key its row is sealed under.
pub(crate) async fn find_by_iban<C: Backend>(
    db: &mut C,
    ciphers: &Ciphers,
    iban: &Iban,
) -> Result<Option<i64>, HostError> {
    let asked = Statement::new("SELECT id FROM customers WHERE iban IN (")
        .list(columns(ciphers.iban.lookup(iban)))
        .push(")");
    Ok(numbers(db, asked).await?.first().copied())
}

/// The same where another process may be rotating the keys: a search that finds nothing under keys that have changed meanwhile is made again with
/// those that are current.
pub(crate) async fn find_under_current_keys<C: Backend>(
    db: &mut C,
    home: &Home,
    iban: &Iban,
) -> Result<Option<i64>, HostError> {
    let mut keyring = home.keyring()?;
    loop {
        // The search takes what keys it needs of the ring; which key the unique column is pinned to does not matter to it.
        let ciphers = Ciphers::new(&keyring, Pinned(keyring.primary()));
        let ciphers = ciphers.map_err(|error| HostError::refused("keys", &error))?;
        let found = find_by_iban(db, &ciphers, iban).await?;
        let current = home.keyring()?;
        if found.is_some() || current.generation() == keyring.generation() {
            return Ok(found);
        }
        keyring = current;
    }
}

/// The customers of this mailbox, in the order of their numbers: a family may share one.
#[allow(dead_code, reason = "asked by the web page")]
pub(crate) async fn find_by_email<C: Backend>(
    db: &mut C,
    ciphers: &Ciphers,
    email: &Email,
) -> Result<Vec<i64>, HostError> {
    let asked = Statement::new("SELECT id FROM customers WHERE email IN (")
        .list(columns(ciphers.email.lookup(email)))
        .push(") ORDER BY id");
    numbers(db, asked).await
}

/// The customers of this telephone, in the order of their numbers.
#[allow(dead_code, reason = "asked by the web page")]
pub(crate) async fn find_by_phone<C: Backend>(
    db: &mut C,
    ciphers: &Ciphers,
    phone: &Phone,
) -> Result<Vec<i64>, HostError> {
    let asked = Statement::new("SELECT id FROM customers WHERE phone IN (")
        .list(columns(ciphers.phone.lookup(phone)))
        .push(") ORDER BY id");
    numbers(db, asked).await
}

/// The customer's row.
pub(crate) async fn row_of<C: Backend>(
    db: &mut C,
    customer: i64,
) -> Result<Option<CustomerRow>, HostError> {
    let asked = Statement::new(CustomerRow::SELECT)
        .push(" WHERE id = ")
        .value(customer);
    let row = db.row(asked).await?;
    Ok(row.as_ref().map(CustomerRow::read).transpose()?)
}

/// How other stores name the customer.
pub(crate) async fn pseudonym<C: Backend>(
    db: &mut C,
    customer: i64,
) -> Result<Option<[u8; 16]>, HostError> {
    let asked = Statement::new("SELECT person FROM customers WHERE id = $1").bind(customer);
    let Some(row) = db.row(asked).await? else {
        return Ok(None);
    };
    let octets: Vec<u8> = row.get("person")?;
    let person = octets.try_into();
    person
        .map(Some)
        .map_err(|_| HostError::BadRow { table: "customers" })
}

/// How many there are.
pub(crate) async fn count<C: Backend>(db: &mut C) -> Result<u64, HostError> {
    let counted = db
        .row(Statement::new(
            "SELECT count(*) AS customers FROM customers",
        ))
        .await?;
    Ok(counted.ok_or(HostError::Defect)?.get("customers")?)
}

/// Some customers that are there, spread over all of them.
pub(crate) async fn sample<C: Backend>(db: &mut C, size: i64) -> Result<Vec<i64>, HostError> {
    let asked = Statement::new("SELECT id FROM customers ORDER BY id % 97, id LIMIT $1").bind(size);
    numbers(db, asked).await
}

async fn numbers<C: Backend>(db: &mut C, asked: Statement) -> Result<Vec<i64>, HostError> {
    let rows = db.rows(asked).await?;
    Ok(rows
        .iter()
        .map(|row| row.get("id"))
        .collect::<Result<_, _>>()?)
}
