//! The steps that a request can take. A step that is not allowed changes nothing.

use chrono::NaiveDate;

use crate::TransitionError;

use super::{
    DatedEvent, DueDates, Event, ExtensionReason, Outcome, Refusal, Request, RequestStep, Right,
    State, SuspensionReason,
};

impl Request {
    /// The person is asked to confirm who they are, on reasonable doubt only (Art. 12(6)).
    ///
    /// # Errors
    /// Unless the request is `Received`.
    pub fn ask_identity(&mut self, on: NaiveDate) -> Result<(), TransitionError> {
        self.step(
            on,
            &[State::Received],
            State::IdentityPending,
            RequestStep::AskIdentity,
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
            RequestStep::Scope,
        )
    }

    /// The data were gathered.
    ///
    /// # Errors
    /// Unless the request is `Scoped`.
    pub fn collect(&mut self, on: NaiveDate) -> Result<(), TransitionError> {
        self.step(on, &[State::Scoped], State::Collected, RequestStep::Collect)
    }

    /// A human read the answer.
    ///
    /// # Errors
    /// Unless the request is `Collected`.
    pub fn review(&mut self, on: NaiveDate) -> Result<(), TransitionError> {
        self.step(
            on,
            &[State::Collected],
            State::Reviewed,
            RequestStep::Review,
        )
    }

    /// A right is granted: the data were delivered, or the change was made.
    ///
    /// # Errors
    /// Unless the request is `Reviewed` and the right is asked for and open.
    pub fn grant(&mut self, right: Right, on: NaiveDate) -> Result<(), TransitionError> {
        if self.state != State::Reviewed {
            return Err(self.not_from(RequestStep::Grant));
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
            return Err(self.not_from(RequestStep::Refuse));
        }
        self.settle(right, on, Outcome::Refused(on, refusal))?;
        self.log.push(DatedEvent::new(on, Event::Refused(right)));
        Ok(())
    }

    /// The answer will take up to two months more, and the person is told why (Art. 12(3)). `until` becomes the due dates
    /// where it is given; [`reckon`](Self::reckon) finds them too.
    ///
    /// # Errors
    /// If the request is closed, was extended before, or was due before `on`.
    pub fn extend(
        &mut self,
        on: NaiveDate,
        reason: ExtensionReason,
        until: Option<DueDates>,
    ) -> Result<(), TransitionError> {
        self.open(on, RequestStep::Extend)?;
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
        self.due = until.or(self.due);
        self.log.push(DatedEvent::new(on, Event::Extended(reason)));
        Ok(())
    }

    /// The clock stops while the person is asked something that is needed. [`reckon`](Self::reckon) moves the due dates.
    ///
    /// # Errors
    /// If the request is closed or the clock is stopped already.
    pub fn suspend(
        &mut self,
        on: NaiveDate,
        reason: SuspensionReason,
    ) -> Result<(), TransitionError> {
        self.open(on, RequestStep::Suspend)?;
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
        self.open(on, RequestStep::Resume)?;
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
        self.open(on, RequestStep::Forward)?;
        self.log.push(DatedEvent::new(on, Event::Forwarded));
        Ok(())
    }

    fn step(
        &mut self,
        on: NaiveDate,
        from: &[State],
        to: State,
        step: RequestStep,
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

    fn open(&self, on: NaiveDate, step: RequestStep) -> Result<(), TransitionError> {
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

    fn not_from(&self, step: RequestStep) -> TransitionError {
        TransitionError::NotFrom {
            from: self.state,
            step,
        }
    }
}
