//! What happened, how, and when it ended. The lists of origins and causes are those of the form by which the CNIL is notified.

use chrono::{DateTime, FixedOffset};

use crate::model::code::codes;

/// When a breach ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BreachEnd {
    /// It goes on.
    Ongoing,
    /// At this instant.
    At(DateTime<FixedOffset>),
}

codes! {
    /// What a breach touched, Art. 4(12) GDPR.
    BreachNature {
        /// Disclosure or access.
        Confidentiality = "confidentiality", "confidentialité", "confidentiality";
        /// Alteration.
        Integrity = "integrity", "intégrité", "integrity";
        /// Loss or destruction.
        Availability = "availability", "disponibilité", "availability";
    }
}

codes! {
    /// How a breach happened.
    BreachOrigin {
        /// Equipment. The code is spelt as the lists that programs exchange spell it.
        LostEquipment = "lost_stolen_equipement", "équipement perdu ou volé", "equipment lost or stolen";
        /// Paper.
        LostPaper = "lost_stolen_paper", "papier perdu, volé ou laissé sans protection", "paper lost, stolen or left unprotected";
        /// Post.
        LostMail = "lost_opened_mail", "courrier perdu, ou ouvert avant son retour", "letter lost, or opened before it came back";
        /// Hacking, malware, phishing.
        Hack = "hack", "piratage, logiciel malveillant ou hameçonnage", "hacking, malware or phishing";
        /// Paper thrown away.
        DiscardedDocument = "trash_confidential_document", "papier jeté sans être détruit", "paper thrown away undestroyed";
        /// A device thrown away.
        DiscardedDevice = "trash_confidential_device", "appareil mis au rebut sans effacement sûr", "device discarded without secure erasure";
        /// Published by mistake.
        Publication = "non_voluntary_publication", "publication involontaire", "unintended publication";
        /// Somebody else's data on a customer's page.
        WrongPersonShown = "bad_people_data_display", "données d’une autre personne affichées à un client", "another person’s data shown to a customer";
        /// Sent to the wrong recipient.
        WrongRecipient = "bad_recipient", "envoi à un mauvais destinataire", "sent to the wrong recipient";
        /// Said aloud.
        Spoken = "verbally_disclosed", "divulgation orale", "disclosed by word of mouth";
    }
}

codes! {
    /// Who caused a breach, and whether on purpose.
    BreachCause {
        /// From within, on purpose.
        InternalMalicious = "internal_malicious", "acte interne malveillant", "malicious act from within";
        /// From within, by accident.
        InternalAccidental = "internal_accidental", "acte interne accidentel", "accident from within";
        /// From without, on purpose.
        ExternalMalicious = "external_malicious", "acte externe malveillant", "malicious act from outside";
        /// From without, by accident.
        ExternalAccidental = "external_accidental", "acte externe accidentel", "accident from outside";
        /// Looked for and not found.
        NotKnown = "unknown", "cause recherchée, non trouvée", "cause sought and not found";
    }
}
