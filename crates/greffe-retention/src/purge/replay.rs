//! After a restore: what was disposed of before goes again.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use greffe_calendar::FiscalYears;

use super::{AnonymityTest, PurgeStore, RowOf, Tombstone, Tombstones};
use crate::{Event, Facts, Fate, FateKind, Governing, PurgeError, RowKey};

/// Disposes again of the rows that a restored backup brought back.
///
/// A row goes if it has a tombstone and is the same row still: it may go by its rule, or it was collected or recorded before the day on which its
/// tombstone was set. A younger row that was given the key of an erased one stays, and so do rows that are held or of which nobody can
/// tell: they are counted, for a person to look at. Running again finds nothing left to do; a store whose fate leaves a row in its table, such as one made
/// anonymous, answers `None` for its facts.
///
/// The tombstones must come from outside the restored database, which has lost those that were made after its backup: keep them elsewhere.
#[derive(Debug, Clone)]
pub struct Replay<'a> {
    tombstones: &'a Tombstones,
    digest_key: &'a [u8],
    address: &'a str,
    governing: Governing<'a>,
    years: &'a FiscalYears,
    today: NaiveDate,
    anonymity: Option<AnonymityTest>,
}

/// What a replay did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Replayed {
    /// Rows that were looked for among the tombstones.
    pub looked_at: u64,
    /// Rows that have a tombstone. None of many: the address is perhaps another one than that of the plans.
    pub found: u64,
    /// Rows that came back and went again.
    pub disposed: u64,
    /// Rows that came back and wait, for a hold has begun since.
    pub held: u64,
    /// Rows that have the key of an erased one and are younger than its tombstone.
    pub younger: u64,
    /// Rows with a tombstone of which nobody knows whether they are the same: look at them.
    pub unclear: u64,
}

/// So many rows are looked at in one transaction.
const BATCH: usize = 500;

impl<'a> Replay<'a> {
    /// Replays `tombstones`, made with the secret `digest_key` for the rule at `address`, on the local day `today`.
    #[must_use]
    pub fn new(
        tombstones: &'a Tombstones,
        digest_key: &'a [u8],
        address: &'a str,
        governing: impl Into<Governing<'a>>,
        years: &'a FiscalYears,
        today: NaiveDate,
    ) -> Self {
        Self {
            tombstones,
            digest_key,
            address,
            governing: governing.into(),
            years,
            today,
            anonymity: None,
        }
    }

    /// The test that what is made anonymous is: needed for a rule that ends so.
    #[must_use]
    pub fn anonymity(mut self, test: AnonymityTest) -> Self {
        self.anonymity = Some(test);
        self
    }

    /// Looks at these rows, all that the restored table has: those with a tombstone go again, a transaction for each portion.
    ///
    /// # Errors
    /// [`PurgeError::ForeignTombstones`] where all tombstones were made with another secret; [`PurgeError::NotAnonymous`] without a passed test where the rule
    /// makes anonymous; [`PurgeError::Store`] where the store failed, [`PurgeError::WrongAnswer`] where it answered for another number of rows; portions before
    /// it stay done, and running again goes on.
    pub async fn run<S: PurgeStore>(
        &self,
        store: &mut S,
        rows: &[RowKey],
    ) -> Result<Replayed, PurgeError<S::Error>> {
        if !self.tombstones.is_empty() && !self.tombstones.know(self.digest_key) {
            return Err(PurgeError::ForeignTombstones);
        }
        let test = self.anonymity.as_ref();
        let is_tested = test.is_some_and(|test| test.is_passed_on(self.today));
        if *self.governing.fate(self.today) == Fate::Anonymise && !is_tested {
            return Err(PurgeError::NotAnonymous);
        }
        let table = store.table().to_owned();
        let distinct: BTreeSet<&RowKey> = rows.iter().collect();
        let condemned = distinct.into_iter().filter_map(|key| {
            let row = RowOf {
                address: self.address,
                table: &table,
                key,
            };
            let stone = self.tombstones.of(self.digest_key, row)?;
            // No backup holds the row any longer: whatever has its key is another one.
            (self.today <= stone.until()).then(|| (key.clone(), *stone))
        });
        let condemned: Vec<_> = condemned.collect();
        let mut replayed = Replayed {
            looked_at: count(rows.len()),
            found: count(condemned.len()),
            ..Replayed::default()
        };
        for portion in condemned.chunks(BATCH) {
            store.begin().await.map_err(PurgeError::Store)?;
            let result = self.portion(store, portion).await;
            let done = super::execution::settle(store, result, true).await?;
            replayed = replayed.and(done);
        }
        Ok(replayed)
    }

    async fn portion<S: PurgeStore>(
        &self,
        store: &mut S,
        portion: &[(RowKey, Tombstone)],
    ) -> Result<Replayed, PurgeError<S::Error>> {
        let keys: Vec<RowKey> = portion.iter().map(|(key, _)| key.clone()).collect();
        let facts = store.facts(&keys).await.map_err(PurgeError::Store)?;
        if facts.len() != keys.len() {
            return Err(PurgeError::WrongAnswer);
        }
        let mut replayed = Replayed::default();
        let (mut erase, mut again) = (Vec::new(), Vec::new());
        let fate = self.governing.fate(self.today);
        for ((key, stone), facts) in portion.iter().zip(facts) {
            match facts.map(|facts| self.judge(&facts, stone.disposed())) {
                None => {}
                // What was erased is erased again, whatever the rule says now.
                Some(Judgement::Same) if stone.fate() == FateKind::Erase => erase.push(key.clone()),
                Some(Judgement::Same) if stone.fate() == fate.kind() => again.push(key.clone()),
                Some(Judgement::Same | Judgement::Unclear) => replayed.unclear += 1,
                Some(Judgement::Held) => replayed.held += 1,
                Some(Judgement::Younger) => replayed.younger += 1,
            }
        }
        for (keys, fate) in [(erase, &Fate::Erase), (again, fate)] {
            if !keys.is_empty() {
                store
                    .dispose(&keys, fate)
                    .await
                    .map_err(PurgeError::Store)?;
                replayed.disposed += count(keys.len());
            }
        }
        Ok(replayed)
    }

    fn judge(&self, facts: &Facts, disposed: NaiveDate) -> Judgement {
        if facts.active_holds(self.today).next().is_some() {
            return Judgement::Held;
        }
        let births = facts
            .standing()
            .filter(|o| matches!(o.event(), Event::Collected | Event::Recorded));
        let born = births.filter_map(crate::Occurrence::occurred).max();
        match born {
            Some(born) if born < disposed => Judgement::Same,
            Some(born) if born > disposed => Judgement::Younger,
            // Of that very day, or of no known one.
            _ => {
                let verdict = self.governing.evaluate(facts, self.years, self.today);
                if verdict.may_dispose() {
                    Judgement::Same
                } else {
                    Judgement::Unclear
                }
            }
        }
    }
}

fn count(rows: usize) -> u64 {
    u64::try_from(rows).unwrap_or(u64::MAX)
}

enum Judgement {
    Same,
    Held,
    Younger,
    Unclear,
}

impl Replayed {
    const fn and(self, other: Self) -> Self {
        Self {
            looked_at: self.looked_at + other.looked_at,
            found: self.found + other.found,
            disposed: self.disposed + other.disposed,
            held: self.held + other.held,
            younger: self.younger + other.younger,
            unclear: self.unclear + other.unclear,
        }
    }
}
