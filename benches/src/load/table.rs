//! The two tables: one sealed, one in plaintext, with the same people.

use getrandom::SysRng;
use greffe::cipher::{
    Binding, Context, Deterministic, Email, Iban, KeyId, Keyring, MasterKey, PersonName, Phone,
    Randomised, UniqueIndex,
};
use greffe_sqlx::{Backend, Cell, Dialect, IndexColumn, SealedColumn, Statement};

use super::Size;
use super::people::{People, Person};
use super::samples::{Lap, Samples, contest};
use crate::compare::{Failure, Measured};

/// What seals the columns of the one table.
pub(super) struct Columns {
    pub(super) ibans: Deterministic<Iban>,
    unique: UniqueIndex<Iban>,
    pub(super) emails: Randomised<Email>,
    phones: Randomised<Phone>,
    names: Randomised<PersonName>,
}

/// The column that is looked up and rotated.
pub(super) fn iban_context() -> Context {
    Context::new("people", "iban")
}

impl Columns {
    pub(super) fn of(keyring: &Keyring, pinned: KeyId) -> Result<Self, Failure> {
        let ibans = keyring.cipher(iban_context())?;
        let of = |column| keyring.cipher(Context::new("people", column));
        Ok(Self {
            ibans: ibans.deterministic(),
            unique: ibans.unique("iban_unique", pinned)?,
            emails: of("email")?.randomised(),
            phones: of("phone")?.randomised(),
            names: of("name")?.randomised(),
        })
    }

    fn seal(&self, person: &Person) -> Result<Vec<Cell>, Failure> {
        let row = row(person.id)?;
        let unique = self.unique.unique_token(&person.iban);
        Ok(vec![
            person.id.into(),
            SealedColumn(self.ibans.seal(&person.iban)).into(),
            IndexColumn(unique).into(),
            SealedColumn(self.emails.seal(&person.email, &row, &mut SysRng)?).into(),
            SealedColumn(self.phones.seal(&person.phone, &row, &mut SysRng)?).into(),
            SealedColumn(self.names.seal(&person.name, &row, &mut SysRng)?).into(),
            person.day.into(),
        ])
    }
}

fn in_clear(person: &Person) -> Vec<Cell> {
    vec![
        person.id.into(),
        person.iban.expose().into(),
        person.email.expose().into(),
        person.phone.expose().into(),
        person.name.expose().into(),
        person.day.into(),
    ]
}

/// A value is bound to its row.
pub(super) fn row(id: i64) -> Result<Binding, Failure> {
    Ok(Binding::empty().int(id).ok_or("no binding")?)
}

pub(super) fn key(number: u32) -> Result<KeyId, Failure> {
    Ok(KeyId::new(number).ok_or("no key id")?)
}

/// A keyring as it is between rotations.
pub(super) fn one_key(id: KeyId, octet: u8) -> Keyring {
    Keyring::single(id, 0, MasterKey::from_bytes([octet; 32]))
}

/// A keyring as it is during a rotation. Keys are named 1, 2, … and made of their number.
pub(super) fn two_keys(old: KeyId, new: KeyId, octet: u8) -> Result<Keyring, Failure> {
    let mut keyring = one_key(old, octet.saturating_sub(1));
    keyring.import(new, 1, MasterKey::from_bytes([octet; 32]))?;
    keyring.promote(new)?;
    Ok(keyring)
}

