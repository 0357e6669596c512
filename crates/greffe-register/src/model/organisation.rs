//! Who keeps the register.

use chrono::NaiveDate;
use greffe_calendar::{MonthDay, Tz};
use greffe_terms::Text;

use super::code::{codes, debug_without_values};
use crate::Stated;

/// The organisation (*organisme*) that keeps the register, Art. 30(1)(a) GDPR.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Organisation {
    /// Its name.
    pub name: Text,
    /// Its postal address.
    pub address: Stated<Text>,
    /// Its website.
    pub website: Stated<Text>,
    /// Where to write about data.
    pub contact: Stated<Text>,
    /// The data-protection officer, Art. 37.
    pub dpo: Stated<Dpo>,
    /// The zone that turns instants into dates; `Europe/Paris` unless told.
    pub zone: Tz,
    /// When its fiscal years close; `None` where the register does not say.
    pub fiscal_year: Option<FiscalYearTerms>,
    /// Certifications it holds.
    pub certifications: Vec<Text>,
    /// Where data are held.
    pub location: Stated<Text>,
}

/// The data-protection officer (*délégué à la protection des données*).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Dpo {
    /// Whether the officer is one of the staff.
    pub kind: DpoKind,
    /// How to reach the officer.
    pub contact: Stated<Text>,
}

codes! {
    /// Where the data-protection officer works, Art. 37(6) GDPR.
    DpoKind {
        /// A member of the staff.
        Internal = "internal", "interne", "internal";
        /// Under a service contract.
        External = "external", "externe", "external";
    }
}

/// When fiscal years (*exercices comptables*) close.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FiscalYearTerms {
    /// The day of the year on which they close.
    pub end: MonthDay,
    /// Years that are longer or shorter: first and last day.
    pub exceptional: Vec<(NaiveDate, NaiveDate)>,
}

debug_without_values!(Organisation, Dpo);
