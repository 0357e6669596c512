//! What an event says that the policy does not understand.

use std::fmt;

use greffe_terms::{Lang, PurposeId};

use super::Policy;
use crate::{Consent, Event, Kind, Scope, VendorId};

/// Something in an event that no decision by this policy will count: a slip to be mended before the event is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventDoubt {
    /// The policy has no such purpose. A withdrawal of it closes nothing.
    UnknownPurpose(PurposeId),
    /// The policy has no such notice, or not in this version.
    UnknownNotice,
    /// The notice shown does not list the purpose.
    NotInNotice(PurposeId),
    /// The words shown are not those of the notice.
    WordingDiffers,
    /// The notice shown is older than the policy accepts for the purpose.
    NoticeOutdated(PurposeId),
    /// The act is not an affirmative one.
    NoAffirmativeAct,
    /// The policy has no such vendor.
    UnknownVendor(VendorId),
    /// It opens something, and is dated after it is recorded.
    DatedAhead,
}

impl EventDoubt {
    /// The message for a person.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        match self {
            Self::UnknownPurpose(id) => lang.pick(
                format!("la politique ne connaît pas la finalité `{id}`"),
                format!("the policy does not know the purpose `{id}`"),
            ),
            Self::UnknownNotice => lang.pick(
                "la politique ne connaît pas cette mention dans cette version".to_owned(),
                "the policy does not know the notice in this version".to_owned(),
            ),
            Self::NotInNotice(id) => lang.pick(
                format!("la mention montrée ne liste pas la finalité `{id}`"),
                format!("the notice shown does not list the purpose `{id}`"),
            ),
            Self::WordingDiffers => lang.pick(
                "le texte montré n’est pas celui de la mention".to_owned(),
                "the words shown are not those of the notice".to_owned(),
            ),
            Self::NoticeOutdated(id) => lang.pick(
                format!("la mention montrée est trop ancienne pour la finalité `{id}`"),
                format!("the notice shown is too old for the purpose `{id}`"),
            ),
            Self::NoAffirmativeAct => lang.pick(
                "l’acte n’est pas un acte positif clair".to_owned(),
                "the act is not a clear affirmative one".to_owned(),
            ),
            Self::UnknownVendor(id) => lang.pick(
                format!("la politique ne connaît pas le fournisseur {}", id.number()),
                format!("the policy does not know vendor {}", id.number()),
            ),
            Self::DatedAhead => lang.pick(
                "l’événement est daté après son enregistrement".to_owned(),
                "the event is dated after its recording".to_owned(),
            ),
        }
    }
}

impl fmt::Display for EventDoubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Lang::En))
    }
}

impl Policy {
    /// What an event says that this policy does not understand, so that a form can refuse it while the person is there; empty where all is well.
    ///
    /// A ledger takes any event: it says what happened, and policies change. What is doubtful is judged cautiously for ever after, a consent as
    /// none, and a withdrawal of a purpose that nobody knows closes nothing.
    ///
    /// ```
    /// # use greffe_consent::*;
    /// # use greffe_terms::LegalBasis;
    /// let policy = Policy::in_zone(greffe_calendar::zone::parse("Europe/Paris")?)
    ///     .purpose(Purpose::new("newsletter".parse()?, [LegalBasis::Consent]))
    ///     .build()?;
    /// let (id, person) = (EventId::from_bytes([1; 16]), PersonKey::from_bytes([7; 16]));
    /// let at = "2026-03-01T10:00:00Z".parse()?;
    /// let slip = Kind::Withdrawn { purposes: Scope::only(["newletter".parse()?]) };
    /// let event = Event::new(id, person, (at, at), Provenance::Person, slip)?;
    /// assert_eq!(policy.doubts_about(&event), [EventDoubt::UnknownPurpose("newletter".parse()?)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn doubts_about(&self, event: &Event) -> Vec<EventDoubt> {
        let kind = event.kind();
        let mut doubts = Vec::new();
        if let Scope::Only(purposes) = kind.purposes() {
            let unknown = purposes
                .iter()
                .filter(|id| self.rules(id.as_str()).is_none());
            doubts.extend(unknown.cloned().map(EventDoubt::UnknownPurpose));
        }
        if let Some(consent) = kind.consent() {
            self.doubts_about_consent(consent, &mut doubts);
        }
        match kind {
            Kind::Confirmed { act, .. } if !act.is_affirmative() => {
                doubts.push(EventDoubt::NoAffirmativeAct);
            }
            Kind::VendorsRefused { vendors, .. } => {
                doubts.extend(self.unknown_vendors(vendors.iter().copied()));
            }
            _ => {}
        }
        if event.is_dated_ahead() && !crate::event::closes(kind) {
            doubts.push(EventDoubt::DatedAhead);
        }
        doubts
    }

    fn doubts_about_consent(&self, consent: &Consent, doubts: &mut Vec<EventDoubt>) {
        if !consent.act().is_affirmative() {
            doubts.push(EventDoubt::NoAffirmativeAct);
        }
        let shown = consent.notice();
        let Some(notice) = self.notice(shown.id(), shown.version()) else {
            doubts.push(EventDoubt::UnknownNotice);
            return;
        };
        if matches!((notice.wording(), shown.wording()), (Some(known), Some(seen)) if known != seen)
        {
            doubts.push(EventDoubt::WordingDiffers);
        }
        if let Scope::Only(purposes) = consent.purposes() {
            for rules in purposes.iter().filter_map(|id| self.rules(id.as_str())) {
                let (id, oldest) = (rules.purpose.id(), rules.purpose.oldest_notice());
                if !notice.lists(id) {
                    doubts.push(EventDoubt::NotInNotice(id.clone()));
                } else if oldest.is_some_and(|oldest| shown.version() < oldest) {
                    doubts.push(EventDoubt::NoticeOutdated(id.clone()));
                }
            }
        }
        let vendors = consent.vendors().into_iter().flatten();
        doubts.extend(self.unknown_vendors(vendors.copied()));
    }

    fn unknown_vendors(
        &self,
        vendors: impl Iterator<Item = VendorId>,
    ) -> impl Iterator<Item = EventDoubt> {
        let unknown = vendors.filter(|id| self.who.vendor(*id).is_none());
        unknown.map(EventDoubt::UnknownVendor)
    }
}
