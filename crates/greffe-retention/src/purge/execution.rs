//! Drives a store through a plan.

use std::collections::HashSet;

use chrono::NaiveDate;
use greffe_calendar::FiscalYears;

use super::{AnonymityTest, Certificate, JournalEntry, PurgeStore, RowOf, Tombstone};
use crate::digest::Hasher;
use crate::plan::Selected;
use crate::{Digest, Facts, Fate, Governing, Plan, PurgeError, RowKey, Verdict};

/// The execution of one plan.
///
/// Before anything is deleted, every row is evaluated again with fresh facts; if one differs, the plan is refused whole. Then the rows go in
/// portions, one transaction each: rows locked, evaluated once more, disposed of and written to the journal together. A row that changed
/// or is held by then is spared. At the end a certificate is written. After a crash at any point, running again resumes; after the end,
/// running again returns the same certificate and touches nothing.
#[derive(Debug, Clone)]
pub struct Execution<'a> {
    plan: &'a Plan,
    governing: Governing<'a>,
    years: &'a FiscalYears,
    today: NaiveDate,
    digest_key: Option<&'a [u8]>,
    without_tombstones: bool,
    anonymity: Option<AnonymityTest>,
}

impl<'a> Execution<'a> {
    /// Executes `plan` on the local day `today`, with the rule, policy or purposes and the fiscal years that are in force now.
    #[must_use]
    pub fn new(
        plan: &'a Plan,
        governing: impl Into<Governing<'a>>,
        years: &'a FiscalYears,
        today: NaiveDate,
    ) -> Self {
        Self {
            plan,
            governing: governing.into(),
            years,
            today,
            digest_key: None,
            without_tombstones: false,
            anonymity: None,
        }
    }

    /// Digests of keys are keyed with this secret, so that short keys cannot be guessed from them; tombstones are written where the rule
    /// says how long backups live.
    #[must_use]
    pub const fn digest_key(mut self, key: &'a [u8]) -> Self {
        self.digest_key = Some(key);
        self
    }

    /// No tombstones are written although the rule says how long backups live: what a restored backup brings back is found in another way.
    #[must_use]
    pub const fn without_tombstones(mut self) -> Self {
        self.without_tombstones = true;
        self
    }

    /// The test that what is made anonymous is: needed for a rule that ends so.
    #[must_use]
    pub fn anonymity(mut self, test: AnonymityTest) -> Self {
        self.anonymity = Some(test);
        self
    }

    /// Runs to the end, or until the store fails.
    ///
    /// # Errors
    /// [`PurgeError`]: the plan no longer matches and nothing was done, or the store failed and running again resumes.
    pub async fn run<S: PurgeStore>(
        &self,
        store: &mut S,
    ) -> Result<Certificate, PurgeError<S::Error>> {
        let plan = self.plan.digest();
        match self.check(store.table()) {
            Err(PurgeError::PolicyChanged) => {
                self.certify_interrupted(store, plan).await?;
                return Err(PurgeError::PolicyChanged);
            }
            checked => checked?,
        }
        store.begin().await.map_err(PurgeError::Store)?;
        let opened = self.open(store).await;
        let Opened { certificate, done } = settle(store, opened, false).await?;
        if let Some(certificate) = certificate {
            return Ok(certificate);
        }
        for (number, rows) in (0..).zip(self.plan.batches()) {
            if done.contains(&number) {
                continue;
            }
            store.begin().await.map_err(PurgeError::Store)?;
            let result = self.batch(store, plan, number, rows).await;
            settle(store, result, true).await?;
        }
        store.begin().await.map_err(PurgeError::Store)?;
        let result = self.certify_once(store, plan).await;
        settle(store, result, true).await
    }

