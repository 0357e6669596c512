//! The events that rules speak of.

use std::fmt;
use std::str::FromStr;

use greffe_terms::{EventKind, InvalidIdentifier, Lang};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A kind of dated event: one that Greffe knows, or one of the service's own, such as `link_clicked`.
///
/// ```
/// use greffe_retention::Event;
///
/// assert_eq!("last_contact".parse(), Ok(Event::LastContact));
/// assert_eq!(Event::ContractEnd.code(), "contract_end");
/// let click: Event = "link_clicked".parse()?;
/// assert_eq!(click.code(), "link_clicked");
/// # Ok::<(), greffe_terms::InvalidIdentifier>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Event {
    /// The data were collected (*collecte*).
    Collected,
    /// The record was written.
    Recorded,
    /// The person last made contact; which events count as contact is part of the rule.
    /// Facts state contacts by their kinds; one that is stated as this counts only where the rule's `contact` lists `last_contact`, and leaves the
    /// verdict undetermined elsewhere.
    LastContact,
    /// The last operation on the account or the file.
    LastOperation,
    /// The last use.
    LastUse,
    /// The contract ended or will end.
    ContractEnd,
    /// The relation ended: the end of its latest contract.
    RelationEnd,
    /// The account was closed.
    AccountClosed,
    /// A connection.
    Connection,
    /// The person withdrew the consent.
    Withdrawal,
    /// The payment was settled.
    PaymentSettled,
    /// A dispute was opened (*litige*).
    Dispute,
    /// The dispute was settled.
    DisputeSettled,
    /// The survey was closed (*enquête*).
    SurveyClosed,
    /// A departure was announced.
    DepartureAnnounced,
    /// The session ended.
    SessionEnd,
    /// A backup was taken.
    BackupTaken,
    /// The person was informed again of how long the data are kept.
    Informed,
    /// Newer records of the same key pushed the record out of those that are kept.
    Outranked,
    /// A kind of the service's own.
    Other(OwnEvent),
}

/// A kind of event that Greffe does not know. Made by parsing, so that a known kind is never one of these.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OwnEvent(EventKind);

impl OwnEvent {
    /// The identifier.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl Event {
    /// Every kind that Greffe knows.
    pub const KNOWN: [Self; 19] = [
        Self::Collected,
        Self::Recorded,
        Self::LastContact,
        Self::LastOperation,
        Self::LastUse,
        Self::ContractEnd,
        Self::RelationEnd,
        Self::AccountClosed,
        Self::Connection,
        Self::Withdrawal,
        Self::PaymentSettled,
        Self::Dispute,
        Self::DisputeSettled,
        Self::SurveyClosed,
        Self::DepartureAnnounced,
        Self::SessionEnd,
        Self::BackupTaken,
        Self::Informed,
        Self::Outranked,
    ];

    /// The stable code, as written in rules and facts.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Collected => "collected",
            Self::Recorded => "recorded",
            Self::LastContact => "last_contact",
            Self::LastOperation => "last_operation",
            Self::LastUse => "last_use",
            Self::ContractEnd => "contract_end",
            Self::RelationEnd => "relation_end",
            Self::AccountClosed => "account_closed",
            Self::Connection => "connection",
            Self::Withdrawal => "withdrawal",
            Self::PaymentSettled => "payment_settled",
            Self::Dispute => "dispute",
            Self::DisputeSettled => "dispute_settled",
            Self::SurveyClosed => "survey_closed",
            Self::DepartureAnnounced => "departure_announced",
            Self::SessionEnd => "session_end",
            Self::BackupTaken => "backup_taken",
            Self::Informed => "informed",
            Self::Outranked => "outranked",
            Self::Other(own) => own.as_str(),
        }
    }

    /// Whether it ends something that runs until then. Such an event that has not happened is still awaited, whatever a rule says
    /// about its absence.
    #[must_use]
    pub const fn is_an_end(&self) -> bool {
        matches!(
            self,
            Self::ContractEnd
                | Self::RelationEnd
                | Self::AccountClosed
                | Self::SurveyClosed
                | Self::SessionEnd
                | Self::PaymentSettled
                | Self::DisputeSettled
        )
    }

    /// Whether a date in the future makes sense: ends are agreed in advance, and of the service's own events Greffe cannot tell.
    /// Every other event in the future is quarantined: it counts from its day on.
    #[must_use]
    pub const fn may_lie_ahead(&self) -> bool {
        matches!(
            self,
            Self::ContractEnd
                | Self::RelationEnd
                | Self::AccountClosed
                | Self::SurveyClosed
                | Self::SessionEnd
                | Self::Other(_)
        )
    }

    /// The event with its article: `la fin du contrat`, `the end of the contract`.
    #[must_use]
    pub fn label(&self, lang: Lang) -> String {
        let (fr, en) = match self {
            Self::Collected => ("la collecte", "the collection"),
            Self::Recorded => ("l’enregistrement", "the recording"),
            Self::LastContact => ("le dernier contact", "the last contact"),
            Self::LastOperation => ("la dernière opération", "the last operation"),
            Self::LastUse => ("la dernière utilisation", "the last use"),
            Self::ContractEnd => ("la fin du contrat", "the end of the contract"),
            Self::RelationEnd => ("la fin de la relation", "the end of the relation"),
            Self::AccountClosed => ("la clôture du compte", "the closing of the account"),
            Self::Connection => ("la connexion", "the connection"),
            Self::Withdrawal => (
                "le retrait demandé par la personne",
                "the person's withdrawal",
            ),
            Self::PaymentSettled => ("le paiement", "the settlement of the payment"),
            Self::Dispute => ("l’ouverture du litige", "the opening of the dispute"),
            Self::DisputeSettled => ("le règlement du litige", "the settlement of the dispute"),
            Self::SurveyClosed => ("la clôture de l’enquête", "the closing of the survey"),
            Self::DepartureAnnounced => {
                ("l’annonce du départ", "the announcement of the departure")
            }
            Self::SessionEnd => ("la fin de la session", "the end of the session"),
            Self::BackupTaken => ("la sauvegarde", "the taking of the backup"),
            Self::Informed => (
                "la nouvelle information de la personne",
                "the new information of the person",
            ),
            Self::Outranked => (
                "l’arrivée d’enregistrements plus récents de la même clé",
                "the arrival of newer records of the same key",
            ),
            Self::Other(own) => {
                return lang.pick(
                    format!("l’événement «\u{a0}{}\u{a0}»", own.as_str()),
                    format!("the event \"{}\"", own.as_str()),
                );
            }
        };
        lang.pick(fr, en).to_owned()
    }
}

impl From<EventKind> for Event {
    fn from(kind: EventKind) -> Self {
        Self::KNOWN
            .into_iter()
            .find(|known| known.code() == kind.as_str())
            .unwrap_or(Self::Other(OwnEvent(kind)))
    }
}

impl FromStr for Event {
    type Err = InvalidIdentifier;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        code.parse::<EventKind>().map(Self::from)
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        EventKind::deserialize(deserializer).map(Self::from)
    }
}
