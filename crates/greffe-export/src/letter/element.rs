//! What the law wants a letter to say, piece by piece.

use greffe_terms::Citation;

use crate::request::code::codes;

codes! {
    /// A letter's kind.
    LetterKind {
        /// The request arrived, and is answered by a day.
        Acknowledgement = "acknowledgement", "Accusé de réception de votre demande", "We received your request";
        /// The person is asked to confirm who they are.
        IdentityQuestion = "identity_question", "Confirmation de votre identité", "Please confirm who you are";
        /// The answer takes longer, and why.
        Extension = "extension", "Prolongation du délai de réponse", "We need more time to answer";
        /// Something costs a fee: how much, why, and that the person may withdraw.
        FeeNotice = "fee_notice", "Frais demandés pour votre demande", "A fee for your request";
        /// Everything is refused, and why.
        Refusal = "refusal", "Refus de votre demande", "We cannot do what you ask";
        /// What is refused so far, and why, while other rights are still open.
        PartialRefusal = "partial_refusal", "Refus d’une partie de votre demande", "We cannot do part of what you ask";
        /// What was done, and what was not and why.
        Answer = "answer", "Réponse à votre demande", "Answer to your request";
        /// What was erased, and what is kept and why.
        Erasure = "erasure", "Effacement de vos données", "Erasure of your data";
        /// Who was told of a rectification, an erasure or a restriction.
        Recipients = "recipients", "Destinataires de vos données", "Recipients of your data";
    }
}

codes! {
    /// A piece that a letter must have, with its article.
    LetterElement {
        /// Who writes, and where to reach them.
        Controller = "controller", "le responsable de traitement et son adresse", "the controller and its address";
        /// Whom to ask.
        Contact = "contact", "la personne à contacter", "whom to contact";
        /// Which request is answered.
        Reference = "reference", "la demande et sa date", "the request and its day";
        /// By when it is answered.
        DueDay = "due_day", "le jour de la réponse", "the day of the answer";
        /// That it is free of charge.
        Free = "free", "la gratuité", "that it is free of charge";
        /// How much a fee is, and for which costs.
        Fee = "fee", "le montant des frais", "the amount of the fee";
        /// Why a fee is asked for.
        FeeReasons = "fee_reasons", "le motif des frais", "the reason for the fee";
        /// That nothing is charged unless the person agrees.
        FeeChoice = "fee_choice", "le choix d’accepter les frais ou de se retirer", "the choice to agree to the fee or to withdraw";
        /// Why the identity is in doubt.
        Doubt = "doubt", "le doute sur l’identité", "the doubt about identity";
        /// What is asked for.
        Means = "means", "ce qui est demandé", "what is asked for";
        /// That a copy of a document is deleted once checked.
        CopyDeleted = "copy_deleted", "la suppression de la copie", "that the copy is deleted";
        /// That the time stands still until the person answers.
        ClockStopped = "clock_stopped", "la suspension du délai", "that the time stands still";
        /// Why more time is needed.
        ExtensionReason = "extension_reason", "la raison de la prolongation", "the reason of the extension";
        /// What was done.
        ActionTaken = "action_taken", "ce qui a été fait", "what was done";
        /// Why something was not done.
        Reasons = "reasons", "les motifs", "the reasons";
        /// How to complain to the authority.
        Complaint = "complaint", "la réclamation auprès de l’autorité", "the complaint to the authority";
        /// That the courts are open.
        Remedy = "remedy", "le recours juridictionnel", "the judicial remedy";
        /// Where the information about the processing stands.
        AccessInformation = "access_information", "les informations sur le traitement", "the information about the processing";
        /// What the enclosed package does not have yet.
        Outstanding = "outstanding", "ce qui manque encore au dossier joint", "what the enclosed package still lacks";
        /// That the other rights exist.
        FurtherRights = "further_rights", "l’existence des autres droits", "that the other rights exist";
        /// That what was done before stays lawful.
        WithdrawalEffect = "withdrawal_effect", "l’effet du retrait", "the effect of the withdrawal";
        /// That the person is told before a restriction ends.
        RestrictionEnd = "restriction_end", "l’information avant la levée de la limitation", "that the person is told before the restriction ends";
        /// What was erased.
        Erased = "erased", "ce qui a été effacé", "what was erased";
        /// What is kept and why.
        Kept = "kept", "ce qui est conservé et pourquoi", "what is kept and why";
        /// The recipients, and whether they were told.
        Recipients = "recipients", "les destinataires", "the recipients";
    }
}

impl LetterElement {
    /// The provision that asks for it.
    #[must_use]
    pub const fn citation(self) -> Citation {
        Citation::from_static(match self {
            Self::Controller => "GDPR 13(1)(a)",
            Self::Contact => "GDPR 13(1)(b)",
            Self::Reference | Self::DueDay | Self::ExtensionReason | Self::ActionTaken => {
                "GDPR 12(3)"
            }
            Self::Free | Self::FeeReasons => "GDPR 12(5)",
            Self::Fee => "GDPR 12(5)(a)",
            Self::FeeChoice => "EDPB 01/2022, 6.3",
            Self::Doubt | Self::Means => "GDPR 12(6)",
            Self::CopyDeleted => "GDPR 5(1)(e)",
            Self::ClockStopped => "EDPB 01/2022 §159",
            Self::Reasons | Self::Complaint | Self::Remedy => "GDPR 12(4)",
            Self::AccessInformation => "GDPR 15(1)",
            Self::Outstanding => "GDPR 15",
            Self::FurtherRights => "GDPR 15(1)(e)",
            Self::WithdrawalEffect => "GDPR 7(3)",
            Self::RestrictionEnd => "GDPR 18(3)",
            Self::Erased => "GDPR 17(1)",
            Self::Kept => "GDPR 17(3)",
            Self::Recipients => "GDPR 19",
        })
    }
}
