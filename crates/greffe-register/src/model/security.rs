//! The assessment of security measures.

use chrono::NaiveDate;
use greffe_terms::{Lang, Text};

use super::code::{codes, debug_without_values};
use crate::guide;

/// An assessment of security measures against a framework, Art. 32 GDPR.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SecurityAssessment {
    /// The framework with its edition.
    pub framework: Text,
    /// Day of the assessment.
    pub assessed: Option<NaiveDate>,
    /// The framework's sheets in order, each with its measures.
    pub sheets: Vec<Vec<SecurityMeasure>>,
}

impl SecurityAssessment {
    /// The score of one sheet, counted from 1.
    #[must_use]
    pub fn sheet_score(&self, sheet: usize) -> Option<Score> {
        let measures = self.sheets.get(sheet.checked_sub(1)?)?;
        Some(Score::of(measures))
    }

    /// Whether the framework says that it is the guide whose sheets are known: the CNIL's, edition 2024 ([`guide`]).
    #[must_use]
    pub fn follows_guide(&self) -> bool {
        guide::is_framework(&self.framework)
    }

    /// The title of one sheet, counted from 1, where the assessment [follows the guide](Self::follows_guide).
    #[must_use]
    pub fn sheet_title(&self, sheet: usize, lang: Lang) -> Option<&'static str> {
        let sheet = guide::sheet(sheet).filter(|_| self.follows_guide())?;
        Some(sheet.title(lang))
    }

    /// The score of one sheet in words, with its number and, where it is known, its title:
    /// `17. Sauvegarder : 2 finalisées sur 3 (66 %), 1 en cours de mise en place`.
    #[must_use]
    pub fn sheet_in_words(&self, sheet: usize, lang: Lang) -> Option<String> {
        let score = self.sheet_score(sheet)?.in_words(lang);
        let title = self.sheet_title(sheet, lang);
        let colon = lang.pick("\u{a0}: ", ": ");
        Some(match title {
            Some(title) => format!("{sheet}. {title}{colon}{score}"),
            None => lang.pick(
                format!("fiche {sheet}{colon}{score}"),
                format!("sheet {sheet}{colon}{score}"),
            ),
        })
    }

    /// The score of all sheets.
    #[must_use]
    pub fn score(&self) -> Score {
        Score::of(self.sheets.iter().flatten())
    }
}

/// One measure of an assessment.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SecurityMeasure {
    /// How far it is.
    pub status: MeasureStatus,
    /// What shows it.
    pub evidence: Option<Text>,
    /// Who answers for it.
    pub owner: Option<Text>,
    /// Day by which it is to be in place.
    pub due: Option<NaiveDate>,
    /// What else there is to say; for a measure that does not apply, why.
    pub note: Option<Text>,
}

impl SecurityMeasure {
    /// Whether nothing but the status is told, as in a list of statuses.
    #[must_use]
    pub const fn is_bare(&self) -> bool {
        self.evidence.is_none() && self.owner.is_none() && self.due.is_none() && self.note.is_none()
    }
}

impl From<MeasureStatus> for SecurityMeasure {
    fn from(status: MeasureStatus) -> Self {
        Self {
            status,
            evidence: None,
            owner: None,
            due: None,
            note: None,
        }
    }
}

codes! {
    /// How far a measure is.
    MeasureStatus {
        /// In place.
        Done = "done", "finalisée", "done";
        /// Begun and being improved: not in place yet.
        Optimising = "optimising", "en cours d’optimisation", "being optimised";
        /// Being set up.
        SettingUp = "setting_up", "en cours de mise en place", "being set up";
        /// Does not apply.
        NotApplicable = "not_applicable", "sans objet", "not applicable";
        /// Nothing was said.
        Blank = "blank", "non renseignée", "blank";
    }
}

/// How many measures are how far. Only one that is done is in place; a blank one counts as open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Score {
    /// In place.
    pub done: usize,
    /// Being optimised.
    pub optimising: usize,
    /// Being set up.
    pub setting_up: usize,
    /// Nothing was said.
    pub blank: usize,
    /// Does not apply.
    pub not_applicable: usize,
}

impl Score {
    fn of<'m>(measures: impl IntoIterator<Item = &'m SecurityMeasure>) -> Self {
        let mut score = Self::default();
        for measure in measures {
            match measure.status {
                MeasureStatus::Done => score.done += 1,
                MeasureStatus::Optimising => score.optimising += 1,
                MeasureStatus::SettingUp => score.setting_up += 1,
                MeasureStatus::Blank => score.blank += 1,
                MeasureStatus::NotApplicable => score.not_applicable += 1,
            }
        }
        score
    }

    /// The measures that apply.
    #[must_use]
    pub const fn applicable(&self) -> usize {
        self.done + self.optimising + self.setting_up + self.blank
    }

    /// Whether every measure that applies is done, and at least one applies.
    #[must_use]
    pub const fn is_in_place(&self) -> bool {
        self.done > 0 && self.done == self.applicable()
    }

    /// The share done of those that apply, in whole per cent rounded down; `None` where none applies.
    #[must_use]
    pub const fn per_cent(&self) -> Option<usize> {
        (self.done * 100).checked_div(self.applicable())
    }

    /// All counts that are not zero: `58 finalisées sur 72 (80 %), 6 en cours d’optimisation, …`.
    #[must_use]
    pub fn in_words(&self, lang: Lang) -> String {
        let share = self.per_cent().map_or_else(String::new, |share| {
            format!(" ({share}{})", lang.pick("\u{202f}%", "%"))
        });
        // French counts nought and one in the singular.
        let s = |count: usize| if count < 2 { "" } else { "s" };
        let (done, of) = (self.done, self.applicable());
        let mut words = lang.pick(
            format!("{done} finalisée{} sur {of}{share}", s(done)),
            format!("{done} of {of} done{share}"),
        );
        let blank = format!("non renseignée{}", s(self.blank));
        for (count, fr, en) in [
            (
                self.optimising,
                "en cours d’optimisation",
                "being optimised",
            ),
            (self.setting_up, "en cours de mise en place", "being set up"),
            (self.blank, blank.as_str(), "left blank"),
            (self.not_applicable, "sans objet", "not applicable"),
        ] {
            if count > 0 {
                words.push_str(&format!(", {count} {}", lang.pick(fr, en)));
            }
        }
        words
    }
}

debug_without_values!(SecurityAssessment, SecurityMeasure);
