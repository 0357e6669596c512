//! Why there is no receipt, and what of a receipt differs. No message repeats a value.

use std::fmt;

use greffe_terms::Lang;

use crate::codes::codes;

/// Why there is no receipt of an event, or why a text is none.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReceiptError {
    /// The ledger has no such event of that person.
    UnknownEvent,
    /// The event is none of a consent.
    NotOfConsent,
    /// The link does not follow from the one before it and the event.
    BrokenLink,
    /// The text is not JSON, too large, or has a key twice.
    Unreadable,
    /// A field is missing or malformed. Holds its path.
    Field(&'static str),
    /// A part contradicts what the rest of the receipt says. Holds its path, in terms of a receipt as this crate writes it.
    Contradiction(String),
}

impl ReceiptError {
    /// The message for a person.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        match self {
            Self::UnknownEvent => lang.pick(
                "le registre des consentements n’a pas cet événement de cette personne".to_owned(),
                "the ledger has no such event of that person".to_owned(),
            ),
            Self::NotOfConsent => lang.pick(
                "l’événement n’est pas celui d’un consentement".to_owned(),
                "the event is none of a consent".to_owned(),
            ),
            Self::BrokenLink => lang.pick(
                "le maillon ne suit pas du précédent et de l’événement".to_owned(),
                "the link does not follow from the one before and the event".to_owned(),
            ),
            Self::Unreadable => lang.pick(
                "ce n’est pas un objet JSON lisible".to_owned(),
                "not a readable JSON object".to_owned(),
            ),
            Self::Field(path) => lang.pick(
                format!("`{path}` manque ou est mal formé"),
                format!("`{path}` is missing or malformed"),
            ),
            Self::Contradiction(path) if path.is_empty() => lang.pick(
                "le reçu contient autre chose que ce qu’un reçu contient".to_owned(),
                "the receipt holds something that a receipt does not".to_owned(),
            ),
            Self::Contradiction(path) => lang.pick(
                format!("`{path}` contredit le reste du reçu"),
                format!("`{path}` contradicts the rest of the receipt"),
            ),
        }
    }
}

impl fmt::Display for ReceiptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Lang::En))
    }
}

impl std::error::Error for ReceiptError {}

codes! {
    /// A part of a receipt.
    ReceiptPart, "part of a receipt", {
        /// The event: the ledger has none of that id.
        Event = "event", "l’événement", "the event";
        /// Whom it is about.
        Person = "person", "la personne", "the person";
        /// When it happened.
        Occurred = "occurred", "la date de l’acte", "when it happened";
        /// When it was recorded.
        Recorded = "recorded", "la date d’enregistrement", "when it was recorded";
        /// Where it came from.
        Provenance = "provenance", "la provenance", "the provenance";
        /// What happened, and by which act.
        Kind = "kind", "la sorte d’événement ou l’acte", "the kind of event or the act";
        /// The purposes.
        Purposes = "purposes", "les finalités", "the purposes";
        /// The notice, its version or its wording.
        Notice = "notice", "la mention d’information", "the notice";
        /// The end that the act fixed.
        Expiry = "expiry", "l’échéance fixée par l’acte", "the end that the act fixed";
        /// The vendors that were chosen or refused.
        Vendors = "vendors", "les prestataires", "the vendors";
        /// How the authorisation for a child was verified, or which holder gave it.
        Authorisation = "authorisation", "l’autorisation pour l’enfant", "the authorisation for the child";
        /// The link of the chain: what stood before the event.
        Link = "link", "le maillon de la chaîne", "the link of the chain";
        /// What the policy says of the purposes: bases, marketing, end of validity.
        Terms = "terms", "ce que la politique dit des finalités", "what the policy says of the purposes";
        /// What had become of the consent.
        Status = "status", "l’état du consentement", "the state of the consent";
        /// The controller.
        Controller = "controller", "le responsable du traitement", "the controller";
    }
}

/// A receipt that does not agree with the ledger or the policy. Names the parts that differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptDiffers(pub(super) Vec<ReceiptPart>);

impl ReceiptDiffers {
    /// The parts that differ, at least one.
    #[must_use]
    pub fn parts(&self) -> &[ReceiptPart] {
        &self.0
    }

    /// The message for a person.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let parts: Vec<_> = self.0.iter().map(|part| part.label(lang)).collect();
        let parts = parts.join(", ");
        lang.pick(
            format!("le reçu diffère\u{a0}: {parts}"),
            format!("the receipt differs: {parts}"),
        )
    }
}

impl fmt::Display for ReceiptDiffers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Lang::En))
    }
}

impl std::error::Error for ReceiptDiffers {}
