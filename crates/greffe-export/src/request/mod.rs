//! A data subject's request (*demande d'exercice des droits*), from receipt to its end.

mod event;
mod refusal;
mod right;

use chrono::NaiveDate;

use crate::{InvalidRequestId, TransitionError};

pub use event::{DatedEvent, Event, ExtensionReason, SuspensionReason};
pub use refusal::{Refusal, RefusalReason};
pub use right::Right;

/// The opaque id of a request, such as `R-2026-17`. It is printed in logs and file names: never an address or a name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RequestId(Box<str>);

impl RequestId {
    /// The id's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for RequestId {
    type Err = InvalidRequestId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let valid = (1..=64).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b));
        valid.then(|| Self(text.into())).ok_or(InvalidRequestId)
    }
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Asker {
    /// The person whose data it is.
    #[default]
    Person,
    /// Someone with a mandate (*mandataire*).
    Proxy,
    /// A holder of parental authority or a guardian.
    Guardian,
    /// An heir (loi Informatique et Libertés, art. 85).
    Heir,
    /// Someone designated by directives on data after death (loi Informatique et Libertés, art. 85).
    Designated,
}

/// What proves the day of receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Evidence {
    /// A letter; the postmark proves posting, the acknowledgement proves receipt.
    Letter,
    /// A message with its headers.
    Email,
    /// A form of the service.
    Form,
    /// A visit or a call, noted by an agent.
    Spoken,
}

/// The days by which an answer is due, inclusive. `strict` is the promise to keep, `lenient` the latest defensible reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DueDates {
    /// The day by which every reading of the law is kept.
    pub strict: NaiveDate,
    /// The last day that some reading of the law allows.
    pub lenient: NaiveDate,
}

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Received.
    Received,
    /// The person was asked to confirm who they are (Art. 12(6)).
    IdentityPending,
    /// What is asked and where it lies is known; the person is identified.
    Scoped,
    /// The data were gathered.
    Collected,
    /// A human read the answer, others' rights were weighed.
    Reviewed,
    /// Every right was granted.
    Delivered,
    /// Some rights were granted, some refused.
    PartlyRefused,
    /// Every right was refused.
    Refused,
}

impl State {
    /// Whether the request is closed.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Delivered | Self::PartlyRefused | Self::Refused)
    }
}

