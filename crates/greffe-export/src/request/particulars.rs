//! What exactly a right is used for: the little that each needs so that it can be answered.

use greffe_terms::{Citation, PurposeId};

use super::code::codes;
use super::{Event, Request, Right};
use crate::InvalidFieldName;

/// The name of a field, such as `customers.city`: 1 to 128 of `A-Z a-z 0-9 _ . -`, so that no value can stand in its place.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldName(Box<str>);

impl FieldName {
    /// The name's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for FieldName {
    type Err = InvalidFieldName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let valid = (1..=128).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b));
        valid.then(|| Self(text.into())).ok_or(InvalidFieldName)
    }
}

codes! {
    /// Why the person wants their data erased, Art. 17(1).
    ErasureGround {
        /// No longer necessary for the purposes, 17(1)(a).
        NotNecessary = "not_necessary", "données devenues inutiles", "data no longer necessary";
        /// Consent is withdrawn and nothing else carries the processing, 17(1)(b).
        ConsentWithdrawn = "consent_withdrawn", "consentement retiré", "consent withdrawn";
        /// The person objects, 17(1)(c).
        Objected = "objected", "opposition", "objection";
        /// Processed unlawfully, 17(1)(d).
        Unlawful = "unlawful", "traitement illicite", "unlawful processing";
        /// A law orders the erasure, 17(1)(e).
        LegalObligation = "legal_obligation", "effacement imposé par la loi", "erasure ordered by law";
        /// Collected from a child by a service of the information society, 17(1)(f).
        Child = "child", "données collectées auprès d’un enfant", "data collected from a child";
    }
}

codes! {
    /// Why the person wants processing restricted, Art. 18(1).
    RestrictionGround {
        /// The accuracy is contested, 18(1)(a).
        Accuracy = "accuracy", "exactitude contestée", "accuracy contested";
        /// Processed unlawfully, and the person wants no erasure, 18(1)(b).
        Unlawful = "unlawful", "traitement illicite, sans effacement", "unlawful processing, without erasure";
        /// The person needs the data for legal claims, 18(1)(c).
        LegalClaims = "legal_claims", "données nécessaires à la personne en justice", "data that the person needs for legal claims";
        /// While an objection is weighed, 18(1)(d).
        ObjectionPending = "objection_pending", "opposition à l’examen", "objection being weighed";
    }
}

codes! {
    /// What the objection is about, Art. 21.
    ObjectionGround {
        /// Direct marketing: no reason has to be given, and nothing outweighs it, 21(2) and (3).
        Marketing = "marketing", "prospection", "direct marketing";
        /// Grounds that relate to the person's own situation, 21(1).
        Situation = "situation", "raisons tenant à la situation particulière de la personne", "grounds of the person’s own situation";
        /// Research or statistics, 21(6).
        Research = "research", "recherche ou statistiques", "research or statistics";
    }
}

codes! {
    /// To whom portable data go, Art. 20.
    Transmission {
        /// To the person, 20(1).
        ToPerson = "to_person", "à la personne", "to the person";
        /// To another controller, where technically feasible, 20(2).
        ToController = "to_controller", "à un autre responsable de traitement", "to another controller";
    }
}

/// Of which consents the person withdraws, Art. 7(3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WithdrawnConsent {
    /// Of every one.
    Every,
    /// Of these purposes.
    For(Vec<PurposeId>),
}

/// What exactly a right is used for. Nothing of it is a value: of a rectification the fields are named, neither the old value nor the new one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Particulars {
    /// The consents that are withdrawn.
    Consent(WithdrawnConsent),
    /// The fields to correct or to complete.
    Rectification(Vec<FieldName>),
    /// Why the data should be erased.
    Erasure(ErasureGround),
    /// Why the processing should be restricted.
    Restriction(RestrictionGround),
    /// To whom the data should go.
    Portability(Transmission),
    /// What is objected to.
    Objection(ObjectionGround),
}

impl Particulars {
    /// The right that they belong to.
    #[must_use]
    pub const fn right(&self) -> Right {
        match self {
            Self::Consent(_) => Right::WithdrawConsent,
            Self::Rectification(_) => Right::Rectification,
            Self::Erasure(_) => Right::Erasure,
            Self::Restriction(_) => Right::Restriction,
            Self::Portability(_) => Right::Portability,
            Self::Objection(_) => Right::Objection,
        }
    }

    /// Whether they say anything: a list of nothing does not.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Consent(WithdrawnConsent::For(purposes)) => purposes.is_empty(),
            Self::Rectification(fields) => fields.is_empty(),
            _ => false,
        }
    }

    /// The provision.
    #[must_use]
    pub const fn citation(&self) -> Citation {
        Citation::from_static(match self {
            Self::Consent(_) => "GDPR 7(3)",
            Self::Rectification(_) => "GDPR 16",
            Self::Erasure(ground) => match ground {
                ErasureGround::NotNecessary => "GDPR 17(1)(a)",
                ErasureGround::ConsentWithdrawn => "GDPR 17(1)(b)",
                ErasureGround::Objected => "GDPR 17(1)(c)",
                ErasureGround::Unlawful => "GDPR 17(1)(d)",
                ErasureGround::LegalObligation => "GDPR 17(1)(e)",
                ErasureGround::Child => "GDPR 17(1)(f)",
            },
            Self::Restriction(ground) => match ground {
                RestrictionGround::Accuracy => "GDPR 18(1)(a)",
                RestrictionGround::Unlawful => "GDPR 18(1)(b)",
                RestrictionGround::LegalClaims => "GDPR 18(1)(c)",
                RestrictionGround::ObjectionPending => "GDPR 18(1)(d)",
            },
            Self::Portability(to) => match to {
                Transmission::ToPerson => "GDPR 20(1)",
                Transmission::ToController => "GDPR 20(2)",
            },
            Self::Objection(ground) => match ground {
                ObjectionGround::Marketing => "GDPR 21(2)",
                ObjectionGround::Situation => "GDPR 21(1)",
                ObjectionGround::Research => "GDPR 21(6)",
            },
        })
    }
}

impl Right {
    /// Whether a request cannot be scoped before its particulars are known: what to correct, which consent, why to restrict, what is
    /// objected to. A copy is one of everything, and an erasure needs no reason of the person.
    #[must_use]
    pub const fn needs_particulars(self) -> bool {
        matches!(
            self,
            Self::WithdrawConsent | Self::Rectification | Self::Restriction | Self::Objection
        )
    }
}

impl Request {
    /// What exactly the right is used for, as last said.
    #[must_use]
    pub fn particulars(&self, right: Right) -> Option<&Particulars> {
        self.log.iter().rev().find_map(|entry| match &entry.event {
            Event::Specified(particulars) if particulars.right() == right => Some(particulars),
            _ => None,
        })
    }
}
