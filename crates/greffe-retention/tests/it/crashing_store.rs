//! A database in memory that crashes at a given write.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use greffe_retention::{
    Certificate, Digest, Facts, Fate, Hold, HoldReason, JournalEntry, PurgeStore, RowKey, Tombstone,
};

use crate::day;

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct State {
    pub(crate) rows: BTreeMap<RowKey, Facts>,
    pub(crate) disposed: Vec<RowKey>,
    pub(crate) tombstones: Vec<Tombstone>,
    pub(crate) journal: Vec<JournalEntry>,
    pub(crate) certificates: Vec<Certificate>,
}

/// A database with transactions, which crashes at a given write.
#[derive(Debug, Clone, Default)]
pub(crate) struct Store {
    pub(crate) lasting: State,
    pub(crate) open: Option<State>,
    pub(crate) writes: usize,
    pub(crate) crash_at: Option<usize>,
    /// The commit that crashes lasts although it is reported as failed.
    pub(crate) commit_lasts: bool,
    /// Commits that fail, as where the database is busy, and leave their transaction open.
    pub(crate) busy_commits: usize,
    pub(crate) crashed: bool,
    /// The write of that number is refused, as by a constraint, and leaves its transaction open.
    pub(crate) refused_at: Option<usize>,
    /// What was done to which rows, in order.
    pub(crate) done: Vec<(RowKey, Fate)>,
    /// Does more than erase.
    pub(crate) knows_every_fate: bool,
    pub(crate) reads: usize,
    pub(crate) table: &'static str,
    pub(crate) hold_at_read: Option<(usize, RowKey)>,
    /// Transactions that began.
    pub(crate) begun: usize,
    /// The transaction of that number does not begin.
    pub(crate) stop_before: Option<usize>,
    /// What another run leaves before the transaction of that number begins.
    pub(crate) other_run_before: Option<(usize, State)>,
}

#[derive(Debug, PartialEq)]
pub(crate) struct Crash;

impl Store {
    fn write(&mut self) -> Result<&mut State, Crash> {
        self.writes += 1;
        if self.crashed || self.crash_at == Some(self.writes) {
            self.crashed = true;
            self.open = None;
            return Err(Crash);
        }
        if self.refused_at == Some(self.writes) {
            return Err(Crash);
        }
        self.open.as_mut().ok_or(Crash)
    }

    fn read(&self) -> Result<&State, Crash> {
        if self.crashed {
            Err(Crash)
        } else {
            self.open.as_ref().ok_or(Crash)
        }
    }

    pub(crate) fn restart(&mut self) {
        (self.crashed, self.crash_at, self.open) = (false, None, None);
    }

    pub(crate) fn hold(&mut self, key: &RowKey) {
        let facts = self.lasting.rows.remove(key).unwrap();
        let held = facts.hold(Hold::new(HoldReason::Dispute, day("2026-11-01")));
        self.lasting.rows.insert(key.clone(), held);
    }
}

impl PurgeStore for Store {
    type Error = Crash;

    fn table(&self) -> &str {
        self.table
    }

    async fn begin(&mut self) -> Result<(), Crash> {
        assert!(self.open.is_none(), "one transaction at a time");
        if self.crashed {
            return Err(Crash);
        }
        self.begun += 1;
        if self.stop_before == Some(self.begun) {
            return Err(Crash);
        }
        if let Some((_, left)) = self.other_run_before.take_if(|(at, _)| *at == self.begun) {
            self.lasting = left;
        }
        self.open = Some(self.lasting.clone());
        Ok(())
    }

    async fn commit(&mut self) -> Result<(), Crash> {
        if self.busy_commits > 0 {
            self.busy_commits -= 1;
            return Err(Crash);
        }
        let open = self.open.clone();
        let result = self.write().map(|_| ());
        if result.is_ok() || (self.commit_lasts && open.is_some()) {
            self.lasting = open.unwrap();
        }
        self.open = None;
        result
    }

    async fn rollback(&mut self) -> Result<(), Crash> {
        self.open = None;
        if self.crashed { Err(Crash) } else { Ok(()) }
    }

    async fn facts(&mut self, keys: &[RowKey]) -> Result<Vec<Option<Facts>>, Crash> {
        self.reads += 1;
        if let Some((at, key)) = self.hold_at_read.clone()
            && at == self.reads
        {
            self.hold(&key);
            self.open = Some(self.lasting.clone());
        }
        let state = self.read()?;
        Ok(keys
            .iter()
            .map(|key| state.rows.get(key).cloned())
            .collect())
    }

    async fn dispose(&mut self, keys: &[RowKey], fate: &Fate) -> Result<(), Crash> {
        assert!(self.knows_every_fate || *fate == Fate::Erase);
        let done = keys.iter().map(|key| (key.clone(), fate.clone()));
        self.done.extend(done);
        let state = self.write()?;
        for key in keys {
            assert!(state.rows.remove(key).is_some(), "a row that is not there");
            state.disposed.push(key.clone());
        }
        Ok(())
    }

    async fn entomb(&mut self, tombstones: &[Tombstone]) -> Result<(), Crash> {
        self.write()?.tombstones.extend(tombstones);
        Ok(())
    }

    async fn journal(&mut self, plan: &Digest) -> Result<Vec<JournalEntry>, Crash> {
        let all = self.read()?.journal.iter();
        Ok(all.filter(|entry| entry.plan() == plan).cloned().collect())
    }

    async fn record(&mut self, entry: &JournalEntry) -> Result<(), Crash> {
        let state = self.write()?;
        let twice = |e: &JournalEntry| e.plan() == entry.plan() && e.batch() == entry.batch();
        assert!(!state.journal.iter().any(twice));
        state.journal.push(entry.clone());
        Ok(())
    }

    async fn certificate(&mut self, plan: &Digest) -> Result<Option<Certificate>, Crash> {
        let mut all = self.read()?.certificates.iter();
        Ok(all.find(|certificate| certificate.plan() == plan).cloned())
    }

    async fn last_certificate(&mut self) -> Result<Option<Certificate>, Crash> {
        Ok(self.read()?.certificates.last().cloned())
    }

    async fn certify(&mut self, certificate: &Certificate) -> Result<(), Crash> {
        self.write()?.certificates.push(certificate.clone());
        Ok(())
    }
}

/// Nothing here waits, so one look is enough.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the store in memory waits"),
    }
}
