//! Consent receipts: a copy of one event that a person can keep, in the shape of ISO/IEC TS 27560:2023 with DPV's terms (W3C DPVCG,
//! *Consent Records and Receipts as per ISO/IEC TS 27560:2023 using DPV*, 1 August 2024), which proves itself against the ledger.
//!
//! ```
//! use greffe_consent::receipt::{Controller, Receipt};
//! use greffe_consent::*;
//! use greffe_terms::{Lang, LegalBasis};
//!
//! let policy = Policy::in_zone(greffe_calendar::zone::parse("Europe/Paris")?)
//!     .purpose(Purpose::new("newsletter".parse()?, [LegalBasis::Consent]).marketing().validity("P6M".parse()?))
//!     .notice(Notice::new("sign-up".parse()?, 1, ["newsletter".parse()?]))
//!     .build()?;
//! let (id, person) = (EventId::from_bytes([1; 16]), PersonKey::from_bytes([7; 16]));
//! let at = "2026-03-01T10:00:00Z".parse()?;
//! let shown = NoticeShown::new("sign-up".parse()?, 1);
//! let consent = Consent::new(Act::TickedBox, shown, ["newsletter".parse()?]);
//! let mut ledger = Ledger::new();
//! ledger.append(Event::new(id, person, (at, at), Provenance::Person, Kind::Given(consent))?)?;
//!
//! let bookshop = Controller::new("Librairie du Pont", "https://librairie.example/vie-privee", "https://librairie.example/choix");
//! let receipt = Receipt::of(&policy, &ledger, person, id, &bookshop, Lang::Fr)?;
//! let text = receipt.to_json_ld();
//! assert!(text.contains("\"dpv:ConsentReceipt\""));
//!
//! let kept = Receipt::from_json_ld(text.as_bytes())?;
//! assert!(kept.verify(&ledger).is_ok());
//! assert!(kept.verify_with(&policy, &ledger, &bookshop).is_ok());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | module | what |
//! | --- | --- |
//! | `controller` | who hands the receipt over |
//! | `error` | why there is no receipt, or what of one differs |
//! | `followed` | one consent, followed to what became of it |
//! | [`kantara`] | consent receipts of the Kantara Initiative, v1.1, in |
//! | `read` | out of JSON-LD |
//! | `row` | of an event without its ledger |
//! | `state` | what became of the consent |
//! | `terms` | DPV's terms |
//! | `verify` | against the ledger and the policy |
//! | `write` | into JSON-LD |
//!
//! A receipt tells what happened, and of a consent what had become of it at an instant: that it still awaits its confirmation, was withdrawn or
//! has expired (`greffe:asOf` and a `greffe:state` of each process, in DPV's terms; what is not said is that it was given when it was recorded; `dpv:hasConsentStatus` of the record is theirs where they are one). Whether
//! something may be done is a decision's answer. It has no clear identifier: the person is the pseudonym of
//! the ledger. What ISO/IEC TS 27560 asks of a record beyond the consent (categories of data, storage, recipients, jurisdiction) stands in
//! the register and is not in it, so that it claims the profile of receipts and not the one of records.
//!
//! Beyond the guide's terms, under the prefix `greffe`: the event's line, digest and link; the version and digest of the notice; how an
//! authorisation was verified and which of a child's holders gave it, by number and never by name; vendors refused; and of a signal
//! whether it refuses or objects. Vendors whom the person chose, or refused, are the recipients (`dpv:hasRecipient`) of each process, which the
//! status of the record is of; who left the choice to the notice has none named.
//!
//! The event's own line of the ledger is in the receipt, and everything else that the event says is derived from it. Reading derives it
//! anew: a receipt of which a part contradicts another part is refused with the place.

mod controller;
mod error;
mod followed;
pub mod kantara;
mod read;
mod row;
mod state;
mod terms;
mod verify;
mod write;

use std::fmt;

use chrono::{DateTime, Utc};
use greffe_terms::{Lang, LegalBasis, PurposeId};

use crate::{
    Consent, Event, EventId, GpcMeaning, Kind, Ledger, Link, PersonKey, Policy, Purpose, Scope,
};

pub use controller::Controller;
pub use error::{ReceiptDiffers, ReceiptError, ReceiptPart};
pub use state::ConsentState;

/// A receipt of one event. `Debug` shows the end of the event's id only.
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt {
    event: Event,
    link: Link,
    purposes: Vec<PurposeLine>,
    controller: Controller,
    lang: Lang,
    told_at: Option<DateTime<Utc>>,
}

