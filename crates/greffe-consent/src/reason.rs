//! Why a decision is what it is.

use greffe_terms::Citation;

use crate::codes::codes;
use crate::rule::Rule;

codes! {
    /// The reason of a decision, in the order of the gates: of several failures the first in this order is named.
    Reason, "reason", {
        /// The policy has no such purpose.
        UnknownPurpose = "unknown_purpose", "la politique ne connaît pas cette finalité", "the policy does not know this purpose";
        /// The policy states no legal basis.
        NoBasis = "no_basis", "la politique n’indique aucune base légale", "the policy states no legal basis";
        /// The processing is restricted.
        Restricted = "restricted", "le traitement est limité", "the processing is restricted";
        /// The person objected to direct marketing.
        MarketingObjection = "marketing_objection", "la personne s’est opposée à la prospection", "the person objected to direct marketing";
        /// The person objected and the grounds are not decided.
        ObjectionPending = "objection_pending", "la personne s’est opposée et les motifs ne sont pas tranchés", "the person objected and the grounds are not decided";
        /// The person objected and prevailed.
        ObjectionUpheld = "objection_upheld", "l’opposition de la personne l’emporte", "the person's objection prevailed";
        /// The policy does not list the channel for the purpose.
        ChannelNotListed = "channel_not_listed", "la politique ne prévoit pas ce canal", "the policy does not list this channel";
        /// Marketing of works for dwellings by a channel that the law closes, whatever was consented to.
        DwellingWorksBan = "dwelling_works_ban", "la loi interdit ce canal à la prospection pour des travaux dans un logement", "the law forbids this channel to the marketing of works for dwellings";
        /// Marketing of training under the personal training account by a channel that the law closes, whatever was consented to.
        TrainingAccountBan = "training_account_ban", "la loi interdit ce canal à la prospection des titulaires d’un compte personnel de formation", "the law forbids this channel to the marketing of training accounts";
        /// Marketing without consent was asked about without a channel.
        ChannelMissing = "channel_missing", "une prospection sans consentement dépend du canal, qui n’est pas dit", "marketing without consent depends on the channel, which is not said";
        /// The channel needs consent.
        ChannelNeedsConsent = "channel_needs_consent", "ce canal exige un consentement", "this channel needs consent";
        /// A professional who was not told that the address would serve marketing.
        ProfessionalNotTold = "professional_not_told", "le professionnel n’a pas été informé de la prospection", "the professional was not told of the marketing";
        /// What the rules of calls need is not known: the consumer's zone, or the calls made.
        CallContextUnknown = "call_context_unknown", "le fuseau horaire du consommateur ou les appels passés ne sont pas connus", "the consumer's time zone or the calls made are not known";
        /// The number was not checked against the opposition list, or too long ago.
        OppositionListUnchecked = "opposition_list_unchecked", "le numéro n’a pas été vérifié sur la liste d’opposition", "the number was not checked against the opposition list";
        /// The number is on the opposition list.
        OnOppositionList = "on_opposition_list", "le numéro est sur la liste d’opposition au démarchage", "the number is on the opposition list";
        /// A call to a consumer needs consent.
        CallNeedsConsent = "call_needs_consent", "un appel à un consommateur exige un consentement à ce moyen", "a call to a consumer needs a consent to this means";
        /// The consumer was called as often as the law lets.
        TooManyCalls = "too_many_calls", "le consommateur a été appelé aussi souvent que la loi le permet", "the consumer was called as often as the law lets";
        /// The consumer refused not long ago.
        CallRefused = "call_refused", "le consommateur a refusé il y a peu", "the consumer refused not long ago";
        /// Consent was withdrawn.
        Withdrawn = "withdrawn", "le consentement a été retiré", "consent was withdrawn";
        /// Consent was refused.
        Refused = "refused", "le consentement a été refusé", "consent was refused";
        /// A signal of the browser refused.
        RefusedBySignal = "refused_by_signal", "un signal du navigateur vaut refus", "a signal of the browser refused";
        /// Nobody answered.
        Silence = "silence", "aucune réponse\u{a0}: le silence ne vaut pas consentement", "no answer: silence is no consent";
        /// The consent has run out.
        Expired = "expired", "le consentement a expiré", "the consent has expired";
        /// The consent is dated after it was recorded.
        DatedAhead = "dated_ahead", "le consentement est daté après son enregistrement", "the consent is dated after it was recorded";
        /// The consent is not the person's own act.
        NotThePersonsAct = "not_the_persons_act", "le consentement n’est pas l’acte de la personne", "the consent is not the person's own act";
        /// Nothing shows that who acted for the person may.
        NotRepresented = "not_represented", "rien n’établit le pouvoir de qui a agi pour la personne", "nothing shows that who acted for the person may";
        /// No affirmative act.
        NoAffirmativeAct = "no_affirmative_act", "aucun acte positif clair", "no clear affirmative act";
        /// The policy does not know the notice that was shown.
        UnknownNotice = "unknown_notice", "la politique ne connaît pas la mention montrée", "the policy does not know the notice shown";
        /// The notice shown does not list the purpose.
        NotInNotice = "not_in_notice", "la mention montrée ne liste pas cette finalité", "the notice shown does not list this purpose";
        /// The consent does not name this very purpose.
        NotNamed = "not_named", "le consentement ne nomme pas cette finalité elle-même", "the consent does not name this very purpose";
        /// One consent for the mail and its pixel.
        NotSeparate = "not_separate", "le consentement au pixel n’est pas distinct", "the consent to the pixel is not a separate one";
        /// Explicit consent without an express statement.
        NotExpress = "not_express", "aucune déclaration expresse, qu’exige le consentement explicite", "no express statement, which explicit consent needs";
        /// The words shown are not those of the notice.
        WordingDiffers = "wording_differs", "le texte montré n’est pas celui de la mention", "the words shown are not those of the notice";
        /// The notice shown is older than the policy accepts.
        NoticeOutdated = "notice_outdated", "la mention montrée est trop ancienne", "the notice shown is too old";
        /// The second step of the double opt-in is missing.
        NotConfirmed = "not_confirmed", "le consentement n’a pas été confirmé", "the consent was not confirmed";
        /// Another system stated a consent; that is not the person's act.
        ImportedOnly = "imported_only", "un consentement importé n’est pas l’acte de la personne", "an imported consent is not the person's act";
        /// The terminal is read without consent or exemption.
        TerminalNeedsConsent = "terminal_needs_consent", "la lecture du terminal exige un consentement ou une exemption", "reading the terminal needs consent or an exemption";
        /// No consent is known.
        NoConsent = "no_consent", "aucun consentement connu", "no consent is known";
        /// A device was linked without authentication or without a word about it: what was chosen on it is not the account's.
        DeviceNotMerged = "device_not_merged", "un appareil est lié sans authentification ou sans information\u{a0}: ses choix ne sont pas ceux du compte", "a device is linked without authentication or information: its choices are not the account's";
        /// The age of who may be a child is not known.
        AgeUnknown = "age_unknown", "l’âge de la personne n’est pas connu", "the person's age is not known";
        /// The residence of who may be a child is not known.
        ResidenceUnknown = "residence_unknown", "le pays de résidence de la personne n’est pas connu", "the person's country of residence is not known";
        /// How many holders of parental responsibility there are is not known.
        HoldersUnknown = "holders_unknown", "le nombre des titulaires de l’autorité parentale n’est pas connu", "the number of holders of parental responsibility is not known";
        /// A child, without a parent's consent.
        ParentMissing = "parent_missing", "l’accord des titulaires de l’autorité parentale manque", "the consent of the holders of parental responsibility is missing";
        /// No longer a child, and no consent of their own.
        OwnConsentDue = "own_consent_due", "la personne a atteint l’âge du consentement et doit consentir elle-même", "the person reached the age of consent and has to consent themselves";
        /// The person died.
        Deceased = "deceased", "la personne est décédée", "the person is deceased";
        /// The policy does not give the purpose to the vendor.
        VendorNotListed = "vendor_not_listed", "la politique ne prévoit pas ce prestataire pour cette finalité", "the policy does not list this vendor for the purpose";
        /// A restriction stands against the vendor.
        VendorRestricted = "vendor_restricted", "une restriction écarte ce prestataire", "a restriction stands against this vendor";
        /// The vendor needs a consent that is not there.
        VendorNeedsConsent = "vendor_needs_consent", "ce prestataire exige un consentement", "this vendor needs consent";
        /// The vendor was not disclosed to the person.
        VendorNotDisclosed = "vendor_not_disclosed", "ce prestataire n’a pas été présenté à la personne", "this vendor was not disclosed to the person";
        /// The vendor was refused, or not chosen.
        VendorRefused = "vendor_refused", "ce prestataire a été refusé", "this vendor was refused";
        /// Not a day or an hour for calls where the consumer is: last, for it passes by itself.
        OutsideCallHours = "outside_call_hours", "hors des jours et heures d’appel du consommateur", "outside the days and hours of calls where the consumer is";
        /// Allowed: the person consented.
        ConsentGiven = "consent_given", "la personne a consenti", "the person consented";
        /// Allowed: a customer who did not refuse, for similar products.
        SoftOptIn = "soft_opt_in", "client informé qui n’a pas refusé, pour des produits analogues", "an informed customer who did not refuse, for similar products";
        /// Allowed: a professional who was told, about the profession.
        InformedProfessional = "informed_professional", "professionnel informé, pour un message en rapport avec sa profession", "an informed professional, about the profession";
        /// Allowed: a call within an ongoing contract.
        OngoingContract = "ongoing_contract", "appel en rapport avec un contrat en cours", "a call related to an ongoing contract";
        /// Allowed: a call to a number that is not on the opposition list.
        CallNotOpposed = "call_not_opposed", "le numéro n’est pas sur la liste d’opposition", "the number is not on the opposition list";
        /// Allowed, or nothing to ask: the reading is exempt from consent.
        TerminalExempt = "terminal_exempt", "la lecture du terminal est exemptée de consentement", "reading the terminal is exempt from consent";
        /// Allowed: another basis than consent.
        OtherBasis = "other_basis", "la finalité a une autre base légale que le consentement", "the purpose has another legal basis than consent";
        /// Nothing is asked: no personal data, no access to a terminal.
        NothingToAsk = "nothing_to_ask", "ni donnée personnelle ni accès au terminal", "neither personal data nor access to a terminal";
    }
}

