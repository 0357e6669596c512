//! Decisions that no human takes.

use greffe_terms::Text;

use super::code::{codes, debug_without_values};

/// A decision by automated means alone (*décision individuelle automatisée*), profiling included, Art. 22 GDPR.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AutomatedDecision {
    /// What is decided.
    pub what: Text,
    /// The logic involved, Art. 13(2)(f).
    pub logic: Option<Text>,
    /// What follows for the person, Art. 13(2)(f).
    pub consequences: Option<Text>,
    /// What allows it, Art. 22(2).
    pub ground: Option<AutomatedGround>,
    /// Whether a human steps in when the person asks, Art. 22(3).
    pub human_review: Option<bool>,
}

codes! {
    /// What allows an automated decision, Art. 22(2) GDPR.
    AutomatedGround {
        /// A contract with the person needs it, Art. 22(2)(a).
        Contract = "contract", "nécessaire au contrat", "necessary for the contract";
        /// Union or national law allows it, Art. 22(2)(b).
        Law = "law", "autorisée par la loi", "allowed by law";
        /// The person's explicit consent, Art. 22(2)(c).
        ExplicitConsent = "explicit_consent", "consentement explicite", "explicit consent";
    }
}

debug_without_values!(AutomatedDecision);
