//! How persons use their rights.

use greffe_calendar::Period;
use greffe_terms::Text;

use super::RightContact;
use super::code::{codes, debug_without_values};

/// What the organisation promises to persons who use their rights, Art. 12 GDPR.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestTerms {
    /// The rights that it names.
    pub rights: Vec<Right>,
    /// Within what time it answers.
    pub delay: Option<Period>,
    /// From what the time runs.
    pub counted_from: Option<CountedFrom>,
    /// The channels that it accepts.
    pub channels: Vec<RequestChannel>,
    /// When it asks for an identity document.
    pub identity_document: Option<IdentityDocument>,
    /// Where to write.
    pub contact: Option<Text>,
    /// Where to write for one right, in the order of the file's rights.
    pub contacts: Vec<RightContact>,
}

codes! {
    /// A right of the data subject, chapter III GDPR.
    Right {
        /// Art. 15.
        Access = "access", "Accès", "Access";
        /// Art. 16.
        Rectification = "rectification", "Rectification", "Rectification";
        /// Art. 17.
        Erasure = "erasure", "Effacement", "Erasure";
        /// Art. 18.
        Restriction = "restriction", "Limitation", "Restriction";
        /// Art. 20.
        Portability = "portability", "Portabilité", "Portability";
        /// Art. 21.
        Objection = "objection", "Opposition", "Objection";
        /// Art. 7(3).
        Withdrawal = "withdrawal", "Retrait du consentement", "Withdrawal of consent";
        /// Art. 77.
        Complaint = "complaint", "Réclamation auprès de l’autorité", "Complaint to the authority";
    }
}

codes! {
    /// From what the time to answer runs.
    CountedFrom {
        /// The receipt of the request, as Art. 12(3) says.
        Receipt = "receipt", "réception", "receipt";
        /// The postmark (*cachet de la poste*).
        Postmark = "postmark", "cachet de la poste", "postmark";
    }
}

codes! {
    /// A channel by which a request is accepted.
    RequestChannel {
        /// Electronic mail.
        Email = "email", "courriel", "e-mail";
        /// Letter.
        Post = "post", "courrier", "letter";
        /// Registered letter (*lettre recommandée avec accusé de réception*).
        RegisteredLetter = "registered_letter", "lettre recommandée", "registered letter";
        /// A form on the website.
        Form = "form", "formulaire", "form";
        /// Telephone.
        Phone = "phone", "téléphone", "telephone";
    }
}

codes! {
    /// When an identity document is asked for.
    IdentityDocument {
        /// With every request.
        Always = "always", "toujours exigée", "always demanded";
        /// Only where there are reasonable doubts, Art. 12(6).
        OnDoubt = "on_doubt", "en cas de doute raisonnable", "on reasonable doubt";
    }
}

debug_without_values!(RequestTerms);
