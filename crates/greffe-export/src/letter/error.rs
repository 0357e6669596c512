//! Why a letter cannot be written. It never invents what is missing.

use std::fmt;

use chrono::NaiveDate;
use greffe_calendar::CalendarError;
use greffe_terms::Lang;

use super::{LetterElement, LetterKind};
use crate::page::long_date;
use crate::request::State;

/// A letter that cannot be written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LetterError {
    /// The request is not where such a letter belongs.
    NotFrom {
        /// The letter.
        letter: LetterKind,
        /// The state that the request is in.
        state: State,
    },
    /// Something that the letter must say is not known.
    Missing {
        /// What.
        element: LetterElement,
    },
    /// It is known, but not in the letter's language.
    NotInLanguage {
        /// What.
        element: LetterElement,
        /// The language.
        lang: Lang,
    },
    /// The letter's day is before something that it tells.
    DatedBefore {
        /// The day on which that happened.
        happened: NaiveDate,
    },
    /// The extension was announced too late to have an effect in every reading: the request is to be answered instead.
    ExtensionTooLate,
    /// An extension prolongs the answer to Art. 15 to 22 only, and none of them is due: a withdrawal of consent is not extended (Art. 7(3)).
    NothingToExtend,
    /// The calendar does not know the days.
    Calendar(CalendarError),
}

impl LetterError {
    /// Why, in one sentence without a full stop.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        match self {
            Self::NotFrom { letter, state } => {
                let (letter, state) = (letter.label(lang), state.label(lang));
                lang.pick(
                    format!("lettre impossible ({letter})\u{a0}: la demande est {state}"),
                    format!("this letter ({letter}) does not go with a request that is {state}"),
                )
            }
            Self::Missing { element } => {
                let (what, law) = (element.label(lang), element.citation().label(lang));
                lang.pick(
                    format!("il manque à la lettre {what} ({law})"),
                    format!("the letter lacks {what} ({law})"),
                )
            }
            Self::NotInLanguage { element, lang: of } => {
                let what = element.label(lang);
                let of = match of {
                    Lang::Fr => lang.pick("français", "French"),
                    Lang::En => lang.pick("anglais", "English"),
                };
                lang.pick(
                    format!("texte absent en {of}\u{a0}: {what}"),
                    format!("no text in {of}: {what}"),
                )
            }
            Self::DatedBefore { happened } => {
                let day = long_date(*happened, lang);
                lang.pick(
                    format!("la lettre est datée d’avant le {day}, jour de ce qu’elle rapporte"),
                    format!("the letter is dated before {day}, the day of what it tells"),
                )
            }
            Self::ExtensionTooLate => lang
                .pick(
                    "la prolongation, annoncée trop tard, est sans effet",
                    "the extension was announced too late and has no effect",
                )
                .to_owned(),
            Self::NothingToExtend => lang
                .pick(
                    "rien de ce qui est demandé ne peut être prolongé (RGPD, art. 7(3))",
                    "nothing that was asked can be extended (GDPR, Art. 7(3))",
                )
                .to_owned(),
            Self::Calendar(error) => error.in_language(lang),
        }
    }
}

impl From<CalendarError> for LetterError {
    fn from(error: CalendarError) -> Self {
        Self::Calendar(error)
    }
}

impl fmt::Display for LetterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Lang::En))
    }
}

impl std::error::Error for LetterError {}
