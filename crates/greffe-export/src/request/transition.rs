//! The one place where an event becomes part of a request, or is refused and leaves no trace. Steps and files both go through it.

use chrono::NaiveDate;

use crate::TransitionError;

use super::state::closed;
use super::{
    Asker, DatedEvent, Event, Fee, NoticeResult, ObjectionGround, Occurred, Outcome, Particulars,
    Power, Refusal, RefusalReason, Request, RequestStep, Right, State,
};

impl Request {
    /// Takes the event, or refuses it.
    pub(crate) fn apply(&mut self, at: Occurred, event: Event) -> Result<(), TransitionError> {
        // Only the three states that a step reaches are events of their own.
        let step = event.step().ok_or(TransitionError::NotFrom {
            from: self.state,
            step: RequestStep::Scope,
        })?;
        self.possible(step, at.on)?;
        self.allowed(at.on, &event)?;
        self.take(at.on, &event);
        self.log.push(DatedEvent {
            on: at.on,
            evidence: at.evidence,
            event,
        });
        Ok(())
    }

    /// Whether the state allows the step, and the day comes after what happened.
    pub(super) fn possible(&self, step: RequestStep, on: NaiveDate) -> Result<(), TransitionError> {
        if !step.is_open_from(self.state) {
            return Err(TransitionError::NotFrom {
                from: self.state,
                step,
            });
        }
        let last = self.log.last().map_or(self.received, |entry| entry.on);
        if on < last {
            return Err(TransitionError::BeforeLast { on, last });
        }
        Ok(())
    }

    pub(super) fn not_extended(&self) -> Result<(), TransitionError> {
        let extended = |entry: &DatedEvent| matches!(entry.event, Event::Extended(_));
        if self.log.iter().any(extended) {
            return Err(TransitionError::ExtendedTwice);
        }
        Ok(())
    }

    /// What each event asks for beside the state and the day.
    fn allowed(&self, on: NaiveDate, event: &Event) -> Result<(), TransitionError> {
        match event {
            Event::Reached(State::Scoped) => self.scopable(on),
            Event::Reached(_) | Event::IdentityAsked(_) | Event::Forwarded(_) => Ok(()),
            Event::Specified(particulars) => self.specifiable(particulars),
            Event::PowerShown(power) => self.power_suits(power),
            Event::IdentityCopyDeleted if self.keeps_identity_copy() => Ok(()),
            Event::IdentityCopyDeleted => Err(TransitionError::NoIdentityCopy),
            Event::Granted(right) => {
                self.open(*right)?;
                self.fee_is_decided(*right)
            }
            Event::PartlyGranted(right, refusals) | Event::Refused(right, refusals) => {
                self.open(*right)?;
                if matches!(event, Event::PartlyGranted(..)) {
                    self.fee_is_decided(*right)?;
                }
                if refusals.is_empty() {
                    return Err(TransitionError::NothingRefused { right: *right });
                }
                refusals
                    .iter()
                    .try_for_each(|one| self.holds(*right, one, on))
            }
            Event::Withdrawn(Some(right)) => self.open(*right),
            Event::Withdrawn(None) => Ok(()),
            Event::FeeAnnounced(right, fee) => self.chargeable(*right, fee),
            Event::FeeAgreed(right) => self.fee_stands(*right, true),
            Event::FeeWaived(right) => self.fee_stands(*right, false),
            Event::Extended(_) => self.not_extended(),
            Event::Suspended(_) => self.clock_is(false),
            Event::Resumed => self.clock_is(true),
            Event::RecipientsNamed(right, _) => self.nameable(*right),
            Event::RecipientNoticed(right, place, _) => self.tellable(*right, *place),
            Event::RecipientsAsked if self.owes_recipients() => {
                Err(TransitionError::RecipientsAsked { open: true })
            }
            Event::RecipientsAsked => Ok(()),
            Event::RecipientsDisclosed if self.owes_recipients() => Ok(()),
            Event::RecipientsDisclosed => Err(TransitionError::RecipientsAsked { open: false }),
        }
    }

