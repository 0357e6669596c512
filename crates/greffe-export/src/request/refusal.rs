//! Why a right is refused. A refusal always names its reason, and how to complain (Art. 12(4)).

use greffe_terms::{Citation, Lang, Text};

/// A refusal: the reason of the law, and what it means in this case.
#[derive(Clone, PartialEq, Eq)]
pub struct Refusal {
    reason: RefusalReason,
    explanation: Text,
    citations: Vec<Citation>,
}

impl Refusal {
    /// A refusal for a reason, explained to the person.
    #[must_use]
    pub fn new(reason: RefusalReason, explanation: Text) -> Self {
        Self {
            reason,
            explanation,
            citations: vec![reason.citation()],
        }
    }

    /// The same refusal, also resting on another provision.
    #[must_use]
    pub fn citing(mut self, citation: Citation) -> Self {
        if !self.citations.contains(&citation) {
            self.citations.push(citation);
        }
        self
    }

    /// The reason.
    #[must_use]
    pub const fn reason(&self) -> RefusalReason {
        self.reason
    }

    /// What the reason means in this case, as the person reads it.
    #[must_use]
    pub const fn explanation(&self) -> &Text {
        &self.explanation
    }

    /// The provisions that the refusal rests on.
    #[must_use]
    pub fn citations(&self) -> &[Citation] {
        &self.citations
    }
}

/// The explanation may speak of the person, so that only the reason is printed.
impl std::fmt::Debug for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Refusal({:?})", self.reason)
    }
}

/// The reasons that the law knows for not doing what is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RefusalReason {
    /// The person could not be identified (Art. 12(2), 11(2)).
    NotIdentified,
    /// Manifestly unfounded (Art. 12(5)); the controller bears the proof.
    ManifestlyUnfounded,
    /// Excessive, in particular by repetition (Art. 12(5)); the controller bears the proof.
    Excessive,
    /// A copy would harm the rights and freedoms of others (Art. 15(4), 20(4)).
    RightsOfOthers,
    /// A legal obligation to keep the data (Art. 17(3)(b)).
    LegalObligation,
    /// The data are needed for legal claims (Art. 17(3)(e)).
    LegalClaims,
    /// The conditions of the right are not met.
    ConditionsNotMet,
    /// A law restricts the right (Art. 23).
    RestrictedByLaw,
}

impl RefusalReason {
    /// The provision.
    #[must_use]
    pub const fn citation(self) -> Citation {
        Citation::from_static(match self {
            Self::NotIdentified => "GDPR 12(2)",
            Self::ManifestlyUnfounded | Self::Excessive => "GDPR 12(5)",
            Self::RightsOfOthers => "GDPR 15(4)",
            Self::LegalObligation => "GDPR 17(3)(b)",
            Self::LegalClaims => "GDPR 17(3)(e)",
            Self::ConditionsNotMet => "GDPR 12(4)",
            Self::RestrictedByLaw => "GDPR 23",
        })
    }

    /// The reason in a few words.
    #[must_use]
    pub const fn label(self, lang: Lang) -> &'static str {
        let (fr, en) = match self {
            Self::NotIdentified => ("Identité non établie", "Identity not established"),
            Self::ManifestlyUnfounded => (
                "Demande manifestement infondée",
                "Manifestly unfounded request",
            ),
            Self::Excessive => ("Demande excessive", "Excessive request"),
            Self::RightsOfOthers => ("Droits d'autres personnes", "Rights of other people"),
            Self::LegalObligation => (
                "Obligation légale de conservation",
                "Legal obligation to keep the data",
            ),
            Self::LegalClaims => ("Défense de droits en justice", "Legal claims"),
            Self::ConditionsNotMet => (
                "Conditions du droit non réunies",
                "Conditions of the right not met",
            ),
            Self::RestrictedByLaw => (
                "Restriction prévue par la loi",
                "Restriction provided by law",
            ),
        };
        match lang {
            Lang::Fr => fr,
            Lang::En => en,
        }
    }
}
