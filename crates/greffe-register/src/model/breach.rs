//! Personal data breaches.

mod circumstances;
mod notice;
mod procedure;
mod reach;
mod severity;

use std::fmt;

use chrono::{DateTime, FixedOffset};
use greffe_terms::{ProcessingRef, Role, Text};

use crate::Stated;

pub use circumstances::{BreachCause, BreachEnd, BreachNature, BreachOrigin};
pub use notice::{BreachCommunication, BreachWaiver, FurtherNotice, NotificationDuty, PersonsTold};
pub use procedure::{BreachProcedure, ClientsTold, PersonsToldWhen};
pub use reach::{
    Affected, ApproximateNumber, BreachData, BreachGravity, BreachImpact, BreachPeople, PersonsList,
};
pub use severity::{
    AvailabilityLoss, BreachContext, ConfidentialityLoss, Identification, IntegrityLoss,
    SeverityInputs,
};

/// A personal data breach (*violation de données*), documented as Art. 33(5) GDPR asks.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Breach {
    /// Its id, unique in the register.
    pub id: String,
    /// As what the organisation is concerned, where the file says so: a processor tells its controllers, not the authority (33(2)).
    pub role: Option<Role>,
    /// The records of the processing activities concerned.
    pub processings: Vec<ProcessingRef>,
    /// What was lost.
    pub nature: Vec<BreachNature>,
    /// How it happened.
    pub origin: Option<BreachOrigin>,
    /// Who caused it, and whether on purpose.
    pub cause: Option<BreachCause>,
    /// When it began.
    pub start: Option<DateTime<FixedOffset>>,
    /// When it ended, or that it goes on.
    pub end: Option<BreachEnd>,
    /// When the organisation became aware of it.
    pub aware: Option<DateTime<FixedOffset>>,
    /// How it was discovered.
    pub discovered: Option<Text>,
    /// Persons concerned.
    pub persons: Option<ApproximateNumber>,
    /// Categories of persons concerned.
    pub people: Stated<Vec<Affected<BreachPeople>>>,
    /// Records concerned.
    pub records: Option<ApproximateNumber>,
    /// Categories of data concerned.
    pub data: Stated<Vec<Affected<BreachData>>>,
    /// Likely consequences.
    pub consequences: Option<Text>,
    /// The kinds of damage that are likely.
    pub impacts: Vec<BreachImpact>,
    /// Measures taken or proposed.
    pub measures: Option<Text>,
    /// How grave it is for the persons, as the organisation assessed it.
    pub gravity: Option<BreachGravity>,
    /// What the severity by ENISA's method is reckoned from.
    pub severity: Option<SeverityInputs>,
    /// When the authority was notified.
    pub notified: Option<DateTime<FixedOffset>>,
    /// The authority that was notified.
    pub authority: Option<Text>,
    /// Whether a notification is owed, as the organisation decided.
    pub notification: Option<NotificationDuty>,
    /// Why it decided so.
    pub notification_reason: Option<Text>,
    /// Why the notification came late, Art. 33(1).
    pub delay_reason: Option<Text>,
    /// What the authority was told later, Art. 33(4).
    pub further_notices: Vec<FurtherNotice>,
    /// Whether and how the persons were told, Art. 34.
    pub communication: Option<BreachCommunication>,
    /// Where the list of persons concerned is. Never the list itself.
    pub persons_list: Option<PersonsList>,
    /// The organisation's processors at which it happened.
    pub processors: Vec<Text>,
    /// When a processor told the organisation, Art. 33(2).
    pub told_by_processor: Option<DateTime<FixedOffset>>,
    /// When the organisation, as a processor, told its clients, Art. 33(2).
    pub clients_told: Option<DateTime<FixedOffset>>,
}

/// Shows the id only.
impl fmt::Debug for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Breach({})", self.id)
    }
}
