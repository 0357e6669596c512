//! What can be wrong with a register, and with a question to it.

use greffe_document::{DocumentError, LocatedFault, Report};
use greffe_terms::Lang;

/// Why a register could not be read. It never repeats a value of the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RegisterError {
    /// The file is no document: too large, not UTF-8, not TOML or JSON, a key twice.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The document is no register. All that is wrong is here, one line a fault, each with its place.
    #[error(transparent)]
    Faults(#[from] Report),
    /// A part could not be read and left no fault; a defect of the reader.
    #[error("the register could not be read whole")]
    Incomplete,
}

impl RegisterError {
    /// The message for a person, one line a fault.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        match self {
            Self::Document(error) => error.in_language(lang),
            Self::Faults(report) => report.in_language(lang),
            Self::Incomplete => lang
                .pick(
                    "le registre n’a pu être lu en entier",
                    "the register could not be read whole",
                )
                .to_owned(),
        }
    }

    /// The faults with their places; empty where the file is no document.
    #[must_use]
    pub fn faults(&self) -> &[LocatedFault] {
        match self {
            Self::Document(_) | Self::Incomplete => &[],
            Self::Faults(report) => report.faults(),
        }
    }
}

/// Why a rule's address leads to no rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LookupError {
    /// Not of the form `REF/id`.
    #[error("not the address of a rule: `REF/id` is expected")]
    InvalidAddress,
    /// The register has no such processing.
    #[error("the register has no processing of that reference")]
    UnknownProcessing,
    /// The processing has no such data entry.
    #[error("the processing has no data entry of that id")]
    UnknownEntry,
    /// The entry has no rule: nobody filled it in, or the document behind it does not say. Nothing may be deleted on it.
    #[error("the register does not say how long these data are kept")]
    NoRule,
}

impl LookupError {
    /// The message for a person.
    #[must_use]
    pub fn in_language(self, lang: Lang) -> String {
        match (lang, self) {
            (Lang::En, _) => self.to_string(),
            (Lang::Fr, Self::InvalidAddress) => {
                "ce n’est pas l’adresse d’une règle\u{a0}: `REF/id` est attendu".to_owned()
            }
            (Lang::Fr, Self::UnknownProcessing) => {
                "le registre n’a pas de traitement de cette référence".to_owned()
            }
            (Lang::Fr, Self::UnknownEntry) => {
                "le traitement n’a pas de donnée de cet identifiant".to_owned()
            }
            (Lang::Fr, Self::NoRule) => {
                "le registre ne dit pas combien de temps ces données sont conservées".to_owned()
            }
        }
    }
}

/// A text that is no code of its list. The text itself is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a known code")]
pub struct UnknownCode;
