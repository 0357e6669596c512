//! What a register cannot give a consent policy.

use std::fmt;

use greffe_terms::{Lang, PurposeId};

/// A place of the register of which a policy does not hold everything, and what follows. It never repeats what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    kind: GapKind,
    place: Box<str>,
    purpose: Option<PurposeId>,
}

impl Gap {
    pub(super) fn new(kind: GapKind, place: impl Into<Box<str>>) -> Self {
        Self {
            kind,
            place: place.into(),
            purpose: None,
        }
    }

    pub(super) fn of(self, purpose: &PurposeId) -> Self {
        Self {
            purpose: Some(purpose.clone()),
            ..self
        }
    }

    /// What is missing.
    #[must_use]
    pub const fn kind(&self) -> GapKind {
        self.kind
    }

    /// Where, as findings print it: `processing[FAC-01].purpose[billing].basis`, `tracker[2].exemption`. Items without an id go by their number, from 1.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }

    /// The one purpose of the register that is meant, where it is one.
    #[must_use]
    pub const fn purpose(&self) -> Option<&PurposeId> {
        self.purpose.as_ref()
    }

    /// The place, and what follows, for a person.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let words = self.kind.label(lang);
        lang.pick(
            format!("{}\u{a0}: {words}", self.place),
            format!("{}: {words}", self.place),
        )
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Lang::En))
    }
}

macro_rules! gaps {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $fr:literal, $en:literal;)+) => {
        /// What is missing, and what a policy does without it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum GapKind {
            $($(#[$doc])* $variant,)+
        }

        impl GapKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stable code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// What is missing and what follows, in words.
            #[must_use]
            pub const fn label(self, lang: Lang) -> &'static str {
                match lang {
                    Lang::Fr => match self { $(Self::$variant => $fr,)+ },
                    Lang::En => match self { $(Self::$variant => $en,)+ },
                }
            }
        }
    };
}

gaps! {
    /// Nobody filled in a legal basis.
    BasisUnknown = "basis_unknown",
        "aucune base légale n’est indiquée\u{a0}: refusée, sauf prospection consentie", "no legal basis is stated: denied, but for marketing that was consented to";
    /// It is said that there is no legal basis.
    BasisNone = "basis_none",
        "il est dit qu’il n’y a pas de base légale\u{a0}: refusée, sauf prospection consentie",
        "it is said that there is no legal basis: denied, but for marketing that was consented to";
    /// A legal basis is said not to be asked for.
    BasisNotApplicable = "basis_not_applicable",
        "la base légale est dite sans objet\u{a0}: refusée, sauf prospection consentie",
        "a legal basis is said not to apply: denied, but for marketing that was consented to";
    /// Special categories need an Art. 6 basis beside the condition of Art. 9(2), whatever consent is asked.
    BasisBesideCondition = "basis_beside_condition",
        "des catégories particulières exigent aussi une base de l’art. 6, qui n’est pas indiquée\u{a0}: hors de la politique, donc refusée",
        "special categories need a basis of Art. 6 as well, which is not stated: left out of the policy, and so denied";
    /// Nobody said whether the record processes special categories of data.
    SensitiveUnknown = "sensitive_unknown",
        "il n’est pas dit si des catégories particulières sont traitées\u{a0}: la politique n’en connaît pas",
        "it is not said whether special categories are processed: the policy knows of none";
    /// A special category without a condition of Art. 9(2).
    ConditionMissing = "condition_missing",
        "une catégorie particulière n’a pas de condition de l’art. 9(2)\u{a0}: hors de la politique, donc refusée",
        "a special category has no condition of Art. 9(2): left out of the policy, and so denied";
    /// Convictions and offences rest on national law, Art. 10.
    Offences = "offences",
        "condamnations et infractions relèvent du droit national (art. 10), qui n’est pas évalué\u{a0}: hors de la politique, donc refusée",
        "convictions and offences rest on national law (Art. 10), which is not evaluated: left out of the policy, and so denied";
    /// Several conditions of Art. 9(2), where a purpose of a policy has one.
    SeveralConditions = "several_conditions",
        "plusieurs conditions de l’art. 9(2)\u{a0}: la politique en retient une, le consentement explicite s’il en est",
        "several conditions of Art. 9(2): the policy holds one, explicit consent where it is among them";
    /// Marketing of which nobody said by which channels.
    ChannelsUnknown = "channels_unknown",
        "les canaux de la prospection ne sont pas indiqués\u{a0}: la politique n’en écarte aucun",
        "the channels of the marketing are not stated: the policy rules none out";
    /// Recipients that no vendor's number identifies.
    RecipientsUnnumbered = "recipients_unnumbered",
        "les destinataires n’ont pas de numéro de prestataire\u{a0}: une question qui passe par un prestataire est refusée",
        "the recipients have no vendor’s number: a question through a vendor is denied";
    /// A tracker that is not in use.
    TrackerInactive = "tracker_inactive",
        "traceur hors service\u{a0}: hors de la politique, donc refusé", "a tracker that is not in use: left out of the policy, and so denied";
    /// Nobody said whether consent is asked.
    ConsentUnknown = "consent_unknown",
        "il n’est pas dit si le consentement est demandé\u{a0}: il est exigé", "it is not said whether consent is asked: it is required";
    /// Consent is not asked, or may be, and nothing says why.
    ExemptionMissing = "exemption_missing",
        "aucune exemption n’est consignée\u{a0}: le consentement est exigé", "no exemption is recorded: consent is required";
    /// An exemption whose ground, reason or conditions the register does not show.
    ExemptionUnproven = "exemption_unproven",
        "le motif de l’exemption, sa raison ou ses conditions ne sont pas établis\u{a0}: le consentement est exigé",
        "the ground of the exemption, its reason or its conditions are not shown: consent is required";
    /// How the terminal is accessed is not said.
    AccessUndocumented = "access_undocumented",
        "l’accès au terminal n’est pas documenté\u{a0}: il est présumé", "whether the terminal is accessed is not documented: it is taken to be";
    /// What a tracker serves is no one purpose of the policy.
    ServesInWords = "serves_in_words",
        "ce qu’il sert n’est pas une seule finalité de la politique\u{a0}: le refus d’une finalité ne l’atteint pas",
        "what it serves is no single purpose of the policy: the refusal of a purpose does not reach it";
    /// Of its name no id can be made.
    NoId = "no_id",
        "le nom ne donne pas d’identifiant\u{a0}: hors de la politique, donc refusé", "its name makes no id: left out of the policy, and so denied";
    /// Another one would have the same id.
    IdTwice = "id_twice",
        "un autre aurait le même identifiant\u{a0}: hors de la politique, donc refusés", "another one would have the same id: both are left out of the policy, and so denied";
    /// A fallback that is not a mode of the register itself.
    FallbackUnnamed = "fallback_unnamed",
        "le repli après un refus n’est pas un mode du registre\u{a0}: hors de la politique, donc refusé",
        "what runs after a refusal is no mode of the register: left out of the policy, and so denied";
    /// A notice that lists no purpose of the policy.
    NoticeWithoutPurpose = "notice_without_purpose",
        "la mention ne liste aucune finalité de la politique\u{a0}: un consentement donné devant elle ne compte pas",
        "the notice lists no purpose of the policy: a consent given under it does not count";
    /// Words in two languages, where a notice of a policy has one digest.
    WordingTwice = "wording_twice",
        "le texte est en deux langues et la politique n’en compare qu’un\u{a0}: il n’est pas comparé",
        "the words are in two languages and a policy compares one: they are not compared";
}
