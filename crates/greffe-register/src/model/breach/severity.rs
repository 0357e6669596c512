//! What ENISA's method takes in. The codes are the levels of its annexes: 1 for the context, 2 for identification, 3 for circumstances.

use greffe_terms::Text;

use crate::model::code::{codes, debug_without_values};

/// The inputs of ENISA's *Recommendations for a methodology of the assessment of severity of personal data breaches* (working document, v1.0,
/// December 2013). What is not given is unknown and leaves the result between bounds: [`crate::breach::severity`].
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SeverityInputs {
    /// The score of the processing's context, 1 to 4, as adjusted; where it is not given, that of `data`.
    pub context: Option<u8>,
    /// The kind of data, which gives the basic score of the context.
    pub data: Option<BreachContext>,
    /// Why the context's score is not the basic one.
    pub context_reason: Option<Text>,
    /// How easily persons are identified.
    pub identification: Option<Identification>,
    /// How far confidentiality was lost.
    pub confidentiality: Option<ConfidentialityLoss>,
    /// How far integrity was lost.
    pub integrity: Option<IntegrityLoss>,
    /// How far availability was lost.
    pub availability: Option<AvailabilityLoss>,
    /// Whether somebody meant it.
    pub malicious: Option<bool>,
    /// Whether the data are unintelligible to whoever has them. It flags the result, it does not change the score.
    pub unintelligible: Option<bool>,
}

debug_without_values!(SeverityInputs);

codes! {
    /// The kind of data, with the basic score of its context (DPC): 1, 2, 3, 4.
    BreachContext {
        /// Names, addresses, education, profession: 1.
        Simple = "simple", "données simples", "simple data";
        /// Location, traffic, habits: 2.
        Behavioural = "behavioural", "données de comportement", "behavioural data";
        /// Income, transactions, cards: 3.
        Financial = "financial", "données financières", "financial data";
        /// Health, opinions, sexual life: 4.
        Sensitive = "sensitive", "données sensibles", "sensitive data";
    }
}

codes! {
    /// Ease of identification (EI): 0.25, 0.5, 0.75, 1.
    Identification {
        /// Hardly possible: 0.25.
        Negligible = "negligible", "négligeable", "negligible";
        /// 0.5.
        Limited = "limited", "limitée", "limited";
        /// 0.75.
        Significant = "significant", "importante", "significant";
        /// Directly out of the data: 1.
        Maximum = "maximum", "maximale", "maximum";
    }
}

codes! {
    /// Loss of confidentiality: 0, 0.25, 0.5.
    ConfidentialityLoss {
        /// No evidence that anybody read the data: 0.
        NoEvidence = "no_evidence", "sans indice d’un accès", "no evidence of access";
        /// Disclosed to recipients that are known: 0.25.
        KnownRecipients = "known_recipients", "à des destinataires connus", "to known recipients";
        /// Disclosed to recipients whose number is not known: 0.5.
        UnknownRecipients = "unknown_recipients", "à des destinataires en nombre inconnu", "to an unknown number of recipients";
    }
}

codes! {
    /// Loss of integrity: 0, 0.25, 0.5.
    IntegrityLoss {
        /// Unaltered, or altered without use: 0.
        NoUse = "no_use", "sans usage de données altérées", "no use of altered data";
        /// Altered data were perhaps used, and can be put right: 0.25.
        Recoverable = "recoverable", "rétablissable", "recoverable";
        /// Altered data were perhaps used, and cannot be put right: 0.5.
        Unrecoverable = "unrecoverable", "non rétablissable", "unrecoverable";
    }
}

codes! {
    /// Loss of availability: 0, 0.25, 0.5.
    AvailabilityLoss {
        /// Restored without difficulty: 0.
        Restored = "restored", "rétablie sans difficulté", "restored without difficulty";
        /// For a time: 0.25.
        Temporary = "temporary", "temporaire", "temporary";
        /// For good: 0.5.
        Full = "full", "définitive", "for good";
    }
}
