//! Numbers that the law or an authority fixes. A reform is a new row with a date, not a change of code.
//!
//! ```
//! let response = greffe_terms::statutory::in_force("request_response", "2026-11-23").unwrap();
//! assert_eq!(response.period(), "P1M");
//! assert_eq!(response.citation().as_str(), "GDPR 12(3)");
//! ```

mod rows;

use crate::{Citation, Force, Lang};
use rows::TABLE;

/// One dated number with its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statutory {
    id: &'static str,
    period: &'static str,
    since: &'static str,
    force: Force,
    citation: Citation,
    from: &'static str,
    what: (&'static str, &'static str),
}

impl Statutory {
    /// What the number is for, such as `request_response`.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// The length of time, as an ISO 8601 duration.
    #[must_use]
    pub const fn period(&self) -> &'static str {
        self.period
    }

    /// From which event it counts: a kind of event of retention rules where there is one, else a word of the same shape.
    #[must_use]
    pub const fn from(&self) -> &'static str {
        self.from
    }

    /// What the number is for, in words.
    #[must_use]
    pub const fn what(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Fr => self.what.0,
            Lang::En => self.what.1,
        }
    }

    /// The first day on which the number applies (ISO 8601 date).
    #[must_use]
    pub const fn since(&self) -> &'static str {
        self.since
    }

    /// How binding the source is.
    #[must_use]
    pub const fn force(&self) -> Force {
        self.force
    }

    /// The source.
    #[must_use]
    pub const fn citation(&self) -> &Citation {
        &self.citation
    }

    /// The source as a rule cites it: a number that no text orders says so, whatever it goes by.
    #[must_use]
    pub fn source(&self) -> Citation {
        match self.force {
            Force::Practice => Citation::new(&format!("practice {}", self.citation)),
            _ => self.citation.clone(),
        }
    }
}

/// What there are numbers for: every `id`, some more than once where the number changed.
pub fn ids() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|row| row.id)
}

/// The row `id` in force on `day` (an ISO 8601 date, which sorts as text); `None` for an unknown id or a day before its first row.
#[must_use]
pub fn in_force(id: &str, day: &str) -> Option<&'static Statutory> {
    TABLE
        .iter()
        .filter(|row| row.id == id && row.since <= day)
        .max_by_key(|row| row.since)
}

/// The day up to which the numbers are known (ISO 8601).
#[must_use]
pub const fn as_of() -> &'static str {
    rows::AS_OF
}

/// Every row, in no particular order.
#[must_use]
pub const fn table() -> &'static [Statutory] {
    TABLE
}