    /// What an allowed event changes beside the log.
    fn take(&mut self, on: NaiveDate, event: &Event) {
        match event {
            Event::Reached(state) => self.state = *state,
            Event::IdentityAsked(_) => self.state = State::IdentityPending,
            Event::Granted(right) => self.settle(*right, Outcome::Granted(on)),
            Event::PartlyGranted(right, refusals) => {
                self.settle(*right, Outcome::PartlyGranted(on, refusals.clone()));
            }
            Event::Refused(right, refusals) => {
                self.settle(*right, Outcome::Refused(on, refusals.clone()));
            }
            Event::Withdrawn(right) => {
                let open: Vec<Right> = self.open_rights().collect();
                for open in open {
                    if right.is_none_or(|right| right == open) {
                        self.settle(open, Outcome::Withdrawn(on));
                    }
                }
            }
            _ => {}
        }
    }

    fn settle(&mut self, right: Right, outcome: Outcome) {
        if let Some((_, open)) = self.asked.iter_mut().find(|(asked, _)| *asked == right) {
            *open = Some(outcome);
        }
        if self.asked.iter().all(|(_, outcome)| outcome.is_some()) {
            self.state = closed(
                self.asked
                    .iter()
                    .filter_map(|(_, outcome)| outcome.as_ref()),
            );
        }
    }

    fn scopable(&self, on: NaiveDate) -> Result<(), TransitionError> {
        let shown = || self.power().is_some_and(|power| power.runs_on(on));
        if self.asker != Asker::Person && !shown() {
            return Err(TransitionError::PowerNotShown { asker: self.asker });
        }
        let lacking = self
            .open_rights()
            .find(|right| right.needs_particulars() && self.particulars(*right).is_none());
        match lacking {
            Some(right) => Err(TransitionError::NotSpecified { right }),
            None => Ok(()),
        }
    }

    fn specifiable(&self, particulars: &Particulars) -> Result<(), TransitionError> {
        let right = particulars.right();
        self.open(right)?;
        if particulars.is_empty() {
            return Err(TransitionError::NotSpecified { right });
        }
        Ok(())
    }

    fn power_suits(&self, power: &Power) -> Result<(), TransitionError> {
        if !self.asker.is_shown_by(power.evidence) {
            return Err(TransitionError::PowerOfAnother {
                asker: self.asker,
                evidence: power.evidence,
            });
        }
        Ok(())
    }

    fn open(&self, right: Right) -> Result<(), TransitionError> {
        let Some((_, outcome)) = self.asked.iter().find(|(asked, _)| *asked == right) else {
            return Err(TransitionError::NotAsked { right });
        };
        match outcome {
            Some(_) => Err(TransitionError::Settled { right }),
            None => Ok(()),
        }
    }

    /// Whether the refusal can be held against the right on that day.
    fn holds(&self, right: Right, refusal: &Refusal, on: NaiveDate) -> Result<(), TransitionError> {
        let reason = refusal.reason;
        let marketing =
            self.particulars(right) == Some(&Particulars::Objection(ObjectionGround::Marketing));
        let outweighed = matches!(
            reason,
            RefusalReason::CompellingGrounds
                | RefusalReason::LegalClaims
                | RefusalReason::PublicInterestResearch
        );
        if !reason.stands_against(right) || (marketing && outweighed) {
            return Err(TransitionError::ReasonNotFor { right, reason });
        }
        // Either a fee or a refusal (Art. 12(5)): what the person agreed to pay for is not refused on that ground.
        if matches!(self.fee(right), Some((fee, true)) if fee.ground.instead_of() == Some(reason)) {
            return Err(TransitionError::FeeStands { right });
        }
        if reason.must_be_demonstrated() && refusal.demonstration.is_none() {
            return Err(TransitionError::NotDemonstrated { reason });
        }
        match refusal.kept_until.filter(|until| *until < on) {
            Some(until) => Err(TransitionError::KeptUntilPast { until }),
            None => Ok(()),
        }
    }

    /// Whether that fee can be asked for the right.
    fn chargeable(&self, right: Right, fee: &Fee) -> Result<(), TransitionError> {
        self.open(right)?;
        let ground = fee.ground;
        if !ground.stands_for(right) {
            return Err(TransitionError::FeeNotFor { right, ground });
        }
        if fee.cents == 0 {
            return Err(TransitionError::NoFee { right });
        }
        if let Some(reason) = ground.instead_of()
            && fee.demonstration.is_none()
        {
            return Err(TransitionError::NotDemonstrated { reason });
        }
        match self.fee(right) {
            Some(_) => Err(TransitionError::FeeStands { right }),
            None => Ok(()),
        }
    }

