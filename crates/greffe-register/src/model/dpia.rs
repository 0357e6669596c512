//! Whether an impact assessment is needed.

use chrono::NaiveDate;
use greffe_terms::{Lang, Text};

use super::code::{codes, debug_without_values};

/// Whether a data protection impact assessment (*AIPD*) is needed, Art. 35 GDPR.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DpiaScreening {
    /// What was screened.
    pub scope: Text,
    /// The decision.
    pub decision: Option<DpiaDecision>,
    /// Why.
    pub rationale: Option<Text>,
    /// Day of the decision.
    pub decided: Option<NaiveDate>,
    /// The nine criteria of the guidelines WP248 rev.01, in their order; `None` where nobody answered.
    pub criteria: [Option<bool>; 9],
}

impl DpiaScreening {
    /// How many criteria are met.
    #[must_use]
    pub fn criteria_met(&self) -> usize {
        self.criteria
            .iter()
            .filter(|met| **met == Some(true))
            .count()
    }

    /// How many criteria anybody answered.
    #[must_use]
    pub fn criteria_answered(&self) -> usize {
        self.criteria.iter().flatten().count()
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
                lang.pick(" ; aucun rempli parmi ceux-ci", "; none of these met")
            ),
            _ => lang.pick(
                format!("{examined} ; {met} rempli{} parmi ceux-ci", s(met)),
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
