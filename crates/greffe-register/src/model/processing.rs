//! A processing activity.

use std::fmt;

use chrono::NaiveDate;
use greffe_terms::{DataCategory, ProcessingRef, Role, SensitiveCategory, SpecialCondition, Text};

use super::code::codes;
use super::{
    AutomatedDecision, Client, DataEntry, EndOfServices, JointController, LinkedDocument, Measures,
    Purpose, Recipients, Right, Subject, SubjectKind, Transfer,
};
use crate::Stated;

/// A processing activity (*activité de traitement*): a record of Art. 30(1) GDPR, or of Art. 30(2) where the role is processor.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Processing {
    /// Its reference, unique in the register.
    pub reference: ProcessingRef,
    /// Its name.
    pub name: Text,
    /// Who wrote the record.
    pub author: Option<Text>,
    /// The record's own version, such as `2.1`.
    pub version: Option<String>,
    /// The organisation's role in it; `None` where the record does not say.
    pub role: Option<Role>,
    /// Whether it runs.
    pub status: Status,
    /// Day on which the record was made.
    pub created: Option<NaiveDate>,
    /// Day of the last change.
    pub updated: Option<NaiveDate>,
    /// Day of the last review.
    pub reviewed: Option<NaiveDate>,
    /// Day on which the next review is due.
    pub next_review: Option<NaiveDate>,
    /// Who answers for it in the organisation.
    pub responsible: Stated<Text>,
    /// The software that it uses.
    pub software: Stated<Vec<Text>>,
    /// The other controllers with whom purposes and means are decided, Art. 26.
    pub joint_controllers: Stated<Vec<JointController>>,
    /// For a processor: each controller on whose behalf it acts, Art. 30(2)(a).
    pub clients: Stated<Vec<Client>>,
    /// For a processor: the controllers' documented instructions, Art. 28(3)(a).
    pub instructions: Stated<Text>,
    /// For a processor: what becomes of the data when the services end, Art. 28(3)(g).
    pub end_of_services: Stated<EndOfServices>,
    /// What the controllers must do on their side, such as to inform their staff.
    pub client_duties: Vec<Text>,
    /// What the organisation recommends to them.
    pub client_advice: Vec<Text>,
    /// Whose data, Art. 30(1)(c).
    pub subjects: Stated<Vec<Subject>>,
    /// What for, Art. 30(1)(b).
    pub purposes: Vec<Purpose>,
    /// What data, each with its retention, Art. 30(1)(c) and (f).
    pub data: Vec<DataEntry>,
    /// To whom, Art. 30(1)(d).
    pub recipients: Recipients,
    /// Transfers out of the Union, Art. 30(1)(e).
    pub transfers: Stated<Vec<Transfer>>,
    /// Sensitive data, Art. 9 and 10.
    pub sensitive: Stated<Vec<SensitiveData>>,
    /// A caveat on sensitive data.
    pub sensitive_note: Option<Text>,
    /// Categories that the record names as not processed: an unchecked box is a fact.
    pub not_processed: Vec<DataCategory>,
    /// Decisions by automated means alone, Art. 22.
    pub automated_decisions: Stated<Vec<AutomatedDecision>>,
    /// The rights that persons have in this processing.
    pub rights: Stated<Vec<Right>>,
    /// How they are used here, or what limits them.
    pub rights_note: Option<Text>,
    /// Security measures by family, Art. 30(1)(g).
    pub measures: Measures,
    /// Place and system of storage.
    pub storage: Stated<Text>,
    /// Where the data come from.
    pub source: Stated<Text>,
    /// The id of the screening for an impact assessment, Art. 35: one of the register's.
    pub dpia: Stated<String>,
    /// Documents that say more: a detailed sheet, a procedure, an agreement.
    pub documents: Vec<LinkedDocument>,
    /// Whether the record stands in the public extract.
    pub public: bool,
}

impl Processing {
    /// Whether the record is one of Art. 30(2), kept on behalf of others.
    #[must_use]
    pub fn is_processor_record(&self) -> bool {
        self.role == Some(Role::Processor)
    }

    /// Whether persons of this usual category are among those concerned.
    #[must_use]
    pub fn concerns(&self, kind: SubjectKind) -> bool {
        let mut subjects = self.subjects.items().iter();
        subjects.any(|subject| subject.kind() == Some(kind))
    }

    /// Whether persons of this usual category are the only ones concerned.
    #[must_use]
    pub fn concerns_only(&self, kind: SubjectKind) -> bool {
        matches!(self.subjects.items(), [only] if only.kind() == Some(kind))
    }

    /// The data entry with this id, the last part of a rule's address.
    #[must_use]
    pub fn entry(&self, id: &str) -> Option<&DataEntry> {
        self.data.iter().find(|entry| entry.id == id)
    }
}

/// Shows the reference only.
impl fmt::Debug for Processing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Processing({})", self.reference)
    }
}

codes! {
    /// Whether a processing runs.
    Status {
        /// It runs.
        Active = "active", "actif", "active";
        /// Not yet.
        Draft = "draft", "projet", "draft";
        /// No longer.
        Archived = "archived", "archivé", "archived";
    }
}

/// A sensitive category with the condition that allows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct SensitiveData {
    /// The category, Art. 9(1) or 10.
    pub category: SensitiveCategory,
    /// The condition of Art. 9(2).
    pub condition: Option<SpecialCondition>,
}
