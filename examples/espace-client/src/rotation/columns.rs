//! The sealed columns of the service, each as a rotation job.

use greffe::cipher::{
    CardNumber, Context, DeclaredColumn, Email, Iban, KeyId, Keyring, PersonName, Phone,
};
use greffe_sqlx::{
    Backend, Checked, ColumnCount, ColumnPlace, Rotated, Rotation, RotationError, UniquePlace,
};

use crate::customers::{Ciphers, Pinned};
use crate::error::HostError;

/// A job for each sealed column; that of the IBAN moves the unique column too.
pub(crate) struct Columns {
    name: Rotation<PersonName>,
    iban: Rotation<Iban>,
    email: Rotation<Email>,
    phone: Rotation<Phone>,
    card: Rotation<CardNumber>,
    prospects: Rotation<Email>,
}

/// Does the same with each job, which are of six types.
macro_rules! each {
    ($columns:expr, |$job:ident| $body:expr) => {{
        let columns = $columns;
        {
            let $job = &mut columns.name;
            $body;
        }
        {
            let $job = &mut columns.iban;
            $body;
        }
        {
            let $job = &mut columns.email;
            $body;
        }
        {
            let $job = &mut columns.phone;
            $body;
        }
        {
            let $job = &mut columns.card;
            $body;
        }
        {
            let $job = &mut columns.prospects;
            $body;
        }
    }};
}

impl Columns {
    /// The jobs under this keyring.
    pub(crate) async fn of<C: Backend>(db: &mut C, keyring: &Keyring) -> Result<Self, HostError> {
        let pinned = Pinned::read(db, keyring).await?;
        let ciphers = || Ciphers::new(keyring, pinned).map_err(|error| super::refused(&error));
        let (customers, prospects) = (ciphers()?, ciphers()?);
        let unique = UniquePlace {
            column: name("iban_unique")?,
            index: name("customers_iban_unique")?,
            next_column: name("iban_unique_next")?,
            next_index: name("customers_iban_unique_next")?,
        };
        Ok(Self {
            name: Rotation::deterministic(
                place("customers", "name")?,
                named("customers", "name"),
                customers.name,
            ),
            iban: Rotation::deterministic(
                place("customers", "iban")?,
                named("customers", "iban"),
                customers.iban,
            )
            .unique(unique, "unique", customers.iban_unique),
            email: Rotation::deterministic(
                place("customers", "email")?,
                named("customers", "email"),
                customers.email,
            ),
            phone: Rotation::deterministic(
                place("customers", "phone")?,
                named("customers", "phone"),
                customers.phone,
            ),
            card: Rotation::deterministic(
                place("customers", "card")?,
                named("customers", "card"),
                customers.card,
            ),
            prospects: Rotation::deterministic(
                place("prospects", "email")?,
                named("prospects", "email"),
                prospects.email,
            ),
        })
    }

    /// Re-seals what is stale; how many values, and how many could not be.
    pub(crate) async fn reseal<C: Backend>(
        &mut self,
        db: &mut C,
    ) -> Result<(u64, u64), RotationError> {
        let (mut moved, mut faults) = (0, 0);
        each!(self, |job| {
            let done: Rotated = job.run(db).await?;
            moved += done.converted;
            faults += done.faults.rows();
        });
        Ok((moved, faults))
    }

    /// Moves UNIQUE to the primary key.
    pub(crate) async fn move_unique<C: Backend>(
        &mut self,
        db: &mut C,
        keyring: &Keyring,
    ) -> Result<(), HostError> {
        let next = Ciphers::new(keyring, Pinned(keyring.primary()));
        let next = next.map_err(|error| super::refused(&error))?;
        let moved = self.iban.move_unique(db, next.iban_unique).await;
        moved.map_err(super::stopped)
    }

    /// What a proof that a key may go is about.
    pub(crate) fn declared(&mut self) -> Vec<DeclaredColumn> {
        let mut declared = Vec::new();
        each!(self, |job| declared.extend(job.columns()));
        declared
    }

    /// What is left under a key.
    pub(crate) async fn count<C: Backend>(
        &mut self,
        db: &mut C,
        old: KeyId,
    ) -> Result<Vec<ColumnCount>, RotationError> {
        let mut counts = Vec::new();
        each!(self, |job| counts.extend(job.count(db, old).await?));
        Ok(counts)
    }

    /// Opens every value; how many do not open, or have another unique token than their own.
    pub(crate) async fn check<C: Backend>(&mut self, db: &mut C) -> Result<u64, RotationError> {
        let mut faults = 0;
        each!(self, |job| {
            let checked: Checked = job.check(db).await?;
            faults += checked.faults.rows();
        });
        Ok(faults)
    }
}

fn place(table: &str, column: &str) -> Result<ColumnPlace, HostError> {
    Ok(ColumnPlace {
        table: name(table)?,
        key: name("id")?,
        column: name(column)?,
    })
}

/// How a proof names a column: by its own table, also where two share a context for the sake of lookups, so that each is counted.
fn named(table: &str, column: &str) -> Context {
    Context::new(table, column).tenant("espace-client")
}

fn name(text: &str) -> Result<greffe_sqlx::Name, HostError> {
    text.parse().map_err(|_| HostError::Defect)
}
