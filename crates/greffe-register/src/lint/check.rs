//! One check.

use std::fmt;

use greffe_document::Words;
use greffe_terms::{Citation, Lang};

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Good practice, or worth knowing: the law does not ask the register for it.
    Info,
    /// What the law asks for is not told, or what is told is unsound unless there is more to it.
    Warning,
    /// The law is broken on the face of the register, or what is written cannot be true.
    Error,
}

impl Severity {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The word that a person reads.
    #[must_use]
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => lang.pick("avertissement", "warning"),
            Self::Error => lang.pick("erreur", "error"),
        }
    }
}

/// A check with its stable id.
#[derive(Debug, PartialEq, Eq)]
pub struct Check {
    id: &'static str,
    severity: Severity,
    citation: Citation,
    also: Option<&'static str>,
    message: Words,
    hint: Words,
    needs_the_day: bool,
}

impl Check {
    pub(crate) const fn new(
        id: &'static str,
        severity: Severity,
        citation: &'static str,
        message: Words,
        hint: Words,
    ) -> Self {
        Self {
            id,
            severity,
            citation: Citation::from_static(citation),
            also: None,
            message,
            hint,
            needs_the_day: false,
        }
    }

    /// A check with a second provision behind it.
    pub(crate) const fn under_two(
        id: &'static str,
        severity: Severity,
        [citation, also]: [&'static str; 2],
        message: Words,
        hint: Words,
    ) -> Self {
        Self {
            id,
            severity,
            citation: Citation::from_static(citation),
            also: Some(also),
            message,
            hint,
            needs_the_day: false,
        }
    }

    /// The same for a check that compares a date with today.
    pub(super) const fn needing_the_day(mut self) -> Self {
        self.needs_the_day = true;
        self
    }

    /// Whether it runs only where the day is given: [`crate::Register::lint_at`].
    #[must_use]
    pub const fn needs_the_day(&self) -> bool {
        self.needs_the_day
    }

    /// The stable id, such as `GRF-R021`.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// How grave its findings are; some are less grave while the register does not say the organisation's role.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.severity
    }

    /// The provision behind it; the first of [`Check::citations`].
    #[must_use]
    pub const fn citation(&self) -> &Citation {
        &self.citation
    }

    /// Every provision behind it, such as a directive and the French law that transposes it.
    pub fn citations(&self) -> impl Iterator<Item = Citation> {
        let also = self.also.map(Citation::from_static);
        std::iter::once(self.citation.clone()).chain(also)
    }

    /// What is wrong where it finds something.
    #[must_use]
    pub const fn message(&self, lang: Lang) -> &'static str {
        self.message.in_language(lang)
    }

    /// How to mend it.
    #[must_use]
    pub const fn hint(&self, lang: Lang) -> &'static str {
        self.hint.in_language(lang)
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}
