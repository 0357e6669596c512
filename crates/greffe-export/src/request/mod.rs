//! A data subject's request (*demande d'exercice des droits*), from receipt to its end.

mod deadline;
mod event;
mod receipt;
mod refusal;
mod right;
mod state;
mod step;

use chrono::NaiveDate;

pub use deadline::DueDates;
pub use event::{DatedEvent, Event, ExtensionReason, SuspensionReason};
pub use receipt::{Asker, Evidence, RequestId};
pub use refusal::{Refusal, RefusalReason};
pub use right::Right;
pub use state::{Outcome, RequestStep, State};

/// A request: what is asked, when, by whom, and everything that happened since, in order.
///
/// ```
/// use chrono::NaiveDate;
/// use greffe_export::{Request, Right, State};
///
/// let day = |d| NaiveDate::from_ymd_opt(2026, 3, d).unwrap();
/// let mut request = Request::received("R-2026-17".parse()?, Right::Access, day(2)).also(Right::Portability);
/// request.scope(day(3))?;
/// request.collect(day(4))?;
/// request.review(day(5))?;
/// request.grant(Right::Access, day(6))?;
/// request.grant(Right::Portability, day(6))?;
/// assert_eq!(request.state(), State::Delivered);
/// assert!(request.collect(day(7)).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    id: RequestId,
    asked: Vec<(Right, Option<Outcome>)>,
    received: NaiveDate,
    asker: Asker,
    evidence: Option<Evidence>,
    due: Option<DueDates>,
    state: State,
    log: Vec<DatedEvent>,
}

impl Request {
    /// A request received on that day.
    #[must_use]
    pub fn received(id: RequestId, right: Right, on: NaiveDate) -> Self {
        Self {
            id,
            asked: vec![(right, None)],
            received: on,
            asker: Asker::Person,
            evidence: None,
            due: None,
            state: State::Received,
            log: Vec::new(),
        }
    }

    /// The same request, for another right too. A right asked twice is asked once.
    #[must_use]
    pub fn also(mut self, right: Right) -> Self {
        if !self.asks_for(right) {
            self.asked.push((right, None));
        }
        self
    }

    /// The same request, asked by someone else than the person.
    #[must_use]
    pub fn asked_by(mut self, asker: Asker) -> Self {
        self.asker = asker;
        self
    }

    /// The same request, with what proves its receipt.
    #[must_use]
    pub fn with_evidence(mut self, evidence: Evidence) -> Self {
        self.evidence = Some(evidence);
        self
    }

    /// The same request, with the days by which an answer is due.
    #[must_use]
    pub fn due_by(mut self, due: DueDates) -> Self {
        self.due = Some(due);
        self
    }

    /// The id.
    #[must_use]
    pub const fn id(&self) -> &RequestId {
        &self.id
    }

    /// The rights asked for, in order.
    pub fn rights(&self) -> impl Iterator<Item = Right> + '_ {
        self.asked.iter().map(|(right, _)| *right)
    }

    /// Whether the right is asked for.
    #[must_use]
    pub fn asks_for(&self, right: Right) -> bool {
        self.rights().any(|asked| asked == right)
    }

    /// What became of a right; `None` while it is open, or if it was not asked for.
    #[must_use]
    pub fn outcome(&self, right: Right) -> Option<&Outcome> {
        let (_, outcome) = self.asked.iter().find(|(asked, _)| *asked == right)?;
        outcome.as_ref()
    }

    /// The day of receipt.
    #[must_use]
    pub const fn received_on(&self) -> NaiveDate {
        self.received
    }

    /// Who asks.
    #[must_use]
    pub const fn asker(&self) -> Asker {
        self.asker
    }

    /// What proves the day of receipt.
    #[must_use]
    pub const fn evidence(&self) -> Option<Evidence> {
        self.evidence
    }

    /// The days by which an answer is due, if they were given.
    #[must_use]
    pub const fn due(&self) -> Option<DueDates> {
        self.due
    }

    /// Where the request stands.
    #[must_use]
    pub const fn state(&self) -> State {
        self.state
    }

    /// Everything that happened, in order.
    #[must_use]
    pub fn log(&self) -> &[DatedEvent] {
        &self.log
    }

    /// Whether the clock is stopped.
    #[must_use]
    pub fn is_suspended(&self) -> bool {
        let last = self.log.iter().rev().find_map(|entry| match entry.event {
            Event::Suspended(_) => Some(true),
            Event::Resumed => Some(false),
            _ => None,
        });
        last.unwrap_or(false)
    }

    /// Whether data under this request must not be purged: an open request for access or portability is a hold.
    #[must_use]
    pub fn holds_purge(&self) -> bool {
        self.asked
            .iter()
            .any(|(right, outcome)| right.wants_copy() && outcome.is_none())
    }
}
