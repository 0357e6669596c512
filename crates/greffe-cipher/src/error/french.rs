//! What `Display` says in English, in French.

use super::{ContextError, MigrationError, OpenError, TokenError};
use crate::migration::RowFault;

impl ContextError {
    /// The message in French; `Display` is in English.
    ///
    /// ```
    /// use greffe_cipher::ContextError;
    /// let refused = ContextError::Tenant;
    /// assert_eq!(refused.in_french(), "le locataire ne fait pas de 1 à 255 octets");
    /// ```
    #[must_use]
    pub fn in_french(&self) -> String {
        match self {
            Self::Table => "l’étiquette de la table n’est pas [a-z][a-z0-9_.-]{0,62}".to_owned(),
            Self::Field => "l’étiquette du champ n’est pas [a-z][a-z0-9_.-]{0,62}".to_owned(),
            Self::Index => "le nom de l’index n’est pas [a-z][a-z0-9_.-]{0,62}".to_owned(),
            Self::Tenant => "le locataire ne fait pas de 1 à 255 octets".to_owned(),
            Self::Subject => "la personne ne fait pas de 1 à 255 octets".to_owned(),
            Self::Form => "le type n’a pas de forme de comparaison de cette version".to_owned(),
            Self::Key(id) => {
                format!("la clé {id} n’est ni principale ni active dans ce trousseau")
            }
            Self::Component => {
                "l’étiquette d’un composant n’est pas [a-z][a-z0-9_.-]{0,62}".to_owned()
            }
            Self::RepeatedComponent => {
                "deux composants de l’index composé ont la même étiquette".to_owned()
            }
            Self::Components => "un index composé a au plus 8 composants".to_owned(),
            Self::Combinations => {
                "les formes de comparaison des composants se combinent de plus de 64 façons"
                    .to_owned()
            }
        }
    }
}

impl TokenError {
    /// The message in French; `Display` is in English.
    ///
    /// ```
    /// use greffe_cipher::{Iban, Sealed};
    /// let refused = "FR14".parse::<Sealed<Iban>>().unwrap_err();
    /// assert_eq!(refused.in_french(), "ce n’est pas un jeton");
    /// ```
    #[must_use]
    pub const fn in_french(&self) -> &'static str {
        match self {
            Self::NotAToken => "ce n’est pas un jeton",
            Self::Text => "le texte du jeton n’est pas canonique",
            Self::Length => "la longueur du jeton n’est pas la bonne",
            Self::Padding => "la classe de bourrage du jeton est inconnue",
            Self::Suite => "la suite du jeton est inconnue",
            Self::Form => "le jeton contient un autre type de valeur",
            Self::Kind => "le jeton d’index est d’un autre genre",
            Self::Key => "le jeton ne nomme aucune clé",
            Self::UnusedBits => "les bits inutilisés du jeton d’index ne sont pas nuls",
            Self::Order => "les jetons de l’ensemble ne sont pas triés, ou l’un y est deux fois",
        }
    }
}

impl MigrationError {
    /// The message in French; `Display` is in English.
    ///
    /// ```
    /// use greffe_cipher::MigrationError;
    /// assert_eq!(MigrationError::Ended.in_french(), "la colonne ne peut plus contenir de texte en clair");
    /// ```
    #[must_use]
    pub fn in_french(&self) -> String {
        match self {
            Self::Token(error) => error.in_french().to_owned(),
            Self::Open(error) => error.in_french(),
            Self::Value(error) => error.in_french(),
            Self::Ended => ENDED.to_owned(),
        }
    }
}

impl RowFault {
    /// The message in French; `Display` is in English.
    ///
    /// ```
    /// use greffe_cipher::RowFault;
    /// assert_eq!(RowFault::Randomness.in_french(), "le générateur n’a pas fourni d’aléa");
    /// ```
    #[must_use]
    pub fn in_french(&self) -> String {
        match self {
            Self::Token(error) => error.in_french().to_owned(),
            Self::Open(error) => error.in_french(),
            Self::Value(error) => error.in_french(),
            Self::Ended => ENDED.to_owned(),
            Self::Randomness => "le générateur n’a pas fourni d’aléa".to_owned(),
        }
    }
}