/// The plaintext table needs no second column for UNIQUE, and has none.
pub(super) async fn create<C: Backend>(db: &mut C) -> Result<(), Failure> {
    db.script(match C::DIALECT {
        Dialect::Sqlite => {
            "CREATE TABLE people_sealed (id INTEGER PRIMARY KEY, iban BLOB NOT NULL, iban_unique BLOB NOT NULL,
                 email BLOB NOT NULL, phone BLOB NOT NULL, name BLOB NOT NULL, day TEXT NOT NULL) STRICT;
             CREATE TABLE people_plain (id INTEGER PRIMARY KEY, iban TEXT NOT NULL,
                 email TEXT NOT NULL, phone TEXT NOT NULL, name TEXT NOT NULL, day TEXT NOT NULL) STRICT;
             CREATE TABLE holds (person INTEGER NOT NULL REFERENCES people_sealed, since TEXT NOT NULL, until TEXT) STRICT;"
        }
        _ => {
            "CREATE TABLE people_sealed (id bigint PRIMARY KEY, iban bytea NOT NULL, iban_unique bytea NOT NULL,
                 email bytea NOT NULL, phone bytea NOT NULL, name bytea NOT NULL, day date NOT NULL);
             CREATE TABLE people_plain (id bigint PRIMARY KEY, iban text NOT NULL,
                 email text NOT NULL, phone text NOT NULL, name text NOT NULL, day date NOT NULL);
             CREATE TABLE holds (person bigint NOT NULL REFERENCES people_sealed, since date NOT NULL, until date);"
        }
    })
    .await?;
    db.script(
        "CREATE INDEX people_sealed_iban ON people_sealed (iban);
         CREATE UNIQUE INDEX people_sealed_unique ON people_sealed (iban_unique);
         CREATE INDEX people_sealed_day ON people_sealed (day);
         CREATE UNIQUE INDEX people_plain_iban ON people_plain (iban);
         CREATE INDEX people_plain_day ON people_plain (day);
         CREATE INDEX holds_person ON holds (person);",
    )
    .await?;
    Ok(())
}

/// Puts everybody into both tables, a transaction a batch.
pub(super) async fn fill<C: Backend>(
    db: &mut C,
    people: &People,
    columns: &Columns,
    size: Size,
) -> Result<Measured, Failure> {
    let mut samples = [
        "greffe",
        "plaintext",
        "greffe, its sealing",
        "greffe, its INSERT",
    ]
    .map(Samples::of);
    let numbers: Vec<u32> = (0..people.count).collect();
    for (round, some) in numbers.chunks(size.batch as usize).enumerate() {
        let some: Result<Vec<Person>, Failure> =
            some.iter().map(|number| people.person(*number)).collect();
        let some = some?;
        let count = u64::try_from(some.len())?;
        let [ours, plain, sealing, writing] = &mut samples;
        for turn in [round % 2 == 0, round % 2 == 1] {
            let mut clock = Lap::start();
            if turn {
                let rows = some.iter().map(|person| columns.seal(person));
                let rows = rows.collect::<Result<Vec<_>, _>>()?;
                let sealed = clock.lap();
                insert(db, "INSERT INTO people_sealed (id, iban, iban_unique, email, phone, name, day) VALUES (", rows).await?;
                let written = clock.lap();
                ours.add(sealed + written, count);
                sealing.add(sealed, count);
                writing.add(written, count);
            } else {
                let rows = some.iter().map(in_clear).collect();
                insert(
                    db,
                    "INSERT INTO people_plain (id, iban, email, phone, name, day) VALUES (",
                    rows,
                )
                .await?;
                plain.add(clock.lap(), count);
            }
        }
    }
    // Somebody is held: the jobs have holds to read. Nobody whose time has come, or the two sides would not delete the same.
    db.script("INSERT INTO holds (person, since) SELECT id, day FROM people_sealed WHERE day >= '2026-06-01' AND id % 20 = 0; ANALYZE;").await?;
    let answer = people.count.into();
    Ok(contest(
        "a person inserted, a batch at a time",
        people.count,
        answer,
        None,
        samples.into(),
    ))
}

/// One statement, which is one transaction.
pub(super) async fn insert<C: Backend>(
    db: &mut C,
    beginning: &'static str,
    rows: Vec<Vec<Cell>>,
) -> Result<u64, Failure> {
    let mut insert = Statement::new(beginning);
    let mut separator = "";
    for row in rows {
        insert = insert.push(separator).list(row);
        separator = "), (";
    }
    Ok(db.execute(insert.push(")")).await?)
}
