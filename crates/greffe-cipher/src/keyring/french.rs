//! The keyring's words in French; `Display` is in English.

use super::KeyState;
use crate::error::KeyringError;

impl KeyState {
    /// The state's name in French.
    ///
    /// ```
    /// use greffe_cipher::KeyState;
    /// assert_eq!((KeyState::Standby.to_string().as_str(), KeyState::Standby.in_french()), ("standby", "en attente"));
    /// ```
    #[must_use]
    pub const fn in_french(self) -> &'static str {
        match self {
            Self::Standby => "en attente",
            Self::Primary => "principale",
            Self::Active => "active",
            Self::Retired => "retirée",
        }
    }
}

impl KeyringError {
    /// The message in French; `Display` is in English.
    ///
    /// ```
    /// use greffe_cipher::KeyringError;
    /// assert_eq!(KeyringError::Altered.in_french(), "le trousseau a été altéré");
    /// ```
    #[must_use]
    pub fn in_french(&self) -> String {
        match self {
            Self::NotAKeyring => "ce n’est pas un trousseau".to_owned(),
            Self::Format => "le format du trousseau est inconnu".to_owned(),
            Self::Enveloped => {
                "le trousseau est sous enveloppe\u{a0}: un service doit en déballer la clé".to_owned()
            }
            Self::Wrapper => "le nom de l’enveloppe ou ce qu’elle a emballé ne peut pas figurer dans un trousseau".to_owned(),
            Self::WrongKeyEncryptionKey => {
                "le trousseau a été scellé sous une autre clé de chiffrement de clés".to_owned()
            }
            Self::Altered => "le trousseau a été altéré".to_owned(),
            Self::Contents => "la partie scellée du trousseau est mal formée".to_owned(),
            Self::Generation { found, remembered } => format!(
                "le trousseau est de génération {found}, mais la génération {remembered} a déjà été vue"
            ),
            Self::GenerationExhausted => {
                "la génération du trousseau ne peut plus croître".to_owned()
            }
            Self::CheckValue(id) => {
                format!("la clé {id} ne correspond pas à sa valeur de contrôle")
            }
            Self::DuplicateKey(id) => format!("la clé {id} figure deux fois au trousseau"),
            Self::Primaries(count) => {
                format!("un trousseau a exactement une clé principale, celui-ci en a {count}")
            }
            Self::UnknownKey(id) => format!("la clé {id} n’est pas au trousseau"),
            Self::DuplicateMaster(id) => {
                format!("la même clé figure déjà au trousseau, sous le numéro {id}")
            }
            Self::ZeroGeneration => "la génération d’un trousseau n’est jamais 0".to_owned(),
            Self::State { id, state } => format!(
                "la clé {id} est à l’état «\u{a0}{}\u{a0}», qui ne permet pas cette étape",
                state.in_french()
            ),
            Self::NotSeenEverywhere { reported, wanted } => format!(
                "une instance annonce la génération {reported}, or la {wanted} doit avoir été chargée partout"
            ),
            Self::Proof => "la preuve porte sur un autre trousseau".to_owned(),
            Self::BackupNotExpired => "rien ne montre que la dernière sauvegarde des lignes de cette clé ait expiré".to_owned(),
            Self::ZeroKeyId => "le numéro d’une clé n’est jamais 0".to_owned(),
        }
    }
}