impl Reason {
    /// The rule that speaks.
    #[must_use]
    pub const fn rule(self) -> Rule {
        match self {
            Self::DatedAhead => Rule::R0,
            Self::Restricted => Rule::R1,
            Self::MarketingObjection => Rule::R2,
            Self::ObjectionPending | Self::ObjectionUpheld => Rule::R3,
            Self::NothingToAsk
            | Self::TerminalNeedsConsent
            | Self::TerminalExempt
            | Self::NotSeparate => Rule::R4,
            Self::ChannelNotListed
            | Self::ChannelMissing
            | Self::ChannelNeedsConsent
            | Self::ProfessionalNotTold
            | Self::CallContextUnknown
            | Self::DwellingWorksBan
            | Self::TrainingAccountBan
            | Self::OppositionListUnchecked
            | Self::OnOppositionList
            | Self::CallNeedsConsent
            | Self::OutsideCallHours
            | Self::TooManyCalls
            | Self::CallRefused
            | Self::InformedProfessional
            | Self::OngoingContract
            | Self::CallNotOpposed
            | Self::SoftOptIn => Rule::R5,
            Self::Withdrawn | Self::OtherBasis => Rule::R8,
            Self::NotExpress => Rule::R9,
            Self::Silence => Rule::R10,
            Self::AgeUnknown
            | Self::ResidenceUnknown
            | Self::HoldersUnknown
            | Self::ParentMissing
            | Self::OwnConsentDue
            | Self::NotRepresented
            | Self::Deceased => Rule::R7,
            Self::VendorNotListed
            | Self::VendorRestricted
            | Self::VendorNeedsConsent
            | Self::VendorNotDisclosed
            | Self::VendorRefused => Rule::R12,
            Self::RefusedBySignal => Rule::R13,
            Self::DeviceNotMerged => Rule::R14,
            _ => Rule::R6,
        }
    }

