//! What destroying a person's key erases, when, and what it does not.

use std::fmt;

use super::telling::Language;
use crate::context::Context;
use crate::keyring::{ColumnKind, DeclaredColumn, Expiry};

/// How a person's values are erased by destroying the person's key, and what must be erased otherwise.
///
/// Declare every place that holds something of the person. What is not declared is not erased, and what is not known is never told as
/// gone. A replica, an archived write-ahead log, a snapshot of a disk is a backup.
///
/// ```
/// use greffe_cipher::{DeclaredColumn, ColumnKind, Context, Expiry, ShreddingPlan};
/// let report = ShreddingPlan::new()
///     .sealed(&Context::new("patients", "note"))
///     .under_shared_key(DeclaredColumn::new(&Context::new("patients", "email"), ColumnKind::EqualityIndex).named("by_email"))
///     .key_store_backup("nightly", Expiry::At(1_751_328_000))
///     .database_backup("yearly", Expiry::At(1_798_761_600))
///     .at(1_750_000_000);
/// assert_eq!(report.unreadable_from(), Some(1_751_328_000));
/// assert_eq!(report.unconfirmable_from(), Some(1_798_761_600));
/// assert!(report.is_complete());
/// assert!(report.in_english().contains("unreadable for everybody from 2025-07-01"));
/// assert!(report.in_french().contains("illisibles pour tous à partir du 2025-07-01"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShreddingPlan {
    sealed: Vec<Box<str>>,
    shared: Option<Vec<DeclaredColumn>>,
    key_store: Option<Vec<Backup>>,
    database: Option<Vec<Backup>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Backup {
    pub(super) name: Box<str>,
    pub(super) expiry: Expiry,
}

impl ShreddingPlan {
    /// A plan in which nothing is known yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A column sealed under the person's key.
    #[must_use]
    pub fn sealed(mut self, context: &Context) -> Self {
        let label = format!("{}.{}", context.table(), context.field());
        self.sealed.push(label.into());
        self
    }

    /// A column that holds something of the person under a shared key: an index, or values under `DET` or `RND`. Its tokens
    /// outlive the person's key, and must be deleted as any data.
    #[must_use]
    pub fn under_shared_key(mut self, column: DeclaredColumn) -> Self {
        let columns = self.shared.get_or_insert_default();
        columns.push(column.of_any_tenant());
        self
    }

    /// States that no column under a shared key holds anything of the person.
    #[must_use]
    pub fn nothing_under_shared_keys(mut self) -> Self {
        self.shared.get_or_insert_default();
        self
    }

    /// A backup, replica or log of the table of wrapped keys; a backup of the database is one as well where that table is in it. `name` is the team's own word for it, and is shown.
    #[must_use]
    pub fn key_store_backup(mut self, name: &str, expiry: Expiry) -> Self {
        add(&mut self.key_store, name, expiry);
        self
    }

    /// States that no copy of the table of wrapped keys exists.
    #[must_use]
    pub fn no_key_store_backups(mut self) -> Self {
        self.key_store.get_or_insert_default();
        self
    }

    /// A backup, replica or log of the database. `name` is the team's own word for it, and is shown.
    #[must_use]
    pub fn database_backup(mut self, name: &str, expiry: Expiry) -> Self {
        add(&mut self.database, name, expiry);
        self
    }

    /// States that no copy of the database exists.
    #[must_use]
    pub fn no_database_backups(mut self) -> Self {
        self.database.get_or_insert_default();
        self
    }

    /// What comes of the plan if its steps are done at `now`, in seconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn at(self, now: u64) -> ShreddingReport {
        ShreddingReport { plan: self, now }
    }
}

fn add(backups: &mut Option<Vec<Backup>>, name: &str, expiry: Expiry) {
    let name = name.into();
    backups
        .get_or_insert_default()
        .push(Backup { name, expiry });
}

/// A plan's steps, and what each leaves until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShreddingReport {
    plan: ShreddingPlan,
    now: u64,
}

impl ShreddingReport {
    /// From when nobody can read what was sealed under the person's key, in seconds since 1970-01-01 UTC: the last backup of the key
    /// store has expired, and where a column of wrapped keys is declared in the database, the last one of the database. Nothing while that is not
    /// known for every one of them, or no column is declared.
    #[must_use]
    pub fn unreadable_from(&self) -> Option<u64> {
        if self.plan.sealed.is_empty() {
            return None;
        }
        let of_the_store = self.last(self.plan.key_store.as_deref()?)?;
        if !self.keys_are_in_the_database() {
            return Some(of_the_store);
        }
        let of_the_database = self.last(self.plan.database.as_deref()?)?;
        Some(of_the_store.max(of_the_database))
    }

    /// From when nobody can confirm or read anything of the person under a shared key, in seconds since 1970-01-01 UTC: the last
    /// backup of the database has expired. Nothing while that is not known. The list of destroyed keys is not reckoned with: it is under a
    /// shared key, holds the person until [`unreadable_from`](Self::unreadable_from), and has backups of its own.
    #[must_use]
    pub fn unconfirmable_from(&self) -> Option<u64> {
        if self.plan.shared.as_ref()?.is_empty() {
            return Some(self.now);
        }
        self.last(self.plan.database.as_deref()?)
    }

    /// Whether everything is known: from the later of both instants on nothing that the plan declares of the person can be read or confirmed.
    /// The tokens are still there.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.unreadable_from().is_some() && self.unconfirmable_from().is_some()
    }

    /// The report for people, in English: the steps in order, what is left until when, and what the plan does not cover, a line each. Days are
    /// UTC. It is a plan, and no evidence that a step was done.
    #[must_use]
    pub fn in_english(&self) -> String {
        Language::English.tell(self)
    }

    /// The report for people, in French.
    #[must_use]
    pub fn in_french(&self) -> String {
        Language::French.tell(self)
    }

    pub(super) fn sealed(&self) -> &[Box<str>] {
        &self.plan.sealed
    }

    pub(super) fn shared(&self) -> Option<&[DeclaredColumn]> {
        self.plan.shared.as_deref()
    }

    pub(super) fn key_store(&self) -> Option<&[Backup]> {
        self.plan.key_store.as_deref()
    }

    pub(super) fn database(&self) -> Option<&[Backup]> {
        self.plan.database.as_deref()
    }

    pub(super) const fn now(&self) -> u64 {
        self.now
    }

    /// Each backup of a database that holds the wrapped keys brings them back.
    pub(super) fn keys_are_in_the_database(&self) -> bool {
        let mut shared = self.plan.shared.iter().flatten();
        shared.any(|column| column.kind() == ColumnKind::WrappedSubjectKeys)
    }

    /// No backup expires before the plan is carried out: the live copy does not.
    fn last(&self, backups: &[Backup]) -> Option<u64> {
        backups
            .iter()
            .try_fold(self.now, |last, backup| match backup.expiry {
                Expiry::At(expires) => Some(last.max(expires)),
                Expiry::Unknown => None,
            })
    }
}

impl fmt::Display for ShreddingReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_english())
    }
}