/// What became of one right in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Granted on that day.
    Granted(NaiveDate),
    /// Refused on that day.
    Refused(NaiveDate, Refusal),
}

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

    /// The person is asked to confirm who they are, on reasonable doubt only (Art. 12(6)).
    ///
    /// # Errors
    /// Unless the request is `Received`.
    pub fn ask_identity(&mut self, on: NaiveDate) -> Result<(), TransitionError> {
        self.step(
            on,
            &[State::Received],
            State::IdentityPending,
            "ask for identity",
        )
    }

    /// What is asked and where it lies is known, and the person is identified.
    ///
    /// # Errors
    /// Unless the request is `Received` or `IdentityPending`.
    pub fn scope(&mut self, on: NaiveDate) -> Result<(), TransitionError> {
        self.step(
            on,
            &[State::Received, State::IdentityPending],
            State::Scoped,
            "be scoped",
        )
    }

    /// The data were gathered.
    ///
    /// # Errors
    /// Unless the request is `Scoped`.
    pub fn collect(&mut self, on: NaiveDate) -> Result<(), TransitionError> {
        self.step(on, &[State::Scoped], State::Collected, "be collected")
    }

    /// A human read the answer.
    ///
    /// # Errors
    /// Unless the request is `Collected`.
    pub fn review(&mut self, on: NaiveDate) -> Result<(), TransitionError> {
        self.step(on, &[State::Collected], State::Reviewed, "be reviewed")
    }

    /// A right is granted: the data were delivered, or the change was made.
    ///
    /// # Errors
    /// Unless the request is `Reviewed` and the right is asked for and open.
    pub fn grant(&mut self, right: Right, on: NaiveDate) -> Result<(), TransitionError> {
        if self.state != State::Reviewed {
            return Err(self.not_from("grant a right"));
        }
        self.settle(right, on, Outcome::Granted(on))?;
        self.log.push(DatedEvent::new(on, Event::Granted(right)));
        Ok(())
    }

    /// A right is refused, with a reason (Art. 12(4)). Possible at any state that is not final.
    ///
    /// # Errors
    /// If the request is closed, or the right is not asked for or has its outcome already.
    pub fn refuse(
        &mut self,
        right: Right,
        refusal: Refusal,
        on: NaiveDate,
    ) -> Result<(), TransitionError> {
        if self.state.is_final() {
            return Err(self.not_from("refuse a right"));
        }
        self.settle(right, on, Outcome::Refused(on, refusal))?;
        self.log.push(DatedEvent::new(on, Event::Refused(right)));
        Ok(())
    }

    /// The answer will take up to two months more, and the person is told why (Art. 12(3)). `until` becomes the due dates.
    ///
    /// # Errors
    /// If the request is closed, was extended before, or was due before `on`.
    pub fn extend(
        &mut self,
        on: NaiveDate,
        reason: ExtensionReason,
        until: DueDates,
    ) -> Result<(), TransitionError> {
        self.open(on, "be extended")?;
        if self
            .log
            .iter()
            .any(|entry| matches!(entry.event, Event::Extended(_)))
        {
            return Err(TransitionError::ExtendedTwice);
        }
        if let Some(DueDates { lenient: due, .. }) = self.due
            && on > due
        {
            return Err(TransitionError::ExtendedTooLate { due });
        }
        self.due = Some(until);
        self.log.push(DatedEvent::new(on, Event::Extended(reason)));
        Ok(())
    }

    /// The clock stops while the person is asked something that is needed. The due dates are the caller's to move.
    ///
    /// # Errors
    /// If the request is closed or the clock is stopped already.
    pub fn suspend(
        &mut self,
        on: NaiveDate,
        reason: SuspensionReason,
    ) -> Result<(), TransitionError> {
        self.open(on, "be suspended")?;
        if self.is_suspended() {
            return Err(TransitionError::Clock { stopped: true });
        }
        self.log.push(DatedEvent::new(on, Event::Suspended(reason)));
        Ok(())
    }

    /// The person answered; the clock runs again, to `due` where it is given.
    ///
    /// # Errors
    /// If the request is closed or the clock is not stopped.
    pub fn resume(&mut self, on: NaiveDate, due: Option<DueDates>) -> Result<(), TransitionError> {
        self.open(on, "be resumed")?;
        if !self.is_suspended() {
            return Err(TransitionError::Clock { stopped: false });
        }
        self.due = due.or(self.due);
        self.log.push(DatedEvent::new(on, Event::Resumed));
        Ok(())
    }

    /// A processor hands the request to its controller (Art. 28(3)(e)). The clock keeps running.
    ///
    /// # Errors
    /// If the request is closed.
    pub fn forward(&mut self, on: NaiveDate) -> Result<(), TransitionError> {
        self.open(on, "be forwarded")?;
        self.log.push(DatedEvent::new(on, Event::Forwarded));
        Ok(())
    }

    fn step(
        &mut self,
        on: NaiveDate,
        from: &[State],
        to: State,
        step: &'static str,
    ) -> Result<(), TransitionError> {
        if !from.contains(&self.state) {
            return Err(self.not_from(step));
        }
        self.in_order(on)?;
        self.state = to;
        self.log.push(DatedEvent::new(on, Event::Reached(to)));
        Ok(())
    }

    fn settle(
        &mut self,
        right: Right,
        on: NaiveDate,
        outcome: Outcome,
    ) -> Result<(), TransitionError> {
        self.in_order(on)?;
        let Some((_, open)) = self.asked.iter_mut().find(|(asked, _)| *asked == right) else {
            return Err(TransitionError::NotAsked { right });
        };
        if open.is_some() {
            return Err(TransitionError::Settled { right });
        }
        *open = Some(outcome);
        if self.asked.iter().all(|(_, outcome)| outcome.is_some()) {
            let granted = |outcome: &Option<Outcome>| matches!(outcome, Some(Outcome::Granted(_)));
            let count = self
                .asked
                .iter()
                .filter(|(_, outcome)| granted(outcome))
                .count();
            self.state = match count {
                0 => State::Refused,
                all if all == self.asked.len() => State::Delivered,
                _ => State::PartlyRefused,
            };
        }
        Ok(())
    }

    fn open(&self, on: NaiveDate, step: &'static str) -> Result<(), TransitionError> {
        if self.state.is_final() {
            return Err(self.not_from(step));
        }
        self.in_order(on)
    }

    fn in_order(&self, on: NaiveDate) -> Result<(), TransitionError> {
        let last = self.log.last().map_or(self.received, |entry| entry.on);
        if on < last {
            return Err(TransitionError::BeforeLast { on, last });
        }
        Ok(())
    }

    fn not_from(&self, step: &'static str) -> TransitionError {
        TransitionError::NotFrom {
            from: self.state,
            step,
        }
    }
}
