//! What a rule says about one record on one day.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{Event, Fate, HoldReason};

mod read;

/// What a rule says about one record on one day. All days are local days of the policy's zone, both ends of an interval included.
///
/// Exhaustive on purpose: code that disposes must look at every one of them. Only [`Due`](Self::Due),
/// [`DisposeBy`](Self::DisposeBy) and [`Overdue`](Self::Overdue) may dispose.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum Verdict {
    /// Kept through `until`.
    Keep {
        /// The last day.
        until: NaiveDate,
    },
    /// Kept, and no date is known: an event is awaited.
    Open {
        /// What is awaited.
        awaiting: Event,
    },
    /// In the intermediate archive, for the stage's readers only.
    Archive {
        /// The first day in the archive.
        since: NaiveDate,
        /// The last day there.
        until: NaiveDate,
    },
    /// To be disposed of.
    Due {
        /// The first day on which it was due.
        since: NaiveDate,
        /// What to do.
        fate: Fate,
    },
    /// May be disposed of, and must be by `latest`.
    DisposeBy {
        /// The first day.
        from: NaiveDate,
        /// The last day.
        latest: NaiveDate,
    },
    /// The last day of a promise has passed.
    Overdue {
        /// The first day after the promise.
        since: NaiveDate,
    },
    /// Would be disposed of, but disposal waits.
    Held {
        /// Why, without duplicates, in a fixed order.
        by: Vec<HoldReason>,
    },
    /// Must be kept longer than it may be kept.
    Conflict {
        /// The first day on which it may go; `None` while what keeps it is still awaited.
        earliest: Option<NaiveDate>,
        /// The last day by which it must go, before `earliest`.
        latest: NaiveDate,
    },
    /// Not known. Never a reason to dispose.
    Undetermined {
        /// What is missing.
        missing: Missing,
    },
}

/// What is missing for a verdict.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Missing {
    /// No such event is recorded, and the rule does not say what that means. The last contact has a variant of its own.
    Event(Event),
    /// No contact of a kind that counts is recorded, and the rule does not say what that means.
    Contact {
        /// The kinds that the rule counts as contact.
        counted: Box<[Event]>,
    },
    /// Something is recorded of the last contact as such, and the rule does not list `last_contact` among the kinds that count: nobody knows
    /// whether it was one of them. Record the contact by its kind, or list `last_contact` in the rule's `contact`.
    UncountedContact {
        /// The kinds that the rule counts as contact.
        counted: Box<[Event]>,
    },
    /// Such events were recorded, but all were struck out or lie in the future where none can be.
    ValidEvent(Event),
    /// The last day of the event: one is recorded in the future, where none can be, so that it was mistyped. Correct it or strike it out.
    FutureEvent(Event),
    /// To which of several contracts the record belongs.
    WhichContract,
    /// The one day of the document: several days of the event are recorded, and the rule counts document by document.
    OneDocument(Event),
    /// No fiscal year covers the day of the event.
    FiscalYear(Event),
    /// Every anchor or condition of the rule dropped out.
    Anchor,
    /// The rule states no length.
    Length,
    /// The period that somebody set lies outside the rule's bounds.
    AllowedPeriod {
        /// Who set it.
        set_by: Box<str>,
    },
    /// Whether the service's setting is on.
    Setting(Box<str>),
    /// The service's setting is off: the rule says nothing about this record.
    ApplicableRule {
        /// The setting.
        setting: Box<str>,
    },
    /// The rank of the record among those of its key: see [`KeepLatest`](crate::KeepLatest).
    Rank,
    /// The right to extend: an extension is recorded, and the rule allows none.
    RightToExtend,
    /// A date that the calendar can count.
    CountableDate,
}

/// The kind of a [`Verdict`], for counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "named after the verdicts")]
pub enum VerdictKind {
    Keep,
    Open,
    Archive,
    Due,
    DisposeBy,
    Overdue,
    Held,
    Conflict,
    Undetermined,
}

impl Verdict {
    /// Whether the record may be disposed of now.
    #[must_use]
    pub const fn may_dispose(&self) -> bool {
        match self {
            Self::Due { .. } | Self::DisposeBy { .. } | Self::Overdue { .. } => true,
            Self::Keep { .. }
            | Self::Open { .. }
            | Self::Archive { .. }
            | Self::Held { .. }
            | Self::Conflict { .. }
            | Self::Undetermined { .. } => false,
        }
    }

    /// The kind, for counts.
    #[must_use]
    pub const fn kind(&self) -> VerdictKind {
        match self {
            Self::Keep { .. } => VerdictKind::Keep,
            Self::Open { .. } => VerdictKind::Open,
            Self::Archive { .. } => VerdictKind::Archive,
            Self::Due { .. } => VerdictKind::Due,
            Self::DisposeBy { .. } => VerdictKind::DisposeBy,
            Self::Overdue { .. } => VerdictKind::Overdue,
            Self::Held { .. } => VerdictKind::Held,
            Self::Conflict { .. } => VerdictKind::Conflict,
            Self::Undetermined { .. } => VerdictKind::Undetermined,
        }
    }
}
