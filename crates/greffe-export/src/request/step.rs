//! The steps that a request can take. A step that is not allowed changes nothing.

use greffe_terms::Text;

use crate::{ErasureReview, TransitionError};

use super::{
    DueDates, Event, ExtensionReason, Fee, Forwarding, IdentityQuestion, NoticeResult, Occurred,
    Particulars, Power, Refusal, Request, RequestStep, Right, State, SuspensionReason,
};

impl Request {
    /// The person said what exactly a right is used for. Said again, the last word counts.
    ///
    /// # Errors
    /// Once the request is scoped, if the right is not asked for, or if the particulars name nothing.
    pub fn specify(
        &mut self,
        particulars: Particulars,
        on: impl Into<Occurred>,
    ) -> Result<(), TransitionError> {
        self.apply(on.into(), Event::Specified(particulars))
    }

    /// Whoever asks for another showed their power.
    ///
    /// # Errors
    /// Once the request is scoped, if the person asks for themself, or if such a document shows no power of that kind.
    pub fn show_power(
        &mut self,
        power: Power,
        on: impl Into<Occurred>,
    ) -> Result<(), TransitionError> {
        self.apply(on.into(), Event::PowerShown(power))
    }

    /// The person is asked to confirm who they are, on reasonable doubt only (Art. 12(6)).
    ///
    /// # Errors
    /// Unless the request is `Received`.
    pub fn ask_identity(
        &mut self,
        on: impl Into<Occurred>,
        question: IdentityQuestion,
    ) -> Result<(), TransitionError> {
        self.apply(on.into(), Event::IdentityAsked(question))
    }

    /// The copy of the identity document was deleted, as it must be once it was checked (Art. 5(1)(e)). Possible on a closed request too.
    ///
    /// # Errors
    /// If no copy was asked for, or it is deleted already.
    pub fn delete_identity_copy(&mut self, on: impl Into<Occurred>) -> Result<(), TransitionError> {
        self.apply(on.into(), Event::IdentityCopyDeleted)
    }

    /// What is asked and where it lies is known, and the person is identified.
    ///
    /// # Errors
    /// Unless the request is `Received` or `IdentityPending`; if whoever asks for another has not shown their power; if a right
    /// lacks the particulars that it [needs](Right::needs_particulars).
    pub fn scope(&mut self, on: impl Into<Occurred>) -> Result<(), TransitionError> {
        self.apply(on.into(), Event::Reached(State::Scoped))
    }

    /// The data were gathered.
    ///
    /// # Errors
    /// Unless the request is `Scoped`.
    pub fn collect(&mut self, on: impl Into<Occurred>) -> Result<(), TransitionError> {
        self.apply(on.into(), Event::Reached(State::Collected))
    }

    /// A human read the answer.
    ///
    /// # Errors
    /// Unless the request is `Collected`.
    pub fn review(&mut self, on: impl Into<Occurred>) -> Result<(), TransitionError> {
        self.apply(on.into(), Event::Reached(State::Reviewed))
    }

    /// A right is granted: the data were delivered, or the change was made.
    ///
    /// # Errors
    /// Unless the request is `Reviewed` and the right is asked for and open.
    pub fn grant(&mut self, right: Right, on: impl Into<Occurred>) -> Result<(), TransitionError> {
        self.apply(on.into(), Event::Granted(right))
    }

    /// A right is granted except for what the refusals name.
    ///
    /// # Errors
    /// As for [`grant`](Self::grant); if there is no refusal; if one of them is none that [`refuse`](Self::refuse) would take.
    pub fn grant_partly(
        &mut self,
        right: Right,
        refusals: impl IntoIterator<Item = Refusal>,
        on: impl Into<Occurred>,
    ) -> Result<(), TransitionError> {
        let event = Event::PartlyGranted(right, of_right(right, refusals));
        self.apply(on.into(), event)
    }