/// What the policy said of a purpose when the receipt was made.
#[derive(Clone, PartialEq, Eq)]
struct PurposeLine {
    id: PurposeId,
    marketing: bool,
    bases: Vec<LegalBasis>,
    /// The first instant at which the consent no longer holds.
    ends: Option<DateTime<Utc>>,
    /// What a signal says of it.
    by_signal: Option<GpcMeaning>,
    /// What had become of the consent.
    state: Option<ConsentState>,
}

impl Receipt {
    /// The receipt of a person's event, with the words that people read in `lang`; of a consent with its state when it was recorded
    /// ([`Receipt::as_of`] tells a later one).
    ///
    /// # Errors
    /// [`ReceiptError`] where the ledger has no such event of that person, or where the event is none of a consent: requested, given,
    /// renewed, confirmed, refused, withdrawn, expired, authorised for a child, vendors refused, Global Privacy Control where the policy
    /// gives it a meaning. What another system states is not the person's act and has no receipt; nor has a TC string, which is its own,
    /// or the link of a device, of which each choice has one.
    pub fn of(
        policy: &Policy,
        ledger: &Ledger,
        person: PersonKey,
        event: EventId,
        controller: &Controller,
        lang: Lang,
    ) -> Result<Self, ReceiptError> {
        let (event, link) = ledger
            .entry(event)
            .filter(|(event, _)| event.person() == person)
            .ok_or(ReceiptError::UnknownEvent)?;
        let receipt = Self::made(policy, event, *link, controller, lang)?;
        Ok(receipt.as_of(policy, ledger, event.recorded()))
    }

    /// A receipt without states.
    fn made(
        policy: &Policy,
        event: &Event,
        link: Link,
        controller: &Controller,
        lang: Lang,
    ) -> Result<Self, ReceiptError> {
        if terms::status(event.kind()).is_none() {
            return Err(ReceiptError::NotOfConsent);
        }
        let purposes = lines(policy, event);
        let is_signal = matches!(event.kind(), Kind::SignalReceived(_));
        if is_signal && purposes.is_empty() {
            return Err(ReceiptError::NotOfConsent);
        }
        Ok(Self {
            purposes,
            event: event.clone(),
            link,
            controller: controller.clone(),
            lang,
            told_at: None,
        })
    }

    /// The event.
    #[must_use]
    pub const fn event(&self) -> &Event {
        &self.event
    }

    /// Where the ledger's chain stood once the event was in it.
    #[must_use]
    pub const fn link(&self) -> Link {
        self.link
    }

    /// Who handed the receipt over.
    #[must_use]
    pub const fn controller(&self) -> &Controller {
        &self.controller
    }

    /// The language of the words that people read.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.lang
    }
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Receipt({:?})", self.event.id())
    }
}

/// A line for each purpose that the event names; for an event about all purposes, one for each of the policy; for a signal, one for
/// each that it closes.
fn lines(policy: &Policy, event: &Event) -> Vec<PurposeLine> {
    let is_signal = matches!(event.kind(), Kind::SignalReceived(_));
    let named: Vec<&PurposeId> = match event.kind().purposes() {
        _ if is_signal => policy.closed_by_gpc().map(|(id, _)| id).collect(),
        Scope::All => policy.purposes().map(Purpose::id).collect(),
        Scope::Only(purposes) => purposes.iter().collect(),
    };
    named
        .into_iter()
        .map(|id| {
            let purpose = policy.purpose(id.as_str());
            PurposeLine {
                id: id.clone(),
                marketing: purpose.is_some_and(Purpose::is_marketing),
                bases: purpose.map_or_else(Vec::new, |purpose| purpose.bases().to_vec()),
                ends: event
                    .kind()
                    .consent()
                    .and_then(|consent| end(policy, purpose, event, consent)),
                by_signal: policy
                    .closed_by_gpc()
                    .find_map(|(closed, meaning)| (is_signal && closed == id).then_some(meaning)),
                state: None,
            }
        })
        .collect()
}

/// The end that the act fixed or the one by the policy, whichever is earlier.
fn end(
    policy: &Policy,
    purpose: Option<&Purpose>,
    event: &Event,
    consent: &Consent,
) -> Option<DateTime<Utc>> {
    let validity = purpose.and_then(Purpose::validity_of_consent);
    let by_policy = validity.map(|validity| policy.end_of(validity, event.occurred()));
    [consent.expires(), by_policy].into_iter().flatten().min()
}
