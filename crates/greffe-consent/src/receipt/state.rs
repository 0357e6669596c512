//! What became of the consent that a receipt is of, at an instant.

use chrono::{DateTime, Utc};
use greffe_terms::PurposeId;

use super::Receipt;
use super::followed::Followed;
use crate::codes::codes;
use crate::{Event, Ledger, Policy};

codes! {
    /// The state of a consent, for one purpose. DPV has no term for a consent that waits for the second step of a double opt-in: it is
    /// still asked for (`dpv:ConsentRequested`, a request that awaits the person's decision), and does not serve.
    ConsentState, "state of a consent", {
        /// Given, and the confirmation that the policy asks for is missing.
        AwaitsConfirmation = "awaits_confirmation", "consentement en attente de confirmation", "consent that awaits its confirmation";
        /// Given. Whether it suffices, a decision says.
        Given = "given", "consentement donné", "consent given";
        /// Withdrawn, refused afterwards, or objected to.
        Withdrawn = "withdrawn", "consentement retiré", "consent withdrawn";
        /// Run out, ended by the host, or lapsed in the silence after a campaign.
        Expired = "expired", "consentement expiré", "consent expired";
    }
}

impl ConsentState {
    /// The nearest term of DPV.
    pub(super) const fn term(self) -> &'static str {
        match self {
            Self::AwaitsConfirmation => "dpv:ConsentRequested",
            Self::Given => "dpv:ConsentGiven",
            Self::Withdrawn => "dpv:ConsentWithdrawn",
            Self::Expired => "dpv:ConsentExpired",
        }
    }
}

impl Receipt {
    /// The same receipt with the states of the consent at the instant `at`, as known then: given, awaiting its confirmation, withdrawn,
    /// expired, for each purpose. An instant before the event was recorded is that of its recording.
    ///
    /// A receipt begins with the states at the recording. The instant is what the controller says and no part of the chain: whoever changes it in
    /// a receipt has [`Receipt::verify_with`] hold the states against that other instant. What a person withdraws in an account shows in the receipts of that account,
    /// and not in those of a device that was linked to it; what they deny on a linked device shows in the account's as decisions have it (rule R14).
    ///
    /// ```
    /// use greffe_consent::receipt::{ConsentState, Controller, Receipt};
    /// use greffe_consent::*;
    /// use greffe_terms::{Lang, LegalBasis};
    ///
    /// let newsletter = "newsletter".parse()?;
    /// let policy = Policy::in_zone(greffe_calendar::zone::parse("Europe/Paris")?)
    ///     .purpose(Purpose::new("newsletter".parse()?, [LegalBasis::Consent]).double_opt_in())
    ///     .build()?;
    /// let person = PersonKey::from_bytes([7; 16]);
    /// let mut ledger = Ledger::new();
    /// let mut append = |n, at: &str, kind| -> Result<(), Box<dyn std::error::Error>> {
    ///     let at = at.parse()?;
    ///     Ok(ledger.append(Event::new(EventId::from_bytes([n; 16]), person, (at, at), Provenance::Person, kind)?)?)
    /// };
    /// let consent = Consent::new(Act::TickedBox, NoticeShown::new("sign-up".parse()?, 1), ["newsletter".parse()?]);
    /// append(1, "2026-03-01T10:00:00Z", Kind::Given(consent))?;
    /// append(2, "2026-03-01T11:00:00Z", Kind::Confirmed { act: Act::PressedButton, purposes: Scope::only(["newsletter".parse()?]) })?;
    /// append(3, "2026-04-01T10:00:00Z", Kind::Withdrawn { purposes: Scope::All })?;
    ///
    /// let shop = Controller::new("Librairie du Pont", "vie-privee@librairie.example", "https://librairie.example/choix");
    /// let receipt = Receipt::of(&policy, &ledger, person, EventId::from_bytes([1; 16]), &shop, Lang::Fr)?;
    /// assert_eq!(receipt.state_of(&newsletter), Some(ConsentState::AwaitsConfirmation));
    /// let receipt = receipt.as_of(&policy, &ledger, "2026-03-02T10:00:00Z".parse()?);
    /// assert_eq!(receipt.state_of(&newsletter), Some(ConsentState::Given));
    /// let receipt = receipt.as_of(&policy, &ledger, "2026-04-02T10:00:00Z".parse()?);
    /// assert_eq!(receipt.state_of(&newsletter), Some(ConsentState::Withdrawn));
    /// assert!(receipt.verify_with(&policy, &ledger, &shop).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn as_of(mut self, policy: &Policy, ledger: &Ledger, at: DateTime<Utc>) -> Self {
        let history: Vec<&Event> = ledger.events_that_decide(self.event.person()).collect();
        self.tell_states(policy, &history, at);
        self
    }

    /// The instant of the states, in a receipt of a consent. Written as `greffe:asOf` where it is not that of the recording.
    #[must_use]
    pub const fn told_at(&self) -> Option<DateTime<Utc>> {
        self.told_at
    }

    /// The instant, where it is not the one that goes without saying.
    pub(super) fn told_later(&self) -> Option<DateTime<Utc>> {
        self.told_at.filter(|at| *at != self.event.recorded())
    }

    /// The state of the consent for the purpose; `None` where it is none of a consent, or not to that purpose.
    #[must_use]
    pub fn state_of(&self, purpose: &PurposeId) -> Option<ConsentState> {
        let mut lines = self.purposes.iter();
        lines.find(|line| line.id == *purpose)?.state
    }

    /// The state of all purposes, where it is one.
    pub(super) fn common_state(&self) -> Option<ConsentState> {
        let mut states = self.purposes.iter().map(|line| line.state);
        let first = states.next()??;
        states.all(|state| state == Some(first)).then_some(first)
    }

    pub(super) fn tell_states(&mut self, policy: &Policy, history: &[&Event], at: DateTime<Utc>) {
        if self.event.kind().consent().is_none() {
            return;
        }
        let at = at.max(self.event.recorded());
        self.told_at = Some(at);
        let consent = Followed {
            policy,
            history,
            event: &self.event,
            at,
        };
        for line in &mut self.purposes {
            line.state = Some(consent.state(&line.id, line.ends));
        }
    }
}