const ENDED: &str = "la colonne ne peut plus contenir de texte en clair";

impl OpenError {
    /// The message in French; `Display` is in English.
    ///
    /// ```
    /// use greffe_cipher::OpenError;
    /// assert_eq!(OpenError::Refused.in_french(), "le jeton ne peut pas être ouvert");
    /// ```
    #[must_use]
    pub fn in_french(&self) -> String {
        match self {
            Self::UnknownKey(id) => format!("la clé {id} n’est pas dans ce trousseau"),
            Self::RetiredKey(id) => format!("la clé {id} est retirée"),
            Self::Suite => "la colonne n’utilise pas cette suite".to_owned(),
            Self::Form => "la version de la forme du jeton est inconnue".to_owned(),
            Self::Refused => "le jeton ne peut pas être ouvert".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::keyring::KeyId;

    /// Every message once, no language in place of the other, and no id left out.
    fn hold(messages: &[(String, String)]) {
        let all: BTreeSet<&String> = messages.iter().flat_map(|(a, b)| [a, b]).collect();
        assert_eq!(all.len(), 2 * messages.len(), "{messages:?}");
        for (english, french) in messages {
            assert_eq!(
                english.contains("00000007"),
                french.contains("00000007"),
                "{french}"
            );
            assert!(!french.is_empty() && !french.ends_with('.'), "{french}");
        }
    }

    #[test]
    fn every_message_of_a_context_has_its_french() {
        use ContextError::{
            Combinations, Component, Components, Field, Form, Index, Key, RepeatedComponent,
            Subject, Table, Tenant,
        };
        let id = KeyId::new(7).unwrap();
        hold(
            &[
                Table,
                Field,
                Index,
                Tenant,
                Subject,
                Form,
                Key(id),
                Component,
                RepeatedComponent,
                Components,
                Combinations,
            ]
            .map(|e| (e.to_string(), e.in_french())),
        );
    }

    #[test]
    fn every_message_of_a_token_has_its_french() {
        use TokenError::{
            Form, Key, Kind, Length, NotAToken, Order, Padding, Suite, Text, UnusedBits,
        };
        hold(
            &[
                NotAToken, Text, Length, Padding, Suite, Form, Kind, Key, UnusedBits, Order,
            ]
            .map(|e| (e.to_string(), e.in_french().to_owned())),
        );
    }

    #[test]
    fn every_message_of_an_opening_has_its_french() {
        use OpenError::{Form, Refused, RetiredKey, Suite, UnknownKey};
        let id = KeyId::new(7).unwrap();
        hold(
            &[UnknownKey(id), RetiredKey(id), Suite, Form, Refused]
                .map(|e| (e.to_string(), e.in_french())),
        );
    }

    #[test]
    fn what_stops_a_row_has_its_french() {
        let (open, token) = (OpenError::Refused, TokenError::Text);
        hold(
            &[MigrationError::Ended, open.into(), token.into()]
                .map(|e| (e.to_string(), e.in_french())),
        );
        let faults = [
            RowFault::Ended,
            RowFault::Randomness,
            open.into(),
            token.into(),
        ];
        hold(&faults.map(|e| (e.to_string(), e.in_french())));
    }

    #[test]
    fn every_message_of_a_field_has_its_french() {
        use crate::error::{FieldError, Problem};
        use crate::field::FieldType;
        let problems = [
            Problem::Empty,
            Problem::Character,
            Problem::Unassigned,
            Problem::Length,
            Problem::Shape,
            Problem::CheckDigits,
            Problem::Country,
            Problem::Region,
            Problem::NoRegion,
            Problem::CallingCode,
            Problem::Domain,
            Problem::Unallocated,
        ];
        hold(&problems.map(|problem| {
            let error = FieldError::new(FieldType::Email, problem);
            (error.to_string(), error.in_french())
        }));
    }
}