    /// The provisions behind it. Where a basis was claimed, a decision names that one too.
    #[must_use]
    pub const fn citations(self) -> &'static [Citation] {
        const fn cite(text: &'static str) -> Citation {
            Citation::from_static(text)
        }
        const LAWFULNESS: &[Citation] = &[cite("GDPR 5(1)(b)"), cite("GDPR 6(1)")];
        const ACCOUNTABILITY: &[Citation] = &[cite("GDPR 5(2)"), cite("GDPR 7(1)")];
        const RESTRICTION: &[Citation] = &[cite("GDPR 18(2)")];
        const MARKETING: &[Citation] = &[cite("GDPR 21(2)"), cite("GDPR 21(3)")];
        const OBJECTION: &[Citation] = &[cite("GDPR 21(1)"), cite("GDPR 18(1)(d)")];
        const UPHELD: &[Citation] = &[cite("GDPR 21(1)"), cite("GDPR 17(1)(c)")];
        const CHANNEL: &[Citation] = &[cite("CPCE L34-5"), cite("2002/58/EC 13")];
        const WITHDRAWAL: &[Citation] = &[cite("GDPR 7(3)"), cite("GDPR 17(1)(b)")];
        const SILENCE: &[Citation] = &[
            cite("GDPR 4(11)"),
            cite("GDPR recital 32"),
            cite("EDPB 05/2020"),
        ];
        const CONSENT: &[Citation] = &[cite("GDPR 4(11)"), cite("GDPR 7")];
        const TERMINAL: &[Citation] = &[cite("GDPR 4(1)"), cite("loi 78-17 82")];
        const READING: &[Citation] = &[cite("loi 78-17 82"), cite("2002/58/EC 5(3)")];
        const PIXEL: &[Citation] = &[cite("loi 78-17 82"), cite("CNIL 2026-042")];
        const CALL: &[Citation] = &[cite("C. conso. L223-1")];
        const WORKS: &[Citation] = &[cite("C. conso. L223-1"), cite("loi 2025-594 13")];
        const TRAINING: &[Citation] = &[cite("C. trav. L6323-8-1")];
        const TIMING: &[Citation] = &[cite("C. conso. D223-9")];
        const EXPLICIT: &[Citation] = &[cite("GDPR 9(2)(a)"), cite("EDPB 05/2020 §93")];
        const CHILD: &[Citation] = &[cite("GDPR 8"), cite("loi 78-17 45")];
        const OF_AGE: &[Citation] = &[cite("GDPR 8"), cite("EDPB 05/2020 §147")];
        const REPRESENTATION: &[Citation] = &[cite("GDPR 4(11)"), cite("GDPR 7(1)")];
        const DEATH: &[Citation] = &[cite("loi 78-17 84"), cite("loi 78-17 85")];
        const VENDOR: &[Citation] = &[cite("GDPR 4(11)"), cite("GDPR 13(1)(e)")];
        const SIGNAL: &[Citation] = &[cite("GDPR 7(3)"), cite("GDPR 21(5)")];
        const ACCOUNT: &[Citation] = &[cite("loi 78-17 82"), cite("CNIL 2025-131")];
        const GRANTED: &[Citation] = &[cite("GDPR 7")];
        match self {
            Self::UnknownPurpose | Self::NoBasis => LAWFULNESS,
            Self::DatedAhead => ACCOUNTABILITY,
            Self::Restricted => RESTRICTION,
            Self::MarketingObjection => MARKETING,
            Self::ObjectionPending => OBJECTION,
            Self::ObjectionUpheld => UPHELD,
            Self::ChannelNotListed
            | Self::ChannelMissing
            | Self::ChannelNeedsConsent
            | Self::ProfessionalNotTold
            | Self::InformedProfessional
            | Self::SoftOptIn => CHANNEL,
            Self::TrainingAccountBan => TRAINING,
            Self::DwellingWorksBan => WORKS,
            Self::OppositionListUnchecked
            | Self::OnOppositionList
            | Self::CallNeedsConsent
            | Self::OngoingContract
            | Self::CallNotOpposed => CALL,
            Self::CallContextUnknown
            | Self::OutsideCallHours
            | Self::TooManyCalls
            | Self::CallRefused => TIMING,
            Self::TerminalNeedsConsent | Self::TerminalExempt => READING,
            Self::NotSeparate => PIXEL,
            Self::NotExpress => EXPLICIT,
            Self::AgeUnknown
            | Self::ResidenceUnknown
            | Self::HoldersUnknown
            | Self::ParentMissing => CHILD,
            Self::OwnConsentDue => OF_AGE,
            Self::NotRepresented => REPRESENTATION,
            Self::Deceased => DEATH,
            Self::VendorNotListed
            | Self::VendorRestricted
            | Self::VendorNeedsConsent
            | Self::VendorNotDisclosed
            | Self::VendorRefused => VENDOR,
            Self::RefusedBySignal => SIGNAL,
            Self::DeviceNotMerged => ACCOUNT,
            Self::Withdrawn => WITHDRAWAL,
            Self::Silence | Self::NoAffirmativeAct => SILENCE,
            Self::ConsentGiven => GRANTED,
            Self::OtherBasis => &[],
            Self::NothingToAsk => TERMINAL,
            _ => CONSENT,
        }
    }
}

const _: () = assert!(Reason::ALL.len() <= 64, "a set of reasons has 64 places");

/// A set of reasons, read in the order of the gates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Reasons(u64);

impl Reasons {
    pub(crate) const fn insert(&mut self, reason: Reason) {
        self.0 |= 1 << reason as u32;
    }

    pub(crate) const fn with(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    const fn contains(self, reason: Reason) -> bool {
        self.0 & (1 << reason as u32) != 0
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Reason> {
        let all = Reason::ALL.iter().copied();
        all.filter(move |reason| self.contains(*reason))
    }
}

impl FromIterator<Reason> for Reasons {
    fn from_iter<I: IntoIterator<Item = Reason>>(reasons: I) -> Self {
        let mut all = Self::default();
        reasons.into_iter().for_each(|reason| all.insert(reason));
        all
    }
}