    /// A right is refused, with a reason (Art. 12(4)). Possible at any state that is not final.
    ///
    /// # Errors
    /// If the request is closed, the right is not asked for or has its outcome already, the reason cannot be held against that right, or it is
    /// one that the controller must demonstrate and the refusal does not, or the last day on which the data are kept lies before the refusal.
    pub fn refuse(
        &mut self,
        right: Right,
        refusal: Refusal,
        on: impl Into<Occurred>,
    ) -> Result<(), TransitionError> {
        self.refuse_each(right, [refusal], on)
    }

    /// A right is refused, each part of it for a reason of its own.
    ///
    /// # Errors
    /// If there is no refusal; otherwise as for [`refuse`](Self::refuse).
    pub fn refuse_each(
        &mut self,
        right: Right,
        refusals: impl IntoIterator<Item = Refusal>,
        on: impl Into<Occurred>,
    ) -> Result<(), TransitionError> {
        self.apply(on.into(), Event::Refused(right, of_right(right, refusals)))
    }

    /// The erasure is granted, granted in part or refused, as the review of the data found.
    ///
    /// # Errors
    /// If the review has nothing in it or something undecided; then as for [`grant_partly`](Self::grant_partly).
    pub fn settle_erasure(
        &mut self,
        review: &ErasureReview,
        on: impl Into<Occurred>,
    ) -> Result<(), TransitionError> {
        let event = review.outcome(self.particulars(Right::Erasure))?;
        self.apply(on.into(), event)
    }

    /// The person withdraws everything that is still open.
    ///
    /// # Errors
    /// If the request is closed.
    pub fn withdraw(&mut self, on: impl Into<Occurred>) -> Result<(), TransitionError> {
        self.apply(on.into(), Event::Withdrawn(None))
    }

    /// The person withdraws one right that they had asked for.
    ///
    /// # Errors
    /// If the request is closed, or the right is not asked for or has its outcome already.
    pub fn withdraw_right(
        &mut self,
        right: Right,
        on: impl Into<Occurred>,
    ) -> Result<(), TransitionError> {
        self.apply(on.into(), Event::Withdrawn(Some(right)))
    }

    /// The person is told that a right costs a fee, before anything is charged (Art. 12(5)(a), 15(3)). It stops no clock. The right is granted only
    /// once the person agreed, or the fee is waived.
    ///
    /// # Errors
    /// If the request is closed; the right is not asked for or has its outcome already; a fee cannot be asked for it on that ground; the amount is
    /// nothing; the controller must demonstrate the ground and the fee does not; or a fee stands already.
    pub fn announce_fee(
        &mut self,
        right: Right,
        fee: Fee,
        on: impl Into<Occurred>,
    ) -> Result<(), TransitionError> {
        self.apply(on.into(), Event::FeeAnnounced(right, fee))
    }

    /// The person agreed to the fee. Whoever does not agree [withdraws](Self::withdraw_right), or is answered without a fee, or refused.
    ///
    /// # Errors
    /// If the request is closed, or no fee stands for the right to which they have not agreed.
    pub fn agree_fee(
        &mut self,
        right: Right,
        on: impl Into<Occurred>,
    ) -> Result<(), TransitionError> {
        self.apply(on.into(), Event::FeeAgreed(right))
    }

    /// The controller asks for no fee any more.
    ///
    /// # Errors
    /// If the request is closed, or no fee stands for the right.
    pub fn waive_fee(
        &mut self,
        right: Right,
        on: impl Into<Occurred>,
    ) -> Result<(), TransitionError> {
        self.apply(on.into(), Event::FeeWaived(right))
    }

