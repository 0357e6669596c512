//! The nine criteria.

use greffe_terms::Text;

use super::super::code::{codes, debug_without_values};

codes! {
    /// A criterion of a likely high risk, in the order of the guidelines WP248 rev.01 (III.B.a).
    DpiaCriterion {
        /// Evaluation or scoring.
        Scoring = "c1", "évaluation ou notation", "evaluation or scoring";
        /// Automated decision with legal or similar effect.
        AutomatedDecision = "c2", "décision automatisée avec effet juridique ou similaire", "automated decision with legal or similar effect";
        /// Systematic monitoring.
        Monitoring = "c3", "surveillance systématique", "systematic monitoring";
        /// Sensitive or highly personal data.
        SensitiveData = "c4", "données sensibles ou à caractère hautement personnel", "sensitive or highly personal data";
        /// Large scale.
        LargeScale = "c5", "données traitées à grande échelle", "data processed at a large scale";
        /// Matching or combining data sets.
        Matching = "c6", "croisement ou combinaison de données", "matching or combining data sets";
        /// Vulnerable persons.
        Vulnerable = "c7", "personnes vulnérables", "vulnerable persons";
        /// Innovative use or new technology.
        NewTechnology = "c8", "usage innovant ou nouvelles technologies", "innovative use or new technology";
        /// Exclusion from a right, service or contract.
        Exclusion = "c9", "exclusion du bénéfice d’un droit, d’un service ou d’un contrat", "exclusion from a right, service or contract";
    }
}

/// What a screening says about one criterion.
#[derive(Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Criterion {
    /// Whether it is met; `None` where nobody answered, or where the answer is not known.
    pub met: Option<bool>,
    /// Why, or why the answer is not known.
    pub why: Option<Text>,
}

debug_without_values!(Criterion);
