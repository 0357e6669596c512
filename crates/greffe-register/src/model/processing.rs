//! A processing activity.

use std::fmt;

use chrono::NaiveDate;
use greffe_terms::{DataCategory, ProcessingRef, Role, SensitiveCategory, SpecialCondition, Text};

use super::code::codes;
use super::{DataEntry, Measures, Purpose, Recipients, Transfer};
use crate::Stated;

/// A processing activity (*activité de traitement*): a record of Art. 30(1) GDPR, or of Art. 30(2) where the role is processor.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Processing {
    /// Its reference, unique in the register.
    pub reference: ProcessingRef,
    /// Its name.
    pub name: Text,
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
    /// For a processor: each controller on whose behalf it acts, Art. 30(2)(a).
    pub clients: Stated<Vec<Text>>,
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
    /// Security measures by family, Art. 30(1)(g).
    pub measures: Measures,
    /// Place and system of storage.
    pub storage: Stated<Text>,
    /// Where the data come from.
    pub source: Stated<Text>,
    /// The id of the screening for an impact assessment, Art. 35: one of the register's.
    pub dpia: Stated<String>,
    /// Whether the record stands in the public extract.
    pub public: bool,
}

impl Processing {
    /// Whether the record is one of Art. 30(2), kept on behalf of others.
    #[must_use]
    pub fn is_processor_record(&self) -> bool {
        self.role == Some(Role::Processor)
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

codes! {
    /// A usual category of persons.
    SubjectKind {
        /// Customers.
        Customers = "customers", "Clients", "Customers";
        /// Prospects.
        Prospects = "prospects", "Prospects", "Prospects";
        /// Employees.
        Employees = "employees", "Salariés", "Employees";
        /// Applicants.
        Applicants = "applicants", "Candidats", "Applicants";
        /// Suppliers.
        Suppliers = "suppliers", "Fournisseurs", "Suppliers";
        /// Users of a service.
        Users = "users", "Utilisateurs", "Users";
        /// Visitors of a site.
        Visitors = "visitors", "Visiteurs", "Visitors";
        /// Subscribers of a newsletter.
        Subscribers = "subscribers", "Abonnés", "Subscribers";
        /// Persons who call.
        Callers = "callers", "Appelants", "Callers";
    }
}

/// A category of data subjects (*personnes concernées*).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Subject {
    /// A usual one.
    Kind(SubjectKind),
    /// One in the record's own words.
    Other(Text),
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kind(kind) => kind.fmt(f),
            Self::Other(_) => f.write_str("Other(..)"),
        }
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
