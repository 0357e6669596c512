//! What becomes of a field in an anonymised copy. There is no default: a field without a role is an error.

use std::num::{NonZeroU16, NonZeroU64};

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde_json::{Value as Json, json};

use crate::{Kind, Value};

use super::pseudonym::floor;

/// What a field is for someone who looks for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// Others may know it of a person, and look for it: an age, a town, a day. Fields that together point at someone.
    QuasiIdentifier(Generalisation),
    /// What nobody should learn of a person from the copy.
    Sensitive(Generalisation),
    /// Not in the copy: names, addresses, numbers of persons, free text.
    Dropped,
}

/// How a value is made coarse. Every result is a text; what cannot be made coarse is null.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Generalisation {
    /// The age in whole years on a day, in bands from 0: `30-39`; from `top` on, `90+`. Dates of birth.
    AgeBand {
        /// How many years a band has.
        years: NonZeroU16,
        /// The day on which the age is taken.
        on: NaiveDate,
        /// The age from which all are one.
        top: u16,
    },
    /// The first letters, as of a postcode: `75`. Texts.
    Prefix {
        /// How many.
        letters: NonZeroU16,
    },
    /// The month: `2026-03`. Dates and instants (UTC).
    Month,
    /// The year: `2026`. Dates and instants (UTC).
    Year,
    /// A band of whole numbers: `100-199`; below `lowest`, `<0`; from `highest` on, `1000+`. Whole numbers, decimals.
    Band {
        /// How wide.
        width: NonZeroU64,
        /// Where the first band begins.
        lowest: i64,
        /// From where on all are one.
        highest: i64,
    },
    /// As it is, for a reason that the copy states: a category with few values. Texts, whole numbers, true and false.
    Kept {
        /// Why it is coarse enough.
        reason: String,
    },
}

impl Generalisation {
    /// The stable code, as written in files.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::AgeBand { .. } => "age_band",
            Self::Prefix { .. } => "prefix",
            Self::Month => "month",
            Self::Year => "year",
            Self::Band { .. } => "band",
            Self::Kept { .. } => "kept",
        }
    }

    /// As `datapackage.json` describes it.
    pub(crate) fn described(&self) -> Json {
        let code = self.code();
        match self {
            Self::AgeBand { years, on, top } => {
                json!({ "code": code, "years": years.get(), "on": on.to_string(), "top": top })
            }
            Self::Prefix { letters } => json!({ "code": code, "letters": letters.get() }),
            Self::Month | Self::Year => json!({ "code": code }),
            Self::Band {
                width,
                lowest,
                highest,
            } => {
                json!({ "code": code, "width": width.get(), "lowest": lowest, "highest": highest })
            }
            Self::Kept { reason } => json!({ "code": code, "reason": reason }),
        }
    }

    pub(crate) const fn fits(&self, kind: Kind) -> bool {
        match self {
            Self::AgeBand { .. } => matches!(kind, Kind::Date),
            Self::Prefix { .. } => matches!(kind, Kind::Text),
            Self::Month | Self::Year => matches!(kind, Kind::Date | Kind::Instant),
            Self::Band {
                lowest, highest, ..
            } => matches!(kind, Kind::Integer | Kind::Decimal) && *lowest <= *highest,
            Self::Kept { .. } => matches!(kind, Kind::Text | Kind::Integer | Kind::Boolean),
        }
    }

    /// The coarse value.
    ///
    /// ```
    /// use greffe_export::{Generalisation, Value};
    ///
    /// let band = Generalisation::Band { width: 100.try_into()?, lowest: 0, highest: 1000 };
    /// assert_eq!(band.of(&Value::from(250)).as_deref(), Some("200-299"));
    /// assert_eq!(band.of(&Value::from(9999)).as_deref(), Some("1000+"));
    /// assert_eq!(band.of(&Value::from(-1)).as_deref(), Some("<0"));
    /// # Ok::<(), std::num::TryFromIntError>(())
    /// ```
    #[must_use]
    pub fn of(&self, value: &Value) -> Option<String> {
        match (self, value) {
            (Self::AgeBand { years, on, top }, Value::Date(born)) => {
                let age = on.years_since(*born)?;
                let top = u32::from(*top);
                if age >= top {
                    return Some(format!("{top}+"));
                }
                let years = u32::from(years.get());
                let low = age / years * years;
                Some(format!("{low}-{}", (low + years).min(top) - 1))
            }
            (Self::Prefix { letters }, Value::Text(text)) => {
                Some(text.chars().take(usize::from(letters.get())).collect())
            }
            (Self::Month, value) => {
                day_of(value).map(|day| format!("{}-{:02}", day.year(), day.month()))
            }
            (Self::Year, value) => day_of(value).map(|day| day.year().to_string()),
            (
                Self::Band {
                    width,
                    lowest,
                    highest,
                },
                value,
            ) => {
                let number = match value {
                    Value::Integer(number) => i128::from(*number),
                    Value::Decimal(number) => floor(number)?,
                    _ => return None,
                };
                let (first, last) = (i128::from(*lowest), i128::from(*highest));
                if number < first {
                    return Some(format!("<{lowest}"));
                }
                if number >= last {
                    return Some(format!("{highest}+"));
                }
                let width = i128::from(width.get());
                let low = first + (number - first) / width * width;
                Some(format!("{low}-{}", (low + width).min(last) - 1))
            }
            (Self::Kept { .. }, Value::Text(text)) => Some(text.clone()),
            (Self::Kept { .. }, Value::Integer(number)) => Some(number.to_string()),
            (Self::Kept { .. }, Value::Boolean(truth)) => Some(truth.to_string()),
            _ => None,
        }
    }
}

fn day_of(value: &Value) -> Option<NaiveDate> {
    match value {
        Value::Date(day) => Some(*day),
        Value::Instant(instant) => Some(DateTime::<Utc>::date_naive(instant)),
        _ => None,
    }
}
