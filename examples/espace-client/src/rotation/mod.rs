//! Rotates the key while lookups go on: standby, promote, re-seal in batches, prove that nothing is stale, retire.
//!
//! Stopped anywhere and run again, it goes on: a standby key that is there is taken, a key that is primary stays, rows that are current
//! are left alone, and every active key under which nothing is left is retired.

mod columns;
mod unique;

use greffe::cipher::{
    ColumnKind, Context, DeclaredColumn, KeyId, KeyState, Keyring, NoStaleRows, StaleRows,
};
use greffe_keys::FileKeys;
use greffe_sqlx::Backend;

use crate::customers::Ciphers;
use crate::error::HostError;

/// A rotation under way.
pub(crate) struct Rotation {
    keys: FileKeys,
    keyring: Keyring,
}

/// What a rotation did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Rotated {
    /// Values that were sealed anew.
    pub(crate) moved: u64,
    /// Keys that were retired.
    pub(crate) retired: usize,
}

/// A step of a rotation, after which every lookup still works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// A new key is there, known to every instance before anything is sealed under it.
    Add,
    /// It seals from now on.
    Promote,
    /// The columns are converted.
    Reseal,
    /// The unique column is moved.
    MoveUnique,
    /// The old key opens nothing any more.
    Retire,
}

impl Step {
    /// In this order.
    pub(crate) const ALL: [Self; 5] = [
        Self::Add,
        Self::Promote,
        Self::Reseal,
        Self::MoveUnique,
        Self::Retire,
    ];
}

impl Rotation {
    /// The keys as they are: where an earlier rotation was stopped, it goes on.
    pub(crate) fn of(keys: FileKeys) -> Result<Self, HostError> {
        let keyring = Keyring::from_provider(&keys);
        let keyring = keyring.map_err(|error| refused(&error))?;
        Ok(Self { keys, keyring })
    }

    /// The keyring after the last step.
    pub(crate) const fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    /// Does one step; `now` in seconds since 1970.
    pub(crate) async fn step<C: Backend>(
        &mut self,
        db: &mut C,
        step: Step,
        now: u64,
    ) -> Result<Rotated, HostError> {
        let mut rotated = Rotated::default();
        match step {
            Step::Add => {
                // An older key that still opens is left of a rotation that was stopped: that one comes to its end first.
                let is_begun = !self.in_state(KeyState::Active).is_empty();
                if !is_begun && self.in_state(KeyState::Standby).is_empty() {
                    let added = self
                        .keys
                        .change(|keyring, rng| keyring.add(now, rng).map(drop));
                    self.keyring = added.map_err(|error| refused(&error))?;
                }
            }
            Step::Promote => {
                if let Some(next) = self.in_state(KeyState::Standby).first().copied() {
                    let promoted = self.keys.change(|keyring, _| keyring.promote(next));
                    self.keyring = promoted.map_err(|error| refused(&error))?;
                }
            }
            Step::Reseal => {
                let ciphers = Ciphers::read(db, &self.keyring).await?;
                rotated.moved = columns::reseal_all(db, &ciphers).await?;
            }
            Step::MoveUnique => unique::move_to_primary(db, &self.keyring).await?,
            Step::Retire => rotated.retired = self.retire(db).await?,
        }
        Ok(rotated)
    }

    async fn retire<C: Backend>(&mut self, db: &mut C) -> Result<usize, HostError> {
        let ciphers = Ciphers::read(db, &self.keyring).await?;
        let mut counted = columns::count_stale(db, &ciphers).await?;
        let stale = unique::count_stale(db, &ciphers).await?;
        counted.push(("customers", "iban", ColumnKind::UniqueIndex, stale));
        let old = self.in_state(KeyState::Active);
        for key in &old {
            let proof = self.free_of(*key, &counted)?;
            let retired = self.keys.change(|keyring, _| keyring.retire(proof));
            self.keyring = retired.map_err(|error| refused(&error))?;
        }
        Ok(old.len())
    }

    fn in_state(&self, state: KeyState) -> Vec<KeyId> {
        let keys = self.keyring.keys().filter(|key| key.state() == state);
        keys.map(|key| key.id()).collect()
    }

    /// The proof that nothing is left under a key. This process is the only instance: what it holds is what every instance holds.
    fn free_of(&self, old: KeyId, counted: &[columns::Counted]) -> Result<NoStaleRows, HostError> {
        let generation = self.keyring.generation();
        let retirement = self.keyring.retirement(old);
        let retirement = retirement.map_err(|error| refused(&error))?;
        let counts = retirement.every_instance_reports(generation);
        let mut counts = counts.map_err(|error| refused(&error))?;
        for (table, column, kind, stale) in counted {
            let column = DeclaredColumn::new(&Context::new(table, column), *kind);
            // No column is NULL where there is a value: the schema says so.
            let rows = StaleRows {
                stale: *stale,
                missing: 0,
            };
            counts.count(column, generation, rows);
        }
        counts.prove().map_err(|error| refused(&error))
    }
}

/// Rotates to the end. Two at once are kept apart by the caller ([`crate::database::Place::lock`]).
pub(crate) async fn rotate<C: Backend>(
    db: &mut C,
    keys: FileKeys,
    now: u64,
    mut progress: impl FnMut(Step) + Send,
) -> Result<Rotated, HostError> {
    let mut rotation = Rotation::of(keys)?;
    let mut all = Rotated::default();
    for step in Step::ALL {
        progress(step);
        let rotated = rotation.step(db, step, now).await?;
        all.moved += rotated.moved;
        all.retired += rotated.retired;
    }
    // The former tokens must not linger in the log either.
    crate::database::let_go(db, &["customers", "prospects"]).await?;
    Ok(all)
}

fn refused(error: &dyn std::error::Error) -> HostError {
    HostError::refused("rotation", error)
}
