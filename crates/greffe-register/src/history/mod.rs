//! A register over time: its versions, each from the day on which it takes effect.
//!
//! The caller reads the files, out of the organisation's repository for instance, and says from what day each was in force.
//!
//! ```
//! use chrono::NaiveDate;
//! use greffe_register::{History, Register};
//! use greffe_terms::Lang;
//!
//! let version = |number: &str, date: &str, keep: &str| Register::from_toml(&format!(r#"
//!     version = {{ number = "{number}", date = {date} }}
//!     organisation = {{ name = "Atelier Hélianthe" }}
//!     [[processing]]
//!     ref = "FAC-01"
//!     name = "Billing"
//!     data = [{{ category = "economic", retention = {{ keep = "{keep}", after = "relation_end" }} }}]
//! "#));
//! let history = History::of_dated([version("1.0", "2024-03-29", "P10Y")?, version("1.1", "2025-01-01", "P5Y")?])?;
//!
//! let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
//! let on_new_years_eve = history.at(day(2024, 12, 31)).and_then(Register::version);
//! assert_eq!(on_new_years_eve.map(|version| version.number.as_str()), Some("1.0"));
//! assert_eq!(
//!     history.timeline("FAC-01/economic")?.in_language(Lang::En),
//!     "from 29 March 2024 to 31 December 2024: 10 years from the end of the relation\n\
//!      since 1 January 2025: 5 years from the end of the relation"
//! );
//! let policy = history.policy("FAC-01/economic")?;   // evaluates records under the version that decides
//! assert_eq!(policy.versions().count(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
mod policy;
mod timeline;

use std::fmt;

use chrono::NaiveDate;

use crate::diff::Changes;
use crate::{Register, Stated};

pub use error::HistoryError;
pub use timeline::{RecordSpan, RuleSpan, Timeline};

/// The versions of a register, in the order of the days from which they are in force. Each is in force until the next one.
#[derive(Clone, PartialEq)]
pub struct History {
    versions: Vec<(NaiveDate, Register)>,
}

impl History {
    /// The versions, each with the first day on which it is in force; the earliest first.
    ///
    /// # Errors
    /// [`HistoryError::SameDay`], [`HistoryError::OutOfOrder`].
    pub fn new(
        versions: impl IntoIterator<Item = (NaiveDate, Register)>,
    ) -> Result<Self, HistoryError> {
        let versions: Vec<_> = versions.into_iter().collect();
        let days = versions.iter().map(|(day, _)| *day);
        for ((position, before), after) in (1..).zip(days.clone()).zip(days.skip(1)) {
            let position: usize = position + 1;
            if before == after {
                return Err(HistoryError::SameDay { position });
            }
            if before > after {
                return Err(HistoryError::OutOfOrder { position });
            }
        }
        Ok(Self { versions })
    }

    /// The versions by the dates that they give themselves; the earliest first. Where one names the version before it, that is the one before.
    ///
    /// # Errors
    /// [`HistoryError::Undated`], [`HistoryError::BrokenChain`], and as [`History::new`].
    pub fn of_dated(versions: impl IntoIterator<Item = Register>) -> Result<Self, HistoryError> {
        let mut dated: Vec<(NaiveDate, Register)> = Vec::new();
        for (position, register) in (1..).zip(versions) {
            let version = register.version();
            let day = version.and_then(|version| version.date);
            let day = day.ok_or(HistoryError::Undated { position })?;
            let before = dated.last().and_then(|(_, before)| before.version());
            if let (Some(version), Some(before)) = (version, before) {
                let follows = match &version.previous {
                    Stated::Known(number) => *number == before.number,
                    Stated::None => false,
                    Stated::Unknown | Stated::NotApplicable => true,
                };
                if !follows {
                    return Err(HistoryError::BrokenChain { position });
                }
            }
            dated.push((day, register));
        }
        Self::new(dated)
    }

    /// The versions with their first days, the earliest first.
    pub fn versions(&self) -> impl DoubleEndedIterator<Item = (NaiveDate, &Register)> {
        self.versions.iter().map(|(day, register)| (*day, register))
    }

    /// The version in force on a day; `None` before the first one.
    #[must_use]
    pub fn at(&self, day: NaiveDate) -> Option<&Register> {
        let mut latest = self.versions().rev();
        let (_, register) = latest.find(|(since, _)| *since <= day)?;
        Some(register)
    }

    /// What changed from the version in force on the one day to that on the other.
    ///
    /// # Errors
    /// [`HistoryError::NoVersion`] for a day before the first version.
    pub fn changes_between(
        &self,
        earlier: NaiveDate,
        later: NaiveDate,
    ) -> Result<Changes, HistoryError> {
        let at = |day| self.at(day).ok_or(HistoryError::NoVersion { day });
        Ok(at(later)?.changes_since(at(earlier)?))
    }

    /// What each version changed, with the day of it; the first one changes nothing.
    pub fn changes(&self) -> impl Iterator<Item = (NaiveDate, Changes)> {
        let pairs = self.versions().zip(self.versions().skip(1));
        pairs.map(|((_, before), (day, after))| (day, after.changes_since(before)))
    }
}

/// Shows the days only.
impl fmt::Debug for History {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.versions().map(|(day, _)| day))
            .finish()
    }
}
