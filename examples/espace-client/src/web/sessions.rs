//! Tokens that log somebody in, and the sessions that they open. Of both only the SHA-256 is stored.

use chrono::{DateTime, TimeDelta, Utc};
use greffe::consent::PersonKey;
use greffe_sqlx::{Backend, Row, Statement, StoreError};

use super::refusal::Refusal;
use super::settings::Settings;
use super::token::Token;
use crate::error::HostError;

/// Who asks. Everything that is read or written for somebody takes them from here, and never from an address or a body.
#[derive(Clone, Copy)]
pub(crate) struct Person {
    /// The customer's number.
    pub(crate) customer: i64,
    /// Their pseudonym in the stores of consents and requests.
    pub(crate) key: PersonKey,
}

impl Person {
    fn of(row: &Row) -> Result<Self, StoreError> {
        let octets: Vec<u8> = row.get("person")?;
        let octets = octets
            .try_into()
            .map_err(|_| StoreError::HostRow { table: "customers" })?;
        Ok(Self {
            customer: row.get("customer")?,
            key: PersonKey::from_bytes(octets),
        })
    }
}

/// How often a session's last use is written: not at each click.
const GRAIN: TimeDelta = TimeDelta::seconds(60);

/// Makes a token that opens this customer's account for so long; `None` where there is no such customer.
pub(crate) async fn issue<C: Backend>(
    db: &mut C,
    customer: i64,
    now: DateTime<Utc>,
    life: TimeDelta,
) -> Result<Option<Token>, HostError> {
    let token = Token::random().map_err(|_| HostError::Defect)?;
    let written = db
        .execute(
            Statement::new("INSERT INTO login_tokens (digest, customer, expires) SELECT ")
                .value(token.digest().as_bytes().as_slice())
                .push(", id, ")
                .value(now + life)
                .push(" FROM customers WHERE id = ")
                .value(customer),
        )
        .await?;
    Ok((written == 1).then_some(token))
}

/// Whose token this is, if it opens anything now.
pub(crate) async fn bearer<C: Backend>(
    db: &mut C,
    token: &Token,
    now: DateTime<Utc>,
) -> Result<Option<Person>, Refusal> {
    let digest = token.digest();
    let asked = Statement::new(
        "SELECT t.digest, t.customer, t.expires, c.person FROM login_tokens t JOIN customers c ON c.id = t.customer WHERE t.digest = $1",
    );
    let Some(row) = db.row(asked.bind(digest.as_bytes().as_slice())).await? else {
        return Ok(None);
    };
    let stored: Vec<u8> = row.get("digest")?;
    let expires: DateTime<Utc> = row.get("expires")?;
    if digest.is(&stored) && now < expires {
        return Ok(Some(Person::of(&row)?));
    }
    Ok(None)
}

/// Opens a session. Its token is a new one at every login: a planted one never becomes somebody's.
pub(crate) async fn open<C: Backend>(
    db: &mut C,
    person: Person,
    now: DateTime<Utc>,
) -> Result<Token, Refusal> {
    let token = Token::random().map_err(|_| Refusal::Defect)?;
    db.execute(
        Statement::new(
            "INSERT INTO web_sessions (digest, customer, opened, seen) VALUES ($1, $2, $3, $4)",
        )
        .bind(token.digest().as_bytes().as_slice())
        .bind(person.customer)
        .bind(now)
        .bind(now),
    )
    .await?;
    Ok(token)
}

/// Whose session this is, if it has not ended.
pub(crate) async fn resume<C: Backend>(
    db: &mut C,
    token: &Token,
    now: DateTime<Utc>,
    settings: &Settings,
) -> Result<Option<Person>, Refusal> {
    let digest = token.digest();
    let asked = Statement::new(
        "SELECT s.digest, s.customer, s.opened, s.seen, c.person FROM web_sessions s JOIN customers c ON c.id = s.customer WHERE s.digest = $1",
    );
    let Some(row) = db.row(asked.bind(digest.as_bytes().as_slice())).await? else {
        return Ok(None);
    };
    let stored: Vec<u8> = row.get("digest")?;
    let (opened, seen): (DateTime<Utc>, DateTime<Utc>) = (row.get("opened")?, row.get("seen")?);
    let has_ended = now >= opened + settings.session_life || now >= seen + settings.idle;
    if !digest.is(&stored) || has_ended {
        end(db, token).await?;
        return Ok(None);
    }
    if now - seen >= GRAIN {
        let touched = Statement::new("UPDATE web_sessions SET seen = $1 WHERE digest = $2")
            .bind(now)
            .bind(digest.as_bytes().as_slice());
        db.execute(touched).await?;
    }
    Ok(Some(Person::of(&row)?))
}

/// Ends a session.
pub(crate) async fn end<C: Backend>(db: &mut C, token: &Token) -> Result<(), Refusal> {
    let ended = Statement::new("DELETE FROM web_sessions WHERE digest = $1");
    db.execute(ended.bind(token.digest().as_bytes().as_slice()))
        .await?;
    Ok(())
}

/// Deletes what has ended: who logged in when is kept no longer than it serves. How many tokens and sessions went.
pub(crate) async fn forget_ended<C: Backend>(
    db: &mut C,
    now: DateTime<Utc>,
    settings: &Settings,
) -> Result<u64, HostError> {
    let tokens = db
        .execute(Statement::new("DELETE FROM login_tokens WHERE expires <= $1").bind(now))
        .await?;
    let sessions = db
        .execute(
            Statement::new("DELETE FROM web_sessions WHERE opened <= $1 OR seen <= $2")
                .bind(now - settings.session_life)
                .bind(now - settings.idle),
        )
        .await?;
    Ok(tokens + sessions)
}
