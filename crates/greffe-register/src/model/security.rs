//! The assessment of security measures.

use chrono::NaiveDate;
use greffe_terms::{Lang, Text};

use super::code::{codes, debug_without_values};
use super::sheets;

/// An assessment of security measures against a framework, Art. 32 GDPR.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SecurityAssessment {
    /// The framework with its edition.
    pub framework: Text,
    /// Day of the assessment.
    pub assessed: Option<NaiveDate>,
    /// The framework's sheets in order, each with a status a measure.
    pub sheets: Vec<Vec<MeasureStatus>>,
}

impl SecurityAssessment {
    /// The score of one sheet, counted from 1.
    #[must_use]
    pub fn sheet_score(&self, sheet: usize) -> Option<Score> {
        let measures = self.sheets.get(sheet.checked_sub(1)?)?;
        Some(Score::of(measures))
    }

    /// The title of one sheet, counted from 1, where the framework says that it is a guide whose sheets are known: the CNIL's guide
    /// to the security of personal data, edition 2024.
    #[must_use]
    pub fn sheet_title(&self, sheet: usize, lang: Lang) -> Option<&'static str> {
        sheets::title(&self.framework, sheet.checked_sub(1)?, lang)
    }

    /// The score of all sheets.
    #[must_use]
    pub fn score(&self) -> Score {
        Score::of(self.sheets.iter().flatten())
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
    fn of<'m>(measures: impl IntoIterator<Item = &'m MeasureStatus>) -> Self {
        let mut score = Self::default();
        for measure in measures {
            match measure {
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

debug_without_values!(SecurityAssessment);
