//! A public holiday, and why a day is not a working day.

use std::borrow::Cow;

use greffe_terms::{Citation, Lang};

/// A public holiday (*jour férié*) with the provision that makes it one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    fr: Cow<'static, str>,
    en: Cow<'static, str>,
    citation: Option<Citation>,
}

impl Holiday {
    /// A holiday of one's own calendar, named in French and in English.
    #[must_use]
    pub fn new(fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            fr: Cow::Owned(fr.into()),
            en: Cow::Owned(en.into()),
            citation: None,
        }
    }

    /// The same holiday with the provision that makes it one.
    #[must_use]
    pub fn cited(self, citation: Citation) -> Self {
        Self {
            citation: Some(citation),
            ..self
        }
    }

    pub(crate) const fn of_law(fr: &'static str, en: &'static str, law: &'static str) -> Self {
        Self {
            fr: Cow::Borrowed(fr),
            en: Cow::Borrowed(en),
            citation: Some(Citation::from_static(law)),
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.fr, &self.en)
    }

    /// The provision that makes it a holiday; `None` for a holiday that the caller added without one.
    #[must_use]
    pub const fn citation(&self) -> Option<&Citation> {
        self.citation.as_ref()
    }
}

/// Why a day is not a working day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closed {
    /// A Saturday.
    Saturday,
    /// A Sunday.
    Sunday,
    /// A public holiday from Monday to Friday.
    Holiday(Holiday),
}

impl Closed {
    /// `a Saturday`, `Lundi de Pâques`.
    #[must_use]
    pub fn reason(&self, lang: Lang) -> &str {
        match self {
            Self::Saturday => lang.pick("un samedi", "a Saturday"),
            Self::Sunday => lang.pick("un dimanche", "a Sunday"),
            Self::Holiday(holiday) => holiday.name(lang),
        }
    }
}