    /// Whether a fee stands; where `undecided`, one that the person has not agreed to.
    fn fee_stands(&self, right: Right, undecided: bool) -> Result<(), TransitionError> {
        self.open(right)?;
        match self.fee(right) {
            Some((_, agreed)) if !(undecided && agreed) => Ok(()),
            _ => Err(TransitionError::NoFee { right }),
        }
    }

    /// Nobody is charged before they could decide (EDPB 01/2022, 6.3).
    fn fee_is_decided(&self, right: Right) -> Result<(), TransitionError> {
        match self.fee(right) {
            Some((_, false)) => Err(TransitionError::FeeUndecided { right }),
            _ => Ok(()),
        }
    }

    fn clock_is(&self, stopped: bool) -> Result<(), TransitionError> {
        if self.is_suspended() == stopped {
            Ok(())
        } else {
            Err(TransitionError::Clock { stopped: !stopped })
        }
    }

    fn nameable(&self, right: Right) -> Result<(), TransitionError> {
        let granted = self.outcome(right).is_some_and(Outcome::is_granted);
        if !right.reaches_recipients() || !granted {
            return Err(TransitionError::NoRecipients { right });
        }
        if self.recipient_notices(right).is_some() {
            return Err(TransitionError::RecipientsNamed { right });
        }
        Ok(())
    }

    fn tellable(&self, right: Right, place: usize) -> Result<(), TransitionError> {
        let notices = self
            .recipient_notices(right)
            .ok_or(TransitionError::NoRecipients { right })?;
        match notices.get(place).map(|notice| notice.result) {
            None => Err(TransitionError::NoSuchRecipient { right }),
            Some(Some((_, NoticeResult::Told))) => Err(TransitionError::RecipientTold { right }),
            Some(_) => Ok(()),
        }
    }

    fn open_rights(&self) -> impl Iterator<Item = Right> + '_ {
        let open = self.asked.iter().filter(|(_, outcome)| outcome.is_none());
        open.map(|(right, _)| *right)
    }

    /// What showed the power of whoever asks for another, as last shown.
    #[must_use]
    pub fn power(&self) -> Option<Power> {
        self.log.iter().rev().find_map(|entry| match entry.event {
            Event::PowerShown(power) => Some(power),
            _ => None,
        })
    }

    /// Whether the answer may go to whoever asks: the person, or someone of whom the document says so. Otherwise it goes to the person, as the
    /// cautious choice; an heir or whoever is designated asks in their own name, and a guardian or parent for whoever cannot. A power may have ended
    /// since: [`answer_goes_to_asker_on`](Self::answer_goes_to_asker_on) asks on the day of the answer.
    #[must_use]
    pub fn answer_goes_to_asker(&self) -> bool {
        match self.asker {
            Asker::Person => true,
            Asker::Proxy => self.power().is_some_and(|power| power.may_receive),
            Asker::Guardian | Asker::ParentalAuthority | Asker::Heir | Asker::Designated => {
                self.power().is_some()
            }
        }
    }

    /// Whether the answer may go to whoever asks on that day: as [`answer_goes_to_asker`](Self::answer_goes_to_asker), while the power that was shown
    /// [runs](Power::until). Once it has ended, the answer goes to the person.
    ///
    /// ```
    /// use greffe_export::{Asker, Power, PowerEvidence, Request, Right};
    ///
    /// let day = |text: &str| text.parse::<chrono::NaiveDate>();
    /// let mut request = Request::received("R-1".parse()?, Right::Access, day("2026-03-02")?).asked_by(Asker::Guardian);
    /// request.show_power(Power::shown_by(PowerEvidence::CourtDecision).until(day("2026-03-31")?), day("2026-03-03")?)?;
    /// assert!(request.answer_goes_to_asker_on(day("2026-03-31")?));
    /// assert!(!request.answer_goes_to_asker_on(day("2026-04-01")?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn answer_goes_to_asker_on(&self, day: NaiveDate) -> bool {
        let runs = || self.power().is_some_and(|power| power.runs_on(day));
        self.answer_goes_to_asker() && (self.asker == Asker::Person || runs())
    }
}
