//! Why a right is refused. A refusal always names its reason, and how to complain (Art. 12(4)).

use chrono::NaiveDate;
use greffe_terms::{Citation, Text};

use super::Right;
use super::code::codes;

/// A refusal: the reason of the law, and what it means in this case.
#[derive(Clone, PartialEq, Eq)]
pub struct Refusal {
    pub(super) reason: RefusalReason,
    pub(super) explanation: Text,
    pub(super) demonstration: Option<Text>,
    pub(super) about: Option<Text>,
    pub(super) kept_until: Option<NaiveDate>,
    pub(super) citations: Vec<Citation>,
}

impl Refusal {
    /// A refusal for a reason, explained to the person.
    #[must_use]
    pub fn new(reason: RefusalReason, explanation: Text) -> Self {
        Self {
            reason,
            explanation,
            demonstration: None,
            about: None,
            kept_until: None,
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

    /// The same refusal, with what demonstrates it: the reasons of which the controller bears the burden of proof need it
    /// ([`RefusalReason::must_be_demonstrated`]).
    #[must_use]
    pub fn demonstrated_by(mut self, what: Text) -> Self {
        self.demonstration = Some(what);
        self
    }

    /// The same refusal, of one part of what was asked.
    #[must_use]
    pub fn about(mut self, part: Text) -> Self {
        self.about = Some(part);
        self
    }

    /// The same refusal, with the last day on which the data are kept.
    #[must_use]
    pub const fn kept_until(mut self, last_day: NaiveDate) -> Self {
        self.kept_until = Some(last_day);
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

    /// What demonstrates the reason, for the file: it is not said to the person.
    #[must_use]
    pub const fn demonstration(&self) -> Option<&Text> {
        self.demonstration.as_ref()
    }

    /// The part that is refused; `None` where it is all of the right.
    #[must_use]
    pub const fn part(&self) -> Option<&Text> {
        self.about.as_ref()
    }

    /// The last day on which the data are kept, where the reason has one.
    #[must_use]
    pub const fn last_day(&self) -> Option<NaiveDate> {
        self.kept_until
    }

    /// The provisions that the refusal rests on.
    #[must_use]
    pub fn citations(&self) -> &[Citation] {
        &self.citations
    }

    /// The same refusal, with the reason's provision first and as it is numbered for that right.
    pub(super) fn of_right(mut self, right: Right) -> Self {
        let (general, special) = (self.reason.citation(), self.reason.citation_for(right));
        self.citations
            .retain(|law| *law != general && *law != special);
        self.citations.insert(0, special);
        self
    }
}

/// The explanation may speak of the person, so that only the reason is printed.
impl std::fmt::Debug for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Refusal({:?})", self.reason)
    }
}

codes! {
    /// The reasons that the law knows for not doing what is asked.
    RefusalReason {
        /// The person could not be identified (Art. 12(2), 11(2)); the controller bears the proof.
        NotIdentified = "not_identified", "Identité non établie", "Identity not established";
        /// Manifestly unfounded (Art. 12(5)); the controller bears the proof.
        ManifestlyUnfounded = "manifestly_unfounded", "Demande manifestement infondée", "Manifestly unfounded request";
        /// Excessive, in particular by repetition (Art. 12(5)); the controller bears the proof.
        Excessive = "excessive", "Demande excessive", "Excessive request";
        /// A copy would harm the rights and freedoms of others (Art. 15(4), 20(4)).
        RightsOfOthers = "rights_of_others", "Droits d’autres personnes", "Rights of other people";
        /// Freedom of expression and information (Art. 17(3)(a)).
        FreedomOfExpression = "freedom_of_expression", "Liberté d’expression et d’information", "Freedom of expression and information";
        /// A legal obligation to keep the data, or a task in the public interest (Art. 17(3)(b)).
        LegalObligation = "legal_obligation", "Obligation légale de conservation", "Legal obligation to keep the data";
        /// Public health (Art. 17(3)(c)).
        PublicHealth = "public_health", "Santé publique", "Public health";
        /// Archives in the public interest, research or statistics (Art. 17(3)(d)).
        Archives = "archives", "Archives, recherche ou statistiques", "Archives, research or statistics";
        /// The data are needed for legal claims (Art. 17(3)(e), 21(1)).
        LegalClaims = "legal_claims", "Défense de droits en justice", "Legal claims";
        /// Compelling legitimate grounds that override the person's (Art. 21(1)); the controller bears the proof. Never against direct marketing.
        CompellingGrounds = "compelling_grounds", "Motifs légitimes et impérieux", "Compelling legitimate grounds";
        /// A task in the public interest needs the research or the statistics (Art. 21(6)).
        PublicInterestResearch = "public_interest_research", "Recherche ou statistiques d’intérêt public", "Research or statistics in the public interest";
        /// The conditions of the right are not met.
        ConditionsNotMet = "conditions_not_met", "Conditions du droit non réunies", "Conditions of the right not met";
        /// A law restricts the right (Art. 23).
        RestrictedByLaw = "restricted_by_law", "Restriction prévue par la loi", "Restriction provided by law";
    }
}

impl RefusalReason {
    /// The provision, of the first right that the reason is known for.
    #[must_use]
    pub const fn citation(self) -> Citation {
        Citation::from_static(match self {
            Self::NotIdentified => "GDPR 12(2)",
            Self::ManifestlyUnfounded | Self::Excessive => "GDPR 12(5)",
            Self::RightsOfOthers => "GDPR 15(4)",
            Self::FreedomOfExpression => "GDPR 17(3)(a)",
            Self::LegalObligation => "GDPR 17(3)(b)",
            Self::PublicHealth => "GDPR 17(3)(c)",
            Self::Archives => "GDPR 17(3)(d)",
            Self::LegalClaims => "GDPR 17(3)(e)",
            Self::CompellingGrounds => "GDPR 21(1)",
            Self::PublicInterestResearch => "GDPR 21(6)",
            Self::ConditionsNotMet => "GDPR 12(4)",
            Self::RestrictedByLaw => "GDPR 23",
        })
    }

