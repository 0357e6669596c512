//! A receipt against the ledger, and against the policy.

use std::collections::BTreeSet;

use super::{Controller, PurposeLine, Receipt, ReceiptDiffers, ReceiptPart};
use crate::{Consent, Event, Evidence, Kind, Ledger, Link, Policy, VendorId};

impl Receipt {
    /// Proves the receipt's event against the ledger: that the ledger has it, word for word, and that the same stood before it.
    ///
    /// # Errors
    /// [`ReceiptDiffers`] with every part that differs. What the ledger does not hold (bases, ends of validity, the controller), and
    /// the states, which follow from ledger and policy together, are for [`Receipt::verify_with`]: a forged state passes here.
    pub fn verify(&self, ledger: &Ledger) -> Result<(), ReceiptDiffers> {
        match ledger.entry(self.event.id()) {
            Some((event, link)) => self.verify_row(event, *link),
            None => Err(ReceiptDiffers(vec![ReceiptPart::Event])),
        }
    }

    /// Proves the receipt's event against one row of a host that keeps its chain itself: the event of that id and the link stored with it.
    /// That the link is the chain's, the host has to know; [`Receipt::verify_proof`] shows it.
    ///
    /// # Errors
    /// As [`Receipt::verify`].
    pub fn verify_row(&self, event: &Event, link: Link) -> Result<(), ReceiptDiffers> {
        if event.id() != self.event.id() {
            return Err(ReceiptDiffers(vec![ReceiptPart::Event]));
        }
        let mut parts = differences(&self.event, event);
        // Whatever an event comes to say beside these parts.
        if parts.is_empty() && self.event != *event {
            parts.push(ReceiptPart::Kind);
        }
        if self.link != link {
            parts.push(ReceiptPart::Link);
        }
        told(parts)
    }

    /// Proves the whole receipt: the event against the ledger, the rest against the policy and the controller. A policy that changed since
    /// then differs in [`ReceiptPart::Terms`].
    ///
    /// # Errors
    /// [`ReceiptDiffers`] with every part that differs.
    pub fn verify_with(
        &self,
        policy: &Policy,
        ledger: &Ledger,
        controller: &Controller,
    ) -> Result<(), ReceiptDiffers> {
        let mut parts = match self.verify(ledger) {
            Ok(()) => Vec::new(),
            Err(ReceiptDiffers(parts)) => parts,
        };
        let (terms, states) = self.held_against(policy, ledger);
        if terms {
            parts.push(ReceiptPart::Terms);
        }
        if states {
            parts.push(ReceiptPart::Status);
        }
        if self.controller != *controller {
            parts.push(ReceiptPart::Controller);
        }
        told(parts)
    }
}

impl Receipt {
    /// Whether the terms differ from the policy's, and the states from what is known to have become of the consent.
    fn held_against(&self, policy: &Policy, ledger: &Ledger) -> (bool, bool) {
        let ours = super::lines(policy, &self.event);
        let history: Vec<&Event> = ledger.events_that_decide(self.event.person()).collect();
        let without_states = |lines: &[PurposeLine]| -> Vec<PurposeLine> {
            let lines = lines.iter().cloned();
            lines
                .map(|line| PurposeLine {
                    state: None,
                    ..line
                })
                .collect()
        };
        let terms = without_states(&self.purposes) != ours;
        let at = self.told_at.unwrap_or(self.event.recorded());
        let mut again = Self {
            purposes: ours,
            ..self.clone()
        };
        again.tell_states(policy, &history, at);
        let state_of = |receipt: &Self, id| {
            let told = receipt.purposes.iter().find(|line| line.id == id);
            told.and_then(|line| line.state)
        };
        let mut ids = again.purposes.iter().map(|line| line.id.clone());
        let differ = ids.any(|id| state_of(self, id.clone()) != state_of(&again, id));
        (terms, differ)
    }
}

fn told(parts: Vec<ReceiptPart>) -> Result<(), ReceiptDiffers> {
    if parts.is_empty() {
        Ok(())
    } else {
        Err(ReceiptDiffers(parts))
    }
}

fn differences(one: &Event, other: &Event) -> Vec<ReceiptPart> {
    let consents = (one.kind().consent(), other.kind().consent());
    let of_consent = |same: fn(&Consent, &Consent) -> bool| match consents {
        (Some(one), Some(other)) => !same(one, other),
        _ => false,
    };
    [
        (ReceiptPart::Person, one.person() != other.person()),
        (ReceiptPart::Occurred, one.occurred() != other.occurred()),
        (ReceiptPart::Recorded, one.recorded() != other.recorded()),
        (
            ReceiptPart::Provenance,
            one.provenance() != other.provenance(),
        ),
        (ReceiptPart::Kind, !is_same_act(one.kind(), other.kind())),
        (
            ReceiptPart::Purposes,
            one.kind().purposes() != other.kind().purposes(),
        ),
        (
            ReceiptPart::Notice,
            of_consent(|one, other| one.notice() == other.notice()),
        ),
        (
            ReceiptPart::Expiry,
            of_consent(|one, other| one.expires() == other.expires()),
        ),
        (
            ReceiptPart::Vendors,
            vendors(one.kind()) != vendors(other.kind()),
        ),
        (
            ReceiptPart::Authorisation,
            verified(one.kind()) != verified(other.kind()),
        ),
    ]
    .into_iter()
    .filter_map(|(part, differs)| differs.then_some(part))
    .collect()
}

/// The vendors that an event chooses or refuses, where it names some.
pub(super) fn vendors(kind: &Kind) -> Option<&BTreeSet<VendorId>> {
    match kind {
        Kind::VendorsRefused { vendors, .. } => Some(vendors),
        kind => kind.consent()?.vendors(),
    }
}

/// How an authorisation was verified, and by which holder it is.
const fn verified(kind: &Kind) -> Option<(Evidence, u8)> {
    match kind {
        Kind::ParentAuthorised(given) => Some((given.evidence(), given.holder())),
        _ => None,
    }
}

/// Whether the same thing was done in the same way, whatever it was done to.
fn is_same_act(one: &Kind, other: &Kind) -> bool {
    one.code() == other.code()
        && match (one, other) {
            (Kind::SignalReceived(one), Kind::SignalReceived(other)) => one == other,
            (Kind::Confirmed { act: one, .. }, Kind::Confirmed { act: other, .. }) => one == other,
            (one, other) => one.consent().map(Consent::act) == other.consent().map(Consent::act),
        }
}
