//! Why a stored request cannot be read.

use std::fmt;

use greffe_document::{DocumentError, Place, Report};
use greffe_terms::Lang;

use crate::TransitionError;

/// A text that is no stored request. Nothing of it is repeated but the names of keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestFileError {
    /// Not JSON, or too large.
    Document(DocumentError),
    /// Keys or values that are missing, unknown or wrong.
    Faults(Report),
    /// A step that the request could not take.
    Step {
        /// Where the event stands.
        place: Place,
        /// Why.
        error: TransitionError,
    },
}

impl RequestFileError {
    /// What is wrong and where.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        match self {
            Self::Document(error) => error.in_language(lang),
            Self::Faults(report) => report.in_language(lang),
            Self::Step { place, error } => {
                let (place, error) = (place.in_language(lang), error.in_language(lang));
                lang.pick(
                    format!("{place}\u{a0}: {error}"),
                    format!("{place}: {error}"),
                )
            }
        }
    }
}

impl fmt::Display for RequestFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Lang::En))
    }
}

impl std::error::Error for RequestFileError {}
