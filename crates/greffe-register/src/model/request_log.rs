//! Requests that came in.

use std::fmt;

use chrono::NaiveDate;
use greffe_terms::Text;

use super::code::{codes, debug_without_values};
use super::{RequestChannel, Right};

/// A request of a person that came in (*demande d'exercice de droits*), Art. 12 GDPR, by its file number: who asked is kept elsewhere.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestLogEntry {
    /// Its number, unique in the register.
    pub id: String,
    /// Day on which it came in.
    pub received: NaiveDate,
    /// The rights that it uses.
    pub rights: Vec<Right>,
    /// By which channel it came.
    pub channel: Option<RequestChannel>,
    /// When the clock stood still, for the person was asked who they are on a doubt of the case, or what they want to see (Art. 12(6), recital 63; EDPB
    /// 01/2022 §159).
    pub suspended: Vec<RequestSuspension>,
    /// Day on which the person was told that the time is prolonged, Art. 12(3).
    pub extended: Option<NaiveDate>,
    /// Day of the answer.
    pub answered: Option<NaiveDate>,
    /// What the answer was.
    pub outcome: Option<RequestOutcome>,
    /// Why it was refused or met in part, Art. 12(4).
    pub reason: Option<Text>,
}

/// Shows the number only.
impl fmt::Debug for RequestLogEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RequestLogEntry({})", self.id)
    }
}

/// A question to the person without whose answer nothing can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestSuspension {
    /// Day of the question.
    pub asked: NaiveDate,
    /// Day of the answer; none yet where it is left out.
    pub answered: Option<NaiveDate>,
}

codes! {
    /// What became of a request.
    RequestOutcome {
        /// It was met.
        Met = "met", "satisfaite", "met";
        /// It was met in part.
        Partly = "partly", "satisfaite en partie", "met in part";
        /// It was refused.
        Refused = "refused", "refusée", "refused";
        /// The person withdrew it.
        Withdrawn = "withdrawn", "retirée par la personne", "withdrawn by the person";
    }
}

/// Where to use one right, where it is not the common address.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RightContact {
    /// The right.
    pub right: Right,
    /// Where to write.
    pub contact: Text,
}

debug_without_values!(RightContact);
