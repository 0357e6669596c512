//! Who keeps the register.

use chrono::NaiveDate;
use greffe_calendar::{CalendarError, Closing, FiscalYear, FiscalYears, Tz};
use greffe_terms::Text;

use super::Country;
use super::code::{codes, debug_without_values};
use crate::Stated;

/// The organisation (*organisme*) that keeps the register, Art. 30(1)(a) GDPR.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Organisation {
    /// Its name.
    pub name: Text,
    /// Whether it is a public authority or body, Art. 6(1) second subparagraph and 37(1)(a); `None` where the register does not say.
    pub public_authority: Option<bool>,
    /// Its postal address.
    pub address: Stated<Text>,
    /// Its website.
    pub website: Stated<Text>,
    /// Where to write about data.
    pub contact: Stated<Text>,
    /// The data-protection officer, Art. 37.
    pub dpo: Stated<Dpo>,
    /// Why there is no officer, where there is none: the reasoning that the guidelines WP243 (2.1) want kept.
    pub dpo_note: Option<Text>,
    /// The representative in the Union of an organisation that is established outside, Art. 27.
    pub representative: Stated<Representative>,
    /// The country of its main establishment.
    pub country: Option<Country>,
    /// Its places of business.
    pub establishments: Vec<Establishment>,
    /// The zone that turns instants into dates; `Europe/Paris` unless told.
    pub zone: Tz,
    /// When its fiscal years close; `None` where the register does not say.
    pub fiscal_year: Option<FiscalYearTerms>,
    /// Certifications it holds.
    pub certifications: Vec<Text>,
    /// Where data are held.
    pub location: Stated<Text>,
}

impl Organisation {
    /// The zone of metropolitan France, where the documents behind the format are written.
    pub(crate) const DEFAULT_ZONE: Tz = Tz::Europe__Paris;
}

/// The data-protection officer (*délégué à la protection des données*).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Dpo {
    /// Whether the officer is one of the staff; `None` where the register does not say.
    pub kind: Option<DpoKind>,
    /// Name of the officer, or of the house that provides one.
    pub name: Stated<Text>,
    /// How to reach the officer.
    pub contact: Stated<Text>,
    /// Day of the designation.
    pub designated: Option<NaiveDate>,
}

/// A representative in the Union (*représentant*), Art. 27 GDPR.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Representative {
    /// Who.
    pub name: Text,
    /// In which member state.
    pub country: Option<Country>,
    /// How to reach it.
    pub contact: Stated<Text>,
}

/// A place of business (*établissement*).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Establishment {
    /// What it is called.
    pub name: Text,
    /// Its address.
    pub address: Option<Text>,
    /// Where it is.
    pub country: Option<Country>,
    /// Anything else, such as what is held there.
    pub note: Option<Text>,
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
    /// When the regular ones close.
    pub end: Closing,
    /// When they closed before the first exceptional one, where that was another day.
    pub previous_end: Option<Closing>,
    /// Years that are longer or shorter.
    pub exceptional: Vec<FiscalYear>,
}

impl FiscalYearTerms {
    /// The years themselves.
    ///
    /// # Errors
    /// [`CalendarError::FiscalGap`] and [`CalendarError::FiscalOverlap`] where the exceptional years do not join the regular ones.
    pub fn years(&self) -> Result<FiscalYears, CalendarError> {
        if self.exceptional.is_empty() && self.previous_end.is_none() {
            return Ok(FiscalYears::regular(self.end));
        }
        let years = FiscalYears::with_table(self.end, self.exceptional.iter().copied())?;
        match self.previous_end {
            Some(closing) => years.preceded_by(closing),
            None => Ok(years),
        }
    }
}

debug_without_values!(Organisation, Dpo, Representative, Establishment);
