//! What a holder of parental responsibility authorised.

use std::fmt;

use super::Consent;
use crate::codes::codes;

/// A consent that a holder of parental responsibility (*titulaire de l'autorité parentale*) gave for a child or authorised, Art. 8(1)
/// GDPR: to what, on what information, how it was verified. Never who: the ledger tells holders apart by a number and nothing else.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Authorisation {
    consent: Consent,
    evidence: Evidence,
    holder: u8,
}

impl Authorisation {
    /// The authorisation of the first holder, verified by `evidence`.
    #[must_use]
    pub const fn new(consent: Consent, evidence: Evidence) -> Self {
        Self {
            consent,
            evidence,
            holder: 1,
        }
    }

    /// Of another holder, who always bears the same number for the same child.
    #[must_use]
    pub fn by_holder(self, holder: u8) -> Self {
        Self { holder, ..self }
    }

    /// What was authorised, by what act, on what information, until when.
    #[must_use]
    pub const fn consent(&self) -> &Consent {
        &self.consent
    }

    /// The same, of another consent.
    pub(super) fn of_consent(self, change: impl FnOnce(Consent) -> Consent) -> Self {
        Self {
            consent: change(self.consent),
            ..self
        }
    }

    /// How it was verified that the holder gave it.
    #[must_use]
    pub const fn evidence(&self) -> Evidence {
        self.evidence
    }

    /// The number that tells the child's holders apart.
    #[must_use]
    pub const fn holder(&self) -> u8 {
        self.holder
    }
}

/// Shows how it was verified only.
impl fmt::Debug for Authorisation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Authorisation({})", self.evidence)
    }
}

codes! {
    /// How the controller verified that a holder of parental responsibility authorised, Art. 8(2) GDPR. What is reasonable depends on
    /// the risk (EDPB 05/2020, 137): that is the policy's to choose, and the ledger keeps what was done.
    Evidence, "evidence of verification", {
        /// The holder answered from an address of their own; for low risks.
        AnsweredMessage = "answered_message", "réponse depuis l’adresse du titulaire", "answer from the holder's address";
        /// A form that the holder signed.
        SignedForm = "signed_form", "formulaire signé", "signed form";
        /// A small payment from the holder's account.
        Payment = "payment", "paiement de vérification", "payment that verifies";
        /// A document was seen, and not kept.
        DocumentSeen = "document_seen", "pièce présentée, non conservée", "document shown and not kept";
        /// A third party verified it.
        ThirdParty = "third_party", "vérification par un tiers de confiance", "verification by a trusted third party";
        /// The holder was there.
        InPerson = "in_person", "en présence du titulaire", "in the holder's presence";
    }
}
