//! Who asks, and what shows their power. No identity is kept here: the host's file has the paper.

use chrono::NaiveDate;
use greffe_terms::Citation;

use super::code::codes;

codes! {
    /// Who asks.
    Asker {
        /// The person whose data it is.
        Person = "person", "la personne elle-même", "the person";
        /// Someone with a mandate (*mandataire*).
        Proxy = "proxy", "un mandataire", "a proxy";
        /// A guardian (*tuteur*), or whoever a mandate of future protection names.
        Guardian = "guardian", "un tuteur", "a guardian";
        /// A holder of parental authority (*titulaire de l'autorité parentale*).
        ParentalAuthority = "parental_authority", "un titulaire de l’autorité parentale", "a holder of parental authority";
        /// An heir, for the settling of the estate and the closing of accounts (loi 78-17, art. 85 II).
        Heir = "heir", "un héritier", "an heir";
        /// Someone designated by directives on data after death (loi 78-17, art. 85 I).
        Designated = "designated", "une personne désignée par des directives", "a person designated by directives";
    }
}

codes! {
    /// The kind of document that shows a power.
    PowerEvidence {
        /// A written mandate: its object, its duration, whether the proxy may receive the answer.
        Mandate = "mandate", "mandat écrit", "written mandate";
        /// A record of civil status, such as a family record book (*livret de famille*).
        CivilStatus = "civil_status", "acte ou livret d’état civil", "record of civil status";
        /// A decision of a court, such as one that opens a guardianship.
        CourtDecision = "court_decision", "décision de justice", "court decision";
        /// A mandate of future protection (*mandat de protection future*).
        ProtectionMandate = "protection_mandate", "mandat de protection future", "mandate of future protection";
        /// A deed that names the heirs (*acte de notoriété*).
        Inheritance = "inheritance", "acte de notoriété ou attestation d’héritier", "deed that names the heirs";
        /// Directives on data after death, registered or given to the controller (loi 78-17, art. 85 I).
        Directives = "directives", "directives", "directives";
    }
}

impl Asker {
    /// The provision under which someone may ask for another: none is needed for oneself, and none of the texts read here names a
    /// proxy, a guardian or a parent.
    #[must_use]
    pub const fn citation(self) -> Option<Citation> {
        match self {
            Self::Heir => Some(Citation::from_static("loi 78-17 85 II")),
            Self::Designated => Some(Citation::from_static("loi 78-17 85 I")),
            Self::Person | Self::Proxy | Self::Guardian | Self::ParentalAuthority => None,
        }
    }

    /// Whether a document of that kind can show the power. Which kinds do is a policy: a short list, for a doubtful power would hand
    /// someone's data to another.
    #[must_use]
    pub const fn is_shown_by(self, evidence: PowerEvidence) -> bool {
        use PowerEvidence as E;
        match self {
            Self::Person => false,
            Self::Proxy => matches!(evidence, E::Mandate),
            Self::Guardian => matches!(evidence, E::CourtDecision | E::ProtectionMandate),
            Self::ParentalAuthority => matches!(evidence, E::CivilStatus | E::CourtDecision),
            Self::Heir => matches!(evidence, E::Inheritance | E::CivilStatus | E::CourtDecision),
            Self::Designated => matches!(evidence, E::Directives),
        }
    }
}

/// What showed the power of whoever asks for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Power {
    pub(crate) evidence: PowerEvidence,
    pub(crate) valid_until: Option<NaiveDate>,
    pub(crate) may_receive: bool,
}

impl Power {
    /// A power shown by such a document. Unless told, it has no end, and the answer still goes to the person.
    #[must_use]
    pub const fn shown_by(evidence: PowerEvidence) -> Self {
        Self {
            evidence,
            valid_until: None,
            may_receive: false,
        }
    }

    /// The last day of the power.
    #[must_use]
    pub const fn until(mut self, last_day: NaiveDate) -> Self {
        self.valid_until = Some(last_day);
        self
    }

    /// The document says that the answer may go to whoever asks.
    #[must_use]
    pub const fn with_receipt_of_the_answer(mut self) -> Self {
        self.may_receive = true;
        self
    }

    /// The kind of document.
    #[must_use]
    pub const fn evidence(&self) -> PowerEvidence {
        self.evidence
    }

    /// The last day, where there is one.
    #[must_use]
    pub const fn last_day(&self) -> Option<NaiveDate> {
        self.valid_until
    }

    /// Whether the document says that the answer may go to whoever asks.
    #[must_use]
    pub const fn may_receive(&self) -> bool {
        self.may_receive
    }

    pub(crate) fn runs_on(&self, day: NaiveDate) -> bool {
        self.valid_until.is_none_or(|last| day <= last)
    }
}
