//! Whose data are processed.

use std::fmt;

use greffe_terms::Text;

use super::code::{codes, debug_without_values};

/// A category of data subjects (*catégorie de personnes concernées*), Art. 30(1)(c) GDPR.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Subject {
    /// Who they are.
    pub who: Who,
    /// How many, approximately.
    pub estimate: Option<u64>,
    /// Whether they are vulnerable (recital 75), as children, patients and employees may be; `None` where nobody said.
    pub vulnerable: Option<bool>,
    /// Anything else.
    pub note: Option<Text>,
}

impl Subject {
    /// A category of which nothing more is said.
    pub(crate) const fn new(who: Who) -> Self {
        Self {
            who,
            estimate: None,
            vulnerable: None,
            note: None,
        }
    }

    /// The usual category that it is, if it is one.
    #[must_use]
    pub const fn kind(&self) -> Option<SubjectKind> {
        match self.who {
            Who::Kind(kind) => Some(kind),
            Who::Other(_) => None,
        }
    }
}

/// Who the persons of a category are.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Who {
    /// A usual category.
    Kind(SubjectKind),
    /// One in the record's own words.
    Other(Text),
}

impl fmt::Debug for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kind(kind) => kind.fmt(f),
            Self::Other(_) => f.write_str("Other(..)"),
        }
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

debug_without_values!(Subject);
