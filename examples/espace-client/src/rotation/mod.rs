//! Rotates the key while lookups go on: standby, promote, re-seal in batches, prove that nothing is stale, retire.
//!
//! Stopped anywhere and run again, it goes on: a standby key that is there is taken, a key that is primary stays, rows that are current
//! are left alone, and every active key under which nothing is left is retired.

mod columns;

use greffe::cipher::{KeyId, KeyState, Keyring};
use greffe_keys::FileKeys;
use greffe_sqlx::{Backend, RotationError};

pub(crate) use columns::Columns;

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
    /// Values that do not open and stay as they are: their key cannot be retired.
    pub(crate) faults: u64,
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
                let mut columns = Columns::of(db, &self.keyring).await?;
                let resealed = columns.reseal(db).await.map_err(stopped)?;
                (rotated.moved, rotated.faults) = resealed;
            }
            Step::MoveUnique => {
                let mut columns = Columns::of(db, &self.keyring).await?;
                columns.move_unique(db, &self.keyring).await?;
            }
            Step::Retire => rotated.retired = self.retire(db).await?,
        }
        Ok(rotated)
    }

    async fn retire<C: Backend>(&mut self, db: &mut C) -> Result<usize, HostError> {
        let old = self.in_state(KeyState::Active);
        for key in &old {
            // Anew for each key: a count is worth as much as the keyring is new of which its handles were made.
            let mut columns = Columns::of(db, &self.keyring).await?;
            let generation = self.keyring.generation();
            let retirement = self.keyring.retirement(*key);
            let mut retirement = retirement.map_err(|error| refused(&error))?;
            for column in columns.declared() {
                retirement = retirement.column(column);
            }
            // This process is the only one that writes: what it holds is what every instance holds.
            let counting = retirement.every_instance_reports(generation);
            let mut counting = counting.map_err(|error| refused(&error))?;
            for count in columns.count(db, *key).await.map_err(stopped)? {
                count.report(&mut counting);
            }
            let proof = counting.prove().map_err(|error| refused(&error))?;
            let retired = self.keys.change(|keyring, _| keyring.retire(proof));
            self.keyring = retired.map_err(|error| refused(&error))?;
        }
        Ok(old.len())
    }

    fn in_state(&self, state: KeyState) -> Vec<KeyId> {
        let keys = self.keyring.keys().filter(|key| key.state() == state);
        keys.map(|key| key.id()).collect()
    }
}

/// Rotates to the end, or to values that do not open. Two at once are kept apart by the caller ([`crate::database::Place::lock`]).
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
        all.faults += rotated.faults;
        if all.faults > 0 {
            return Ok(all);
        }
        all.retired += rotated.retired;
    }
    // The former tokens must not linger in the log either.
    crate::database::let_go(db, &["customers", "prospects"]).await?;
    Ok(all)
}

fn refused(error: &dyn std::error::Error) -> HostError {
    HostError::refused("rotation", error)
}

/// A job that did not come to its end.
fn stopped(error: RotationError) -> HostError {
    match error {
        RotationError::Store(error) => HostError::Store(error),
        error => refused(&error),
    }
}
