//! Why versions make no history, or a history answers nothing.

use chrono::NaiveDate;
use greffe_terms::Lang;

use crate::{LookupError, day};

/// Why versions make no history, or a history no answer. It never repeats what a register says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HistoryError {
    /// Two versions take effect on one day.
    #[error("version {position} takes effect on the same day as the one before it")]
    SameDay {
        /// The later of both, counted from 1.
        position: usize,
    },
    /// A version takes effect before the one before it.
    #[error("version {position} takes effect before the one before it")]
    OutOfOrder {
        /// The version, counted from 1.
        position: usize,
    },
    /// A version does not say from what day it is in force.
    #[error("version {position} does not say from what day it is in force")]
    Undated {
        /// The version, counted from 1.
        position: usize,
    },
    /// A version says that another one came before it, or none.
    #[error("version {position} does not name the one before it as its predecessor")]
    BrokenChain {
        /// The version, counted from 1.
        position: usize,
    },
    /// No version was in force yet.
    #[error("no version was in force on {day}")]
    NoVersion {
        /// The day.
        day: NaiveDate,
    },
    /// The register stopped saying how long the data are kept.
    #[error("from {day} on the register does not say how long these data are kept")]
    NoRule {
        /// The first day without a rule.
        day: NaiveDate,
    },
    /// No version has a rule at the address.
    #[error(transparent)]
    Lookup(#[from] LookupError),
}

impl HistoryError {
    /// The message for a person.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let words = |date: NaiveDate| day::in_words(date, lang);
        match (lang, self) {
            (_, Self::Lookup(error)) => error.in_language(lang),
            (Lang::En, Self::NoVersion { day }) => {
                format!("no version was in force on {}", words(*day))
            }
            (Lang::En, Self::NoRule { day }) => format!(
                "from {} on the register does not say how long these data are kept",
                words(*day)
            ),
            (Lang::En, _) => self.to_string(),
            (Lang::Fr, Self::SameDay { position }) => {
                format!("la version {position} prend effet le même jour que la précédente")
            }
            (Lang::Fr, Self::OutOfOrder { position }) => {
                format!("la version {position} prend effet avant la précédente")
            }
            (Lang::Fr, Self::Undated { position }) => {
                format!("la version {position} ne dit pas depuis quel jour elle est en vigueur")
            }
            (Lang::Fr, Self::BrokenChain { position }) => {
                format!("la version {position} ne nomme pas la précédente comme telle")
            }
            (Lang::Fr, Self::NoVersion { day }) => {
                format!("aucune version n’était en vigueur le {}", words(*day))
            }
            (Lang::Fr, Self::NoRule { day }) => format!(
                "à partir du {}, le registre ne dit plus combien de temps ces données sont conservées",
                words(*day)
            ),
        }
    }
}