    /// The provision for that right: the rights of others are 15(4) for a copy and 20(4) for portable data, legal claims 17(3)(e) for an
    /// erasure and 21(1) for an objection.
    #[must_use]
    pub const fn citation_for(self, right: Right) -> Citation {
        match (self, right) {
            (Self::RightsOfOthers, Right::Portability) => Citation::from_static("GDPR 20(4)"),
            (Self::LegalClaims, Right::Objection) => Citation::from_static("GDPR 21(1)"),
            (Self::NotIdentified | Self::ConditionsNotMet, Right::WithdrawConsent) => {
                Citation::from_static("GDPR 7(3)")
            }
            _ => self.citation(),
        }
    }

    /// Whether the controller bears the burden of demonstrating the reason: Art. 12(2), 12(5) second subparagraph, 21(1).
    #[must_use]
    pub const fn must_be_demonstrated(self) -> bool {
        matches!(
            self,
            Self::NotIdentified
                | Self::ManifestlyUnfounded
                | Self::Excessive
                | Self::CompellingGrounds
        )
    }

    /// Whether the reason can be held against that right at all. Art. 12(5) speaks of Art. 15 to 22 and so not of the withdrawal of consent; the
    /// exceptions of 17(3) are of erasure; what outweighs an objection is no reason against another right.
    #[must_use]
    pub const fn stands_against(self, right: Right) -> bool {
        let withdrawal = matches!(right, Right::WithdrawConsent);
        match self {
            Self::NotIdentified | Self::ConditionsNotMet => true,
            Self::ManifestlyUnfounded | Self::Excessive | Self::RestrictedByLaw => !withdrawal,
            Self::RightsOfOthers => right.wants_copy(),
            Self::FreedomOfExpression
            | Self::LegalObligation
            | Self::PublicHealth
            | Self::Archives => matches!(right, Right::Erasure),
            Self::LegalClaims => matches!(right, Right::Erasure | Right::Objection),
            Self::CompellingGrounds | Self::PublicInterestResearch => {
                matches!(right, Right::Objection)
            }
        }
    }
}