    /// What happens to the rows: what did on the plan's day.
    fn fate(&self) -> &'a Fate {
        self.governing.fate(self.plan.as_of())
    }

    fn check<E>(&self, table: &str) -> Result<(), PurgeError<E>> {
        if self.plan.table() != table {
            return Err(PurgeError::OtherTable);
        }
        let is_its_fate = self.fate().code() == self.plan.fate();
        if self.governing.digest() != *self.plan.policy() || !is_its_fate {
            return Err(PurgeError::PolicyChanged);
        }
        if self.today < self.plan.as_of() {
            return Err(PurgeError::TooEarly);
        }
        let has_backups = self.backups_end()?.is_some();
        let has_secret = self.digest_key.is_some_and(|key| !key.is_empty());
        if has_backups && !has_secret && !self.without_tombstones {
            return Err(PurgeError::NoDigestKey);
        }
        let test = self.anonymity.as_ref();
        let passed = test.is_some_and(|test| test.is_passed_on(self.today));
        if *self.fate() == Fate::Anonymise && !passed {
            return Err(PurgeError::NotAnonymous);
        }
        Ok(())
    }

    /// What was done before. If that is nothing, every row is looked at before the first is touched.
    async fn open<S: PurgeStore>(&self, store: &mut S) -> Result<Opened, PurgeError<S::Error>> {
        let plan = self.plan.digest();
        let certificate = store.certificate(plan).await.map_err(PurgeError::Store)?;
        let journal = store.journal(plan).await.map_err(PurgeError::Store)?;
        let done: HashSet<u32> = journal.iter().map(JournalEntry::batch).collect();
        if let Some(certificate) = &certificate {
            self.are_still_gone(store, certificate).await?;
        } else if done.is_empty() {
            let mut changed = 0;
            for rows in self.plan.batches() {
                changed += self.look_at(store, rows).await?.spared;
            }
            if changed > 0 {
                return Err(PurgeError::RowsChanged { rows: changed });
            }
        }
        Ok(Opened { certificate, done })
    }

    /// A plan that was executed has nothing left to do, unless a backup brought its rows back: that is for a replay to find.
    async fn are_still_gone<S: PurgeStore>(
        &self,
        store: &mut S,
        certificate: &Certificate,
    ) -> Result<(), PurgeError<S::Error>> {
        let mut present = 0;
        for rows in self.plan.batches() {
            present += length(&self.look_at(store, rows).await?.approved);
        }
        // Rows that were spared then may have become free since.
        if present > certificate.spared {
            return Err(PurgeError::CameBack { rows: present });
        }
        Ok(())
    }

    /// The rule changed after a crash: the rest of the plan stays undone, and what was done before is certified.
    async fn certify_interrupted<S: PurgeStore>(
        &self,
        store: &mut S,
        plan: &Digest,
    ) -> Result<(), PurgeError<S::Error>> {
        store.begin().await.map_err(PurgeError::Store)?;
        let result = self.certify_done(store, plan).await;
        settle(store, result, true).await
    }

    async fn certify_done<S: PurgeStore>(
        &self,
        store: &mut S,
        plan: &Digest,
    ) -> Result<(), PurgeError<S::Error>> {
        let certificate = store.certificate(plan).await.map_err(PurgeError::Store)?;
        let journal = store.journal(plan).await.map_err(PurgeError::Store)?;
        if certificate.is_none() && !journal.is_empty() {
            self.certify(store, plan).await?;
        }
        Ok(())
    }

    async fn batch<S: PurgeStore>(
        &self,
        store: &mut S,
        plan: &Digest,
        number: u32,
        rows: &[Selected],
    ) -> Result<(), PurgeError<S::Error>> {
        let recorded = store.is_recorded(plan, number).await;
        if recorded.map_err(PurgeError::Store)? {
            return Ok(());
        }
        let sorted = self.look_at(store, rows).await?;
        if !sorted.approved.is_empty() {
            store
                .dispose(&sorted.approved, self.fate())
                .await
                .map_err(PurgeError::Store)?;
            let tombstones = self.tombstones(&sorted.approved)?;
            if !tombstones.is_empty() {
                store.entomb(&tombstones).await.map_err(PurgeError::Store)?;
            }
        }
        let hasher = Hasher::new("greffe-keys/1", self.digest_key);
        let hashed = sorted.approved.iter().fold(hasher, |h, k| k.hash_into(h));
        let entry = JournalEntry {
            plan: *plan,
            batch: number,
            disposed: length(&sorted.approved),
            gone: sorted.gone,
            spared: sorted.spared,
            keys: hashed.finish(),
        };
        store.record(&entry).await.map_err(PurgeError::Store)
    }

    /// Sorts rows by what their fresh facts say.
    async fn look_at<S: PurgeStore>(
        &self,
        store: &mut S,
        rows: &[Selected],
    ) -> Result<Sorted, PurgeError<S::Error>> {
        let keys: Vec<RowKey> = rows.iter().map(|row| row.key().clone()).collect();
        let facts = store.facts(&keys).await.map_err(PurgeError::Store)?;
        if facts.len() != keys.len() {
            return Err(PurgeError::WrongAnswer);
        }
        let mut sorted = Sorted::default();
        for (row, (key, facts)) in rows.iter().zip(keys.into_iter().zip(facts)) {
            match facts {
                None => sorted.gone += 1,
                Some(facts) if self.still_matches(row, &facts) => sorted.approved.push(key),
                Some(_) => sorted.spared += 1,
            }
        }
        Ok(sorted)
    }

    /// The plan's own verdict on the plan's day, and a verdict that may dispose today: a hold may have begun since.
    fn still_matches(&self, row: &Selected, facts: &Facts) -> bool {
        let planned = self
            .governing
            .evaluate(facts, self.years, self.plan.as_of());
        let since = match &planned {
            Verdict::Due { since, .. }
            | Verdict::DisposeBy { from: since, .. }
            | Verdict::Overdue { since } => Some(*since),
            Verdict::Keep { .. }
            | Verdict::Open { .. }
            | Verdict::Archive { .. }
            | Verdict::Held { .. }
            | Verdict::Conflict { .. }
            | Verdict::Undetermined { .. } => None,
        };
        planned.kind() == row.reason()
            && since == Some(row.since())
            && self
                .governing
                .evaluate(facts, self.years, self.today)
                .may_dispose()
            && self.governing.fate_of(facts, self.years, self.today) == self.fate()
    }

    fn tombstones<E>(&self, keys: &[RowKey]) -> Result<Vec<Tombstone>, PurgeError<E>> {
        let until = self.backups_end()?.filter(|_| !self.without_tombstones);
        let Some((secret, until)) = self.digest_key.zip(until) else {
            return Ok(Vec::new());
        };
        let stone = |key| {
            let row = RowOf {
                address: self.plan.rule(),
                table: self.plan.table(),
                key,
            };
            Tombstone::new(secret, row, self.fate().kind(), self.today, until)
        };
        Ok(keys.iter().map(stone).collect())
    }

    /// Another run of the same plan may have come to the end first.
    async fn certify_once<S: PurgeStore>(
        &self,
        store: &mut S,
        plan: &Digest,
    ) -> Result<Certificate, PurgeError<S::Error>> {
        match store.certificate(plan).await.map_err(PurgeError::Store)? {
            Some(certificate) => Ok(certificate),
            None => self.certify(store, plan).await,
        }
    }

    async fn certify<S: PurgeStore>(
        &self,
        store: &mut S,
        plan: &Digest,
    ) -> Result<Certificate, PurgeError<S::Error>> {
        let mut journal = store.journal(plan).await.map_err(PurgeError::Store)?;
        journal.sort_unstable_by_key(JournalEntry::batch);
        let last = store.last_certificate().await.map_err(PurgeError::Store)?;
        let portions = self.plan.batches().count();
        let is_of_the_plan = |entry: &JournalEntry| {
            usize::try_from(entry.batch()).is_ok_and(|batch| batch < portions)
        };
        if !journal.iter().all(is_of_the_plan) {
            return Err(PurgeError::WrongAnswer);
        }
        let sum = |part: fn(&JournalEntry) -> u64| {
            journal.iter().map(part).fold(0_u64, u64::saturating_add)
        };
        let (disposed, gone) = (sum(JournalEntry::disposed), sum(JournalEntry::gone));
        let selected = u64::try_from(self.plan.selected().len()).unwrap_or(u64::MAX);
        let keys = Hasher::new("greffe-keys/1", self.digest_key);
        let keys = journal.iter().fold(keys, |h, entry| h.digest(entry.keys()));
        let mut certificate = Certificate {
            number: last.as_ref().map_or(0, Certificate::number) + 1,
            rule: self.plan.rule().into(),
            table: self.plan.table().into(),
            policy: *self.plan.policy(),
            plan: *plan,
            as_of: self.plan.as_of(),
            executed: self.today,
            fate: self.plan.fate().into(),
            disposed,
            gone,
            // Rows that were held or had changed, and those of portions that an interrupted plan never came to.
            spared: selected.saturating_sub(disposed).saturating_sub(gone),
            keys: keys.finish(),
            in_backups_until: self.backups_end()?.max(self.plan.in_backups_until()),
            anonymity: self.anonymity.clone(),
            previous: last.as_ref().map(|last| *last.hash()),
            hash: *plan,
        };
        certificate.hash = certificate.computed_hash();
        store
            .certify(&certificate)
            .await
            .map_err(PurgeError::Store)?;
        Ok(certificate)
    }

    fn backups_end<E>(&self) -> Result<Option<NaiveDate>, PurgeError<E>> {
        self.governing
            .in_backups_until(self.today)
            .map_err(|_| PurgeError::Calendar)
    }
}

struct Opened {
    certificate: Option<Certificate>,
    done: HashSet<u32>,
}

#[derive(Default)]
struct Sorted {
    approved: Vec<RowKey>,
    gone: u64,
    spared: u64,
}

/// Ends the transaction: what went wrong is undone, and its reason counts more than a failure to undo it.
pub(super) async fn settle<S: PurgeStore, T>(
    store: &mut S,
    result: Result<T, PurgeError<S::Error>>,
    writes: bool,
) -> Result<T, PurgeError<S::Error>> {
    if writes && result.is_ok() {
        if let Err(error) = store.commit().await {
            // It may be open still, and nothing else could begin then. Whether this works does not matter: the reason is the commit's.
            let _undone = store.rollback().await;
            return Err(PurgeError::Store(error));
        }
        return result;
    }
    let undone = store.rollback().await;
    let value = result?;
    undone.map_err(PurgeError::Store)?;
    Ok(value)
}

fn length(keys: &[RowKey]) -> u64 {
    u64::try_from(keys.len()).unwrap_or(u64::MAX)
}
