//! The key changes while lookups go on.

use greffe::cipher::{Iban, Keyring};
use greffe_keys::FileKeys;
use greffe_sqlx::{Backend, DatabaseFailure, IndexColumn, StoreError};

use super::page::{Page, say};
use super::seal_step::parse;
use crate::customers::{Ciphers, find_by_iban, row_of, sample};
use crate::database::insert;
use crate::error::HostError;
use crate::fill::Person;
use crate::rotation::{Rotation, Step};
use crate::rows::CustomerRow;

/// Rotates to a new key, looking some customers up after each step.
pub(super) async fn run<C: Backend>(
    db: &mut C,
    keys: FileKeys,
    now: u64,
    page: &mut Page,
) -> Result<(), HostError> {
    page.step(
        "La clé change, les recherches continuent",
        "The key changes, lookups go on",
    );
    let sample = sample(db, 50).await?;
    let mut rotation = Rotation::of(keys)?;
    let mut moved = 0;
    for step in Step::ALL {
        moved += rotation.step(db, step, now).await?.moved;
        check(db, rotation.keyring(), &sample).await?;
        if step == Step::Promote && !refuses_a_second_time(db, rotation.keyring(), &sample).await? {
            return Err(HostError::Defect);
        }
    }
    // The former tokens must not linger in the log either.
    crate::database::let_go(db, &["customers", "prospects"]).await?;
    say!(
        page,
        "{moved} valeurs rescellées sous la nouvelle clé\u{a0}; {checked} clients retrouvés par IBAN après chaque étape (clé ajoutée, promue, \
         colonnes converties, unicité déplacée, ancienne clé retirée)\u{a0}; valeurs restées sous l’ancienne clé\u{a0}: 0.",
        "{moved} values re-sealed under the new key; {checked} customers found by IBAN after each step (key added, promoted, columns \
         converted, uniqueness moved, old key retired); values left under the old key: 0.",
        moved = moved,
        checked = sample.len(),
    );
    say!(
        page,
        "L’unicité de l’IBAN a tenu tout du long\u{a0}: un doublon présenté en pleine rotation a été refusé. La colonne reste attachée à sa clé \
         jusqu’à ce que la suivante soit remplie et contrainte\u{a0}; les deux changent alors ensemble. L’ancienne clé n’est détruite qu’à \
         l’expiration de la dernière sauvegarde qui en dépend.",
        "Uniqueness of the IBAN held all along: a duplicate presented in the middle of the rotation was refused. The column stays pinned to \
         its key until the next one is filled and constrained; then both change at once. The old key is destroyed only once the last \
         backup that needs it has expired.",
    );
    Ok(())
}

async fn check<C: Backend>(db: &mut C, keyring: &Keyring, sample: &[i64]) -> Result<(), HostError> {
    let ciphers = Ciphers::read(db, keyring).await?;
    for customer in sample {
        if find_by_iban(db, &ciphers, &iban_of(*customer)?).await? != Some(*customer) {
            return Err(HostError::Defect);
        }
    }
    Ok(())
}

fn iban_of(customer: i64) -> Result<Iban, HostError> {
    parse(&Person::number(customer).iban)
}

/// Presents the IBAN of a customer for a second one, and says whether the database refused. Nothing of the attempt is kept.
async fn refuses_a_second_time<C: Backend>(
    db: &mut C,
    keyring: &Keyring,
    sample: &[i64],
) -> Result<bool, HostError> {
    let Some(customer) = sample.first().copied() else {
        return Ok(true);
    };
    let ciphers = Ciphers::read(db, keyring).await?;
    let token = ciphers.iban_unique.unique_token(&iban_of(customer)?);
    let row = row_of(db, customer).await?.ok_or(HostError::Defect)?;
    let second = CustomerRow {
        id: i64::MAX,
        person: vec![0; 16],
        iban_unique: IndexColumn(token),
        ..row
    };
    db.begin_writing().await?;
    let inserted = insert(db, CustomerRow::INSERT, vec![second.into_cells()]).await;
    db.rollback().await?;
    Ok(inserted == Err(StoreError::Database(DatabaseFailure::Unique)))
}
