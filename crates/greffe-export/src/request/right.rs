//! The rights that a request can exercise.

use greffe_terms::{Citation, Lang};

/// A right of the data subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Right {
    /// To withdraw consent (*retrait du consentement*), Art. 7(3).
    WithdrawConsent,
    /// Access (*accès*), Art. 15.
    Access,
    /// Rectification, Art. 16.
    Rectification,
    /// Erasure (*effacement*), Art. 17.
    Erasure,
    /// Restriction (*limitation*), Art. 18.
    Restriction,
    /// Portability (*portabilité*), Art. 20.
    Portability,
    /// Objection (*opposition*), Art. 21.
    Objection,
}

impl Right {
    /// Every right, in the order of the law.
    pub const ALL: [Self; 7] = [
        Self::WithdrawConsent,
        Self::Access,
        Self::Rectification,
        Self::Erasure,
        Self::Restriction,
        Self::Portability,
        Self::Objection,
    ];

    /// Whether the right is to receive a copy of data.
    #[must_use]
    pub const fn wants_copy(self) -> bool {
        matches!(self, Self::Access | Self::Portability)
    }

    /// Whether data must not be purged while a request of this right is open: a copy of them was asked for, or that they be kept and not used
    /// (Art. 18(1)), which means nothing once they are gone.
    #[must_use]
    pub const fn holds_purge(self) -> bool {
        self.wants_copy() || matches!(self, Self::Restriction)
    }

    /// Whether the month for the answer can be extended: it can for Art. 15 to 22 (Art. 12(3)), so not for a withdrawal of consent.
    #[must_use]
    pub const fn can_be_extended(self) -> bool {
        !matches!(self, Self::WithdrawConsent)
    }

    /// The provision.
    #[must_use]
    pub const fn citation(self) -> Citation {
        Citation::from_static(match self {
            Self::WithdrawConsent => "GDPR 7(3)",
            Self::Access => "GDPR 15",
            Self::Rectification => "GDPR 16",
            Self::Erasure => "GDPR 17",
            Self::Restriction => "GDPR 18",
            Self::Portability => "GDPR 20",
            Self::Objection => "GDPR 21",
        })
    }

    /// The stable code, as written in files; the same as in the register's.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::WithdrawConsent => "withdrawal",
            Self::Access => "access",
            Self::Rectification => "rectification",
            Self::Erasure => "erasure",
            Self::Restriction => "restriction",
            Self::Portability => "portability",
            Self::Objection => "objection",
        }
    }

    /// The name of the right.
    #[must_use]
    pub const fn label(self, lang: Lang) -> &'static str {
        let (fr, en) = match self {
            Self::WithdrawConsent => ("Retrait du consentement", "Withdrawal of consent"),
            Self::Access => ("Accès", "Access"),
            Self::Rectification => ("Rectification", "Rectification"),
            Self::Erasure => ("Effacement", "Erasure"),
            Self::Restriction => ("Limitation", "Restriction"),
            Self::Portability => ("Portabilité", "Portability"),
            Self::Objection => ("Opposition", "Objection"),
        };
        match lang {
            Lang::Fr => fr,
            Lang::En => en,
        }
    }

    /// What the right is, to a person who has never heard of it.
    #[must_use]
    pub const fn explained(self, lang: Lang) -> &'static str {
        let (fr, en) = match self {
            Self::WithdrawConsent => (
                "Revenir à tout moment sur un accord que vous avez donné.",
                "Take back, at any time, an agreement that you gave.",
            ),
            Self::Access => (
                "Savoir quelles données vous concernent et en recevoir une copie.",
                "Know which data are about you and receive a copy of them.",
            ),
            Self::Rectification => (
                "Faire corriger ou compléter des données inexactes.",
                "Have inaccurate data corrected or completed.",
            ),
            Self::Erasure => (
                "Faire effacer vos données, sauf lorsque la loi impose de les garder.",
                "Have your data erased, unless the law requires them to be kept.",
            ),
            Self::Restriction => (
                "Faire geler l’usage de vos données, le temps d’une vérification par exemple.",
                "Have the use of your data frozen, for example while something is checked.",
            ),
            Self::Portability => (
                "Recevoir les données que vous avez fournies dans un format réutilisable, ou les faire transmettre à un autre organisme.",
                "Receive the data that you provided in a reusable format, or have them sent to another organisation.",
            ),
            Self::Objection => (
                "Vous opposer à un usage de vos données pour des raisons tenant à votre situation, et sans raison à donner pour la prospection.",
                "Object to a use of your data for reasons of your own situation, and without any reason where it is direct marketing.",
            ),
        };
        match lang {
            Lang::Fr => fr,
            Lang::En => en,
        }
    }
}

impl super::code::Coded for Right {
    const EXPECTED: greffe_document::Words = greffe_document::Words::new(
        "un droit parmi `withdrawal`, `access`, `rectification`, `erasure`, `restriction`, `portability`, `objection`",
        "a right out of `withdrawal`, `access`, `rectification`, `erasure`, `restriction`, `portability`, `objection`",
    );

    fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|right| right.code() == code)
    }
}
