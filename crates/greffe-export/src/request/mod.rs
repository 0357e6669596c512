//! A data subject's request (*demande d'exercice des droits*), from receipt to its end.

mod asker;
mod clock;
pub(crate) mod code;
mod deadline;
mod event;
mod fee;
mod file;
mod finding;
mod identity;
mod particulars;
mod receipt;
mod recipients;
mod refusal;
mod right;
mod state;
mod step;
mod transition;

use chrono::NaiveDate;

use crate::TransitionError;

pub use asker::{Asker, Power, PowerEvidence};
pub use clock::ClockPolicy;
pub use deadline::DueDates;
pub use event::{DatedEvent, Event, ExtensionReason, Forwarding, SuspensionReason};
pub use fee::{Fee, FeeGround};
pub use file::RequestFileError;
pub use finding::RequestFinding;
pub use identity::{IdentityDoubt, IdentityMeans, IdentityPractice, IdentityQuestion};
pub use particulars::{
    ErasureGround, FieldName, ObjectionGround, Particulars, RestrictionGround, Transmission,
    WithdrawnConsent,
};
pub use receipt::{Evidence, Occurred, RequestId};
pub use recipients::{NoticeResult, RecipientNotice};
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
    posted: Option<NaiveDate>,
    asker: Asker,
    evidence: Option<Evidence>,
    clock: ClockPolicy,
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
            posted: None,
            asker: Asker::Person,
            evidence: None,
            clock: ClockPolicy::Guidelines,
            due: None,
            state: State::Received,
            log: Vec::new(),
        }
    }

    /// The same request, for another right too. A right asked twice is asked once. What is asked after the first step has a month of its own and
    /// is a request of its own: here it changes nothing.
    #[must_use]
    pub fn also(mut self, right: Right) -> Self {
        if self.log.is_empty() && !self.asks_for(right) {
            self.asked.push((right, None));
        }
        self
    }

    /// The same request, asked by someone else than the person: they have to [show their power](Self::show_power). Who asks is known on receipt:
    /// after the first step it changes nothing.
    #[must_use]
    pub fn asked_by(mut self, asker: Asker) -> Self {
        if self.log.is_empty() {
            self.asker = asker;
        }
        self
    }

    /// The same request, with the day of its postmark, for an organisation that promised to count from it.
    ///
    /// # Errors
    /// If that day lies after the receipt.
    pub fn posted_on(mut self, posted: NaiveDate) -> Result<Self, TransitionError> {
        if posted > self.received {
            return Err(TransitionError::PostedAfterReceipt);
        }
        self.posted = Some(posted);
        Ok(self)
    }

    /// The same request, with what stops its clock. Unless told, it is what the guidelines let stop it.
    #[must_use]
    pub const fn counted_by(mut self, policy: ClockPolicy) -> Self {
        self.clock = policy;
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

    /// The day of the postmark, where the organisation counts from it.
    #[must_use]
    pub const fn posted(&self) -> Option<NaiveDate> {
        self.posted
    }

    /// What stops the clock.
    #[must_use]
    pub const fn clock_policy(&self) -> ClockPolicy {
        self.clock
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

    /// Whether the clock is stopped, as the file has it. Whether the stop counts is the [`ClockPolicy`]'s to say.
    #[must_use]
    pub fn is_suspended(&self) -> bool {
        let last = self.log.iter().rev().find_map(|entry| match entry.event {
            Event::Suspended(_) => Some(true),
            Event::Resumed => Some(false),
            _ => None,
        });
        last.unwrap_or(false)
    }

    /// Whether data under this request must not be purged: an open request for access, portability or restriction is a hold
    /// ([`Right::holds_purge`]). A restriction that was granted goes on holding until it is lifted: record a hold of its ground.
    #[must_use]
    pub fn holds_purge(&self) -> bool {
        self.asked
            .iter()
            .any(|(right, outcome)| right.holds_purge() && outcome.is_none())
    }
}
