//! The assessment of security measures.

use chrono::NaiveDate;
use greffe_terms::Text;

use super::code::{codes, debug_without_values};

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
        Done = "done", "finalisé", "done";
        /// In place, being improved.
        Optimising = "optimising", "en cours d’optimisation", "being optimised";
        /// Being set up.
        SettingUp = "setting_up", "en cours de mise en place", "being set up";
        /// Does not apply.
        NotApplicable = "not_applicable", "sans objet", "not applicable";
        /// Nothing was said.
        Blank = "blank", "non renseigné", "blank";
    }
}

/// How many measures are how far. A measure that is being optimised is in place; a blank one counts as open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Score {
    /// In place, or in place and being improved.
    pub in_place: usize,
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
                MeasureStatus::Done | MeasureStatus::Optimising => score.in_place += 1,
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
        self.in_place + self.setting_up + self.blank
    }

    /// The share in place of those that apply, in whole per cent rounded down; `None` where none applies.
    #[must_use]
    pub const fn per_cent(&self) -> Option<usize> {
        (self.in_place * 100).checked_div(self.applicable())
    }
}

debug_without_values!(SecurityAssessment);