    /// The answer will take up to two months more, and the person is told why (Art. 12(3)). `until` becomes the due dates
    /// where it is given; [`reckon`](Self::reckon) finds them too.
    ///
    /// # Errors
    /// If the request is closed, was extended before, or was due before `on`. Where a withdrawal of consent is open, the days that are noted may be its
    /// own and hold up nothing: whether the extension came in time for the rest, [`findings`](Self::findings) tells.
    pub fn extend(
        &mut self,
        on: impl Into<Occurred>,
        reason: ExtensionReason,
        until: Option<DueDates>,
    ) -> Result<(), TransitionError> {
        let on = on.into();
        self.possible(RequestStep::Extend, on.on)?;
        self.not_extended()?;
        if let Some(DueDates { lenient: due, .. }) = self.due
            && on.on > due
            && self.rights_due().all(Right::can_be_extended)
        {
            return Err(TransitionError::ExtendedTooLate { due });
        }
        self.apply(on, Event::Extended(reason))?;
        self.due = until.or(self.due);
        Ok(())
    }

    /// The clock stops while the person is asked something that is needed. [`reckon`](Self::reckon) moves the due dates, where the
    /// [`ClockPolicy`](crate::ClockPolicy) lets the stop count.
    ///
    /// # Errors
    /// If the request is closed or the clock is stopped already.
    pub fn suspend(
        &mut self,
        on: impl Into<Occurred>,
        reason: SuspensionReason,
    ) -> Result<(), TransitionError> {
        self.apply(on.into(), Event::Suspended(reason))
    }

    /// The person answered; the clock runs again, to `due` where it is given.
    ///
    /// # Errors
    /// If the request is closed or the clock is not stopped.
    pub fn resume(
        &mut self,
        on: impl Into<Occurred>,
        due: Option<DueDates>,
    ) -> Result<(), TransitionError> {
        self.apply(on.into(), Event::Resumed)?;
        self.due = due.or(self.due);
        Ok(())
    }

    /// A processor hands the request to its controller (Art. 28(3)(e)), or a joint controller to another (Art. 26(3)). The clock keeps running:
    /// it began when the first of them received the request.
    ///
    /// # Errors
    /// If the request is closed.
    pub fn forward(
        &mut self,
        on: impl Into<Occurred>,
        to: Forwarding,
    ) -> Result<(), TransitionError> {
        self.apply(on.into(), Event::Forwarded(to))
    }

    /// The recipients to whom the data had been disclosed, who must be told of what was corrected, erased or restricted (Art. 19). An empty list
    /// says that there are none.
    ///
    /// # Errors
    /// Unless the right is one of Art. 16 to 18 and was granted; if they were named before.
    pub fn name_recipients(
        &mut self,
        right: Right,
        recipients: Vec<Text>,
        on: impl Into<Occurred>,
    ) -> Result<(), TransitionError> {
        self.apply(on.into(), Event::RecipientsNamed(right, recipients))
    }

    /// What became of telling a recipient, by its place in the list, from 0. Who could not be told may be told later.
    ///
    /// # Errors
    /// If there is no such recipient, or it was told already.
    pub fn tell_recipient(
        &mut self,
        right: Right,
        place: usize,
        result: NoticeResult,
        on: impl Into<Occurred>,
    ) -> Result<(), TransitionError> {
        self.apply(on.into(), Event::RecipientNoticed(right, place, result))
    }

    /// The person asked who those recipients are (Art. 19, second sentence).
    ///
    /// # Errors
    /// While nothing was granted, or after a refusal of everything.
    pub fn ask_recipients(&mut self, on: impl Into<Occurred>) -> Result<(), TransitionError> {
        self.apply(on.into(), Event::RecipientsAsked)
    }

    /// The person was told who they are.
    ///
    /// # Errors
    /// If they did not ask, or were told already.
    pub fn disclose_recipients(&mut self, on: impl Into<Occurred>) -> Result<(), TransitionError> {
        self.apply(on.into(), Event::RecipientsDisclosed)
    }
}

fn of_right(right: Right, refusals: impl IntoIterator<Item = Refusal>) -> Vec<Refusal> {
    let refusals = refusals.into_iter();
    refusals.map(|refusal| refusal.of_right(right)).collect()
}
