//! The controllers for whom a processor works.

use greffe_calendar::Period;
use greffe_terms::Text;

use super::code::{codes, debug_without_values};

/// A controller on whose behalf a processor acts (*client*), Art. 30(2)(a) GDPR, which asks for each by name.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Client {
    /// Its name, or what the category has in common.
    pub name: Text,
    /// Whether this is a category of clients and no single one.
    pub is_category: bool,
    /// How to reach it.
    pub contact: Option<Text>,
    /// Its representative in the Union.
    pub representative: Option<Text>,
    /// Its data-protection officer.
    pub dpo: Option<Text>,
    /// Reference of the record in the client's own register, of which this one is the other side.
    pub record: Option<String>,
}

impl Client {
    /// A client of which only the name is said.
    pub(crate) const fn named(name: Text) -> Self {
        Self {
            name,
            is_category: false,
            contact: None,
            representative: None,
            dpo: None,
            record: None,
        }
    }
}

/// Another controller with whom purposes and means are decided (*responsable conjoint*), Art. 26 GDPR.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct JointController {
    /// Who.
    pub name: Text,
    /// How to reach it.
    pub contact: Option<Text>,
    /// The arrangement that says who does what, Art. 26(1): a reference, or its words.
    pub arrangement: Option<Text>,
    /// Whether its essence is made available to persons, Art. 26(2).
    pub essence_available: Option<bool>,
}

/// What becomes of the data when the services end, Art. 28(3)(g) GDPR.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EndOfServices {
    /// What is done with them.
    pub fate: DataFate,
    /// Within what time after the end.
    pub within: Option<Period>,
    /// Whether the client may have that time prolonged.
    pub extensible: Option<bool>,
    /// Anything else, such as the format of what is returned.
    pub note: Option<Text>,
}

codes! {
    /// What is done with data when services end.
    DataFate {
        /// They are deleted.
        Delete = "delete", "suppression", "deletion";
        /// They are returned, and copies deleted.
        Return = "return", "restitution", "return";
        /// The client chooses.
        Choice = "choice", "au choix du client", "at the client’s choice";
    }
}

impl EndOfServices {
    /// Whether the client has the choice that Art. 28(3)(g) gives it.
    #[must_use]
    pub const fn leaves_the_choice(&self) -> bool {
        matches!(self.fate, DataFate::Choice)
    }
}

debug_without_values!(Client, JointController, EndOfServices);
