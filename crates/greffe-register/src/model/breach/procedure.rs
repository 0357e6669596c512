//! What is to be done upon a breach.

use greffe_calendar::Period;
use greffe_terms::Text;

use crate::model::code::{codes, debug_without_values};

/// The organisation's procedure upon a breach (*procédure en cas de violation*), Art. 24(1) and 33 GDPR.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BreachProcedure {
    /// The authority to notify.
    pub authority: Option<Text>,
    /// Where it takes notifications.
    pub portal: Option<Text>,
    /// Within which time the organisation promises to notify it, from awareness.
    pub authority_within: Option<Period>,
    /// Who alerts whom within the organisation.
    pub alert: Option<Text>,
    /// When the persons are told.
    pub persons: Option<PersonsToldWhen>,
    /// Which clients a processor promises to tell.
    pub clients: Option<ClientsTold>,
    /// Within which time a processor promises to tell its clients, from awareness.
    pub clients_within: Option<Period>,
    /// What its clients receive, such as the list of users concerned.
    pub clients_receive: Vec<Text>,
}

debug_without_values!(BreachProcedure);

codes! {
    /// When persons are told of a breach.
    PersonsToldWhen {
        /// Where the risk is high, as Art. 34(1) GDPR asks.
        HighRisk = "high_risk", "si le risque est élevé", "where the risk is high";
        /// Always.
        Always = "always", "toujours", "always";
    }
}

codes! {
    /// Which clients a processor tells of a breach.
    ClientsTold {
        /// Those whose data are concerned, as Art. 33(2) GDPR asks.
        Concerned = "concerned", "les clients concernés", "the clients concerned";
        /// All.
        All = "all", "tous les clients", "all clients";
    }
}
