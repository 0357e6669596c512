//! One consent, followed to what became of it.

use chrono::{DateTime, Utc};
use greffe_terms::PurposeId;

use super::ConsentState;
use crate::event::{Instant, closes};
use crate::signal::Signal;
use crate::{
    Action, Consent, Decision, Event, ImportedState, Kind, ObjectionTo, Policy, Question, Reason,
    Scope, VendorId,
};

/// A consent, followed through what is known of its person at an instant.
pub(super) struct Followed<'a> {
    pub(super) policy: &'a Policy,
    /// In any order, the consent among it or not.
    pub(super) history: &'a [&'a Event],
    /// The consent.
    pub(super) event: &'a Event,
    pub(super) at: DateTime<Utc>,
}

impl Followed<'_> {
    pub(super) fn state(&self, purpose: &PurposeId, ends: Option<DateTime<Utc>>) -> ConsentState {
        // A TC string may close a consent, and may give another one: what closes without it closes.
        let decisions = [true, false].map(|with_strings| self.decision(purpose, with_strings));
        let fails = |reason| {
            let mut decisions = decisions.iter();
            decisions.any(|decision| decision.failures().any(|failure| failure == reason))
        };
        let lapsed = |decision: &Decision| decision.action() == Some(Action::Remove);
        let closed = |state| self.closings(purpose).any(|closing| closing == state);
        if CLOSED.into_iter().any(fails)
            || closed(ConsentState::Withdrawn)
            || self.is_left_by_its_vendors(purpose)
            || self.is_denied_on_a_device(purpose)
        {
            ConsentState::Withdrawn
        } else if ends.is_some_and(|end| end <= self.at)
            || fails(Reason::Expired)
            || closed(ConsentState::Expired)
            || decisions.iter().any(lapsed)
        {
            ConsentState::Expired
        } else if self.awaits_confirmation(purpose) {
            ConsentState::AwaitsConfirmation
        } else {
            ConsentState::Given
        }
    }

    /// What closed the consent since by its own words, even where the policy leaves the purpose open on another basis, asks nobody or no longer knows
    /// it: the person's word on the consent is another thing than what may be done.
    fn closings(&self, purpose: &PurposeId) -> impl Iterator<Item = ConsentState> {
        self.since().filter_map(move |other| {
            let scope = other.kind().purposes();
            let is_named = self.is_named(purpose, scope);
            let reaches = is_named || *scope == Scope::All;
            let (state, closes) = match other.kind() {
                Kind::Withdrawn { .. }
                | Kind::Refused { .. }
                | Kind::Imported {
                    state: ImportedState::Denied,
                    ..
                } => (ConsentState::Withdrawn, reaches),
                // To all marketing: whether this purpose is some, the decision says.
                Kind::Objected {
                    to: ObjectionTo::Marketing,
                    ..
                } => (ConsentState::Withdrawn, is_named),
                Kind::Objected { .. } => (ConsentState::Withdrawn, reaches),
                Kind::Expired { .. } => (ConsentState::Expired, reaches),
                _ => return None,
            };
            closes.then_some(state)
        })
    }

    /// Whether every vendor that the consent was given to was refused since: nobody is left whom it serves.
    fn is_left_by_its_vendors(&self, purpose: &PurposeId) -> bool {
        let chosen = self.event.kind().consent().and_then(Consent::vendors);
        let refused = |vendor: &VendorId| {
            self.since().any(|other| match other.kind() {
                Kind::VendorsRefused { vendors, purposes } => {
                    let reaches = *purposes == Scope::All || self.is_named(purpose, purposes);
                    reaches && vendors.contains(vendor)
                }
                _ => false,
            })
        };
        chosen.is_some_and(|chosen| !chosen.is_empty() && chosen.iter().all(refused))
    }

    /// What the person did since the consent, as far as it is known.
    fn since(&self) -> impl Iterator<Item = &Event> {
        let at = Instant::of(self.at);
        let history = self.history.iter().copied();
        history.filter(move |other| {
            let is_known = other.stamp().recorded <= at && Instant::of(other.counts_from()) <= at;
            is_known && other.person() == self.event.person() && !self.precedes(other)
        })
    }

    /// Whether the purpose is named, or one above it.
    fn is_named(&self, purpose: &PurposeId, scope: &Scope) -> bool {
        let rules = self.policy.rules(purpose.as_str());
        let above = rules.into_iter().flat_map(|rules| &rules.ancestors);
        std::iter::once(purpose)
            .chain(above)
            .any(|id| scope.names(id))
    }

    /// Whether another event stood before the consent. One that is dated after its recording stands where it was recorded, so that no word
    /// that came after it is taken for one before.
    fn precedes(&self, other: &Event) -> bool {
        match self.event.is_dated_ahead() {
            true => other.counts_from() < self.event.stamp().recorded.utc(),
            false => other.reading_order() < self.event.reading_order(),
        }
    }

    /// Whether the event could close what was open when the consent was given, and not the consent. A TC string tells the day of the choice alone: only
    /// what was recorded before is before.
    fn is_past(&self, other: &Event) -> bool {
        match other.kind() {
            Kind::SignalReceived(Signal::Tc(_)) => other.recorded() < self.event.occurred(),
            Kind::SignalReceived(_) => self.precedes(other),
            kind => closes(kind) && self.precedes(other),
        }
    }

    /// What is decided for the purpose where this consent is the only one, and nothing was closed before it: what it may lack does not make it
    /// one that was withdrawn.
    fn decision(&self, purpose: &PurposeId, with_strings: bool) -> Decision {
        let is_string = |other: &Event| matches!(other.kind(), Kind::SignalReceived(Signal::Tc(_)));
        let events = self.beside();
        self.decided(
            purpose,
            events.filter(|other| with_strings || !is_string(other)),
            self.at,
        )
    }

    /// Whether a device denies what was consented to in the account that it was linked to since (rule R14). What its links had brought before the
    /// consent closed no consent.
    fn is_denied_on_a_device(&self, purpose: &PurposeId) -> bool {
        let person = self.event.person();
        let is_of_another = |other: &&Event| other.person() != person;
        let others = || self.history.iter().copied().filter(is_of_another);
        let closes_at = |at| {
            let decision = self.decided(purpose, self.beside().chain(others()), at);
            decision.failures().any(|reason| CLOSED.contains(&reason))
        };
        others().next().is_some() && closes_at(self.at) && !closes_at(self.event.occurred())
    }

    /// What its person did beside giving consents, and what of it was past when this one was given left out.
    fn beside(&self) -> impl Iterator<Item = &Event> {
        let history = self.history.iter().copied();
        history.filter(|other| {
            other.person() == self.event.person()
                && other.kind().consent().is_none()
                && !self.is_past(other)
        })
    }

    fn decided<'e>(
        &'e self,
        purpose: &PurposeId,
        events: impl Iterator<Item = &'e Event>,
        at: DateTime<Utc>,
    ) -> Decision {
        let events = events.chain(std::iter::once(self.event));
        let question = Question::about(purpose.as_str()).for_person(self.event.person());
        self.policy.decide_over(events, question, at, self.at)
    }

    /// Whether the policy asks for a second step that nobody took. The evidence of an authorisation is its confirmation, and a renewal is
    /// asked of an address that was confirmed before, since whatever closed the purpose.
    fn awaits_confirmation(&self, purpose: &PurposeId) -> bool {
        let Some(rules) = self.policy.rules(purpose.as_str()) else {
            return false;
        };
        if !rules.purpose.asks_confirmation()
            || matches!(self.event.kind(), Kind::ParentAuthorised(_))
        {
            return false;
        }
        let renews = matches!(self.event.kind(), Kind::Renewed(_));
        let closed = renews.then(|| self.last_closing_before(purpose)).flatten();
        let nothing_closed_since = |confirmation: &Event| {
            closed.is_none_or(|closing| closing.reading_order() <= confirmation.reading_order())
        };
        let is_there = |other: &&&Event| {
            let later = other.reading_order() > self.event.reading_order()
                || (renews && nothing_closed_since(other));
            let at = Instant::of(self.at);
            let known = other.stamp().recorded <= at && other.stamp().occurred <= at;
            let purposes = other.kind().purposes();
            let mut line = std::iter::once(purpose).chain(&rules.ancestors);
            let is_step =
                matches!(other.kind(), Kind::Confirmed { act, .. } if act.is_affirmative());
            is_step
                && other.person() == self.event.person()
                && later
                && known
                && !other.is_dated_ahead()
                && line.any(|purpose| purposes.names(purpose))
        };
        !self.history.iter().any(|other| is_there(&other))
    }

    /// The last event before the consent that closed the purpose.
    fn last_closing_before(&self, purpose: &PurposeId) -> Option<&Event> {
        let at = Instant::of(self.at);
        let history = self.history.iter().copied();
        let closings = history.filter(|closing| {
            let scope = closing.kind().purposes();
            closes(closing.kind())
                && closing.person() == self.event.person()
                && closing.stamp().recorded <= at
                && (*scope == Scope::All || self.is_named(purpose, scope))
                && self.precedes(closing)
        });
        closings.max_by_key(|closing| closing.reading_order())
    }
}

/// The failures by which a consent that was given no longer stands because somebody said so.
const CLOSED: [Reason; 4] = [
    Reason::Withdrawn,
    Reason::Refused,
    Reason::RefusedBySignal,
    Reason::MarketingObjection,
];
