//! Which fields are portable (Art. 20), and why the others are not.

use greffe_terms::{Lang, PurposeId};

use crate::{Art15Information, Field, Provenance, PurposeInformation};

/// Whether a field goes into the portability package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Portability {
    /// Provided or observed, automated, and under consent or contract.
    Portable,
    /// Not, for this reason. The access package has it all the same.
    NotPortable(NotPortable),
}

/// Why a field is not portable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NotPortable {
    /// Not processed by automated means (Art. 20(1)(b)).
    NotAutomated,
    /// Inferred by the controller (WP242: not provided by the person).
    Inferred,
    /// Received from someone else.
    ThirdParty,
    /// None of its purposes rests on consent or contract (Art. 20(1)(a)).
    OtherBasis,
    /// The register does not know one of its purposes, or not its basis, and no other makes it portable.
    UnknownBasis,
}

impl Portability {
    /// Decides for a field of a source that is automated or not.
    #[must_use]
    pub fn of(field: &Field, automated: bool, information: &Art15Information) -> Self {
        if !automated {
            return Self::NotPortable(NotPortable::NotAutomated);
        }
        match field.provenance() {
            Provenance::Inferred => return Self::NotPortable(NotPortable::Inferred),
            Provenance::ThirdParty => return Self::NotPortable(NotPortable::ThirdParty),
            Provenance::Provided | Provenance::Observed => {}
        }
        // A purpose with several bases stands there once for each.
        let of = |id: &PurposeId| {
            let id = id.clone();
            let purposes = information.purposes.iter();
            purposes.filter(move |purpose| purpose.id == id)
        };
        let mut purposes = field.purposes().iter();
        if purposes
            .clone()
            .flat_map(of)
            .any(PurposeInformation::is_portable)
        {
            return Self::Portable;
        }
        // One purpose whose basis is known excuses no other of which nobody knows whether it is consent or contract.
        let is_known = |id| of(id).next().is_some() && of(id).all(|one| one.basis.is_some());
        match purposes.all(is_known) {
            true => Self::NotPortable(NotPortable::OtherBasis),
            false => Self::NotPortable(NotPortable::UnknownBasis),
        }
    }

    /// Whether the field is portable.
    #[must_use]
    pub const fn is_portable(self) -> bool {
        matches!(self, Self::Portable)
    }
}

impl NotPortable {
    /// The stable code, as written in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAutomated => "not_automated",
            Self::Inferred => "inferred",
            Self::ThirdParty => "third_party",
            Self::OtherBasis => "other_basis",
            Self::UnknownBasis => "unknown_basis",
        }
    }

    /// What the person reads.
    #[must_use]
    pub const fn label(self, lang: Lang) -> &'static str {
        let (fr, en) = match self {
            Self::NotAutomated => ("non\u{a0}: dossier papier", "no: paper file"),
            Self::Inferred => ("non\u{a0}: calculée par nous", "no: computed by us"),
            Self::ThirdParty => (
                "non\u{a0}: reçue d’un tiers",
                "no: received from someone else",
            ),
            Self::OtherBasis => (
                "non\u{a0}: ni consentement, ni contrat",
                "no: neither consent nor contract",
            ),
            Self::UnknownBasis => (
                "non\u{a0}: base légale non précisée",
                "no: legal basis not stated",
            ),
        };
        match lang {
            Lang::Fr => fr,
            Lang::En => en,
        }
    }
}
