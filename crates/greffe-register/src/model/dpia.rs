//! Whether an impact assessment is needed.

mod criteria;
mod lists;
mod suggestion;

use chrono::NaiveDate;
use greffe_terms::{Lang, ProcessingRef, Text};

use super::code::{codes, debug_without_values};
use crate::Stated;
pub use criteria::{Criterion, DpiaCriterion};
pub use lists::{DpiaExemptCase, DpiaRequiredCase};
pub(crate) use suggestion::CRITERIA_THAT_CALL_FOR_AN_ASSESSMENT;
pub use suggestion::{DpiaOutcome, DpiaReason, DpiaSuggestion};

/// Whether a data protection impact assessment (*AIPD*) is needed, Art. 35 GDPR, and what became of it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DpiaScreening {
    /// Its id, by which a processing names it; unique in the register.
    pub id: Option<String>,
    /// What was screened.
    pub scope: Text,
    /// The processing activities that it concerns, each one of the register's; empty where the scope is told in words only.
    pub processings: Vec<ProcessingRef>,
    /// Cases of the CNIL's list of operations that need an assessment, Art. 35(4); `Unknown` where nobody compared.
    pub required_list: Stated<Vec<DpiaRequiredCase>>,
    /// Cases of the CNIL's list of operations that need none, Art. 35(5).
    pub exempt_list: Stated<Vec<DpiaExemptCase>>,
    /// The nine criteria of the guidelines WP248 rev.01, in their order.
    pub criteria: [Criterion; 9],
    /// The decision.
    pub decision: Option<DpiaDecision>,
    /// Why.
    pub rationale: Option<Text>,
    /// Day of the decision.
    pub decided: Option<NaiveDate>,
    /// The data-protection officer's advice, Art. 35(2).
    pub advice: Stated<Text>,
    /// Day of the advice.
    pub advised: Option<NaiveDate>,
    /// Views of persons concerned or of those who stand for them, Art. 35(9).
    pub views: Stated<Text>,
    /// Prior consultation of the authority, Art. 36.
    pub consultation: Stated<Text>,
    /// Where the assessment is.
    pub document: Option<Text>,
    /// Day on which it is to be looked at again, Art. 35(11).
    pub next_review: Option<NaiveDate>,
}

impl DpiaScreening {
    /// What it says about a criterion.
    #[must_use]
    pub fn criterion(&self, which: DpiaCriterion) -> Option<&Criterion> {
        let mut answers = DpiaCriterion::ALL.iter().zip(&self.criteria);
        answers.find_map(|(criterion, answer)| (*criterion == which).then_some(answer))
    }

    /// How many criteria are met.
    #[must_use]
    pub fn criteria_met(&self) -> usize {
        let answers = self.criteria.iter();
        answers.filter(|answer| answer.met == Some(true)).count()
    }

    /// How many criteria anybody answered.
    #[must_use]
    pub fn criteria_answered(&self) -> usize {
        let answers = self.criteria.iter();
        answers.filter(|answer| answer.met.is_some()).count()
    }

    /// How many criteria are not answered.
    #[must_use]
    pub fn criteria_open(&self) -> usize {
        self.criteria.len() - self.criteria_answered()
    }

    /// Both counts: `1 critère examiné sur 9 ; aucun rempli parmi ceux-ci`.
    #[must_use]
    pub fn criteria_in_words(&self, lang: Lang) -> String {
        let (answered, met, of) = (
            self.criteria_answered(),
            self.criteria_met(),
            self.criteria.len(),
        );
        // French counts one in the singular; so does English.
        let s = |count: usize| if count == 1 { "" } else { "s" };
        let examined = match answered {
            0 => {
                return lang.pick(
                    format!("aucun critère examiné sur {of}"),
                    format!("none of {of} criteria examined"),
                );
            }
            _ => lang.pick(
                format!("{answered} critère{0} examiné{0} sur {of}", s(answered)),
                format!("{answered} of {of} criteria examined"),
            ),
        };
        match met {
            0 => format!(
                "{examined}{}",
                lang.pick("\u{a0}; aucun rempli parmi ceux-ci", "; none of these met")
            ),
            _ => lang.pick(
                format!("{examined}\u{a0}; {met} rempli{} parmi ceux-ci", s(met)),
                format!("{examined}; {met} of these met"),
            ),
        }
    }
}

codes! {
    /// What the screening came to.
    DpiaDecision {
        /// An assessment is to be made.
        Required = "required", "requise", "required";
        /// None is needed.
        NotRequired = "not_required", "non requise", "not required";
        /// One was made.
        Done = "done", "réalisée", "done";
    }
}

debug_without_values!(DpiaScreening);
