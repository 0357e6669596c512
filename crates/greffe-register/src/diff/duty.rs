//! What is to be done upon a change.

use greffe_terms::{Citation, Lang};

/// What is to be done upon a change. It is what the law asks for where the change is what it seems to be; the reader of the change decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Duty {
    /// Tell the persons of the new purpose before their data serve it, Art. 13(3).
    TellNewPurpose,
    /// The same for data that others gave, Art. 14(4).
    TellNewPurposeOfOthersData,
    /// Bring the information given up to date, in a new version, and bring it to the persons, Art. 12(1), 13 and 14.
    UpdateNotice,
    /// Ask for consent anew: the one that was given does not reach so far, Art. 4(11) and 6(1)(a).
    AskConsent,
    /// Review the impact assessment, or screen again whether one is needed, Art. 35(11).
    ReviewDpia,
    /// Tell the authority the new officer's contact details, Art. 37(7).
    TellAuthority,
    /// Conclude a contract with the processor, Art. 28(3).
    ConcludeContract,
    /// Tell the controllers before, so that they may object, or ask for their authorisation, Art. 28(2).
    TellControllers,
    /// Assess the transfer, Art. 44 and 46(1).
    AssessTransfer,
    /// Seal what is stored already, or open it.
    MigrateStoredData,
    /// Give what was changed a version of its own and put the old one back: it proves what persons were told, Art. 5(2) and 7(1).
    RestoreVersion,
}

impl Duty {
    /// Every duty.
    pub const ALL: &'static [Self] = &[
        Self::TellNewPurpose,
        Self::TellNewPurposeOfOthersData,
        Self::UpdateNotice,
        Self::AskConsent,
        Self::ReviewDpia,
        Self::TellAuthority,
        Self::ConcludeContract,
        Self::TellControllers,
        Self::AssessTransfer,
        Self::MigrateStoredData,
        Self::RestoreVersion,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TellNewPurpose => "tell_new_purpose",
            Self::TellNewPurposeOfOthersData => "tell_new_purpose_of_others_data",
            Self::UpdateNotice => "update_notice",
            Self::AskConsent => "ask_consent",
            Self::ReviewDpia => "review_dpia",
            Self::TellAuthority => "tell_authority",
            Self::ConcludeContract => "conclude_contract",
            Self::TellControllers => "tell_controllers",
            Self::AssessTransfer => "assess_transfer",
            Self::MigrateStoredData => "migrate_stored_data",
            Self::RestoreVersion => "restore_version",
        }
    }

    /// The provision that asks for it.
    #[must_use]
    pub const fn citation(self) -> Citation {
        Citation::from_static(match self {
            Self::TellNewPurpose => "GDPR 13(3)",
            Self::TellNewPurposeOfOthersData => "GDPR 14(4)",
            Self::UpdateNotice => "GDPR 12(1)",
            Self::AskConsent => "GDPR 6(1)(a)",
            Self::ReviewDpia => "GDPR 35(11)",
            Self::TellAuthority => "GDPR 37(7)",
            Self::ConcludeContract => "GDPR 28(3)",
            Self::TellControllers => "GDPR 28(2)",
            Self::AssessTransfer => "GDPR 44",
            Self::MigrateStoredData => "GDPR 32(1)(a)",
            Self::RestoreVersion => "GDPR 5(2)",
        })
    }

    /// What to do, in words.
    #[must_use]
    pub fn label(self, lang: Lang) -> &'static str {
        let (fr, en) = match self {
            Self::TellNewPurpose => (
                "informer les personnes de la finalité avant d’y employer leurs données",
                "tell the persons of the purpose before their data serve it",
            ),
            Self::TellNewPurposeOfOthersData => (
                "informer de même les personnes dont les données viennent de tiers",
                "likewise tell the persons whose data come from others",
            ),
            Self::UpdateNotice => (
                "mettre à jour l’information donnée et la porter aux personnes",
                "bring the information given up to date and to the persons",
            ),
            Self::AskConsent => ("demander un nouveau consentement", "ask for consent anew"),
            Self::ReviewDpia => (
                "revoir l’analyse d’impact, ou examiner de nouveau s’il en faut une",
                "review the impact assessment, or screen again whether one is needed",
            ),
            Self::TellAuthority => (
                "communiquer à l’autorité les coordonnées du délégué",
                "tell the authority the officer’s contact details",
            ),
            Self::ConcludeContract => (
                "conclure le contrat avec le sous-traitant",
                "conclude the contract with the processor",
            ),
            Self::TellControllers => (
                "informer au préalable les responsables du traitement, ou demander leur autorisation",
                "tell the controllers before, or ask for their authorisation",
            ),
            Self::AssessTransfer => ("évaluer le transfert", "assess the transfer"),
            Self::MigrateStoredData => (
                "convertir les données déjà stockées",
                "convert the data that are stored already",
            ),
            Self::RestoreVersion => (
                "rétablir la version montrée et donner un nouveau numéro à celle-ci",
                "put back the version that was shown and give this one a number of its own",
            ),
        };
        lang.pick(fr, en)
    }

    /// Whether persons are told of a new purpose, Art. 13(3) or 14(4).
    #[must_use]
    pub const fn tells_persons_of_purpose(self) -> bool {
        matches!(
            self,
            Self::TellNewPurpose | Self::TellNewPurposeOfOthersData
        )
    }
}
